"""Documents that cost most to read: deep, wide, repeated by aliases, or no YAML at all."""

from .cases import FULL, HEAD, worst


@worst
def brackets() -> str:
    return "[" * FULL


@worst
def braces() -> str:
    return "{a: " * (FULL // 4)


@worst
def brackets_and_back() -> str:
    return HEAD + "let: {a: " + "[" * 60 + "]" * 60 + "}\nlayers: [Flatten]\n"


@worst
def dashes() -> str:
    return "- " * (FULL // 2)


@worst
def indentation() -> str:
    return "".join(" " * depth + "a:\n" for depth in range(1900))


@worst
def laughs() -> str:
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    return "\n".join(lines)


@worst
def laughs_within_the_limit() -> str:
    lets = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lets += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 5)]
    return HEAD + "let:\n" + "".join(f"  {line}\n" for line in lets) + "layers: [Flatten]\n"


@worst
def merges() -> str:
    keys = ", ".join(f"k{n}: {n}" for n in range(300))
    return (
        HEAD
        + f"let:\n  a: &a {{{keys}}}\n"
        + "".join(f"  b{n}: {{<<: *a}}\n" for n in range(640))
        + "layers: [Flatten]\n"
    )


@worst
def merge_of_many_empty() -> str:
    return HEAD + "let:\n  a: &a {}\n  b: {<<: [" + "*a, " * 190_000 + "*a]}\nlayers: [Flatten]\n"


@worst
def anchors() -> str:
    return HEAD + "let: [" + ", ".join(f"&a{n} {n}" for n in range(100_000)) + "]\nlayers: [Flatten]\n"


@worst
def comment() -> str:
    return HEAD + "#" * FULL + "\nlayers: [Flatten]\n"


@worst
def blank_lines() -> str:
    return HEAD + "\n" * FULL + "layers: [Flattn]\n"


@worst
def tabs() -> str:
    return HEAD + "layers:\n" + "\t- Flatten\n" * (FULL // 12)


@worst
def tabs_of_many_widths() -> str:
    return "".join("\t" * (n % 50) + f"a{n}:\n" for n in range(60_000))


@worst
def long_line_with_a_mistake() -> str:
    return HEAD + "layers: [" + "Flatten, " * 100_000 + "Flattn]\n"


@worst
def many_mistakes_on_one_line() -> str:
    return HEAD + "layers: [" + "Flattn, " * 100_000 + "Flattn]\n"


@worst
def cut_formulas_on_one_line() -> str:
    return HEAD + "let: {" + ", ".join(f"a{n}: =max(1, 2)" for n in range(60_000)) + "}\nlayers: [Flatten]\n"


@worst
def tuples_on_one_line() -> str:
    return HEAD + "let: {" + ", ".join(f"a{n}: (3, 3)" for n in range(60_000)) + "}\nlayers: [Flatten]\n"


@worst
def cut_formulas() -> str:
    return HEAD + "let:\n" + "".join(f"  a{n}: [=max(1, 2)]\n" for n in range(45_000)) + "layers: [Flatten]\n"


@worst
def no_yaml_after_a_long_line() -> str:
    return HEAD + "layers: [" + "Flatten, " * 190_000 + "\n"


@worst
def never_closed_text() -> str:
    return HEAD + 'title: "' + "a" * FULL


@worst
def quotes() -> str:
    return HEAD + "title: a" + "'" * FULL + "\nlayers: [Flatten]\n"


@worst
def one_long_key() -> str:
    return HEAD + "a" * FULL + ": 1\nlayers: [Flatten]\n"


@worst
def colons() -> str:
    return HEAD + "layers:\n" + "a:b:c" * (FULL // 5) + "\n"


@worst
def keys_given_twice() -> str:
    return HEAD + "let:\n" + "".join(f"  a{n // 2}: 1\n" for n in range(90_000)) + "layers: [Flatten]\n"


@worst
def spaces_missing() -> str:
    return HEAD + "let:\n" + "".join(f"  a{n}:1\n" for n in range(90_000)) + "layers: [Flatten]\n"


@worst
def documents() -> str:
    return "--- a\n" * (FULL // 6)


@worst
def tags() -> str:
    return HEAD + "let:\n" + "".join(f"  a{n}: !x 1\n" for n in range(60_000))


@worst
def escapes() -> str:
    return HEAD + 'title: "' + "\\u202e" * (FULL // 6) + '"\nlayers: [Flattn]\n'


@worst
def wide_characters() -> str:
    return HEAD + "layers: [{" + "名" * (FULL // 3) + ": 1}]\n"


@worst
def long_number() -> str:
    return HEAD + "let: {a: " + "9" * 1_000_000 + "}\nlayers: [{Dense: {units: " + "9" * 900_000 + "}}]\n"


@worst
def long_float() -> str:
    return HEAD + "let: {a: 0." + "9" * 1_000_000 + "e" + "9" * 900_000 + "}\nlayers: [Flatten]\n"


@worst
def long_formula_number() -> str:
    return HEAD + "let: {a: =" + "9" * FULL + "}\nlayers: [Flatten]\n"
