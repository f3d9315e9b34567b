"""Documents that cost as much as the default limits let them, one for each way that is known."""

from __future__ import annotations

from collections.abc import Callable

HEAD = "archspec: 1\nname: net\ninputs: [8, 8, 3]\n"
#: Bytes of a document, a little below the limit.
FULL = 1_950_000
#: Lines or items of a document, a little below the limit of values where each holds a few.
MANY = 60_000

WORST: dict[str, Callable[[], str]] = {}


def worst(make: Callable[[], str]) -> Callable[[], str]:
    WORST[make.__name__] = make
    return make


def steps(*lines: str) -> str:
    return HEAD + "layers:\n" + "".join(f"  - {line}\n" for line in lines)


# YAML: depth, aliases, sizes


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


# Suggestions


@worst
def unknown_keys() -> str:
    return HEAD + "".join(f"layer{n}: 1\n" for n in range(MANY)) + "layers: [Flatten]\n"


@worst
def unknown_layers() -> str:
    return steps(*[f"Conv2DTranspoze{n}: {{filters: 3}}" for n in range(45_000)])


@worst
def unknown_arguments() -> str:
    return steps("Conv2D: {" + ", ".join(f"kernel_sizes{n}: 3" for n in range(90_000)) + "}")


@worst
def unknown_arguments_in_many_steps() -> str:
    return steps(*["Conv2D: {filter: 3, kernelsize: 3}"] * 25_000)


@worst
def long_words_to_suggest_among() -> str:
    blocks = "".join(f"  {'b' * 900}{n}: {{layers: [Flatten]}}\n" for n in range(1000))
    calls = "".join(f"  - {'b' * 899}c{n}\n" for n in range(1000))
    return HEAD + "blocks:\n" + blocks + "layers:\n" + calls


@worst
def blocks_to_suggest_among() -> str:
    blocks = "".join(f"  block_{n}: {{layers: [Flatten]}}\n" for n in range(15_000))
    calls = "".join(f"  - blok_{n}: {{a: 1}}\n" for n in range(15_000))
    return HEAD + "blocks:\n" + blocks + "layers:\n" + calls


@worst
def names_to_suggest_among() -> str:
    lets = "".join(f"  name_{n}: 1\n" for n in range(30_000))
    return HEAD + "let:\n" + lets + "layers:\n" + "".join(f"  - Dense: {{units: =nam_{n}}}\n" for n in range(20_000))


@worst
def tensors_to_suggest_among() -> str:
    first = "".join(f"  - Flatten:\n    as: tensor_{n}\n" for n in range(15_000))
    return HEAD + "layers:\n" + first + "".join(f"  - Flatten:\n    from: tensr_{n}\n" for n in range(15_000))


@worst
def params_to_suggest_among() -> str:
    params = "".join(f"  param_{n}: 1\n" for n in range(30_000))
    variants = "".join(f"  v{n}: {{parm_{n}: 1}}\n" for n in range(15_000))
    return HEAD + "params:\n" + params + "variants:\n" + variants + "layers: [Flatten]\n"


@worst
def variants() -> str:
    variants = "".join(f"  v{n}: {{a: {n}}}\n" for n in range(998))
    return HEAD + "params: {a: 1}\nvariants:\n" + variants + "layers: [{Dense: {units: =a}}]\n"


@worst
def variants_of_a_large_network() -> str:
    variants = "".join(f"  v{n}: {{a: {n + 1}}}\n" for n in range(998))
    return HEAD + "params: {a: 1}\nvariants:\n" + variants + "layers: [{Dense: {units: =a}, repeat: 19000}]\n"


@worst
def wrong_variants() -> str:
    variants = "".join(f"  v{n}: {{a: {n + 1}}}\n" for n in range(998))
    return (
        HEAD
        + "params: {a: 1}\nvariants:\n"
        + variants
        + "layers: [{Conv2D: {filters: 3, kernel_size: 9}, repeat: =a}]\n"
    )


# Formulas


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


# Steps


@worst
def repeats() -> str:
    return steps("{Dense: {units: 4}, repeat: 1000000000000}")


@worst
def repeats_left_out() -> str:
    return steps("{Dense: {units: 4}, repeat: 1000000000000, when: index < 0}")


@worst
def repeats_computed() -> str:
    return steps("{Dense: {units: =index}, repeat: 1400}")


@worst
def repeats_of_a_loop() -> str:
    return steps("{Dense: {units: 4}, repeat: 10000, each: {i: =range(10000)}}")


