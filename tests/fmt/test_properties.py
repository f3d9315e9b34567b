"""Whatever a document looks like: the layout keeps what it says and its comments, and is itself in the layout."""

import re

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from archspec.fmt.formatting import formatted
from archspec.spec.files import shipped_files
from archspec.text.diagnostics import SpecError
from archspec.text.source import Source
from archspec.text.tree import Mapping, Scalar, Sequence
from archspec.text.yaml import read_yaml

from ..language.cases import RULES, read_fixtures
from .documents import documents

SHIPPED = [path.read_text(encoding="utf-8") for path in shipped_files()]
FIXTURES = [
    (f"{path.stem}-{number}-{name}", text)
    for path in sorted(RULES.glob("*.txt"))
    for number, fixture in enumerate(read_fixtures(path))
    for name, text in fixture.files.items()
]


def tree(text):
    """All that a text says; the order of the outermost keys does not count."""

    def listed(node, sort=False):
        if isinstance(node, Mapping):
            items = [(key, listed(value)) for key, value in node.items()]
            return ("map", sorted(items, key=lambda item: item[0]) if sort else items)
        if isinstance(node, Sequence):
            return ("list", [listed(item) for item in node])
        return (type(node.value).__name__, str(node.value), node.text)

    return listed(read_yaml(Source("x.yaml", text)), sort=True)


def texts(node):
    if isinstance(node, Scalar):
        return [node.text] if isinstance(node.value, str) else []
    return [text for item in (node.values() if isinstance(node, Mapping) else node) for text in texts(item)]


def is_read(text):
    try:
        read_yaml(Source("x.yaml", text))
    except SpecError:
        return False
    return True


def check(text):
    """Holds the layout of a text against the text; gives it."""
    after = formatted(Source("x.yaml", text))
    assert tree(after) == tree(text)
    assert formatted(Source("x.yaml", after)) == after
    assert after.endswith("\n")
    assert not re.search(r"\r|\A\s|\n\n\Z", after)
    return after


@given(documents())
@settings(max_examples=300, deadline=None)
def test_documents_in_odd_styles(made):
    text, comments = made
    assume(is_read(text))
    after = check(text)
    for comment in comments:
        assert after.count(comment) == text.count(comment)


@given(documents())
@settings(max_examples=200, deadline=None)
def test_text_is_text_under_the_older_yaml_too(made):
    text, _ = made
    assume(is_read(text))
    after = formatted(Source("x.yaml", text))
    node = yaml.compose(after, Loader=yaml.SafeLoader)
    scalars = [scalar for scalar in walk(node, set()) if scalar.tag == "tag:yaml.org,2002:str"]
    assert set(texts(read_yaml(Source("x.yaml", after)))) <= {scalar.value for scalar in scalars}


def walk(node, seen):
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        yield node
        return
    pairs = isinstance(node, yaml.MappingNode)
    for item in node.value:
        for inner in item if pairs else (item,):
            yield from walk(inner, seen)


@pytest.mark.parametrize(("title", "text"), FIXTURES, ids=[title for title, _ in FIXTURES])
def test_fixtures_of_the_language(title, text):
    if is_read(text):
        check(text)


LINES = st.sampled_from(["", "# a remark", "    # a remark", "          # far", "  - Flatten", "let: {a: 1}", "x: [1,"])


@given(
    st.sampled_from(SHIPPED),
    st.lists(
        st.tuples(
            st.sampled_from(["insert", "delete", "double", "indent", "comment", "cut"]), st.integers(0, 300), LINES
        ),
        min_size=1,
        max_size=5,
    ),
)
@settings(max_examples=300, deadline=None)
def test_mutations_of_the_shipped_specs(text, changes):
    lines = text.splitlines()
    for change, number, line in changes:
        place = number % len(lines)
        lines[place : place + 1] = {
            "insert": [line, lines[place]],
            "delete": [],
            "double": [lines[place]] * 2,
            "indent": [f" {lines[place]}"],
            "comment": [f"{lines[place]} # {place}"],
            "cut": [lines[place].replace(", ", ",\n      ", 1)],
        }[change]
    mutant = "\n".join(lines)
    assume(is_read(mutant))
    check(mutant)
