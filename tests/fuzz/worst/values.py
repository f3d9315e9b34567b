"""Documents with values that cost most to pass on or to tell of."""

from .cases import FULL, HEAD, steps, worst


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
    return HEAD + "# \u2028\x85\r" * 240_000 + "\nlayers: [Flattn]\n"