@worst
def steps_that_are_left_out() -> str:
    return (
        HEAD
        + "blocks: {b: {layers: [{Dense: {units: 4}, when: index < 0, repeat: 300}]}}\nlayers: [{b: , repeat: 1000}]\n"
    )


@worst
def each_of_large_records() -> str:
    return steps("{Dense: {units: 4}, each: {i: '=[[1] * 9000]'}, repeat: 19000}")


@worst
def blocks_that_branch() -> str:
    blocks = "".join(f"  b{n}: {{layers: [b{n + 1}, b{n + 1}]}}\n" for n in range(40))
    return HEAD + "blocks:\n" + blocks + "  b40: {layers: [Flatten]}\nlayers: [b0]\n"


@worst
def blocks_that_branch_into_nothing() -> str:
    blocks = "".join(f"  b{n}: {{layers: [b{n + 1}, b{n + 1}]}}\n" for n in range(40))
    return HEAD + "blocks:\n" + blocks + "  b40: {layers: []}\nlayers: [b0]\n"


@worst
def blocks_that_call_themselves() -> str:
    return (
        HEAD + "blocks:\n"
        "  b: {params: {n: }, layers: [{b: {n: =n - 1}, when: n > 0}, {b: {n: =n - 1}, when: n > 0}]}\n"
        "layers: [{b: {n: 60}}]\n"
    )


@worst
def blocks_of_many_params() -> str:
    params = ", ".join(f"p{n}: {n}" for n in range(5000))
    return HEAD + f"blocks: {{b: {{params: {{{params}}}, layers: [Flatten]}}}}\nlayers: [{{b: , repeat: 90000}}]\n"


@worst
def blocks_with_costly_lets() -> str:
    lets = "".join(f"      l{n}: =1\n" for n in range(998))
    return HEAD + "blocks:\n  b:\n    let:\n" + lets + "    layers: [Flatten]\nlayers: [{b: , repeat: 90000}]\n"


@worst
def blocks_that_see_many_names() -> str:
    lets = "".join(f"  l{n}: 1\n" for n in range(60_000))
    return HEAD + "let:\n" + lets + "blocks: {b: {layers: [Flatten]}}\nlayers: [{b: , repeat: 90000}]\n"


@worst
def blocks_that_see_many_names_and_are_empty() -> str:
    lets = "".join(f"  l{n}: 1\n" for n in range(60_000))
    return HEAD + "let:\n" + lets + "blocks: {b: {layers: []}}\nlayers: [{b: , repeat: 90000}]\n"


@worst
def groups() -> str:
    return HEAD + "layers:\n" + "".join("  " * n * 2 + "  - layers:\n" for n in range(28)) + "  " * 58 + "- Flatten\n"


@worst
def branches() -> str:
    return steps("{branches: [" + ", ".join(["[Flatten]"] * 19_000) + "], merge: Add}")


@worst
def merge_of_many() -> str:
    return steps("Flatten:\n    as: x", "Concatenate:\n    from: [" + ", ".join(["x"] * 150_000) + "]")


@worst
def merges_of_many() -> str:
    return (
        HEAD
        + "layers:\n  - {Dense: {units: 1}, as: x}\n  - {Add: , from: ["
        + ", ".join(["x"] * 1500)
        + "], repeat: 19000}\n"
    )


@worst
def concatenations_that_grow() -> str:
    return HEAD + "layers:\n  - {Concatenate: , from: [-1, -1], repeat: 19000}\n"


@worst
def dense_connections() -> str:
    first = "".join(f"  - {{Dense: {{units: 1}}, as: t{n}}}\n" for n in range(600))
    froms = ", ".join(f"t{n}" for n in range(600))
    return HEAD + "layers:\n" + first + f"  - {{Concatenate: , from: [{froms}], repeat: 5000}}\n"


@worst
def one_name_for_all() -> str:
    return steps("{Dense: {units: 4}, name: a, repeat: 19000}")


@worst
def one_name_for_many_steps() -> str:
    return steps(*["{Dense: {units: 4}, name: a}"] * 30_000)


@worst
def long_names() -> str:
    return (
        HEAD
        + "blocks: {b: {layers: [{Flatten: , name: "
        + "c" * 440
        + "}]}}\nlayers:\n"
        + "".join(f"  - {{b: , name: {'d' * 500}{n}}}\n" for n in range(3500))
    )


@worst
def long_prefix_for_all() -> str:
    return (
        HEAD + "blocks: {b: {layers: [{Dense: {units: 1}, repeat: 19000}]}}\nlayers: [{b: , name: " + "d" * 980 + "}]\n"
    )


