"""Which files a spec may reach, and their text."""

from __future__ import annotations

import os
import sys
from codecs import BOM_UTF8
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from archspec.limits import Limits
from archspec.text.diagnostics import Diagnostic, SpecError
from archspec.text.source import Source, Span
from archspec.text.suggest import did_you_mean, exchange, slip_of, suggested

ENDINGS = (".yaml", ".yml")
#: How many files of a folder are looked at to find which one was meant.
_MOST_BESIDE = 1000
_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_folder() -> Path:
    """The folder of the specs that come with archspec: in the installed package, or beside it in a checkout."""
    return _folder("specs", "specs")


def pages_folder() -> Path:
    """The folder of the pages that explain codes."""
    return _folder("errors", "docs/errors")


def _folder(installed: str, in_checkout: str) -> Path:
    """A folder that the installed package has within it, a checkout beside it."""
    within = _PACKAGE / installed
    return within if within.is_dir() else _PACKAGE.parent / in_checkout


def shipped_files() -> Iterator[Path]:
    """The YAML files that come with archspec, in order."""
    folder = shipped_folder()
    return iter(sorted(path for path in folder.rglob("*") if path.suffix in ENDINGS))


def shipped(name: str, asked_at: Span | None = None) -> Path:
    """The shipped file of this name, without its ending; its folder may stand before it (`applications/vgg`).

    Raises:
        SpecError: there is none.
    """
    files = {path.stem: path for path in shipped_files()} | shipped_names()
    if name not in files:
        message = f"there is no file {name!r} here, and no spec of that name comes with archspec"
        raise SpecError([suggested(Diagnostic("E0120", message, asked_at), name, files)])
    return files[name]


def shipped_names() -> dict[str, Path]:
    """The shipped files by their place among them, without their endings."""
    folder = shipped_folder()
    return {path.relative_to(folder).with_suffix("").as_posix(): path for path in shipped_files()}


def is_bare(word: str) -> bool:
    """Whether a word is the name of a shipped file rather than a path."""
    if word.endswith(ENDINGS) or (os.sep != "/" and os.sep in word):
        return False
    return "/" not in word or word in shipped_names()


def read_source(path: Path, limits: Limits, asked_at: Span | None = None) -> Source:
    """The text of a file.

    Args:
        path: the file.
        limits: bounds its size.
        asked_at: where a spec asks for it; None where the caller does.

    Raises:
        SpecError: there is none, it can't be read, is too large or not UTF-8.
    """
    try:
        with path.open("rb") as file:
            content = file.read(limits.document_bytes + 1)
    except FileNotFoundError:
        raise SpecError([_missing(path, asked_at)]) from None
    except OSError as error:
        raise SpecError.single("E0120", f"{display(path)} can't be read: {error.strerror}", asked_at) from None
    except ValueError:
        raise SpecError.single("E0120", f"{str(path)!r} can't be a file", asked_at) from None
    return decode(content, display(path), path, limits)


def read_standard_input(limits: Limits) -> Source:
    """The text that arrives on standard input.

    Raises:
        SpecError: it is too large or not UTF-8.
    """
    return decode(sys.stdin.buffer.read(limits.document_bytes + 1), "<stdin>", None, limits)


def decode(content: bytes, name: str, path: Path | None, limits: Limits) -> Source:
    """The source that bytes hold.

    Raises:
        SpecError: they are too many or not UTF-8.
    """
    if len(content) > limits.document_bytes:
        raise SpecError.single("E0110", f"{name} has more than {limits.document_bytes} bytes")
    content = content.removeprefix(BOM_UTF8)
    try:
        return Source(name, content.decode(), path)
    except UnicodeDecodeError as error:
        before = Source(name, content[: error.start].decode(), path)
        raise SpecError.single("E0121", "this is not UTF-8 text", before.place_of(len(before.text))) from None


def display(path: Path) -> str:
    """A path as messages show it: relative where it lies below the working folder."""
    try:
        return str(path.relative_to(Path.cwd())) if path.is_absolute() else str(path)
    except ValueError:
        return str(path)


def _missing(path: Path, asked_at: Span | None) -> Diagnostic:
    """The mistake of a file that there is not, with those beside it that may be meant."""
    mistake = Diagnostic("E0120", f"there is no file {display(path)}", asked_at)
    try:
        beside = sorted(islice(path.parent.iterdir(), _MOST_BESIDE))
    except OSError:
        return mistake
    stems = {entry.stem: entry.name for entry in beside if entry.suffix in ENDINGS}
    meant = slip_of(path.stem, stems)
    fix = exchange(asked_at, path.name, stems[meant]) if meant else None
    return mistake._replace(help=did_you_mean(path.name, [entry.name for entry in beside]), fix=fix)


class Reach(NamedTuple):
    """Which files `use` and `extends` may name: YAML files below `root`, and shipped ones by name."""

    root: Path

    @classmethod
    def of(cls, path: Path | None, root: Path | None = None) -> Reach:
        """The reach of a spec: `root`, else the nearest folder with a `pyproject.toml` or `.git`, else its own."""
        if root is not None:
            return cls(root.resolve())
        folder = path.resolve().parent if path else Path.cwd()
        if folder.is_relative_to(shipped_folder()):
            return cls(shipped_folder())
        for parent in (folder, *folder.parents):
            if (parent / "pyproject.toml").exists() or (parent / ".git").exists():
                return cls(parent)
        return cls(folder)

    def find(self, word: str, span: Span) -> Path:
        """The file that a word in `use` or `extends` names, relative to the file it stands in.

        Raises:
            SpecError: it is no YAML file, or lies outside the root.
        """
        if is_bare(word):
            return shipped(word, span)
        base = span.source.path.resolve().parent if span.source.path else Path.cwd()
        try:
            path = (base / word).resolve()
        except (OSError, RuntimeError, ValueError):
            # Python's three ways to say that symlinks go round in a circle or that this can be no path.
            raise SpecError.single("E0120", f"{word!r} can't be a file", span) from None
        if path.suffix not in ENDINGS:
            raise SpecError.single("E0122", f"only .yaml and .yml files can be named here, not {word!r}", span)
        if not (path.is_relative_to(self.root) or path.is_relative_to(shipped_folder())):
            root = "the working folder" if self.root == Path.cwd() else display(self.root)
            raise SpecError.single("E0122", f"{word!r} lies outside {root}, which a spec can't leave", span)
        # A pipe would be read for ever.
        if os.path.exists(path) and not os.path.isfile(path):
            raise SpecError.single("E0120", f"{word!r} is no file", span)
        return path
