"""The rooms of the house import one way: from the text towards the command line."""

import ast
from pathlib import Path

import archspec

ORDER = (
    "limits",
    "pause",
    "writing",
    "text",
    "formula",
    "catalogue",
    "spec",
    "fmt",
    "graph",
    "expand",
    "checks",
    "diff",
    "targets",
    "reports",
    "schema",
    "api",
    "training",
    "cli",
)
PACKAGE = Path(archspec.__file__).parent


def room(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "archspec" and len(parts) > 1 else None


def imported_rooms(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    modules += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    return {found for found in map(room, modules) if found}


def test_imports_run_one_way():
    for path in PACKAGE.rglob("*.py"):
        home = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if home in ("__init__", "__main__"):
            continue
        later = {name for name in imported_rooms(path) if ORDER.index(name) > ORDER.index(home)}
        assert not later, f"{path.relative_to(PACKAGE)} imports from {sorted(later)}"


def test_every_room_is_in_the_order():
    rooms = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in PACKAGE.rglob("*.py")}
    assert rooms - {"__init__", "__main__"} == set(ORDER)