@worst
def mistakes_in_every_turn() -> str:
    return HEAD + "blocks: {b: {layers: [{Conv2D: {filters: 3, kernel_size: 9}}]}}\nlayers: [{b: , repeat: 90000}]\n"


@worst
def mistakes_in_every_step() -> str:
    return steps(*["{Conv2D: {filters: 3, kernel_size: 9}, from: input}"] * 15_000)


@worst
def mistakes_far_down() -> str:
    return steps(
        "{Conv2D: {filters: 3, kernel_size: 3, padding: same}, repeat: 15000}",
        *["{Conv2D: {filters: 3, kernel_size: 9}}"] * 1000,
    )


@worst
def additions_that_fail() -> str:
    lines = ["{Conv2D: {filters: 4, kernel_size: 3, padding: same}, repeat: 15000, as: x}"]
    return steps(*lines, *["{Add: , from: [x, input]}"] * 10_000)


@worst
def windows_that_do_not_fit() -> str:
    head = HEAD.replace("8, 8", "15000, 15000")
    return (
        head
        + "layers:\n  - {Conv2D: {filters: 4, kernel_size: 2}, repeat: 14990}\n"
        + "  - {Conv2D: {filters: 4, kernel_size: 90}}\n" * 3000
    )


@worst
def mistakes_in_branches() -> str:
    return steps(*["{branches: [[{Dense: {units: 3}}], [{Dense: {units: 4}}]], merge: Add}"] * 9_000)


@worst
def shapes_of_many_axes() -> str:
    return steps("{Reshape: {target_shape: [" + "1, " * 90_000 + "192]}}", "{Dense: {units: 3}, repeat: 19000}")


@worst
def reshapes_of_many_axes() -> str:
    return steps("{Reshape: {target_shape: '=[1] * 9000 + [192]'}}", "{Dense: {units: =index}, repeat: 19000}")


@worst
def inputs_of_many_axes() -> str:
    return HEAD.replace("[8, 8, 3]", "[" + "1, " * 100_000 + "1]") + "layers: [{Dense: {units: 3}, repeat: 19000}]\n"


@worst
def many_inputs() -> str:
    inputs = ", ".join(f"i{n}: [3]" for n in range(19_000))
    return HEAD.replace("[8, 8, 3]", f"{{{inputs}}}") + "layers: [{Flatten: , from: i0}]\n"


@worst
def many_outputs() -> str:
    return HEAD + "outputs: [" + "x, " * 150_000 + "x]\nlayers: [{Flatten: , as: x}]\n"


@worst
def many_weights() -> str:
    return steps("{LSTM: {units: 10000000}, from: input, repeat: 19000}")


@worst
def huge_sizes() -> str:
    return HEAD.replace("8, 8, 3", "9" * 90) + "layers: [Flatten]\n"


@worst
def huge_weights() -> str:
    return HEAD + "layers:\n" + "  - {Dense: {units: 1000000000000000}}\n" * 20_000


@worst
def einsum() -> str:
    return steps("{EinsumDense: {equation: '" + "a" * 1_000_000 + ",b->c', output_shape: 3}}")


@worst
def stacked_cells() -> str:
    return steps(*["{LSTM: {units: 4}, from: x}"] * 15_000).replace(
        "layers:\n", "layers:\n  - {Reshape: {target_shape: [8, 24]}, as: x}\n"
    )


# Tables


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
        + "]}\nlayers: [{Dense: {units: =p[index]}, repeat: 19000}]\n"
    )


@worst
def lists_passed_to_blocks() -> str:
    return (
        HEAD + "params: {p: [" + ", ".join(str(n) for n in range(9000)) + "]}\n"
        "blocks: {b: {params: {q: }, layers: [{Dense: {units: 3}}]}}\nlayers: [{b: {q: =p}, repeat: 19000}]\n"
    )


# Several networks


@worst
def many_variants() -> str:
    return (
        HEAD
        + "params: {a: 1}\nvariants:\n"
        + "".join(f"  v{n}: {{a: {n}}}\n" for n in range(40_000))
        + "layers: [Flatten]\n"
    )


@worst
def variants_of_many_params() -> str:
    params = "".join(f"  p{n}: 1\n" for n in range(60_000))
    variants = "".join(f"  v{n}: {{p1: {n + 1}}}\n" for n in range(998))
    return HEAD + "params:\n" + params + "variants:\n" + variants + "layers: [{Dense: {units: =p1}}]\n"


@worst
def variants_of_many_lets() -> str:
    lets = "".join(f"  l{n}: 1\n" for n in range(60_000))
    variants = "".join(f"  v{n}: {{p1: {n + 1}}}\n" for n in range(998))
    return HEAD + "params: {p1: 1}\nvariants:\n" + variants + "let:\n" + lets + "layers: [{Dense: {units: =p1}}]\n"


