"""Documents whose steps are many: loops, blocks that branch, merges, names, mistakes in all of them."""

from .cases import HEAD, steps, worst


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
