"""Reads YAML that is known to be sound into pieces that keep what the located tree leaves out."""

from __future__ import annotations

import re
from collections import deque
from typing import Any, NamedTuple

import yaml

from archspec.fmt.document import BLANK, Alias, Branch, Entry, Leaf, Props
from archspec.text.yaml import PARSER

_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_OPAQUE = (yaml.ScalarToken, yaml.AnchorToken, yaml.AliasToken, yaml.TagToken, yaml.DirectiveToken)
_COMMENT = re.compile("#[^\r\n\x85\u2028\u2029]*")
#: The comment after the sign that begins a block scalar.
_HEADER_COMMENT = re.compile("[|>][-+0-9]*[ \t]+(#[^\r\n\x85\u2028\u2029]*)")


class Comment(NamedTuple):
    """A comment and where it stands, counted from 0."""

    text: str
    offset: int
    line: int
    column: int
    alone: bool


def read_comments(text: str) -> list[Comment]:
    """The comments of a YAML text, in order."""
    found: list[Comment] = []
    starts = [0, *(match.end() for match in _BREAK.finditer(text))]
    line = end = 0
    # What is neither a scalar nor a name holds no '#' but those of comments.
    for start, after, inner in [*_opaque(text), (len(text), len(text), None)]:
        gap = [(match.start(), match[0]) for match in _COMMENT.finditer(text, end, start)]
        for index, words in [*gap, *([inner] if inner else [])]:
            while line + 1 < len(starts) and starts[line + 1] <= index:
                line += 1
            column = index - starts[line]
            alone = not text[starts[line] : index].strip()
            found.append(Comment(words.rstrip(), index, line, column, alone))
        end = after
    return found


def _opaque(text: str) -> list[tuple[int, int, tuple[int, str] | None]]:
    """Where the tokens stand in which `#` begins no comment, but for the one behind a block scalar's sign."""
    found = []
    for token in yaml.scan(text, Loader=PARSER):
        if not isinstance(token, _OPAQUE):
            continue
        start, end = token.start_mark.index, token.end_mark.index
        header = _HEADER_COMMENT.match(text, start) if getattr(token, "style", None) in ("|", ">") else None
        found.append((start, end, (header.start(1), header[1]) if header else None))
    return found


def read_entry(text: str) -> tuple[Entry, tuple[str, ...]]:
    """The document that a text holds, as one entry without a key, and the comments after it."""
    return _Reader(text).document()


class _Reader:
    """Walks the parser's events and gives every comment to the entry that it speaks of."""

    def __init__(self, text: str) -> None:
        self.parser = PARSER(text)
        self.comments = deque(read_comments(text))
        self.lines = _BREAK.split(text)
        #: The last line of what was read.
        self.line = -1

    def document(self) -> tuple[Entry, tuple[str, ...]]:
        self.parser.get_event()
        self.parser.get_event()
        entry = self.entry(self.before(self.parser.peek_event().start_mark), None, -1)
        tail: list[str] = []
        while self.comments:
            tail += self.comment()
        return entry, tuple(tail)

    def comment(self) -> list[str]:
        """The next comment, after a BLANK where it follows a blank line."""
        comment = self.comments.popleft()
        lines = [*self.blank(comment.line), comment.text]
        self.line = comment.line
        return lines

    def blank(self, line: int) -> list[str]:
        return [BLANK] if line - 1 > self.line and not self.lines[line - 1].strip() else []

    def before(self, mark: Any) -> tuple[str, ...]:
        """All that stands above or before a mark."""
        lines = self.until(mark.index)
        return (*lines, *self.blank(mark.line))

    def until(self, index: int) -> list[str]:
        lines: list[str] = []
        while self.comments and self.comments[0].offset < index:
            lines += self.comment()
        return lines

    def on_this_line(self, index: int) -> str | None:
        """The comment on the line just read, where it comes before `index`."""
        comment = self.comments[0] if self.comments else None
        if comment is None or comment.alone or comment.line != self.line or comment.offset >= index:
            return None
        return self.comments.popleft().text

    def entry(self, before: tuple[str, ...], key: Leaf | Alias | None, column: int) -> Entry:
        """An entry of a collection whose entries begin at a column."""
        event: Any = self.parser.get_event()
        value: Leaf | Alias | Branch
        if isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            value = self.branch(event, column)
            if not value.entries:
                inner = (value.head, *value.tail) if value.head else value.tail
                before, value = (*before, *inner), value._replace(head=None, tail=())
        else:
            before = (*before, *self.until(event.start_mark.index))
            value = self.leaf(event)
        entry = Entry(value, key, before, self.on_this_line(self.parser.peek_event().start_mark.index))
        return _lifted(entry) if key is None else entry

    def leaf(self, event: Any) -> Leaf | Alias:
        self.line = event.end_mark.line
        if isinstance(event, yaml.AliasEvent):
            return Alias(str(event.anchor))
        style = event.style or ""
        if style in ("|", ">"):
            # The mark stands behind the text; comments are in the line of the sign.
            header = self.comments[0] if self.comments else None
            inside = header is not None and header.offset < event.end_mark.index
            self.line = header.line if header is not None and inside else event.start_mark.line
        return Leaf(event.value, style, Props(event.anchor, event.tag))

    def branch(self, event: Any, column: int) -> Branch:
        """A list or mapping within a collection whose entries begin at a column."""
        self.line = event.start_mark.line
        first = self.parser.peek_event().start_mark
        head = self.head(event, first)
        own = self.column(event, first)
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        entries = []
        while not isinstance(self.parser.peek_event(), yaml.SequenceEndEvent | yaml.MappingEndEvent):
            before, key = self.before(self.parser.peek_event().start_mark), None
            if is_mapping:
                key = self.leaf(self.parser.get_event())
            entries.append(self.entry(before, key, own))
        end = self.parser.get_event()
        tail: list[str] = []
        while self.comments and self.comments[0].offset < end.start_mark.index:
            if not event.flow_style and self.comments[0].column <= column:
                break
            tail += self.comment()
        if event.flow_style:
            self.line = end.end_mark.line
        props = Props(event.anchor, event.tag)
        return Branch(is_mapping, tuple(entries), bool(event.flow_style), props, head, tuple(tail))

    def head(self, event: Any, first: Any) -> str | None:
        """The comment on the line on which a collection begins, before its first entry."""
        comment = self.comments[0] if self.comments else None
        if comment is None or comment.alone or comment.offset >= first.index:
            return None
        begun = event.flow_style or event.anchor is not None or event.tag is not None
        if comment.offset > event.start_mark.index and not (begun and comment.line == event.start_mark.line):
            return None
        self.line = comment.line
        return self.comments.popleft().text

    def column(self, event: Any, first: Any) -> int:
        """Where the entries of a collection begin."""
        if event.anchor is None and event.tag is None:
            return int(event.start_mark.column)
        line = self.lines[first.line]
        return len(line) - len(line.lstrip(" "))


def _lifted(entry: Entry) -> Entry:
    """An item of a list with the comments above it that stand between its dash and what is written beside that."""
    value = entry.value
    if not isinstance(value, Branch) or value.props != Props() or not value.entries:
        return entry
    first, *others = value.entries
    comments = [*([value.head] if value.head else []), *first.before]
    while comments and comments[0] == BLANK:
        comments.pop(0)
    value = value._replace(head=None, entries=(first._replace(before=()), *others))
    return entry._replace(value=value, before=(*entry.before, *comments))
