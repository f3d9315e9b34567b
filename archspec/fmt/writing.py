"""Writes pieces in the layout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archspec.fmt.document import BLANK, Alias, Branch, Entry, Leaf, Piece, has_comments
from archspec.fmt.layout import PARTS, Part, in_order, together
from archspec.fmt.scalars import WIDEST, block_style, in_block, in_line, written_props
from archspec.text.display import width

_INDENT = 2
#: YAML looks no further than 1024 characters for the colon behind a key.
_LONGEST_KEY = 1000


def written(document: Entry, after: tuple[str, ...]) -> str:
    """The text of a document and of the comments after it."""
    value = document.value
    if isinstance(value, Branch) and value.entries:
        end = [document.eol] if document.eol else []
        lines = [*end, *_root(value, document.before), *value.tail]
    else:
        first, *rest = _leaf(value, 0, _INDENT)
        # A document of nothing at all has to begin somewhere.
        lines = [*document.before, _commented(first or "---", document.eol), *rest]
    return "\n".join([*_stripped([*lines, *after]), ""])


def _root(branch: Branch, before: tuple[str, ...]) -> list[str]:
    first, *others = branch.entries
    # What stands apart at the top of a file speaks of all of it, whatever its first key is.
    above = [*before, *([branch.head] if branch.head else []), *first.before]
    cut = max((place for place, line in enumerate(above) if line == BLANK), default=-1) + 1
    entries = (first._replace(before=tuple(above[cut:])), *others)
    part = PARTS["document"]
    lines = above[:cut]
    props = written_props(branch.props)
    lines += [props] if props else []
    if not branch.is_mapping:
        return [*lines, *_entries(entries, (), part, 0)]
    previous = None
    for entry in in_order(entries):
        apart = previous is not None and not together(previous, entry)
        bare = entry._replace(before=_without_blank(entry.before))
        lines += [*([BLANK] if apart else []), *_entry(bare, part.inner(entry.key), 0)]
        previous = entry
    return lines


def _entries(entries: Iterable[Entry], tail: tuple[str, ...], part: Part, indent: int) -> list[str]:
    """The lines of what a list or mapping holds, one entry after the other."""
    lines = [line for entry in entries for line in _entry(entry, part.inner(entry.key), indent)]
    lines += _indented(tail, indent)
    return lines[1:] if lines[0] == BLANK else lines


def _entry(entry: Entry, part: Part, indent: int) -> list[str]:
    above, lead = _lead(entry.key, indent)
    before = [*_indented(entry.before, indent), *above]
    value, inner = entry.value, indent + _INDENT
    line = _on_one_line(value, part, width(lead))
    if line is not None:
        return [*before, _commented(_joined(lead, line), entry.eol)]
    if not isinstance(value, Branch):
        first, *rest = _leaf(value, width(lead) + 1, inner)
        return [*before, _commented(_joined(lead, first), entry.eol), *rest]
    props = written_props(value.props)
    if entry.key is None and not props:
        return [*before, *_compact(entry, value, part, indent)]
    comment, tail = value.head or entry.eol, value.tail
    if value.head and entry.eol:
        tail = (*tail, entry.eol)
    return [*before, _commented(_joined(lead, props), comment), *_entries(value.entries, tail, part, inner)]


def _compact(entry: Entry, value: Branch, part: Part, indent: int) -> list[str]:
    """An item of a list that begins on the line of its dash; comments before that stand above it."""
    first, *others = value.entries
    above: list[str] = []
    if entry.eol and (first.eol or (isinstance(first.value, Branch) and first.value.head)):
        above = [" " * indent + entry.eol]
    elif entry.eol:
        first = first._replace(eol=entry.eol)
    lines = _entries([first, *others], value.tail, part, indent + _INDENT)
    while lines[0].lstrip().startswith("#"):
        above.append(" " * indent + lines.pop(0).lstrip())
    return [*above, " " * indent + "- " + lines[0][indent + _INDENT :], *lines[1:]]


def _lead(key: Leaf | Alias | None, indent: int) -> tuple[list[str], str]:
    """What stands before a value: lines above it, and the beginning of its own."""
    pad = " " * indent
    if key is None:
        return [], pad + "-"
    word = _key(key, flow=False)
    return ([pad + "? " + word], pad + ":") if len(word) > _LONGEST_KEY else ([], f"{pad}{word}:")


def _key(key: Leaf | Alias, *, flow: bool) -> str:
    return f"*{key.anchor} " if isinstance(key, Alias) else in_line(key, flow=flow, key=True)


def _on_one_line(value: Piece, part: Part, taken: int) -> str | None:
    """A list or mapping on one line, where that is how it stands there and fits."""
    if not isinstance(value, Branch):
        return None
    style = part.style(value)
    if value.entries and (style == "lines" or (style == "written" and not value.flow) or has_comments(value)):
        return None
    line = _flow(value)
    return line if line is not None and (not value.entries or taken + 1 + width(line) <= WIDEST) else None


def _flow(piece: Piece) -> str | None:
    """A value in flow style; None where that can't be."""
    if isinstance(piece, Alias):
        return f"*{piece.anchor}"
    if isinstance(piece, Leaf):
        return None if block_style(piece) else in_line(piece, flow=True)
    items = list(_flow_items(piece))
    if None in items:
        return None
    inner = ", ".join(filter(None, items))
    line = f"{{{inner}}}" if piece.is_mapping else f"[{inner}]"
    return _joined(written_props(piece.props), line).lstrip()


def _flow_items(branch: Branch) -> Iterator[str | None]:
    for entry in branch.entries:
        value = _flow(entry.value)
        if entry.key is None:
            # Nothing at all is no item in brackets.
            yield value if not isinstance(entry.value, Leaf) or entry.value.text or entry.value.style else None
            continue
        key = _key(entry.key, flow=True)
        yield None if value is None or len(key) > _LONGEST_KEY else f"{key}: {value}"


def _leaf(value: Piece, taken: int, indent: int) -> list[str]:
    if isinstance(value, Leaf):
        return in_block(value, taken, indent)
    return [_flow(value) or ""]


def _joined(lead: str, text: str) -> str:
    return f"{lead} {text}" if text else lead


def _commented(line: str, comment: str | None) -> str:
    return f"{line}  {comment}" if comment else line


def _indented(lines: Iterable[str], indent: int) -> list[str]:
    return [" " * indent + line if line else line for line in lines]


def _without_blank(lines: tuple[str, ...]) -> tuple[str, ...]:
    return lines[1:] if lines and lines[0] == BLANK else lines


def _stripped(lines: Iterable[str]) -> list[str]:
    kept = list(lines)
    while not kept[-1]:
        kept.pop()
    return kept[1:] if kept[0] == BLANK else kept
