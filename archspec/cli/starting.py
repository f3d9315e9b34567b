"""How the process of a command starts and ends: it is short, and leaves out what it can do without."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from types import ModuleType
from typing import Any, NoReturn


def start_fast() -> None:
    """Leaves out what a short-lived process can do without."""
    # Loading modules makes many objects and no garbage.
    gc.disable()
    # Plugins of other packages have no say in reading a spec, and looking for them takes longer than reading it.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # So does loading what pydantic would look for them with, which it does all the same.
    _put_off_metadata()


def stop_fast(code: int) -> NoReturn:
    """Ends the process at once, its output written: nothing is left whose end anybody waits for."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


_METADATA = "importlib.metadata"


class _PutOff(ModuleType):
    """Stands for `importlib.metadata` until something of it is used; importing its `entry_points` is not using it."""

    __path__ = [os.path.join(importlib.__path__[0], "metadata")]

    def __getattr__(self, name: str) -> Any:
        return getattr(_loaded(), name)

    @staticmethod
    def entry_points(**selected: Any) -> Any:
        """What the function of this name gives."""
        return _loaded().entry_points(**selected)


def _put_off_metadata() -> None:
    if _METADATA not in sys.modules:
        importlib.metadata = sys.modules[_METADATA] = _PutOff(_METADATA)


def _loaded() -> ModuleType:
    if isinstance(sys.modules.get(_METADATA), _PutOff):
        del sys.modules[_METADATA]
    return importlib.import_module(_METADATA)
