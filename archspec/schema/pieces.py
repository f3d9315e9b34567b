"""What all parts of the schema are put together from: references, alternatives, names, formulas."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Mapping
from typing import Any

from archspec.spec.leaves import RESERVED

Json = dict[str, Any]

# ASCII's letters, digits and _, and all that is beyond ASCII: patterns of JSON Schema tell no more of Unicode.
_FIRST = r"[^\x00-@\[-^`{-\x7f]"
_FIRST_OF_BLOCK = r"[^\x00-^`{-\x7f]"
_REST = r"[^\x00-/:-@\[-^`{-\x7f]*"
#: What a text that holds a template matches; only reading it tells whether its braces close.
TEMPLATE = r"[^{}]*[{}][\s\S]*"


def ref(name: str) -> Json:
    """A reference to a definition."""
    return {"$ref": f"#/$defs/{name}"}


def word(*, but: Iterable[str], first: str = _FIRST) -> str:
    """The pattern, without its ends, of an identifier that is none of these words."""
    return rf"(?!(?:{'|'.join(sorted(but))})$){first}{_REST}"


IDENTIFIER = word(but=keyword.kwlist)
BINDING = word(but=RESERVED)


def block_name(keywords: Iterable[str] = ()) -> str:
    """The pattern of a block's name, which does not begin with a capital as Keras's layers do.

    Args:
        keywords: what is no block where a step is written as a mapping.
    """
    return f"^{word(but={*keyword.kwlist, *keywords}, first=_FIRST_OF_BLOCK)}$"


def one_of(*keys: str) -> list[Json]:
    """One alternative for each key that may be there."""
    return [{"required": [key]} for key in keys]


def corrects(*keys: str) -> list[Json]:
    """What an `erratum` has of these keys must be there to be corrected."""
    return [
        {
            "if": {"required": ["erratum"], "properties": {"erratum": {"required": [key]}}},
            "then": {"required": [key]},
        }
        for key in keys
    ]


def described_words(docs: Mapping[str, str]) -> list[Json]:
    """One alternative for each word, with what it means."""
    return [{"const": word, "description": doc} for word, doc in docs.items()]


FORMULA = ref("formula")
#: Definitions that any other may refer to.
SHARED: dict[str, Json] = {
    "formula": {
        "description": "A formula: '=' and an expression, such as =4 * filters. In [...] or {...}, one with a comma, "
        "bracket or brace must be quoted.",
        "type": "string",
        "pattern": "^=",
    },
    "template": {
        "description": "A text with {formulas} in it.",
        "type": "string",
        "pattern": f"^{TEMPLATE}$",
    },
}
