"""What a validator of JSON Schema that is none of ours says of YAML documents."""

from collections.abc import Iterator

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from archspec.schema.language import language_schema
from archspec.text.source import Source
from archspec.text.tree import Mapping, Node, Sequence, bare
from archspec.text.yaml import read_yaml

SCHEMA = language_schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def tree(text: str) -> Node:
    """A document with its places, read by YAML's core schema."""
    return read_yaml(Source("net.yaml", text))


def complaints(text: str) -> list[str]:
    """What is wrong with a document, in the validator's words."""
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(bare(tree(text)))]


def complained_lines(text: str) -> Iterator[range]:
    """The lines of each node of a document that is refused, but for the document itself."""
    document = tree(text)
    for error in VALIDATOR.iter_errors(bare(document)):
        node = _node(document, error)
        if node is not document:
            # A block ends where the next one begins.
            last = node.span.end_line - (node.span.end_column == 1)
            yield range(node.span.line, max(last, node.span.line) + 1)


def complains_of_the_whole(text: str) -> bool:
    """Whether something is wrong with the keys of the document itself."""
    return any(not error.absolute_path for error in VALIDATOR.iter_errors(bare(tree(text))))


def _node(node: Node, error: ValidationError) -> Node:
    for key in error.absolute_path:
        assert isinstance(node, Mapping | Sequence)
        node = node[key]
    return node
