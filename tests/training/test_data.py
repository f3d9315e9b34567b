"""Data of every sort: read as it is, shared out without loss, in an order that can be taken up anywhere."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from archspec.training.data.loading import Wanted, load_data
from archspec.training.data.splits import Order, Share, batches, steps_in

ALONE = (Share(0, 1),)
WANTED = Wanted((8, 8, 1), (3,), True)


def taken(split, batch, order=None, first=0, last=None, shares=ALONE):
    """What the replicas take: (examples, labels, weights) of each."""
    last = steps_in(split.count, batch) if last is None else last
    keys = split.keys(batch, order, first, last)
    return [tuple(part.numpy() for part in some) for some in batches(split, keys, shares)]


def write_images(folder, images, labels, names):
    for number, (image, label) in enumerate(zip(images, labels, strict=True)):
        path = folder / names[label] / f"{number:03}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(tf.io.encode_png(image[..., np.newaxis]).numpy())


def write_records(path, images, labels):
    path.parent.mkdir(parents=True, exist_ok=True)
    with tf.io.TFRecordWriter(str(path)) as file:
        for image, label in zip(images, labels, strict=True):
            content = tf.io.encode_png(image[..., np.newaxis]).numpy()
            told = {
                "image": tf.train.Feature(bytes_list=tf.train.BytesList(value=[content])),
                "label": tf.train.Feature(int64_list=tf.train.Int64List(value=[int(label)])),
            }
            file.write(tf.train.Example(features=tf.train.Features(feature=told)).SerializeToString())


@pytest.fixture
def sorts(place, arrays):
    """The same data in each sort of place."""
    for part in ("train", "test"):
        images, labels = arrays[f"x_{part}"], arrays[f"y_{part}"]
        write_images(place / "pictures" / part, images, labels, ["high", "low", "middle"])
        for number in range(2):
            write_records(place / "records" / f"{part}-{number}.tfrecord", images[number::2], labels[number::2])
    return {"npz": "bars.npz", "folder": "pictures", "records": "records"}


@pytest.mark.parametrize("sort", ["npz", "folder", "records"])
def test_every_sort_gives_the_same_examples(sorts, arrays, sort):
    data = load_data(sorts[sort], WANTED)
    for part, split in (("train", data.train), ("test", data.test)):
        assert split.count == len(arrays[f"x_{part}"])
        found = taken(split, 8)
        pixels = np.concatenate([examples for examples, _, _ in found])
        labels = np.concatenate([labels for _, labels, _ in found])
        expected = arrays[f"x_{part}"].astype(np.float32)[..., np.newaxis] / 255
        assert sorted(zip(labels, map(bytes, pixels), strict=True)) == sorted(
            zip(arrays[f"y_{part}"], map(bytes, expected), strict=True)
        )
    assert data.names == (("high", "low", "middle") if sort == "folder" else None)


@pytest.mark.parametrize("sort", ["npz", "folder", "records"])
def test_an_order_has_each_example_once_an_epoch_and_can_be_taken_up_at_any_step(sorts, sort):
    split = load_data(sorts[sort], WANTED).train
    steps = steps_in(split.count, 8)
    whole = taken(split, 8, Order(5), 0, 3 * steps)
    epochs = [b"".join(map(bytes, (part[0] for part in whole[at : at + steps]))) for at in range(0, 3 * steps, steps)]
    assert len(set(epochs)) == 3
    examples = [
        sorted(map(bytes, np.concatenate([part[0] for part in whole[at : at + steps]])))
        for at in range(0, 3 * steps, steps)
    ]
    assert (
        examples[0]
        == examples[1]
        == examples[2]
        == sorted(map(bytes, np.concatenate([e for e, _, _ in taken(split, 8)])))
    )
    late = taken(split, 8, Order(5), steps + 2, 3 * steps)
    assert len(late) == 2 * steps - 2
    for one, other in zip(late, whole[steps + 2 :], strict=True):
        assert all(np.array_equal(*pair) for pair in zip(one, other, strict=True))
    other = taken(split, 8, Order(6), 0, steps)
    assert any(not np.array_equal(one[0], another[0]) for one, another in zip(other, whole, strict=False))


@pytest.mark.parametrize("count", [2, 3, 4, 8])
def test_shares_are_the_batch_and_their_weights_its_mean(sorts, arrays, count):
    """With eight replicas, three of them have no example of the last batch, which is of five."""
    split = load_data(sorts["npz"], WANTED).train
    whole = taken(split, 8, Order(1))
    parts = [taken(split, 8, Order(1), shares=[Share(number, count)]) for number in range(count)]
    together = taken(split, 8, Order(1), shares=[Share(number, count) for number in range(count)])
    for step, (examples, labels, weights) in enumerate(whole):
        shares = [part[step] for part in parts]
        assert all(len(share[0]) >= 1 for share in shares)
        real = [[array[share[2] > 0] for array in share] for share in shares]
        assert sorted(map(bytes, np.concatenate([share[0] for share in real]))) == sorted(map(bytes, examples))
        assert sum(share[2].sum() for share in shares) == pytest.approx(1)
        assert np.allclose(weights, 1 / len(labels))
        for one, other in zip(shares, together[step * count : (step + 1) * count], strict=True):
            assert all(np.array_equal(*pair) for pair in zip(one, other, strict=True))


def test_arrays_are_held_once(place):
    """The memory that a process takes at most grows by the size of the file, and not by twice that."""
    size = 150_000_000
    images = np.full((size // 64, 8, 8), 7, np.uint8)
    np.savez("big.npz", x_train=images, y_train=images[:, 0, 0] % 3, x_test=images[:9], y_test=images[:9, 0, 0] % 3)
    code = (
        "import resource;"
        "from archspec.training.data.loading import Wanted, load_data; import archspec.training.data.arrays;"
        "most = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024; before = most();"
        "data = load_data('big.npz', Wanted((8, 8, 1), (3,), True));"
        "assert data.train.examples[-1, 7, 7] == 7; print(most() - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    labels = 8 * len(images)
    assert int(done.stdout) < 1.3 * size + 3 * labels


def test_digits_are_those_of_scikit_learn():
    from sklearn.datasets import load_digits

    data = load_data("digits", Wanted((8, 8, 1), (10,), True))
    assert (data.train.count, data.test.count) == (1437, 360)
    theirs = load_digits()
    ours = np.concatenate([part[0] for split in (data.train, data.test) for part in taken(split, 100)])
    assert sorted(map(bytes, ours)) == sorted(map(bytes, (theirs.images / 16).astype(np.float32)[..., np.newaxis]))
    labels = np.concatenate([part[1] for part in taken(data.test, 100)])
    assert set(labels) == set(range(10))


def test_digits_are_scaled_to_the_network():
    data = load_data("digits", Wanted((28, 28, 3), (10,), True))
    examples = taken(data.test, 360)[0][0]
    assert examples.shape == (360, 28, 28, 3)
    assert 0 <= examples.min() < examples.max() <= 1


def test_a_data_set_of_keras_is_loaded_by_keras(monkeypatch, arrays):
    import keras

    pairs = ((arrays["x_train"], arrays["y_train"]), (arrays["x_test"], arrays["y_test"][:, np.newaxis]))
    monkeypatch.setattr(keras.datasets.fashion_mnist, "load_data", lambda: pairs)
    data = load_data("fashion_mnist", WANTED)
    assert np.array_equal(data.test.labels.numpy(), arrays["y_test"])
    assert data.names[9] == "ankle boot"


def test_a_folder_without_parts_is_divided_class_by_class(place, arrays):
    write_images(Path("all"), arrays["x_train"], arrays["y_train"], ["a", "b", "c"])
    data = load_data("all", WANTED)
    assert data.train.count + data.test.count == 45
    assert not {*data.train.paths} & {*data.test.paths}
    again = load_data("all", WANTED)
    assert again.test.paths == data.test.paths
    counts = np.bincount(arrays["y_train"])
    assert np.array_equal(np.bincount(data.test.labels.numpy()), -(-counts // 5))
