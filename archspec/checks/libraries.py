"""What is to be told of a library of blocks that is looked at by itself."""

from __future__ import annotations

from archspec.checks.unread import doubt
from archspec.spec.loading import BlockFile
from archspec.text.diagnostics import Diagnostic, in_order


def told_of_library(library: BlockFile) -> list[Diagnostic]:
    """Its mistakes, and the doubts that need no network, in the order of the text.

    Args:
        library: the blocks, their names checked.
    """
    found = list(library.remarks)
    if not any(each.severity == "error" for each in found):
        found += [doubt(each) for each in library.unread if each.span.source is library.source]
    if library.allowances:
        from archspec.spec.allowances import not_allowed

        found = not_allowed(found, library.allowances)
    return in_order(found)
