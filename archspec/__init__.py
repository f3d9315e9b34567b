"""archspec compiles neural network architectures that are written as data.

`archspec.load("specs/resnet50.yaml")` reads a spec and gives an `Architecture`: `.check()` holds it against the table
it mirrors, `.graph` is its flat graph, `.build()` the Keras model.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "Architecture": "archspec.api",
    "CompilerFault": "archspec.targets.keras",
    "Diagnostic": "archspec.text.diagnostics",
    "Graph": "archspec.graph.graph",
    "Limits": "archspec.limits",
    "MissingKeras": "archspec.targets.keras",
    "Report": "archspec.checks.report",
    "SpecError": "archspec.text.diagnostics",
    "diagnose": "archspec.api",
    "load": "archspec.api",
    "loads": "archspec.api",
}

__all__ = [
    "Architecture",
    "CompilerFault",
    "Diagnostic",
    "Graph",
    "Limits",
    "MissingKeras",
    "Report",
    "SpecError",
    "__version__",
    "diagnose",
    "load",
    "loads",
]


def __getattr__(name: str) -> Any:
    # Loaded when first asked for: `archspec --help` and a wrong call need none of it.
    if name not in _HOMES:
        raise AttributeError(f"module 'archspec' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
