"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Gives a path to write to, and puts what was written in the place of `path` only when all of it is there.

    The folder is made where it is missing. Whatever happens, `path` is its old self or the whole new one.

    Raises:
        OSError: it can't be written.
    """
    import shutil
    import tempfile

    path.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".archspec-", dir=path.parent))
    temporary = folder / path.name
    try:
        yield temporary
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        # Whoever writes may leave more there than the file, and why it failed is what is to be told.
        shutil.rmtree(folder, ignore_errors=True)
