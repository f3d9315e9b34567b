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
V2_SIZES = ("B1", "B2", "B3", "S", "M", "L")
HEAVY = (
    *("ResNet101", "ResNet152", "ResNet101V2", "ResNet152V2", "DenseNet169", "DenseNet201", "NASNetLarge"),
    *("InceptionResNetV2", *(f"EfficientNetB{number}" for number in range(1, 8))),
    *(f"EfficientNetV2{size}" for size in V2_SIZES),
    *(f"ConvNeXt{size}" for size in ("Small", "Base", "Large", "XLarge")),
)


def _options(function: str) -> dict[str, Any]:
    """To what a member is held, by the name of its function."""
    found: dict[str, Any] = {"heavy": function in HEAVY}
    match function:
        case "Xception":
            found["smallest"] = 71
        case "InceptionV3" | "InceptionResNetV2":
            found["smallest"] = 75
        case "MobileNet":
            found["own"] = MOBILENET
        case "MobileNetV2":
            found["own"] = ALPHAS
        case "MobileNetV3Small" | "MobileNetV3Large":
            found["own"] = MOBILENET_V3
        case "NASNetMobile" | "NASNetLarge":
            # Their cells compare widths: with open ones Keras makes a network that fails when it is run.
            found["open_sizes"] = False
    if function.startswith(("EfficientNetV2", "ConvNeXt")):
        found["own"] = UNPREPARED
    if function.startswith("EfficientNetB"):
        found["gain"] = 1.6
    return found


def _members() -> Iterator[Member]:
    """What the specs in `applications` say they are the twins of."""
    folder = shipped_folder()
    for path in sorted((folder / "applications").glob("*.yaml")):
        spec = path.relative_to(folder).as_posix()
        document = read(open_source(str(path))).document
        for twin in document.twin:
            name = (twin.variant or document.name).text
            yield Member(twin.function.text, spec, name, **_options(twin.function.text))


MEMBERS = tuple(_members())


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
