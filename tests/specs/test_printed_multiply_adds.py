"""Multiply-adds of the shipped families against those that papers print, typed in by hand."""

from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

import archspec
from archspec.spec.files import shipped_files, shipped_folder

#: What is printed and, where the layers don't come to what rounds to it, what they round to.
PRINTED = """
 He et al. 2015, Table 1, the last row
   families/resnet_imagenet    resnet18_imagenet    1.8B
   families/resnet_imagenet    resnet34_imagenet    3.6B   3.66B
   families/resnet_imagenet    resnet50_imagenet    3.8B   3.86B
   families/resnet_imagenet    resnet101_imagenet   7.6B
   families/resnet_imagenet    resnet152_imagenet   11.3B
   applications/resnet         resnet50             3.8B   3.9B
   applications/resnet         resnet101            7.6B
   applications/resnet         resnet152            11.3B
 He et al. 2015, Section 3.3
   families/resnet_imagenet    plain34_imagenet     3.6B
 He et al. 2015, Section 4.1: 15.3 and 19.6 billion
   applications/vgg            vgg16                15.3B  15.5B
   applications/vgg            vgg19                19.6B
 Szegedy et al. 2015, the abstract: 5 billion
   applications/inception_v3   inception_v3         5B     5.71B
 Zoph et al. 2017, Tables 2 and 3
   applications/xception       xception             8.38B  8.36B
   applications/inception_resnet_v2  inception_resnet_v2  13.2B
   applications/nasnet         nasnet_large         23.8B
   applications/nasnet         nasnet_mobile        564M
 Howard et al. 2017, Tables 6 and 7
   applications/mobilenet      mobilenet            569M
   applications/mobilenet      mobilenet            325M          alpha=0.75
   applications/mobilenet      mobilenet            149M          alpha=0.5
   applications/mobilenet      mobilenet            41M           alpha=0.25
   applications/mobilenet      mobilenet            418M          input_shape=[192,192,3]
   applications/mobilenet      mobilenet            290M   291M   input_shape=[160,160,3]
   applications/mobilenet      mobilenet            186M          input_shape=[128,128,3]
 Sandler et al. 2018, Table 4
   applications/mobilenet_v2   mobilenet_v2         300M   301M
   applications/mobilenet_v2   mobilenet_v2         585M   582M   alpha=1.4
 Howard et al. 2019, Table 3
   applications/mobilenet_v3   mobilenet_v3_large   219M   217M
   applications/mobilenet_v3   mobilenet_v3_large   155M          alpha=0.75
   applications/mobilenet_v3   mobilenet_v3_small   56M    57M
   applications/mobilenet_v3   mobilenet_v3_small   44M    43M    alpha=0.75
 Tan and Le 2019, Table 2
   applications/efficientnet   efficientnet_b0      0.39B
   applications/efficientnet   efficientnet_b1      0.70B  0.69B
   applications/efficientnet   efficientnet_b2      1.0B
   applications/efficientnet   efficientnet_b3      1.8B
   applications/efficientnet   efficientnet_b4      4.2B   4.4B
   applications/efficientnet   efficientnet_b5      9.9B   10.3B
   applications/efficientnet   efficientnet_b6      19B
   applications/efficientnet   efficientnet_b7      37B    38B
 Tan and Le 2021, Tables 7 and 10
   applications/efficientnet_v2  efficientnet_v2_s   8.8B  8.4B
   applications/efficientnet_v2  efficientnet_v2_m   24B   25B
   applications/efficientnet_v2  efficientnet_v2_l   53B   56B
   applications/efficientnet_v2  efficientnet_v2_b0  0.72B
   applications/efficientnet_v2  efficientnet_v2_b1  1.2B
   applications/efficientnet_v2  efficientnet_v2_b2  1.7B
   applications/efficientnet_v2  efficientnet_v2_b3  3.0B
 Liu et al. 2022, Table 1
   applications/convnext       convnext_tiny        4.5B
   applications/convnext       convnext_small       8.7B
   applications/convnext       convnext_base        15.4B
   applications/convnext       convnext_large       34.4B
   applications/convnext       convnext_xlarge      60.9B
   applications/convnext       convnext_base        45.0B  45.1B  input_shape=[384,384,3]
   applications/convnext       convnext_large       101.0B        input_shape=[384,384,3]
   applications/convnext       convnext_xlarge      179.0B 179.1B input_shape=[384,384,3]
"""
#: No paper that we know of prints those of these: Huang et al. 2016 draw them, He et al. 2016 have none.
NOT_PRINTED = {
    *("densenet121", "densenet169", "densenet201"),
    *("densenet121_imagenet", "densenet169_imagenet", "densenet201_imagenet", "densenet264_imagenet"),
    *("densenet_l40_k12", "densenet_l100_k12", "densenet_l100_k24"),
    *("densenet_bc_l100_k12", "densenet_bc_l250_k24", "densenet_bc_l190_k40"),
    *("resnet50_v2", "resnet101_v2", "resnet152_v2"),
    *("resnet20", "resnet32", "resnet44", "resnet56", "resnet110"),
    *("plain18_imagenet", "plain20", "plain32", "plain44", "plain56"),
    *(
        f"resnet{depth}_{order}"
        for depth in (110, 164)
        for order in (
            "original",
            "bn_after_addition",
            "relu_before_addition",
            "relu_only_preactivation",
            "full_preactivation",
        )
    ),
}


