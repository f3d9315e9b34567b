"""Documents with as many warnings, and comments that allow some, as there can be."""

from .cases import HEAD, MANY, worst


@worst
def comments_above_one_step() -> str:
    return HEAD + "layers:\n" + "# archspec: allow W0607\n" * MANY + "  - Flatten\n"


@worst
def comments_above_each_step() -> str:
    return HEAD + "layers:\n" + "  # archspec: allow W0607\n  - Dropout: {rate: 0.1}\n" * 19_000


@worst
def comments_in_text() -> str:
    return HEAD + "title: |\n" + "  # archspec: allow W0607\n" * MANY + "layers: [Flatten]\n"


@worst
def one_comment_of_many_codes() -> str:
    return HEAD + "layers:\n  - Flatten  # archspec: allow " + ", ".join(["W0607"] * 200_000) + "\n"


@worst
def params_that_nothing_reads() -> str:
    return HEAD + "params:\n" + "".join(f"  p{n}: {n + 10}\n" for n in range(MANY)) + "layers: [Flatten]\n"


@worst
def unread_tensors_of_unused_steps() -> str:
    step = "  - Dropout: {{rate: 0.1}}\n    as: t{}\n    from: input\n"
    return HEAD + "layers:\n" + "".join(step.format(n) for n in range(19_000)) + "  - Flatten\n"


@worst
def params_and_blocks_that_nothing_uses() -> str:
    params = "".join(f"  p{n}: {n + 10}\n" for n in range(15_000))
    blocks = "".join(f"  b{n}: {{layers: [Flatten]}}\n" for n in range(15_000))
    return HEAD + f"params:\n{params}blocks:\n{blocks}layers: [Flatten]\n"


@worst
def rows_that_no_variant_reaches() -> str:
    variants = "".join(f"  v{n}: {{n: {n + 2}}}\n" for n in range(900))
    row = "  - Flatten:\n    when: n < 0\n    row: x\n    out: [3]\n"
    return HEAD + f"params: {{n: 1}}\nvariants:\n{variants}layers:\n  - Dense: {{units: =n}}\n" + row * 2000


@worst
def keys_of_share_that_nothing_has_again() -> str:
    step = "  - Dropout: {{rate: 0.1}}\n    share: key{}\n"
    return HEAD + "layers:\n" + "".join(step.format(n) for n in range(19_000))


@worst
def keys_of_share_in_loops() -> str:
    depth = 12
    step = "{layers: [" * depth + "{Dropout: {rate: 0.1}, share: a}" + "], repeat: 2}" * depth
    return HEAD + f"layers: [{step}]\n"
