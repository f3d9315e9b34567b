"""Arguments and input shapes for the layers that take images."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from .drawing import Case, Shape, arguments_of, data_formats, flags, mostly, numbers, positive, seeds


def pairs(one: SearchStrategy) -> SearchStrategy:
    """Lists of two."""
    return st.lists(one, min_size=2, max_size=2)


def one_or_two(one: SearchStrategy, *odd: Any) -> SearchStrategy:
    """A number or a list of two; seldom one of `odd`, or a list of another length."""
    return mostly(one | pairs(one), *odd, [0.1], [0.1, 0.2, 0.3], "some")


def images(*channels: int | None, low: int = 2) -> SearchStrategy[tuple[Shape, ...]]:
    """One image with its channels last or, small enough to be taken for them, first; seldom of another rank."""
    side = mostly(st.integers(low, 6), None)
    colors = mostly(st.sampled_from(channels), None, 2)
    ranks = mostly(st.just(3), 0, 1, 2, 4)
    last = st.tuples(side, side, colors)
    first = st.tuples(colors, side, side)
    usual = mostly(last, (3, 3, 3)) | first
    return ranks.flatmap(
        lambda rank: st.tuples(usual if rank == 3 else st.tuples(*[mostly(st.integers(2, 4), None)] * rank))
    )


any_image = images(1, 3, 4)
color_image = images(3, 3, 3, 1)
shares = one_or_two(st.sampled_from([0, 0.25, 1.0]), -0.1, 1.5, [-0.5, 0.5], [0.5, 2.0])
signed_shares = one_or_two(st.sampled_from([-1.0, 0, 0.25, 1]), -1.1, 1.5, [-2.0, 0.5], [0.5, 2.0])
value_ranges = mostly(st.sampled_from([[0, 255], [0.0, 1.0], [-1, 1]]), [0], [0, 1, 2], 255, "byte")
chances = mostly(st.sampled_from([0, 0.25, 1]), -0.1, 1.5, "half")
interpolations = mostly(st.sampled_from(["nearest", "bilinear"]), "bicubic", None)
fill_modes = mostly(st.sampled_from(["reflect", "wrap", "constant", "nearest"]), "mirror", "no_such")

everywhere = {"data_format": data_formats, "seed": seeds}
colored = everywhere | {"value_range": value_ranges}
warped = everywhere | {
    "fill_mode": fill_modes,
    "interpolation": interpolations,
    "fill_value": mostly(numbers, "black"),
}
sized = {"height": positive(), "width": positive()}

WARPING = [
    Case(
        "RandomFlip",
        arguments_of(mode=mostly(st.sampled_from(["horizontal", "vertical"]), "sideways"), **everywhere),
        any_image,
    ),
    Case("RandomRotation", arguments_of({"factor": signed_shares}, **warped), any_image),
    Case(
        "RandomTranslation",
        arguments_of({"height_factor": signed_shares, "width_factor": signed_shares}, **warped),
        any_image,
    ),
    Case(
        "RandomZoom",
        arguments_of(
            {"height_factor": one_or_two(st.sampled_from([-0.5, 0, 0.25, 1]), -1, 1.5, [-2.0, 0.5])},
            width_factor=mostly(one_or_two(st.sampled_from([-0.5, 0, 1])), None),
            **warped,
        ),
        any_image,
    ),
    Case(
        "RandomShear",
        arguments_of(
            x_factor=mostly(pairs(st.sampled_from([0, 0.25, 1])), 0.5, 0, -1, [-0.5, 0.5]),
            y_factor=mostly(pairs(st.sampled_from([0, 0.25, 1])), 0.5, 0, -1, "some"),
            **warped,
        ),
        any_image,
    ),
    Case(
        "RandomPerspective",
        arguments_of(
            factor=shares,
            scale=chances,
            interpolation=interpolations,
            fill_value=mostly(numbers, "black"),
            **everywhere,
        ),
        any_image,
    ),
    Case(
        "RandomElasticTransform",
        arguments_of(
            factor=shares,
            scale=shares,
            value_range=value_ranges,
            **warped,
        ),
        any_image,
    ),
]

COLORING = [
    Case("RandomBrightness", arguments_of({"factor": signed_shares}, **colored), any_image),
    Case("RandomContrast", arguments_of({"factor": shares}, **colored), any_image),
    Case("RandomColorDegeneration", arguments_of({"factor": shares}, **colored), color_image),
    Case("RandomGrayscale", arguments_of(factor=chances, **everywhere), color_image),
    Case("RandomHue", arguments_of({"factor": shares}, **colored), color_image),
    Case("RandomSaturation", arguments_of({"factor": signed_shares}, **colored), color_image),
    Case(
        "RandomColorJitter",
        arguments_of(
            brightness_factor=signed_shares,
            contrast_factor=shares,
            saturation_factor=signed_shares,
            hue_factor=shares,
            **colored,
        ),
        color_image,
    ),
    Case("RandomSharpness", arguments_of({"factor": shares}, **colored), any_image),
    Case(
        "RandomGaussianBlur",
        arguments_of(
            factor=shares,
            sigma=shares,
            kernel_size=one_or_two(st.sampled_from([1, 3, 5]), 2, [1, 2], -2),
            **colored,
        ),
        any_image,
    ),
    Case("RandomInvert", arguments_of(factor=shares, **colored), any_image),
    Case(
        "RandomPosterization",
        arguments_of({"factor": mostly(st.integers(1, 8) | pairs(st.integers(1, 8)), 0, 9, [1], "many")}, **colored),
        any_image,
    ),
    Case("Solarization", arguments_of(addition_factor=shares, threshold_factor=shares, **colored), any_image),
    Case("AutoContrast", arguments_of(value_range=value_ranges, data_format=data_formats), any_image),
    Case(
        "ContrastLimitedAdaptiveHistogramEqualization",
        arguments_of(
            value_range=value_ranges,
            data_format=data_formats,
            clip_limit=mostly(numbers, "none"),
            tile_grid_size=mostly(pairs(st.integers(1, 3)), [0, 1], [2], 4, "two"),
        ),
        any_image,
    ),
]

MIXING = [
    Case("MixUp", arguments_of(alpha=mostly(st.sampled_from([0.2, 1]), 0, -1, "one"), **everywhere), any_image),
    Case("CutMix", arguments_of(factor=shares, **everywhere), any_image),
    Case(
        "RandomErasing",
        arguments_of(
            factor=shares,
            scale=shares,
            fill_value=mostly(numbers | st.just([0, 0.5, 1]), None, [1, 2], "black"),
            **colored,
        ),
        any_image,
    ),
    Case(
        "RandAugment",
        arguments_of(num_ops=positive(), factor=shares, interpolation=interpolations, **colored),
        images(1, 3),
    ),
    Case(
        "AugMix",
        arguments_of(
            num_chains=positive(),
            chain_depth=mostly(st.integers(1, 3), 0, "two"),
            factor=shares,
            alpha=mostly(st.sampled_from([0.2, 1]), 0, -1, "one"),
            all_ops=flags,
            interpolation=interpolations,
            **colored,
        ),
        images(1, 3),
    ),
]

RESIZING = [
    Case(
        "Resizing",
        arguments_of(
            sized,
            interpolation=mostly(
                st.sampled_from(["bilinear", "nearest", "lanczos3", "lanczos5", "bicubic", "area"]), "no_such"
            ),
            crop_to_aspect_ratio=flags,
            pad_to_aspect_ratio=flags,
            fill_mode=mostly(st.just("constant"), "reflect"),
            fill_value=mostly(numbers, "black"),
            antialias=flags,
            data_format=data_formats,
        ),
        any_image,
    ),
    Case("CenterCrop", arguments_of(sized, data_format=data_formats), any_image),
]

IMAGES = [*WARPING, *COLORING, *MIXING, *RESIZING]

IMAGE_CORNERS: list[tuple[str, dict[str, Any], tuple[Shape, ...]]] = [
    ("RandomColorJitter", {"data_format": "channels_first", "hue_factor": 0.5}, ((3, 4, 5),)),
    ("RandomColorJitter", {"brightness_factor": 0.5}, ((4, 5, 2),)),
    ("RandomColorJitter", {"hue_factor": 0.5}, ((4, 5, 2),)),
    ("RandomColorJitter", {"hue_factor": 0.5}, ((None, 5, None),)),
    ("RandomErasing", {"fill_value": [1, 2, 3]}, ((4, 5, 2),)),
    ("RandomErasing", {"fill_value": [1, 2, 3], "data_format": "channels_first"}, ((1, 5, 3),)),
    ("RandomErasing", {"fill_value": [1, 2, 3]}, ((4, 5, None),)),
    ("RandomErasing", {}, ((None, 5, 3),)),
    ("RandomPerspective", {"data_format": "channels_first"}, ((3, 4, None),)),
    ("RandomElasticTransform", {}, ((4, 5, None),)),
    ("ContrastLimitedAdaptiveHistogramEqualization", {}, ((4, 9, 3),)),
    ("ContrastLimitedAdaptiveHistogramEqualization", {}, ((3, 9, 3),)),
    ("RandomGrayscale", {"data_format": "channels_first"}, ((3, 4, 5),)),
    ("RandAugment", {}, ((4, 5, 4),)),
    ("AugMix", {"all_ops": False}, ((4, 5, None),)),
    ("Resizing", {"height": 3, "width": 7, "crop_to_aspect_ratio": True}, ((None, 5, None),)),
    ("CenterCrop", {"height": 9, "width": 2}, ((4, None, 3),)),
    ("CenterCrop", {"height": 2, "width": 9, "data_format": "channels_first"}, ((3, 4, 4),)),
]
