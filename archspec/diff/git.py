"""Files as a git revision has them, read from git's objects: the work tree is never touched."""

from __future__ import annotations

import posixpath
import subprocess
from collections.abc import Iterator
from pathlib import Path

from archspec.diff.operands import WrongOperand
from archspec.limits import DEFAULT_LIMITS
from archspec.spec.files import ENDINGS, is_bare
from archspec.text.diagnostics import Diagnostic, Note, SpecError
from archspec.text.source import Source, Span
from archspec.text.tree import Mapping, Scalar, Sequence
from archspec.text.yaml import read_yaml


def blob(revision: str, path: str) -> bytes:
    """The content of a file at a revision.

    Args:
        revision: what git takes for one; empty for the index.
        path: from the top of the work tree; from the working folder where it begins with `./` or `../`.

    Raises:
        WrongOperand: git has none.
    """
    return _git("cat-file", "blob", f"{revision}:{path}")


def _git(*arguments: str, given: bytes = b"") -> bytes:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=False, input=given)
    except OSError as error:
        raise WrongOperand(f"git can't be run: {error.strerror}") from None
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        raise WrongOperand(f"git has no {arguments[-1]}: {words}")
    return done.stdout


def check_out(revision: str, path: str, folder: Path) -> Path:
    """Copies a spec, and all that it uses and extends, as a revision has them, into a folder.

    Args:
        revision: what git takes for one; empty for the index.
        path: the spec; see `blob`.
        folder: where to; a spec can't leave it.

    Returns:
        Where the spec lies.

    Raises:
        WrongOperand: git has no such spec. What it uses may be missing: reading it tells.
    """
    if path.startswith(("./", "../")):
        prefix = _git("rev-parse", "--show-prefix").decode().rstrip("\n")
        path = posixpath.normpath(prefix + path)
    (folder / ".git").touch()
    waiting, done = [path], set[str]()
    while waiting:
        word = waiting.pop()
        if word in done:
            continue
        done.add(word)
        try:
            content = blob(revision, word)
        except WrongOperand:
            if word == path:
                raise
            continue
        target = folder / word
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        waiting += _named(content, word)
    return folder / path


def _named(content: bytes, path: str) -> Iterator[str]:
    """The files that a document names in `use` and `extends`, as paths from the top."""
    for word in referred(content):
        named = posixpath.normpath(posixpath.join(posixpath.dirname(path), word))
        if not named.startswith("../") and not named.startswith("/"):
            yield named


def referred(content: bytes) -> list[str]:
    """The paths that a document names in `use` and `extends`; names of shipped files are none."""
    try:
        tree = read_yaml(Source("", content.decode("utf-8-sig")), DEFAULT_LIMITS)
    except (SpecError, UnicodeDecodeError):
        return []
    if not isinstance(tree, Mapping):
        return []
    used = tree.get("use")
    words = [*(used if isinstance(used, Sequence) else ()), tree.get("extends")]
    texts = [word.text for word in words if isinstance(word, Scalar)]
    return [text for text in texts if text.endswith(ENDINGS) and not is_bare(text)]


def called_as_in_git(error: SpecError, revision: str, folder: Path) -> SpecError:
    """The error with the names that git has for the files, rather than those of their copies."""
    copies = (f"{folder.resolve()}/", f"{folder}/")

    def text(words: str) -> str:
        for copy in copies:
            words = words.replace(copy, f"git:{revision}:")
        return words

    def span(place: Span | None) -> Span | None:
        return place and place._replace(source=place.source._replace(name=text(place.source.name)))

    def named(diagnostic: Diagnostic) -> Diagnostic:
        notes = tuple(Note(text(note.message), span(note.span)) for note in diagnostic.notes)
        told = diagnostic.help and text(diagnostic.help)
        return diagnostic._replace(message=text(diagnostic.message), span=span(diagnostic.span), notes=notes, help=told)

    return SpecError(map(named, error.diagnostics))


def home_of(content: bytes, name: str) -> tuple[str, str] | None:
    """A revision that has this content in a file of this name, and its path; None where git knows none.

    The index comes first, then the latest commit that brought it.
    """
    files = f":(top,glob)**/{name}"
    try:
        wanted = _hash(content)
        for line in _lines("ls-files", "-s", "--", files):
            about, _, path = line.partition("\t")
            if about.split()[1:2] == [wanted]:
                return "", path
        log = _lines(
            "log", "--raw", "--no-abbrev", "-m", "--format=%H", f"--find-object={wanted}", "--all", "--", files
        )
    except WrongOperand:
        return None
    commit = ""
    for line in log:
        about, _, path = line.partition("\t")
        if not path:
            commit = line or commit
        elif about.split()[3] == wanted:
            return commit, path
    return None


def _hash(content: bytes) -> str:
    return _git("hash-object", "--stdin", given=content).decode().strip()


def _lines(*arguments: str) -> list[str]:
    return _git("-c", "core.quotePath=false", *arguments).decode(errors="replace").splitlines()
