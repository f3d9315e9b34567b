"""Reading, expanding and inferring ResNet-50 against building it with `keras.applications`, in one warm process."""

import itertools
from collections.abc import Iterator

from benchmarks.measure import Result, alternating, faster, keras_forgets


def run(short: bool) -> Iterator[Result]:
    """A param is another one each time, so that nothing can be remembered from call to call."""
    import keras

    from archspec.api import architecture, read
    from archspec.spec.loading import open_source

    classes = itertools.count(10)

    def everything() -> None:
        architecture(read(open_source("specs/resnet50.yaml")), settings={"classes": (next(classes), None)})

    program = read(open_source("specs/resnet50.yaml"))

    def without_reading() -> None:
        architecture(program, settings={"classes": (next(classes), None)})

    def with_keras() -> None:
        keras.applications.ResNet50(weights=None, classes=next(classes))

    alternating(1, everything, without_reading, with_keras)
    whole, expanding, yardstick = alternating(
        3 if short else 11, everything, without_reading, with_keras, before=keras_forgets
    )
    yield faster("read, expand and infer ResNet-50", whole, yardstick, 50)
    yield faster("expand and infer ResNet-50, file already read", expanding, yardstick, 100)
