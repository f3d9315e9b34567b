"""Weights that Keras saved in each of its formats, loaded into the twins of what they were saved from."""

import importlib
import pickle
import re
import zipfile
from pathlib import Path

import h5py
import keras
import numpy as np
import pytest
from keras import layers

import archspec
from archspec.targets.weights import WeightsMisfit, load_weights
from archspec.targets.weights_file import UnreadableWeights

ENDINGS = (".keras", ".weights.h5", ".h5")
SHAPE = (32, 32, 3)


def convnext():
    """Every layer is what it is in ConvNeXtTiny, but smaller: models in the model, and layers that are private."""
    module = importlib.import_module("keras.src.applications.convnext")
    return module.ConvNeXt([1, 2, 1, 1], [8, 16, 24, 32], input_shape=SHAPE, include_top=False, name="convnext_tiny")


#: A function of Keras, and its twin with settings.
TWINS = {
    "convnext": (convnext, {"depths": [1, 2, 1, 1], "projection_dims": [8, 16, 24, 32], "include_top": False}),
    "efficientnet": (
        lambda: keras.applications.EfficientNetB0(weights=None, input_shape=SHAPE, classes=5),
        {"classes": 5},
    ),
    "mobilenet": (lambda: keras.applications.MobileNet(weights=None, input_shape=SHAPE, alpha=0.25), {"alpha": 0.25}),
}


def randomized(model):
    """The model with a value for every weight that shows, small enough for what comes out to be finite."""
    generator = np.random.default_rng(0)
    shapes = [tuple(weight.shape) for weight in model.weights]
    scales = [1 / max(1, np.prod(shape[:-1])) for shape in shapes]
    model.set_weights([generator.uniform(0.1, 0.9, shape) * scale for shape, scale in zip(shapes, scales, strict=True)])
    return model


def saved(model, path):
    if path.name.endswith(".weights.h5"):
        model.save_weights(path)
    else:
        model.save(path)
    return path


@pytest.mark.parametrize("name", TWINS)
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_twin_gives_what_the_saved_model_gives(name, ending, tmp_path):
    make, settings = TWINS[name]
    theirs = randomized(make())
    path = saved(theirs, tmp_path / f"model{ending}")
    ours = archspec.load(name, input_shape=list(SHAPE), **settings).build()
    load_weights(ours, path)
    for one, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        assert np.array_equal(one, other)
    images = np.random.default_rng(1).uniform(0, 255, (2, *SHAPE)).astype("float32")
    one, other = np.asarray(ours(images)), np.asarray(theirs(images))
    assert np.all(np.isfinite(one))
    assert np.array_equal(one, other)


PARTS = """\
archspec: 1
name: parts
inputs: {x: [4, 6]}
layers:
  - MultiHeadAttention: {num_heads: 2, key_dim: 3}
    from: [x, x]
    name: attention
  - Dropout: {rate: 0.5}
  - LSTM: {units: 5}
    name: memory
  - Dense: {units: 2}
    name: NAME
  - Dense: {units: 2}
    name: NAME_2
"""


def parts():
    x = keras.Input((4, 6))
    y = layers.MultiHeadAttention(2, 3, name="attention")(x, x)
    y = layers.LSTM(5, name="memory")(layers.Dropout(0.5)(y))
    return keras.Model(x, layers.Dense(2, name="last_2")(layers.Dense(2, name="last")(y)))


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", ["last", "other"])
def test_layers_of_parts_are_found_by_name_and_others_in_order(ending, name, tmp_path):
    theirs = randomized(parts())
    path = saved(theirs, tmp_path / f"model{ending}")
    ours = archspec.loads(PARTS.replace("NAME", name)).build()
    load_weights(ours, path)
    for one, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        assert np.array_equal(one, other)


CROSSED = """\
archspec: 1
name: crossed
inputs: [3]
layers:
  - Dense: {units: 3}
    name: b
  - Dense: {units: 3}
    name: a
"""


@pytest.mark.parametrize("ending", ENDINGS)
def test_names_go_before_order(ending, tmp_path):
    x = keras.Input((3,))
    theirs = randomized(keras.Model(x, layers.Dense(3, name="b")(layers.Dense(3, name="a")(x))))
    ours = archspec.loads(CROSSED).build()
    load_weights(ours, saved(theirs, tmp_path / f"model{ending}"))
    for name in "ab":
        assert np.array_equal(ours.get_layer(name).kernel, theirs.get_layer(name).kernel)


def small(units=4, channels=3, name="conv"):
    x = keras.Input((8, 8, channels))
    y = layers.BatchNormalization(name="bn")(layers.Conv2D(4, 3, name=name)(x))
    return keras.Model(x, layers.Dense(units, name="last")(y))


SMALL = """\
archspec: 1
name: small
inputs: [8, 8, 3]
layers:
  - Conv2D: {filters: 4, kernel_size: 3}
    name: conv
  - BatchNormalization:
    name: bn
  - Dense: {units: 4}
    name: last
"""

