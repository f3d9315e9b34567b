"""Functions of the formula language that Python lacks, as they stand in generated source."""

from __future__ import annotations

#: By name; each is the text of a function of its own.
HELPERS = {
    "correct_pad": '''\
def correct_pad(shape, kernel):
    """Zero padding that makes a strided "valid" convolution meet a "same" one's pixels."""
    kernels = kernel if isinstance(kernel, (list, tuple)) else (kernel, kernel)
    sizes = (0, 0) if shape[0] is None else (shape[0], shape[1] or 0)
    return tuple(
        (kernel // 2 - 1 + size % 2, kernel // 2)
        for kernel, size in zip(kernels, sizes)
    )
''',
    "letter": '''\
def letter(count):
    """The letter of a number counted from 1: a, b, ... z, aa."""
    text = ""
    while count:
        count, rest = divmod(count - 1, 26)
        text = chr(ord("a") + rest) + text
    return text
''',
    "make_divisible": '''\
def make_divisible(value, divisor=8, minimum=None):
    """`value` rounded to a multiple of `divisor`, never down by more than a tenth."""
    lowest = divisor if minimum is None else minimum
    rounded = max(lowest, int(value + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * value else rounded
''',
    "keeping": '''\
def keeping():
    """A function that gives a layer, or the one of the same name that it was given first."""
    kept = {}

    def once(layer):
        return kept.setdefault(layer.name, layer)

    return once
''',
    "numbering": '''\
def numbering():
    """A function that gives a name, then the same with _2, _3, ... for unnamed layers."""
    given = {}

    def numbered(name):
        given[name] = given.get(name, 0) + 1
        return name if given[name] == 1 else f"{name}_{given[name]}"

    return numbered
''',
}
