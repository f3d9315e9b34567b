"""Loads what `archspec diff` compares."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, NamedTuple

from archspec.api import Architecture, architecture, read
from archspec.diff.compare import Side
from archspec.diff.operands import Operand, WrongOperand, read_operand
from archspec.limits import DEFAULT_LIMITS
from archspec.spec.files import decode
from archspec.spec.loading import open_source
from archspec.text.diagnostics import SpecError


class Compared(NamedTuple):
    """One of the two networks; `network` is None where it does not come from a spec."""

    side: Side
    network: Architecture | None

    def document(self) -> str:
        """Its whole document as YAML.

        Raises:
            WrongOperand: it comes from no spec.
        """
        from archspec.diff.document import whole_document

        if self.network is None:
            raise WrongOperand(f"{self.side.word} is no spec and has no document")
        return whole_document(self.network.program, self.network.variant)

    def source(self) -> str:
        """The Python that `archspec generate` writes for it.

        Raises:
            WrongOperand: it comes from no spec.
        """
        if self.network is None:
            raise WrongOperand(f"{self.side.word} is no spec and has no source")
        return self.network.source()


def load_operand(word: str, root: Path | None) -> Compared:
    """What a word names, read.

    Raises:
        WrongOperand: there is none, or it can't be compared.
        SpecError: the spec is wrong.
    """
    operand = read_operand(word)
    if operand.kind == "spec":
        network = at_revision(operand) if operand.revision is not None else _today(operand, root)
        return Compared(Side(word, network.graph, network.expansion.rows), network)
    with _opened(operand) as file:
        return Compared(Side(word, _graph(operand, file)), None)


def _graph(operand: Operand, file: IO[bytes]):  # type: ignore[no-untyped-def]
    if operand.kind == "keras":
        from archspec.diff.keras_file import UnreadableModel, read_model

        try:
            return read_model(file, operand.word)
        except UnreadableModel as error:
            raise WrongOperand(str(error)) from None
    from archspec.graph.serial import GraphFormatError, from_json

    try:
        return from_json(json.loads(file.read()))
    except (GraphFormatError, ValueError, RecursionError) as error:
        raise WrongOperand(f"{operand.word} is no saved graph: {error}") from None


def _opened(operand: Operand) -> IO[bytes]:
    if operand.revision is not None:
        from archspec.diff.git import blob

        return BytesIO(blob(operand.revision, operand.path))
    try:
        return Path(operand.path).open("rb")
    except (OSError, ValueError) as error:
        raise WrongOperand(f"{operand.path} can't be read: {getattr(error, 'strerror', error)}") from None


def _today(operand: Operand, root: Path | None) -> Architecture:
    return architecture(read(open_source(operand.path), root=root), variant=operand.variant)


def at_revision(operand: Operand) -> Architecture:
    """A spec as git has it at a revision, with all that it uses and extends.

    Raises:
        WrongOperand: git has no such file.
        SpecError: the spec is wrong.
    """
    from archspec.diff.git import called_as_in_git, check_out

    revision = operand.revision or ""
    with TemporaryDirectory() as name:
        folder = Path(name).resolve()
        path = check_out(revision, operand.path, folder)
        try:
            source = decode(path.read_bytes(), str(path), path, DEFAULT_LIMITS)
            return architecture(read(source, root=folder), variant=operand.variant)
        except SpecError as error:
            raise called_as_in_git(error, revision, folder) from None
