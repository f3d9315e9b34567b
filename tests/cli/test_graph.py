import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ARCHSPEC = [sys.executable, "-m", "archspec"]
ENDINGS = [".svg", ".png", ".dot", ".mmd"]
BEGINNINGS = {".svg": b"<svg ", ".png": b"\x89PNG", ".dot": b'digraph "tiny" {', ".mmd": b"---\ntitle: "}


@pytest.mark.parametrize("ending", ENDINGS)
def test_draws_a_network(archspec, folder, ending):
    result = archspec("graph", "tiny.yaml", "-o", f"pictures/net{ending}")
    content = (folder / "pictures" / f"net{ending}").read_bytes()
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(f"wrote pictures/net{ending} (")
    assert content.startswith(BEGINNINGS[ending])
    assert [path.name for path in (folder / "pictures").iterdir()] == [f"net{ending}"]


def test_draws_as_a_program_without_tensorflow_and_numpy(folder):
    watched = "import sys; from archspec.cli.main import run; code = run(sys.argv[1:])\n"
    watched += "print(*sorted({'tensorflow', 'keras', 'numpy'} & {*sys.modules})); sys.exit(code)"
    call = [sys.executable, "-c", watched, "graph", "tiny.yaml", "-o", "net.svg"]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[1] == ""


def test_a_variant_and_params(archspec, folder):
    def drawn(*options: str) -> str:
        assert archspec("graph", "tiny.yaml", "-o", "net.dot", *options).code == 0
        return (folder / "net.dot").read_text(encoding="utf-8")

    assert 'label="conv: Conv2D 3×3, 4"' in drawn()
    assert 'label="conv: Conv2D 3×3, 16"' in drawn("--variant", "wide")
    assert 'label="conv: Conv2D 3×3, 5"' in drawn("--set", "filters=5")


def test_blocks_are_opened_as_deep_as_is_asked(archspec, folder):
    def headings(*options: str) -> set[str]:
        assert archspec("graph", "resnet_mnist", "-o", "net.svg", *options).code == 0
        root = ElementTree.fromstring((folder / "net.svg").read_bytes())
        return {element.text for element in root.iter() if element.get("class") in ("name", "words")}

    layers = {"Conv2D 3×3, 8", "MaxPooling2D 2×2", "Flatten", "Dense 128", "Dense 10", "Input", "Output"}
    assert headings("--depth", "0") == layers | {"resnet_layer"}
    assert headings("--depth", "1") == layers | {"resnet_layer", "preactivation_unit × 2"}
    assert headings() > headings("--depth", "1") | {"Conv2D 3×3, 64", "Add"}


def test_reads_standard_input(folder):
    text = (folder / "tiny.yaml").read_text()
    subprocess.run([*ARCHSPEC, "graph", "-", "-o", "net.mmd"], input=text, text=True, check=True, capture_output=True)
    assert (folder / "net.mmd").exists()


@pytest.mark.parametrize("name", ["net", "net.pdf", "net.svg.gz", ".svg"])
def test_an_unknown_ending_is_a_wrong_call(archspec, folder, name):
    result = archspec("graph", "tiny.yaml", "-o", name)
    assert result.code == 2
    assert f"{name} must end in one of .svg, .png, .dot, .mmd" in result.err
    assert not (folder / name).exists()


def test_the_output_is_required(archspec, folder):
    result = archspec("graph", "tiny.yaml")
    assert result.code == 2
    assert "-o" in result.err


def test_a_wrong_spec_is_told_and_nothing_is_written(archspec, folder):
    (folder / "tiny.yaml").write_text((folder / "tiny.yaml").read_text().replace("Conv2D", "Conv2F"))
    result = archspec("graph", "tiny.yaml", "-o", "net.svg")
    assert result.code == 1
    assert "tiny.yaml:8:5" in result.err
    assert not (folder / "net.svg").exists()


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_output_that_cannot_be_written_is_a_wrong_call(archspec, folder, ending):
    (folder / "file").write_text("in the way")
    result = archspec("graph", "tiny.yaml", "-o", f"file/net{ending}")
    assert result.code == 2
    assert f"file/net{ending} can't be written" in result.err
    assert (folder / "file").read_text() == "in the way"


def test_a_failed_write_leaves_the_old_picture_and_nothing_else(archspec, folder, monkeypatch):
    (folder / "out").mkdir()
    target = folder / "out" / "net.svg"
    target.write_text("the old picture")

    def fail(self: Path, content: bytes) -> int:
        self.write_text("half a pict")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fail)
    result = archspec("graph", "tiny.yaml", "-o", "out/net.svg")
    assert result.code == 2
    assert "No space left on device" in result.err
    assert target.read_text() == "the old picture"
    assert [path.name for path in target.parent.iterdir()] == ["net.svg"]


def test_without_resvg_it_says_what_to_install(archspec, folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    result = archspec("graph", "tiny.yaml", "-o", "net.png")
    assert result.code == 2
    assert "pip install 'archspec-compiler[png]'" in result.err
    assert not (folder / "net.png").exists()
    assert archspec("graph", "tiny.yaml", "-o", "net.svg").code == 0


def test_without_fonts_it_says_so(archspec, folder, monkeypatch):
    import resvg_py

    letterless = resvg_py.svg_to_bytes

    def render(**options: object) -> bytes:
        return letterless(skip_system_fonts=True, **options)

    monkeypatch.setattr(resvg_py, "svg_to_bytes", render)
    result = archspec("graph", "tiny.yaml", "-o", "net.png")
    assert result.code == 2
    assert "Helvetica" in result.err
    assert not (folder / "net.png").exists()


def test_text_of_the_spec_stays_text(archspec, folder):
    path = folder / "tiny.yaml"
    title = """title: "</svg> ]] \\"; evil [ {{ }} \\u202e\\uFFFE"\n"""
    path.write_text(path.read_text().replace("inputs:", f"{title}inputs:").replace("row: conv", "row: '<b>|`x`&\"\\'"))
    for ending in ENDINGS:
        assert archspec("graph", "tiny.yaml", "-o", f"net{ending}").code == 0
    root = ElementTree.fromstring((folder / "net.svg").read_bytes())
    words = [element.text for element in root.iter() if element.tag.endswith("}text")]
    assert {'</svg> ]] "; evil [ {{ }} \ufffd\ufffd', '<b>|`x`&"\\'} <= set(words)
    assert r'label="<b>|`x`&amp;\"\\: Conv2D 3×3, 4"' in (folder / "net.dot").read_text(encoding="utf-8")
    assert "#60;b#62;#124;#96;x#96;#38;#34;#92;: Conv2D" in (folder / "net.mmd").read_text(encoding="utf-8")


def test_the_picture_of_the_readme_is_what_is_drawn(archspec, folder):
    assert archspec("graph", "resnet50", "-o", "resnet50.svg").code == 0
    committed = Path(__file__).parents[2] / "docs" / "resnet50.svg"
    assert (folder / "resnet50.svg").read_text(encoding="utf-8") == committed.read_text(encoding="utf-8")