class Printed(NamedTuple):
    """A line of the table.

    Args:
        spec: the family.
        network: a variant, or the spec itself.
        printed: the figure in the paper.
        rounded: what the layers come to, in as many digits as show that it is another, if it is.
        settings: params as `archspec --set` takes them.
    """

    spec: str
    network: str
    printed: str
    rounded: str
    settings: dict[str, object]

    @property
    def id(self) -> str:
        return "-".join([self.network, *map(str, self.settings.values())])

    def load(self):
        path = shipped_folder() / f"{self.spec}.yaml"
        variants = archspec.load(path).program.document.variants
        return archspec.load(path, variant=self.network if self.network in variants else None, **self.settings)


def read(line: str) -> Printed:
    spec, network, *rest = line.split()
    figures = [word for word in rest if "=" not in word]
    settings = {}
    for word in rest[len(figures) :]:
        name, value = word.split("=")
        numbers = [float(part) if "." in part else int(part) for part in value.strip("[]").split(",")]
        settings[name] = numbers if value.startswith("[") else numbers[0]
    return Printed(spec, network, figures[0], figures[-1], settings)


TABLE = [read(line) for line in PRINTED.splitlines() if line.startswith("   ")]


def rounded_as(text: str, number: int) -> str:
    """A number in the unit and with the digits of a printed figure."""
    unit = {"M": 10**6, "B": 10**9}[text[-1]]
    return f"{(Decimal(number) / unit).quantize(Decimal(text[:-1]))}{text[-1]}"


@pytest.mark.parametrize("each", TABLE, ids=lambda each: each.id)
def test_the_layers_come_to_what_is_printed_or_to_a_known_other(each):
    count = each.load().totals.multiply_adds
    assert rounded_as(each.rounded, count) == each.rounded
    assert (rounded_as(each.printed, count) == each.printed) == (each.printed == each.rounded)


@pytest.mark.parametrize("each", [each for each in TABLE if not each.settings], ids=lambda each: each.id)
def test_specs_give_the_printed_figure_and_mend_it_where_it_is_wrong(each):
    [figure] = [figure for figure in each.load().check().figures if figure.name == "multiply_adds"]
    assert figure.documented.replace("G", "B") == each.printed
    assert figure.status == ("holds" if each.printed == each.rounded else "erratum")


def test_each_network_has_its_figure_or_none_is_printed():
    families = (shipped_folder() / "applications", shipped_folder() / "families")
    paths: list[Path] = [path for path in shipped_files() if path.parent in families]
    networks = set()
    for path in paths:
        document = archspec.load(path).program.document
        networks |= set(document.variants) or {document.name.text}
    assert networks == {each.network for each in TABLE} | NOT_PRINTED
    assert not {each.network for each in TABLE} & NOT_PRINTED
