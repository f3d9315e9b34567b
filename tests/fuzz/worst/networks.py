"""Documents with many variants."""

from .cases import HEAD, worst


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
