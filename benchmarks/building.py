"""Building Keras models, our verification included, against `keras.applications` and `model_from_json`."""

from collections.abc import Iterator

from benchmarks.measure import Result, alternating, at_most, faster, keras_forgets


def run(short: bool) -> Iterator[Result]:
    """The same networks with Keras's own initial values; reading and expanding the spec is counted."""
    import keras

    import archspec

    networks = (
        ("ResNet-50", "resnet50_keras", keras.applications.ResNet50),
        ("DenseNet-121", "densenet121", keras.applications.DenseNet121),
    )
    for title, spec, function in networks:
        text = archspec.load(spec).build().to_json()
        ours, theirs, from_json = alternating(
            3 if short else 15,
            lambda spec=spec: archspec.load(spec).build(),
            lambda function=function: function(weights=None),
            lambda text=text: keras.models.model_from_json(text),
            before=keras_forgets,
        )
        yield at_most(f"build {title} with Keras, against keras.applications", ours, theirs, 1.05)
        yield faster(f"build {title} with Keras, against model_from_json", ours, from_json, 1.5)
