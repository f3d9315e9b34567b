"""Documents with many rows, figures, edits and files."""

from .cases import HEAD, steps, worst


@worst
def rows() -> str:
    return (
        HEAD + "layers:\n" + "".join(f"  - {{Dense: {{units: 4}}, row: r{n}, out: [8, 8, 4]}}\n" for n in range(16_000))
    )


@worst
def wrong_rows() -> str:
    return (
        HEAD
        + "layers:\n"
        + "".join(f"  - {{Dense: {{units: 4}}, row: r{n}, in: [1, 2, 3], out: [8, 8, 5]}}\n" for n in range(15_000))
    )


@worst
def rows_of_one_name() -> str:
    return HEAD + "layers:\n" + "  - {Dense: {units: 4}, row: r, out: [8, 8, 5]}\n" * 16_000


@worst
def rows_by_each() -> str:
    return (
        HEAD + "layers:\n  - {Dense: {units: 4}, each: {i: =range(10000)}, row: 'r{i}', out: [8, 8, 4]}\n"
        "  - {Dense: {units: 4}, each: {i: =range(9000)}, row: 's{i}', out: [8, 8, 5]}\n"
    )


@worst
def rows_left_out() -> str:
    return HEAD + "layers:\n  - Flatten\n" + "  - {Dense: {units: 4}, row: r, when: 'false', out: [8, 8, 5]}\n" * 16_000


@worst
def rows_left_out_in_a_loop() -> str:
    return (
        HEAD + "layers:\n  - Flatten\n"
        "  - {Dense: {units: 4}, each: {i: =range(10000)}, repeat: 9, row: 'r{i}', when: 'false', out: [8, 8, 5]}\n"
    )


@worst
def rows_in_blocks() -> str:
    return (
        HEAD + "blocks: {b: {layers: [{Dense: {units: 4}, row: '{n}', out: [8, 8, 5]}], params: {n: }}}\n"
        "layers: [{b: {n: =index}, repeat: 19000}]\n"
    )


@worst
def rows_of_many_axes() -> str:
    return HEAD + "layers:\n" + f"  - {{Dense: {{units: 4}}, row: r, out: [{', '.join('1' * 9000)}]}}\n" * 18


@worst
def figures() -> str:
    entries = "".join(
        f"  - {{parameters: {n}, multiply_adds: 3.9G, depth: {n}, trainable_parameters: 1.{n}M}}\n"
        for n in range(15_000)
    )
    return HEAD + "expect:\n" + entries + "layers: [{Dense: {units: 3}}]\n"


@worst
def figures_of_a_large_network() -> str:
    entries = "".join(f"  - {{parameters: {n}, multiply_adds: 3.9G, depth: {n}}}\n" for n in range(5000))
    return HEAD + "expect:\n" + entries + "layers: [{Dense: {units: 3}, repeat: 19000}]\n"


@worst
def figures_of_variants() -> str:
    variants = "".join(f"  v{n}: {{a: {n + 1}}}\n" for n in range(998))
    entries = "".join(f"  - {{variant: v{n}, parameters: {n}}}\n" for n in range(998))
    return HEAD + "params: {a: 1}\nvariants:\n" + variants + "expect:\n" + entries + "layers: [{Dense: {units: =a}}]\n"


@worst
def errata() -> str:
    return (
        HEAD
        + "layers:\n"
        + "  - {Dense: {units: 4}, row: r, out: [8, 8, 5], erratum: {out: [8, 8, 6], why: x}}\n" * 9_000
    )


@worst
def layers_that_nothing_needs() -> str:
    return steps(*["{Dense: {units: 4}, from: input}"] * 19_000)


@worst
def edits() -> str:
    return "archspec: 1\nname: net\nextends: resnet50\nedits:\n" + "  - {at: conv1, remove: true}\n" * 30_000


@worst
def edits_that_fit() -> str:
    return "archspec: 1\nname: net\nextends: resnet50\nedits:\n" + "  - {at: conv1, remove: true}\n" * 30_000


@worst
def uses() -> str:
    return HEAD + "use: [" + "nothing.yaml, " * 60_000 + "x.yaml]\nlayers: [Flatten]\n"


@worst
def uses_of_unknown_names() -> str:
    return HEAD + "use: [" + ", ".join(f"nothin{n}" for n in range(60_000)) + "]\nlayers: [Flatten]\n"


@worst
def params_of_all_types() -> str:
    return (
        HEAD
        + "params:\n"
        + "".join(f"  p{n}: {{default: 3, type: int, min: 5, choices: [1, 2]}}\n" for n in range(25_000))
        + "layers: [Flatten]\n"
    )


@worst
def choices() -> str:
    return (
        HEAD
        + "params: {p: {default: 0, choices: ["
        + ", ".join(str(n) for n in range(1, 150_000))
        + "]}}\nlayers: [Flatten]\n"
    )


@worst
def long_list_of_params() -> str:
    return (
        HEAD
        + "params: {p: ["
        + ", ".join(str(n) for n in range(150_000))
        + "]}\nlayers: [{Dense: {units: '=p[index]'}, repeat: 19000}]\n"
    )


@worst
def lists_passed_to_blocks() -> str:
    return (
        HEAD + "params: {p: [" + ", ".join(str(n) for n in range(9000)) + "]}\n"
        "blocks: {b: {params: {q: }, layers: [{Dense: {units: 3}}]}}\nlayers: [{b: {q: =p}, repeat: 19000}]\n"
    )
