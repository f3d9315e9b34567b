import subprocess
import sys
from pathlib import Path

import pytest

ARCHSPEC = [sys.executable, "-m", "archspec"]


@pytest.fixture
def load():
    import keras

    return keras.models.load_model


def test_writes_a_model_and_shows_the_rows(folder, load):
    done = subprocess.run([*ARCHSPEC, "build", "tiny.yaml"], capture_output=True, text=True, check=True)
    assert "conv  (8, 8, 3)         (8, 8, 3)  (6, 6, 4)          (6, 6, 4)  ✓" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("wrote build/tiny.keras (")
    assert done.stderr == ""
    assert [path.name for path in (folder / "build").iterdir()] == ["tiny.keras"]
    model = load(folder / "build" / "tiny.keras")
    assert model.name == "tiny"
    assert model.output_shape == (None, 6, 6, 4)


def test_a_variant_has_its_own_name_and_a_file_can_be_named(archspec, folder, load):
    assert archspec("build", "tiny.yaml", "--variant", "wide").code == 0
    assert load(folder / "build" / "wide.keras").output_shape == (None, 6, 6, 16)
    assert archspec("build", "tiny.yaml", "--set", "filters=5", "-o", "five.keras").code == 0
    model = load(folder / "five.keras")
    assert (model.name, model.output_shape) == ("tiny", (None, 6, 6, 5))


def test_reads_standard_input(folder, load):
    text = (folder / "tiny.yaml").read_text()
    subprocess.run([*ARCHSPEC, "build", "-", "-o", "out"], input=text, text=True, check=True, capture_output=True)
    assert load(folder / "out" / "tiny.keras").output_shape == (None, 6, 6, 4)


def test_a_spec_that_does_not_hold_is_not_built(archspec, folder):
    path = folder / "tiny.yaml"
    path.write_text(path.read_text().replace("[6, 6, =filters]", "[8, 8, =filters]"))
    result = archspec("build", "tiny.yaml")
    assert result.code == 1
    assert "✗" in result.out
    assert not (folder / "build").exists()


def test_an_output_that_cannot_be_written_is_a_wrong_call(archspec, folder):
    (folder / "file").write_text("in the way")
    result = archspec("build", "tiny.yaml", "-o", "file/model.keras")
    assert result.code == 2
    assert "file/model.keras can't be written" in result.err
    assert (folder / "file").read_text() == "in the way"


def test_a_failed_write_leaves_the_old_model_and_nothing_else(archspec, folder, monkeypatch):
    import keras

    target = folder / "build" / "tiny.keras"
    target.parent.mkdir()
    target.write_bytes(b"the old model")

    def fail(self: keras.Model, path: Path) -> None:
        path.write_bytes(b"half a mod")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keras.Model, "save", fail)
    result = archspec("build", "tiny.yaml")
    assert result.code == 2
    assert "No space left on device" in result.err
    assert target.read_bytes() == b"the old model"
    assert [path.name for path in target.parent.iterdir()] == ["tiny.keras"]


def test_several_specs_need_a_folder(archspec, folder):
    result = archspec("build", "tiny.yaml", "tiny.yaml", "-o", "one.keras")
    assert result.code == 2
    assert "name a folder" in result.err


def test_without_keras_it_says_what_to_install(archspec, folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "keras", None)
    result = archspec("build", "tiny.yaml")
    assert result.code == 2
    assert "pip install 'archspec-compiler[tensorflow]'" in result.err
    assert not (folder / "build").exists()


def test_a_fault_of_archspec_says_so(archspec, folder, monkeypatch):
    from archspec.catalogue.convolution import Conv2D

    monkeypatch.setattr(Conv2D, "weights", lambda self, shape: ())
    result = archspec("build", "tiny.yaml")
    assert result.code == 3
    assert "fault of archspec" in result.err
    assert not (folder / "build").exists()


