"""Makes YAML documents in odd styles, with comments that can be told apart."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = (
    *("archspec", "name", "title", "note", "use", "params", "let", "variants", "blocks", "layers", "edits", "expect"),
    *(
        "Conv2D",
        "filters",
        "branches",
        "else",
        "when",
        "repeat",
        "yes",
        "no",
        "on",
        "1_1",
        "010",
        "a b",
        "x-y",
        "é",
        "<",
    ),
)
TEXTS = (
    *("yes", "no", "On", "~", "null", "1:30", "010", "1_1", "0o17", "0x1F", "1e-3", "1.001e-5", ".5", "+3", ".inf"),
    *(
        "2001-01-01",
        "=",
        "=a",
        "=max(a, b)",
        "=a[0]",
        "='same' if a == 1 else 'valid'",
        "=f(a",
        "conv{index}",
        "{index}",
    ),
    *("-", "- a", "?", "? a", ":", "a: b", "a:", "a #b", "#", "*", "&a", "!", "|", ">", "%", "@", "`", "'", '"', "\\"),
    *("it's", 'say "so"', "back\\slash", "a\nb", "a\n\nb\n", "\n", " a", "a ", "a  b", "tab\there", "\u2028", "\x85"),
    *(
        "---",
        "... a",
        "<<",
        "×",
        "\U0001f600",
        "a,b",
        "a]b",
        "25.6M",
        "any",
        "true",
        "False",
        "\x07",
        "  x\ny\n",
        "\ttab",
    ),
    *("", "word " * 40 + "end", "word " * 30, "first " * 30 + "\n" + "second " * 30 + "\n", "x" * 130),
)


class Writer:
    """Draws a document piece by piece."""

    def __init__(self, draw) -> None:
        self.draw = draw
        self.comments: list[str] = []
        self.anchors: list[str] = []

    def one(self, *choices):
        return self.draw(st.sampled_from(choices))

    def chance(self, of: int) -> bool:
        return self.draw(st.integers(1, of)) == of

    def comment(self) -> str:
        self.comments.append(f"#{self.one(' ', '', '#')}c{len(self.comments)}.{self.one('', ' it said: so', ' [')}")
        return self.comments[-1]

    def eol(self) -> str:
        return f"{self.one(' ', '   ')}{self.comment()}" if self.chance(8) else ""

    def above(self, indent: int) -> list[str]:
        lines = []
        while self.chance(5):
            lines.append("" if self.chance(2) else " " * self.one(0, indent, indent + 1) + self.comment())
        return lines

    def props(self) -> str:
        if not self.chance(12):
            return ""
        self.anchors.append(f"a{len(self.anchors)}")
        return f"&{self.anchors[-1]} "

    def scalar(self, flow: bool) -> str:
        if self.anchors and self.chance(8):
            return f"*{self.one(*self.anchors)} "
        text = self.one(*TEXTS) if self.chance(2) else str(self.draw(st.integers(-20, 2000)))
        return self.props() + self.one(self.plain, self.single, self.double)(text)

    def plain(self, text: str) -> str:
        whole = text and text == text.strip() and text[0] not in ",[]{}#&*!|>'\"%@`?:-" and text.isprintable()
        fits = not any(sign in text for sign in (": ", " #", ",", "[", "]", "{", "}", "?")) and text[-1:] != ":"
        return text if whole and fits and text != "=f(a" and text[:3] not in ("---", "...") else self.double(text)

    def single(self, text: str) -> str:
        return "'" + text.replace("'", "''") + "'" if text.isprintable() else self.double(text)

    def double(self, text: str) -> str:
        import json

        return json.dumps(text, ensure_ascii=not text.isprintable())

    def key(self, taken: set[str]) -> str:
        word = self.one(*WORDS)
        while word in taken:
            word += "x"
        taken.add(word)
        return self.one(str, self.double)(word)

    def flow(self, depth: int) -> str:
        if depth > 2 or self.chance(2):
            return self.scalar(flow=True)
        mapping, taken = self.chance(2), set[str]()
        items = []
        for _ in range(self.one(0, 1, 2, 3)):
            value = self.flow(depth + 1)
            items.append(f"{self.key(taken)}: {self.one(value, value, '') if mapping else value}" if mapping else value)
        gap = self.one("", " ", "\n      ", f" {self.comment()}\n       " if self.chance(6) else "")
        text = gap + f",{gap or ' '}".join(items) + gap if "#" not in gap else gap + ", ".join(items)
        return self.props() + (f"{{{text}}}" if mapping else f"[{text}]")

    def value(self, indent: int, depth: int) -> list[str]:
        """The lines of a value after `key:` or `-`, the first beside it."""
        kind = self.one("scalar", "scalar", "flow", "none", "block", "text", "text")
        if kind == "block" and depth < 4:
            step = self.one(1, 2, 4)
            props = self.props()
            return [f" {props}{self.eol()}".rstrip() if props else self.eol(), *self.block(indent + step, depth + 1)]
        if kind == "text":
            sign = self.one("|", ">", "|-", ">-", ">+", "|+")
            lines = self.draw(
                st.lists(st.sampled_from(("some text", "  more", "", "# none", "a: b", "wide " * 30)), max_size=4)
            )
            inner = indent + self.one(1, 2, 4)
            return [
                f" {sign}{self.eol()}",
                " " * inner + "begins",
                *(" " * inner + line if line else "" for line in lines),
            ]
        text = {"flow": self.flow, "none": lambda depth: ""}.get(kind, lambda depth: self.scalar(flow=False))(depth)
        if kind == "none" and self.chance(4):
            text = self.props().rstrip()
        return [f" {text}{self.eol()}" if text else self.eol()]

    def block(self, indent: int, depth: int) -> list[str]:
        mapping, taken, pad = self.chance(2), set[str](), " " * indent
        lines = []
        for _ in range(self.one(1, 2, 3)):
            lines += self.above(indent)
            first, *rest = self.value(indent, depth)
            lead = f"{pad}{self.key(taken)}:" if mapping else f"{pad}-"
            lines += [f"{lead}{first}", *rest]
        return [*lines, *(self.above(indent) if self.chance(3) else [])]


@st.composite
def documents(draw) -> tuple[str, tuple[str, ...]]:
    """A text, mostly sound YAML, and the comments that it has."""
    writer = Writer(draw)
    lines = [*writer.above(0), *writer.block(0, 0), *writer.above(0)]
    end = writer.one("\n", "\n", "\n", "\r\n", "\r")
    return end.join("\n".join(lines).split("\n")) + writer.one("", end, end * 3), tuple(writer.comments)
