"""The whole process of commands that need no TensorFlow against `python -c "import pydantic, yaml"`."""

from collections.abc import Iterator

from benchmarks.measure import Result, alternating, at_most, process


def run(short: bool) -> Iterator[Result]:
    """Checks ResNet-50 and its two variants, and writes its source; what is compared with does nothing but import."""

    def check() -> None:
        process("-m", "archspec", "check", "specs/resnet50.yaml")

    def generate() -> None:
        process("-m", "archspec", "generate", "--check", "specs/resnet50.yaml")

    def imports() -> None:
        process("-c", "import pydantic, yaml")

    check()
    ours, yardstick = alternating(5 if short else 21, check, imports)
    yield at_most("archspec check specs/resnet50.yaml, whole process", ours, yardstick, 3)
    ours, yardstick = alternating(5 if short else 21, generate, imports)
    yield at_most("archspec generate specs/resnet50.yaml, whole process", ours, yardstick, 4)
