"""Writes a located tree as YAML that reads as the same tree, under YAML 1.1 as under 1.2."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from archspec.text.tree import Mapping, Node, Scalar, Sequence
from archspec.text.yaml import CORE_TAG

#: Numbers of the core schema that YAML 1.1 takes for text.
_CORE_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z|0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")


def write_yaml(node: Node, *, width: int = 100) -> str:
    """A tree as YAML; numbers are spelled as they were, and lists and mappings of plain values stand on one line."""
    import yaml

    root = _node(node)
    if not isinstance(node, Scalar):
        root.flow_style = False
    text = yaml.serialize(root, Dumper=_dumper(), allow_unicode=True, width=width)
    assert isinstance(text, str)
    return text.removesuffix("...\n")


@cache
def _dumper() -> Any:
    import yaml

    class Dumper(yaml.SafeDumper):
        """Knows what either version of YAML takes for something else than text; indents lists."""

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            # PyYAML asks for lists that stand below their key unindented.
            del indentless
            super().increase_indent(flow=flow, indentless=False)

    Dumper.add_implicit_resolver(f"{CORE_TAG}float", _CORE_NUMBER, list("-+.0123456789"))
    return Dumper


def _node(node: Node) -> Any:
    import yaml

    if isinstance(node, Scalar):
        return _scalar(node)
    if isinstance(node, Sequence):
        return yaml.SequenceNode(f"{CORE_TAG}seq", [_node(item) for item in node], flow_style=_is_short(node))
    pairs = [(yaml.ScalarNode(f"{CORE_TAG}str", key), _node(value)) for key, value in node.items()]
    return yaml.MappingNode(f"{CORE_TAG}map", pairs, flow_style=_is_short(node))


def _is_short(node: Sequence | Mapping) -> bool:
    """Whether a list or mapping stands on one line; a step does not."""
    if isinstance(node, Mapping) and any(key[:1].isupper() for key in node):
        return False
    return all(isinstance(item, Scalar) for item in (node.values() if isinstance(node, Mapping) else node))


def _scalar(node: Scalar) -> Any:
    import yaml

    if isinstance(node.value, str):
        return yaml.ScalarNode(f"{CORE_TAG}str", node.text)
    # The dumper need not agree on what these are: they are written as they stand.
    text = "null" if node.value is None else node.text
    return yaml.ScalarNode(_resolved(text), text)


def _resolved(text: str) -> str:
    """The tag that the dumper finds for a plain text, so that it writes it plain."""
    import yaml

    return _resolver().resolve(yaml.ScalarNode, text, (True, False))


@cache
def _resolver() -> Any:
    import io

    return _dumper()(io.StringIO())
