"""Documents whose formulas are long or many, or compute what is large."""

from .cases import FULL, HEAD, worst


@worst
def long_formulas() -> str:
    return HEAD + "let:\n" + "".join(f"  a{n}: ={'+'.join('1' * 249)}\n" for n in range(3800)) + "layers: [Flatten]\n"


@worst
def one_long_formula() -> str:
    return HEAD + "let: {a: =" + "1+" * (FULL // 2) + "1}\nlayers: [Flatten]\n"


@worst
def nested_formula() -> str:
    return HEAD + "let: {a: '=" + "(" * FULL + "'}\nlayers: [Flatten]\n"


@worst
def spaces_in_a_formula() -> str:
    return HEAD + "let: {a: '=1 +" + " " * FULL + "$'}\nlayers: [Flatten]\n"


@worst
def template_of_many_formulas() -> str:
    return HEAD + "let: {x: 1}\nlayers:\n  - Flatten:\n    row: '" + "{x}" * 600_000 + "'\n"


@worst
def template_of_many_wrong_formulas() -> str:
    return HEAD + "layers:\n  - Flatten:\n    row: '" + "{y}" * 600_000 + "'\n"


@worst
def braces_in_a_template() -> str:
    return HEAD + "layers:\n  - Flatten:\n    row: '" + "{{" * 900_000 + "'\n"


@worst
def doubled_lists() -> str:
    lets = "  a0: =range(10000)\n" + "".join(f"  a{n}: '=[a{n - 1}, a{n - 1}]'\n" for n in range(1, 100))
    return HEAD + "let:\n" + lets + "layers: [Flatten]\n"


@worst
def steps_of_evaluation() -> str:
    return HEAD + "let:\n  a: '=[sum([b * b % 7 for b in range(5000)]) for a in range(5000)]'\nlayers: [Flatten]\n"


@worst
def steps_of_evaluation_by_texts() -> str:
    lets = "  t: \"='a' + 'b'\"\n" + "".join(
        f"  t{n}: =t{n - 1 if n else ''} + t{n - 1 if n else ''}\n" for n in range(12)
    )
    return (
        HEAD
        + "let:\n"
        + lets
        + "  c: '=[t11 < t11 for a in range(9000)]'\n  d: '=[c for a in range(9000)]'\nlayers: [Flatten]\n"
    )


@worst
def lists_kept() -> str:
    lets = "".join(f"  a{n}: '=[i * 1.5 for i in range(10000)]'\n" for n in range(2000))
    return HEAD + "let:\n" + lets + "layers: [Flatten]\n"


@worst
def lists_multiplied_and_kept() -> str:
    lets = "".join(f"  a{n}: '=[1] * 10000'\n" for n in range(60_000))
    return HEAD + "let:\n" + lets + "layers: [Flatten]\n"


@worst
def ranges_kept() -> str:
    lets = "".join(f"  a{n}: =range(10000)\n" for n in range(60_000))
    return HEAD + "let:\n" + lets + "layers: [Flatten]\n"


@worst
def texts_kept() -> str:
    lets = "  t0: \"='ab'\"\n" + "".join(f"  t{n}: =t{n - 1} + t{n - 1}\n" for n in range(1, 13))
    lets += "".join(f"  u{n}: =t12 + 'a'\n" for n in range(60_000))
    return HEAD + "let:\n" + lets + "layers: [Flatten]\n"


@worst
def powers() -> str:
    lets = "".join(f"  a{n}: '=[7 ** 90 * 7 ** 90 % (7 ** 89 + {n}) for i in range(10000)]'\n" for n in range(100))
    return HEAD + "let:\n" + lets + "layers: [Flatten]\n"


@worst
def rounding() -> str:
    return (
        HEAD + "let: {a: '=round(7 ** 90, -1000000000)', b: '=round(0.5, 1000000000)', c: '=letter(2 ** 255)'}\n"
        "layers: [Flatten]\n"
    )


@worst
def long_lists_in_messages() -> str:
    return HEAD + "let:\n  a: =range(10000)\nlayers:\n" + "".join("  - Dense: {units: =a}\n" for n in range(30_000))


@worst
def unknown_names_in_one_formula() -> str:
    return (
        HEAD
        + "let: {a: '=["
        + "x, " * 240
        + "1]'}\nlayers:\n"
        + "  - {Dense: {units: '=["
        + "y, " * 240
        + "1]'}}\n"
        + "".join(f"  - Dense: {{units: ={'+'.join('y' * 240)}}}\n" for _ in range(3800))
    )