def test_begins_with_the_weights_of_a_saved_model(archspec, folder, load):
    assert archspec("build", "tiny.yaml", "-o", "first.keras").code == 0
    result = archspec("build", "tiny.yaml", "-o", "second.keras", "--weights", "first.keras")
    assert result.code == 0
    first, second = load(folder / "first.keras"), load(folder / "second.keras")
    assert (first.get_weights()[0] == second.get_weights()[0]).all()


def test_weights_that_do_not_fit_are_a_wrong_call_and_leave_the_old_model(archspec, folder):
    assert archspec("build", "tiny.yaml", "-o", "weights.keras").code == 0
    (folder / "build").mkdir()
    (folder / "build" / "wide.keras").write_bytes(b"the old model")
    result = archspec("build", "tiny.yaml", "--variant", "wide", "--weights", "weights.keras")
    assert result.code == 2
    assert result.err == (
        "Error: the weights in weights.keras are not those of wide:\n"
        "  conv2d has (3, 3, 3, 16), (16,), in the file (3, 3, 3, 4), (4,)\n"
    )
    assert [path.name for path in (folder / "build").iterdir()] == ["wide.keras"]
    assert (folder / "build" / "wide.keras").read_bytes() == b"the old model"


def test_a_file_without_weights_is_a_wrong_call(archspec, folder):
    result = archspec("build", "tiny.yaml", "--weights", "tiny.yaml")
    assert (result.code, result.err) == (2, "Error: tiny.yaml is no whole .keras, .weights.h5 or .h5 file\n")
    assert not (folder / "build").exists()


def test_weights_are_of_one_model(archspec, folder):
    result = archspec("build", "tiny.yaml", "tiny.yaml", "--weights", "tiny.yaml")
    assert result.code == 2
    assert "--weights" in result.err


@pytest.fixture
def untrained(monkeypatch):
    """Has Keras make its networks without fetching anything."""
    import keras

    from archspec.targets import twins

    make = keras.applications
    monkeypatch.setattr(twins, "_make", lambda function, given: getattr(make, function)(weights=None, **given))


def test_weights_of_a_twin(archspec, folder, load, untrained):
    assert archspec("build", "mobilenet", "--set", "alpha=0.25", "--weights", "imagenet", "-o", "first.keras").code == 0
    assert load(folder / "first.keras").count_params() == 475_544
    text = "archspec: 1\nname: net\nextends: mobilenet\ntwin: {function: MobileNet, params: {alpha: 0.25}}\n"
    (folder / "net.yaml").write_text(text)
    assert archspec("build", "net.yaml", "--weights", "imagenet").code == 0
    assert load(folder / "build" / "net.keras").count_params() == 475_544


def test_a_twin_that_is_none_is_told(archspec, folder, untrained):
    text = "archspec: 1\nname: net\nextends: mobilenet\ntwin: {function: MobileNetV2, params: {alpha: 0.5}}\n"
    (folder / "net.yaml").write_text(text)
    result = archspec("build", "net.yaml", "--weights", "imagenet")
    assert result.code == 2
    assert "Error: the weights of MobileNetV2 are not those of net:\n" in result.err


def test_weights_that_keras_can_not_fetch_are_told(archspec, folder, monkeypatch):
    from archspec.targets import twins

    def make(function, given):
        raise twins.NoTwin("Keras can't make it")

    monkeypatch.setattr(twins, "_make", make)
    result = archspec("build", "mobilenet", "--weights", "imagenet")
    assert (result.code, result.err) == (2, "Error: mobilenet: Keras can't make it\n")
    assert not (folder / "build" / "mobilenet.keras").exists()


def test_a_network_that_is_no_twin_is_told_and_nothing_is_written(archspec, folder):
    result = archspec("build", "tiny.yaml", "--weights", "imagenet")
    assert result.code == 2
    assert "tiny has no twin in keras.applications; 'twin' in a spec names one" in result.err
    result = archspec("build", "vgg", "--weights", "imagenet")
    assert result.code == 2
    assert "vgg has no twin in keras.applications; its variants have: --variant vgg16, vgg19" in result.err
    assert not (folder / "build").exists()
