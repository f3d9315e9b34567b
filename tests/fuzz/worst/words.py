"""Documents with unknown words, many or long, to find what was meant among many others."""

from .cases import HEAD, MANY, steps, worst


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