@worst
def variants_of_many_figures() -> str:
    variants = "".join(f"  v{n}: {{p1: {n + 1}}}\n" for n in range(998))
    figures = "".join(f"  - {{variant: v0, depth: {n}}}\n" for n in range(25_000))
    return (
        HEAD + "params: {p1: 1}\nvariants:\n" + variants + "expect:\n" + figures + "layers: [{Dense: {units: =p1}}]\n"
    )


@worst
def variants_of_many_inputs() -> str:
    inputs = ", ".join(f"i{n}: [3]" for n in range(19_000))
    variants = "".join(f"  v{n}: {{p1: {n + 1}}}\n" for n in range(998))
    head = HEAD.replace("[8, 8, 3]", f"{{{inputs}}}")
    return head + "params: {p1: 1}\nvariants:\n" + variants + "layers: [{Dense: {units: =p1}, from: i0}]\n"


@worst
def variants_of_many_rows() -> str:
    variants = "".join(f"  v{n}: {{p1: {n + 1}}}\n" for n in range(998))
    rows = "".join(f"  - {{Dense: {{units: =p1}}, row: r{n}, out: [8, 8, =p1]}}\n" for n in range(100))
    return HEAD + "params: {p1: 1}\nvariants:\n" + variants + "layers:\n" + rows


@worst
def variants_of_wrong_rows() -> str:
    return variants_of_many_rows().replace("=p1]", "any, 3]")


@worst
def variants_of_blocks_that_are_empty() -> str:
    variants = "".join(f"  v{n}: {{p1: {n + 1}}}\n" for n in range(998))
    return (
        HEAD
        + "params: {p1: 1}\nvariants:\n"
        + variants
        + "blocks: {b: {layers: []}}\nlayers:\n  - Flatten\n"
        + "  - b\n" * 3000
    )


# Values


@worst
def long_name_of_the_spec() -> str:
    return HEAD.replace("net", "n" * FULL) + "layers: [Flatten]\n"


@worst
def positions_far_back() -> str:
    return HEAD + "layers:\n" + "".join(f"  - {{Dense: {{units: 1}}, from: -{n + 1}}}\n" for n in range(19_000))


@worst
def comprehensions_that_see_many_names() -> str:
    lets = "".join(f"  l{n}: 1\n" for n in range(60_000))
    return (
        HEAD
        + "let:\n"
        + lets
        + "  x: '=[[[1 for c in [1]] for b in range(100)] for a in range(100)]'\nlayers: [Flatten]\n"
    )


@worst
def lets_that_read_one_another() -> str:
    lets = "".join(f"  l{n}: =l{n - 1}\n" for n in range(1, 60_000))
    return HEAD + "let:\n  l0: 1\n" + lets + "layers: [Flatten]\n"


@worst
def lets_in_the_wrong_order() -> str:
    lets = "".join(f"  l{n}: =l{n + 1}\n" for n in range(60_000))
    return HEAD + "let:\n" + lets + "layers: [Flatten]\n"


@worst
def lists_that_are_walked() -> str:
    return (
        HEAD
        + "let:\n  a: =range(10000)\n"
        + "".join(f"  b{n}: =sum(a)\n" for n in range(40_000))
        + "layers: [Flatten]\n"
    )


@worst
def lists_that_are_compared() -> str:
    return HEAD + "let:\n  a: =range(10000)\n  b: =range(10000)\n  c: '=[a == b for i in a]'\nlayers: [Flatten]\n"


@worst
def lists_that_are_searched() -> str:
    return HEAD + "let:\n  a: =range(10000)\n  c: '=[-1 in a for i in a]'\nlayers: [Flatten]\n"


@worst
def long_arguments() -> str:
    return steps("{Permute: {dims: '=range(1, 10000)'}}", "{Reshape: {target_shape: '=range(1, 10000)'}}") + (
        "  - {LayerNormalization: {axis: '=range(1, 10000)'}, from: input}\n" * 5000
    )


@worst
def long_constant_arguments() -> str:
    return steps("{Permute: {dims: [" + "1, " * 150_000 + "1]}}")


@worst
def many_wrong_arguments() -> str:
    return steps(*["{Conv2D: {filters: x, kernel_size: [a, b, c], strides: 0, padding: sam, use_bias: yes}}"] * 8_000)


@worst
def nested_layers() -> str:
    return steps("{" + "Bidirectional: {layer: {" * 28 + "LSTM: {units: 3}" + "}}" * 28 + "}")


