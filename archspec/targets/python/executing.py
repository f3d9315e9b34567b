"""Runs generated source as a module, in a way that debuggers and tracebacks can show its lines."""

from __future__ import annotations

import linecache
from hashlib import sha256
from types import ModuleType


def as_module(name: str, source: str) -> ModuleType:
    """The module that a generated source makes; it needs Keras.

    Args:
        name: what the module is called.
        source: made by `archspec`, never by a stranger.
    """
    # Like attrs: the same source twice is one entry of the cache, and no file is ever looked for.
    file = f"<archspec {name} {sha256(source.encode()).hexdigest()[:12]}>"
    module = ModuleType(name)
    module.__file__ = file
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    exec(compile(source, file, "exec"), module.__dict__)
    return module
