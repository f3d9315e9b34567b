"""The networks of `keras.applications` that a spec may be the twin of: a closed list, as no spec names what is run."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_ALL = ("include_top", "input_shape", "pooling", "classes", "classifier_activation")
_PREPARED = (*_ALL, "include_preprocessing")
_MOBILE = (*_ALL, "alpha")
_MOBILE_V3 = (*_PREPARED, "alpha", "minimalistic", "dropout_rate")

#: The functions of `keras.applications`, and of their arguments those that are a matter of architecture.
FUNCTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys(("VGG16", "VGG19", "Xception", "InceptionV3", "InceptionResNetV2"), _ALL),
        **dict.fromkeys(("ResNet50", "ResNet101", "ResNet152", "ResNet50V2", "ResNet101V2", "ResNet152V2"), _ALL),
        **dict.fromkeys(("DenseNet121", "DenseNet169", "DenseNet201", "NASNetMobile", "NASNetLarge"), _ALL),
        **{f"EfficientNetB{number}": _ALL for number in range(8)},
        **{f"EfficientNetV2{size}": _PREPARED for size in ("B0", "B1", "B2", "B3", "S", "M", "L")},
        **{f"ConvNeXt{size}": _PREPARED for size in ("Tiny", "Small", "Base", "Large", "XLarge")},
        "MobileNet": (*_MOBILE, "depth_multiplier", "dropout"),
        "MobileNetV2": _MOBILE,
        **dict.fromkeys(("MobileNetV3Small", "MobileNetV3Large"), _MOBILE_V3),
    }
)
