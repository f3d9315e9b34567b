"""A shown spec is the same network, whatever it extends and uses, and says where its parts came from."""

import pytest

import archspec as package
from archspec.api import architecture, read
from archspec.text.source import Source

from ..language.cases import read_cases
from ..specs.shipped import SPECS

CASES = [case for case in read_cases() if case.good]


def without_places(graph):
    nodes = [
        (node.name, node.layer and node.layer.definition, node.inputs, node.output_shape, frames(node))
        for node in graph.nodes
    ]
    return graph.name, graph.inputs, graph.outputs, graph.output_names, nodes


def frames(node):
    # A block that is no longer the only one of its name is called by another.
    return [(frame.block and frame.block.removesuffix("_2"), frame.name, frame.turn) for frame in node.path]


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_shipped_specs(archspec, path):
    shown = archspec("show", str(path)).out
    assert without_places(package.loads(shown).graph) == without_places(package.load(path).graph)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_good_case_of_the_rules(archspec, case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    case.fixture.write(tmp_path)
    written = case.network()
    result = archspec("show", "net.yaml")
    assert result.code == 0, result.err
    shown = architecture(read(Source("shown.yaml", result.out)), variant=case.variant, settings=case.settings)
    assert without_places(shown.graph) == without_places(written.graph)


def test_comments_say_where_each_part_came_from(archspec, folder):
    (folder / "pyproject.toml").touch()
    (folder / "child.yaml").write_text(
        "archspec: 1\nname: child\nextends: tiny.yaml\nparams: {units: 5}\n"
        "edits:\n  - at: conv\n    after:\n      - Dense: {units: =units}\n"
    )
    assert archspec("show", "child.yaml").out == (
        "# child.yaml:1\narchspec: 1\n\n# child.yaml:2\nname: child\n\n# tiny.yaml:3\ninputs: [8, 8, 3]\n\n"
        "params:\n  # tiny.yaml:4\n  filters: 4\n  # child.yaml:4\n  units: 5\n\n"
        "variants:\n  # tiny.yaml:6\n  wide: {filters: 16}\n\n"
        "layers:\n  # tiny.yaml:8\n  - Conv2D: {filters: =filters, kernel_size: 3}\n    row: conv\n"
        "    in: [8, 8, 3]\n    out: [6, 6, =filters]\n  # child.yaml:8\n  - Dense: {units: =units}\n"
    )


def test_a_wrong_spec(archspec, folder):
    (folder / "bad.yaml").write_text("archspec: 1\n")
    assert archspec("show", "bad.yaml").code == 1
