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
    # Pydantic loads all the same what it would look for them with, and what makes secrets, of which no spec has any.
    _put_off(_PutOff("secrets"))
    _put_off(_Metadata("importlib.metadata"))
    importlib.metadata = sys.modules["importlib.metadata"]


def stop_fast(code: int) -> NoReturn:
    """Ends the process at once, its output written: nothing is left whose end anybody waits for."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


class _PutOff(ModuleType):
    """Stands for a module until something of it is used."""

    def __getattr__(self, name: str) -> Any:
        return getattr(_loaded(self.__name__), name)


class _Metadata(_PutOff):
    """Stands for `importlib.metadata`, of which `entry_points` may be imported before it is used."""

    __path__ = [os.path.join(importlib.__path__[0], "metadata")]

    @staticmethod
    def entry_points(**selected: Any) -> Any:
        """What the function of this name gives."""
        return _loaded("importlib.metadata").entry_points(**selected)


def _put_off(module: _PutOff) -> None:
    sys.modules.setdefault(module.__name__, module)


def _loaded(name: str) -> ModuleType:
    if isinstance(sys.modules.get(name), _PutOff):
        del sys.modules[name]
    return importlib.import_module(name)
