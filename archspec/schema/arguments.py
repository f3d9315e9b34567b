"""Arguments of layers: values that may be computed, anywhere within them, and words for what they may be."""

from __future__ import annotations

from collections.abc import Iterator

from archspec.schema.pieces import Json, ref

_NOTES = ("title", "description", "default")
_PLAIN = {"null": "null", "boolean": "true or false", "string": "a text", "array": "a list", "object": "a mapping"}


def computed(schema: Json) -> Json:
    """A value as pydantic describes it, or what a spec may write instead: a formula, or a template where it is a text.

    So may each item or entry within it.
    """
    if "format" in schema:
        return ref(schema["format"])
    members = [_within(member) for member in _alternatives(schema)]
    if not all(members):
        return {}
    texts = [member for member in members if member.get("type") == "string"]
    if any("enum" not in member for member in texts):
        return members[0] if len(members) == 1 else {"anyOf": members}
    extra = [ref("formula"), *([ref("template")] if texts else [])]
    return {"anyOf": [*members, *extra]}


def _alternatives(schema: Json) -> Iterator[Json]:
    """The members of a union, and of unions in it."""
    if "anyOf" not in schema:
        told = {key: value for key, value in schema.items() if key not in _NOTES}
        yield {"type": told["type"], **told} if "type" in told else told
    for member in schema.get("anyOf", ()):
        yield from _alternatives(member)


def _within(schema: Json) -> Json:
    """A schema whose items and entries may be computed."""
    if "format" in schema:
        return ref(schema["format"])
    found = dict(schema)
    for key in ("items", "additionalProperties"):
        if isinstance(found.get(key), dict):
            found[key] = computed(found[key])
    for key in ("prefixItems", "properties"):
        if key in found:
            found[key] = _each(found[key])
    if isinstance(found.get("const"), str):
        found = {"type": "string", "enum": [found["const"]]}
    return found


def _each(schemas: list[Json] | dict[str, Json]) -> list[Json] | dict[str, Json]:
    if isinstance(schemas, list):
        return [computed(schema) for schema in schemas]
    return {name: computed(schema) for name, schema in schemas.items()}


def described(schema: Json) -> str:
    """What a value is, as a sentence."""
    words = _words(schema)
    return f"{words[:1].upper()}{words[1:]}."


def _words(schema: Json) -> str:
    if "description" in schema:
        return schema["description"]
    if "anyOf" in schema:
        return ", or ".join(dict.fromkeys(map(_words, schema["anyOf"])))
    if "enum" in schema or "const" in schema:
        values = list(map(str, schema.get("enum") or [schema["const"]]))
        return f"one of {', '.join(values)}" if len(values) > 1 else values[0]
    kind = schema.get("type", "")
    return _number(schema) if kind in ("integer", "number") else _PLAIN.get(kind, "any value")


def _number(schema: Json) -> str:
    noun = "whole number" if schema.get("type") == "integer" else "number"
    if schema.get("exclusiveMinimum") == 0:
        return f"a positive {noun}"
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is not None and most is not None:
        return f"a {noun} from {least} to {most}"
    return f"a {noun} from {least} up" if least is not None else f"a {noun}"