@worst
def equations() -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return steps(*[f"{{EinsumDense: {{equation: '{letters * 10},{letters}->{letters}', output_shape: 3}}}}"] * 4_000)


@worst
def tensors_bound_in_a_loop() -> str:
    return (
        HEAD + "layers:\n  - {Dense: {units: 1}, repeat: 19000, as: 't{index}'}\n"
        "  - {Dense: {units: 1}, from: t_1, repeat: 100}\n"
    )


@worst
def blocks_bound_to_many_inputs() -> str:
    inputs = ", ".join(f"x{n}" for n in range(2000))
    return (
        HEAD + f"blocks: {{b: {{inputs: [{inputs}], layers: [{{Dense: {{units: 1}}, from: x1}}]}}}}\n"
        f"layers:\n  - {{Dense: {{units: 3}}, as: x}}\n  - {{b: , from: [{'x, ' * 1999}x], repeat: 90000}}\n"
    )


@worst
def long_row() -> str:
    return HEAD + "layers:\n  - {Dense: {units: 4}, row: " + "r" * FULL + ", out: [8, 8, 5]}\n"


@worst
def long_rows_by_each() -> str:
    return (
        HEAD
        + "layers:\n  - {Dense: {units: 4}, each: {i: =range(10000)}, row: '{i}"
        + "r" * 9900
        + "', out: [8, 8, 4]}\n"
    )


@worst
def long_text_in_a_condition() -> str:
    return (
        HEAD
        + "layers:\n"
        + "  - {Dense: {units: 4}, when: \"'"
        + "r" * 1900
        + "'\"}\n" * 1
        + "  - {Dense: {units: 4}, when: x}\n" * 20_000
    )


@worst
def step_of_many_keys() -> str:
    return HEAD + "layers:\n  - Flatten:\n" + "".join(f"    nam{n}: 1\n" for n in range(60_000))


@worst
def step_of_many_operations() -> str:
    return HEAD + "layers:\n  - Flatten:\n" + "".join(f"    Flatten{n}: 1\n" for n in range(60_000))


@worst
def step_of_many_misplaced_arguments() -> str:
    return HEAD + "layers:\n" + "  - Conv2D:\n    filters: 3\n    kernel_size: 3\n    units: 3\n" * 12_000


@worst
def branches_by_name() -> str:
    names = ", ".join(f"b{n}: [{{Dense: {{units: 1}}}}]" for n in range(12_000))
    return steps(f"{{branches: {{{names}}}, merge: Add}}")


@worst
def records() -> str:
    entries = ", ".join(f"k{n}: {n}" for n in range(60_000))
    return (
        HEAD + f"params: {{p: {{default: {{{entries}}}, type: record}}}}\nvariants: {{v: {{p: {{k1: 3}}}}}}\n"
        f"layers: [{{Dense: {{units: =p.kk}}}}]\n"
    )


@worst
def missing_arguments() -> str:
    return steps(*["Conv2D"] * 60_000)


@worst
def calls_of_blocks_without_params() -> str:
    params = ", ".join(f"p{n}: " for n in range(300))
    return HEAD + f"blocks: {{b: {{params: {{{params}}}, layers: [Flatten]}}}}\nlayers:\n" + "  - b\n" * 60_000


@worst
def calls_of_blocks_with_unknown_params() -> str:
    params = ", ".join(f"parameter{n}: 1" for n in range(3000))
    return (
        HEAD
        + f"blocks: {{b: {{params: {{{params}}}, layers: [Flatten]}}}}\nlayers:\n"
        + "  - b: {paramter: 1}\n" * 60_000
    )


@worst
def unused_blocks() -> str:
    return (
        HEAD
        + "blocks:\n"
        + "".join(f"  b{n}: {{layers: [{{Dense: {{unit: 1}}}}]}}\n" for n in range(25_000))
        + "layers: [Flatten]\n"
    )


@worst
def text_of_escapes_around_formulas() -> str:
    return HEAD + "let:\n" + "".join(f'  a{n}: "={"1 +" * 100}\\x31 $"\n' for n in range(5_000)) + "layers: [Flatten]\n"


@worst
def long_scalar_of_escapes() -> str:
    return HEAD + 'layers:\n  - Flatten:\n    row: "' + "a" * 1_000_000 + "\\x61" * 200_000 + '{y}"\n'


@worst
def not_utf_8() -> str:
    return HEAD + "#" * FULL + "\udcff"


@worst
def odd_line_ends() -> str:
    return HEAD + "# \u2028\x85\r" * 400_000 + "\nlayers: [Flattn]\n"