#: What a saved model has otherwise, and how it is told.
MISFITS = {
    "another shape": (lambda: small(units=5), ["last has (4, 4), (4,), in the file (4, 5), (5,)"]),
    "two differ": (
        lambda: small(5, 1),
        [
            "conv has (3, 3, 3, 4), (4,), in the file (3, 3, 1, 4), (4,)",
            "last has (4, 4), (4,), in the file (4, 5), (5,)",
        ],
    ),
    "another shape and name": (
        lambda: small(channels=2, name="stem"),
        ["conv has (3, 3, 3, 4), (4,), in the file as stem (3, 3, 2, 4), (4,)"],
    ),
    "a layer too few": (lambda: without_last(small()), ["last of (4, 4), (4,) is not in the file"]),
    "a layer too many": (lambda: with_more(small()), ["more of (4, 2), (2,) is in the file alone"]),
}
#: A `.h5` file tells weights that have no namesake one by one.
LISTED = {
    "another shape and name": ["conv has (3, 3, 3, 4), in the file as stem (3, 3, 2, 4)"],
    "a layer too few": ["last of (4, 4) is not in the file", "last of (4,) is not in the file"],
    "a layer too many": ["more of (4, 2) is in the file alone", "more of (2,) is in the file alone"],
}


def without_last(model):
    return keras.Model(model.input, model.get_layer("bn").output)


def with_more(model):
    return keras.Model(model.input, layers.Dense(2, name="more")(model.output))


@pytest.mark.parametrize("misfit", MISFITS)
@pytest.mark.parametrize("ending", ENDINGS)
def test_what_does_not_fit_is_told_and_the_model_left_alone(misfit, ending, tmp_path):
    make, lines = MISFITS[misfit]
    path = saved(randomized(make()), tmp_path / f"model{ending}")
    ours = archspec.loads(SMALL).build()
    before = ours.get_weights()
    with pytest.raises(WeightsMisfit) as caught:
        load_weights(ours, path)
    assert str(caught.value).splitlines() == (LISTED.get(misfit, lines) if ending == ".h5" else lines)
    for one, other in zip(ours.get_weights(), before, strict=True):
        assert np.array_equal(one, other)


def test_weights_of_one_shape_are_told_apart_by_what_they_are(tmp_path):
    """Of a model within the model, a `.h5` file lists all that is trained before all that is not."""
    x = keras.Input((8, 8, 3))
    inner = keras.Sequential([layers.BatchNormalization(name="one"), layers.BatchNormalization(name="two")])
    path = saved(keras.Model(x, inner(x)), tmp_path / "model.h5")
    text = "archspec: 1\nname: flat\ninputs: [8, 8, 3]\nlayers:\n"
    ours = archspec.loads(text + "".join(f"  - BatchNormalization:\n    name: {name}\n" for name in ("one", "two")))
    with pytest.raises(WeightsMisfit, match=r"one has moving_mean, in the file as sequential.* gamma"):
        load_weights(ours.build(), path)


def test_a_long_list_of_differences_is_cut(tmp_path):
    x = keras.Input((8, 8, 3))
    y = x
    for _ in range(20):
        y = layers.Dense(2)(y)
    path = saved(keras.Model(x, y), tmp_path / "model.keras")
    with pytest.raises(WeightsMisfit, match=r"\nand 15 more$"):
        load_weights(archspec.loads(SMALL).build(), path)


def pickled(path):
    path.write_bytes(pickle.dumps({"layers": []}))


def zipped(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", "{}")


def empty(path):
    h5py.File(path, "w").close()


def half(path):
    whole = path.with_name("whole.keras")
    small().save(whole)
    path.write_bytes(whole.read_bytes()[:3000])


def linked(link):
    """A saved model whose kernel lies elsewhere."""

    def write(path):
        small().save_weights(path.with_name("other.weights.h5"))
        small().save_weights(path.with_name("m.weights.h5"))
        with h5py.File(path.with_name("m.weights.h5"), "r+") as file:
            del file["layers/conv2d/vars/0"]
            link(file["layers/conv2d/vars"])
        path.with_name("m.weights.h5").rename(path)

    return write


def outside(group):
    group["0"] = h5py.ExternalLink("other.weights.h5", "layers/conv2d/vars/0")


def virtual(group):
    layout = h5py.VirtualLayout((3, 3, 3, 4), "float32")
    layout[:] = h5py.VirtualSource("other.weights.h5", "layers/conv2d/vars/0", (3, 3, 3, 4))
    group.create_virtual_dataset("0", layout)


def raw(group):
    group.create_dataset("0", (3, 3, 3, 4), "float32", external=[("other.weights.h5", 0, h5py.h5f.UNLIMITED)])


def spoilt(group):
    packed = group.create_dataset("0", data=np.ones((3, 3, 3, 4), "float32"), compression="gzip")
    chunk = packed.id.get_chunk_info(0)
    path = Path(group.file.filename)
    group.file.close()
    content = bytearray(path.read_bytes())
    content[chunk.byte_offset : chunk.byte_offset + chunk.size] = bytes(chunk.size)
    path.write_bytes(content)


def objects(group):
    group.create_dataset("0", (3, 3, 3, 4), h5py.string_dtype())


UNREADABLE = {
    "pickle": (pickled, "is no whole .keras, .weights.h5 or .h5 file"),
    "other zip": (zipped, "holds no weights"),
    "nothing in it": (empty, "holds no weights of a model"),
    "half a file": (half, "is no whole .keras, .weights.h5 or .h5 file"),
    "a link": (linked(outside), "refers to another place"),
    "a view of another file": (linked(virtual), "holds no numbers of its own"),
    "another file's bytes": (linked(raw), "holds no numbers of its own"),
    "spoilt": (linked(spoilt), "'/layers/conv2d/vars/0' in the file can't be read"),
    "texts": (linked(objects), "holds no numbers of its own"),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_holds_no_weights_is_refused(kind, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write, message = UNREADABLE[kind]
    path = tmp_path / "model.h5"
    write(path)
    with pytest.raises(UnreadableWeights, match=re.escape(message)):
        load_weights(archspec.loads(SMALL).build(), path)
