"""What `keras.applications` exports, which shipped network is the twin of each, and the settings to hold it to.

A spec is a family. Its members are its variants; where the spec has no variant of that name it is named so itself.
"""

import json
import random
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import archspec
from archspec.api import read
from archspec.spec.files import shipped_folder
from archspec.spec.loading import open_source


class Member(NamedTuple):
    """A function of `keras.applications` and its twin.

    Args:
        function: the function's name.
        spec: the file of its family, below the folder of shipped specs.
        network: the variant, or the spec.
        smallest: the least height and width that the function takes.
        own: settings that only its family knows, each tried at a small size.
        heavy: whether it is left to a sample where not everything is tested.
        tolerance: how far outputs may differ.
        gain: by how much random weights amplify what a layer takes, so that what images differ in comes through.
        open_sizes: whether the function's network runs where height and width are left open.
    """

    function: str
    spec: str
    network: str
    smallest: int = 32
    own: tuple[Mapping[str, Any], ...] = ()
    heavy: bool = False
    tolerance: float = 0.0
    gain: float = 1.4
    open_sizes: bool = True

    @property
    def path(self) -> str:
        """Where the spec is."""
        return str(shipped_folder() / self.spec)

    @property
    def document(self) -> Any:
        """The spec as it is written."""
        return read(open_source(self.path)).document

    @property
    def variant(self) -> str | None:
        """The variant to load."""
        document = self.document
        if self.network in document.variants:
            return self.network
        assert self.network == document.name.text
        return None

    def load(self, **settings: Any) -> archspec.Architecture:
        """The twin with Keras's settings, which the spec has as params of the same name."""
        if settings.get("classifier_activation", "") is None:
            settings["classifier_activation"] = "linear"
        shape = settings.get("input_shape", ())
        if None not in shape:
            return archspec.load(self.path, variant=self.variant, **settings)
        # The items of a param have the type of its default's, so that sizes are left open by extending the spec.
        del settings["input_shape"]
        text = f"archspec: 1\nname: open_sizes\nextends: {Path(self.spec).stem}\ninputs: {json.dumps(shape)}\n"
        return archspec.loads(text, variant=self.variant, **settings)


ALPHAS = ({"alpha": 0.35}, {"alpha": 1.4})
MOBILENET = (
    {"alpha": 0.25},
    {"alpha": 1.5, "depth_multiplier": 2, "dropout": 0.5},
    {"depth_multiplier": 3, "include_top": False},
)
MOBILENET_V3 = (
    {"minimalistic": True},
    {"alpha": 0.75, "include_preprocessing": False},
    {"alpha": 1.3, "dropout_rate": 0, "classes": 5},
    {"alpha": 0.5, "minimalistic": True, "include_top": False},
)
UNPREPARED = ({"include_preprocessing": False},)
MEMBERS = (
    Member("VGG16", "applications/vgg.yaml", "vgg16"),
    Member("VGG19", "applications/vgg.yaml", "vgg19"),
    Member("ResNet50", "applications/resnet.yaml", "resnet50"),
    Member("ResNet101", "applications/resnet.yaml", "resnet101", heavy=True),
    Member("ResNet152", "applications/resnet.yaml", "resnet152", heavy=True),
    Member("ResNet50V2", "applications/resnet_v2.yaml", "resnet50_v2"),
    Member("ResNet101V2", "applications/resnet_v2.yaml", "resnet101_v2", heavy=True),
    Member("ResNet152V2", "applications/resnet_v2.yaml", "resnet152_v2", heavy=True),
    Member("Xception", "applications/xception.yaml", "xception", smallest=71),
    Member("InceptionV3", "applications/inception_v3.yaml", "inception_v3", smallest=75),
    Member(
        "InceptionResNetV2", "applications/inception_resnet_v2.yaml", "inception_resnet_v2", smallest=75, heavy=True
    ),
    Member("MobileNet", "applications/mobilenet.yaml", "mobilenet", own=MOBILENET),
    Member("MobileNetV2", "applications/mobilenet_v2.yaml", "mobilenet_v2", own=ALPHAS),
    Member("MobileNetV3Small", "applications/mobilenet_v3.yaml", "mobilenet_v3_small", own=MOBILENET_V3),
    Member("MobileNetV3Large", "applications/mobilenet_v3.yaml", "mobilenet_v3_large", own=MOBILENET_V3),
    Member("DenseNet121", "applications/densenet.yaml", "densenet121"),
    Member("DenseNet169", "applications/densenet.yaml", "densenet169", heavy=True),
    Member("DenseNet201", "applications/densenet.yaml", "densenet201", heavy=True),
    # Its cells compare widths: with open ones Keras makes a network that fails when it is run.
    Member("NASNetMobile", "applications/nasnet.yaml", "nasnet_mobile", open_sizes=False),
    Member("NASNetLarge", "applications/nasnet.yaml", "nasnet_large", heavy=True, open_sizes=False),
    *(
        Member(
            f"EfficientNetB{number}",
            "applications/efficientnet.yaml",
            f"efficientnet_b{number}",
            heavy=number > 0,
            gain=1.6,
        )
        for number in range(8)
    ),
    *(
        Member(
            f"EfficientNetV2{size}",
            "applications/efficientnet_v2.yaml",
            f"efficientnet_v2_{size.lower()}",
            own=UNPREPARED,
            heavy=size != "B0",
        )
        for size in ("B0", "B1", "B2", "B3", "S", "M", "L")
    ),
    *(
        Member(
            f"ConvNeXt{size}",
            "applications/convnext.yaml",
            f"convnext_{size.lower()}",
            own=UNPREPARED,
            heavy=size != "Tiny",
        )
        for size in ("Tiny", "Small", "Base", "Large", "XLarge")
    ),
)


class Case(NamedTuple):
    """A member with settings, in Keras's words; the size of its images where that is left open."""

    member: Member
    settings: Mapping[str, Any]

    @property
    def id(self) -> str:
        """What the test of it is called."""
        return "-".join([self.member.network, *(f"{key}={value}" for key, value in self.settings.items())])


def _cases(member: Member) -> Iterator[Case]:
    least = member.smallest
    yield Case(member, {})
    yield Case(member, {"include_top": False, "input_shape": (least + 13, least, 1)})
    yield Case(member, {"include_top": False, "pooling": "avg", "input_shape": (least, least, 3)})
    shape = (None, None, 3) if member.open_sizes else (least, least, 3)
    yield Case(member, {"include_top": False, "pooling": "max", "input_shape": shape})
    yield Case(member, {"classes": 7, "classifier_activation": None, "input_shape": (least + 1, least + 10, 3)})
    for settings in member.own:
        yield Case(member, {"input_shape": (least, least, 3), **settings})


def cases(everything: bool) -> list[Case]:
    """Every member with every setting; or the light ones and some of the others, each with one that is small."""
    if everything:
        return list(chain.from_iterable(map(_cases, MEMBERS)))
    generator = random.Random(1)
    chosen = [member for member in MEMBERS if not member.heavy]
    chosen += generator.sample([member for member in MEMBERS if member.heavy], 2)
    return [generator.choice(list(_cases(member))[1:]) for member in chosen]
