"""What is written is whole or not there: killed at any instant, on a full disk, and by two at once."""

import errno
import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from archspec.cli import output
from archspec.cli.output import rewrite_file, write_file

OLD, NEW = b"old\n" * 200_000, b"new!\n" * 300_000
CALL = [sys.executable, "-m", "archspec"]


def forked(work):
    """The id of a process that does some work and ends well."""
    process = os.fork()
    if process == 0:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    return process


def killed_at(moment, work):
    """Does some work in a process that is killed before its line of this number; whether it ended before."""
    left = moment

    def trace(*_):
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace

    def traced():
        sys.settrace(trace)
        work()

    _, status = os.waitpid(forked(traced), 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, -signal.SIGKILL)
    return code == 0


@pytest.mark.parametrize("write", [write_file, rewrite_file])
def test_killed_at_any_instant(tmp_path, write):
    path = tmp_path / "out" / "file.py"
    seen = []
    for moment in range(1, 10_000, 7):
        write_file(path, b"old")
        ended = killed_at(moment, lambda: write(path, b"new"))
        seen.append(path.read_bytes())
        if ended:
            break
    assert ended
    # Old up to one instant, new from there on.
    first = seen.index(b"new")
    assert 5 < first < len(seen)
    assert seen == [b"old"] * first + [b"new"] * (len(seen) - first)


def test_ended_politely_it_leaves_nothing_behind(tmp_path):
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom archspec.cli import main, output\n"
        "def run(arguments):\n"
        "    with output.whole_file(Path('file.py')) as temporary:\n"
        "        temporary.write_bytes(b'half')\n        print('ready', flush=True)\n        time.sleep(60)\n"
        "main._archspec.main = lambda **_: run(None)\nmain.main([])\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=tmp_path, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"ready\n"
        assert len(list(tmp_path.iterdir())) == 1
        process.terminate()
    assert process.returncode == 130
    assert list(tmp_path.iterdir()) == []


def fill_disk():
    """Lets a process write no file beyond some size."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


@pytest.mark.parametrize(
    "arguments",
    [
        ["graph", "resnet50", "-o", "out/resnet50.svg"],
        ["generate", "resnet50", "-o", "out", "--style", "flat"],
        ["schema", "-o", "out/schema.json"],
    ],
)
def test_a_file_that_does_not_fit(tmp_path, arguments):
    written = subprocess.run([*CALL, *arguments], cwd=tmp_path, check=True, capture_output=True)
    [path] = (tmp_path / "out").iterdir()
    content = path.read_bytes()
    assert written.returncode == 0
    path.write_bytes(content[:-1])
    failed = subprocess.run(
        [*CALL, *arguments], check=False, cwd=tmp_path, capture_output=True, text=True, preexec_fn=fill_disk
    )
    assert failed.returncode == 2
    assert failed.stderr.endswith("can't be written: File too large\n")
    assert path.read_bytes() == content[:-1]
    assert os.listdir(tmp_path / "out") == [path.name]


def test_a_spec_that_does_not_fit(tmp_path):
    path = tmp_path / "net.yaml"
    spec = "archspec: 1\nname: net\ninputs:   [8, 8, 3]\nlayers:\n" + "  - Flattn\n" * 800
    path.write_text(spec)
    for arguments in (["fmt", "net.yaml"], ["check", "--fix", "net.yaml"]):
        failed = subprocess.run(
            [*CALL, *arguments], check=False, cwd=tmp_path, capture_output=True, text=True, preexec_fn=fill_disk
        )
        assert failed.returncode == 2
        assert "net.yaml can't be written: File too large\n" in failed.stderr
        assert path.read_text() == spec
        assert os.listdir(tmp_path) == ["net.yaml"]


@pytest.mark.parametrize("step", ["write_bytes", "replace", "mkdir"])
def test_no_space_is_left(tmp_path, monkeypatch, step):
    path = tmp_path / "out" / "file.py"
    write_file(path, OLD)

    def full(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, step, full)
    with pytest.raises(output.click.ClickException, match=r"file\.py can't be written: No space left on device"):
        write_file(path, NEW)
    monkeypatch.undo()
    assert path.read_bytes() == OLD
    assert os.listdir(path.parent) == ["file.py"]


def test_no_space_is_left_when_it_is_handed_to_the_disk(tmp_path, monkeypatch):
    path = tmp_path / "file.py"
    write_file(path, OLD)

    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(output.os, "fsync", full)
    with pytest.raises(output.click.ClickException, match="No space left on device"):
        write_file(path, NEW)
    assert path.read_bytes() == OLD
    assert os.listdir(tmp_path) == ["file.py"]


def test_what_a_writer_leaves_beside_the_file_is_removed_too(tmp_path):
    def write():
        with output.whole_file(tmp_path / "model.keras") as temporary:
            temporary.write_bytes(b"half")
            temporary.with_suffix(".tmp").write_bytes(b"more")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write()
    assert list(tmp_path.iterdir()) == []


def test_many_writers_at_once(tmp_path):
    path = tmp_path / "out" / "file.py"
    contents = [bytes([65 + number]) * 500_000 for number in range(4)]

    def writer(content):
        def work():
            for _ in range(20):
                write_file(path, content)

        return work

    processes = [forked(writer(content)) for content in contents]
    codes = [os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in processes]
    assert codes == [0] * 4
    assert path.read_bytes() in contents
    assert os.listdir(path.parent) == ["file.py"]


def test_two_calls_that_generate_the_same_folder(tmp_path):
    shutil.copytree(Path(__file__).parents[2] / "specs", tmp_path / "specs")
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "generated").mkdir()
    for name in "abc":
        subprocess.run([*CALL, "generate", "resnet_mnist", "-o", name], check=True, cwd=tmp_path, capture_output=True)
        shutil.copy(tmp_path / name / "resnet_mnist.py", tmp_path / "generated" / f"gone_{name}.py")
    both = [
        subprocess.Popen([*CALL, "generate", "specs"], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    assert [(each.communicate()[1], each.returncode) for each in both] == [(b"", 0)] * 2
    found = os.listdir(tmp_path / "generated")
    assert "resnet50.py" in found
    assert all(name.endswith(".py") and not name.startswith("gone") for name in found)


def test_a_file_has_the_mode_that_new_ones_have_or_keeps_its_own(tmp_path):
    path = tmp_path / "file.py"
    mask = os.umask(0o027)
    try:
        write_file(path, OLD)
    finally:
        os.umask(mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    path.chmod(0o600)
    rewrite_file(path, NEW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_name_as_long_as_a_file_system_takes(tmp_path):
    path = tmp_path / ("a" * 255)
    write_file(path, OLD)
    assert path.read_bytes() == OLD
