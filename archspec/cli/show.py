"""`archspec show`: a spec with all that it extends and uses, as one document."""

from __future__ import annotations

from pathlib import Path

import click

from archspec.cli import options
from archspec.cli.session import each_spec, make_request
from archspec.reports.whole import as_document


@click.command("show")
@options.spec
@options.root
def command(spec: str, root: Path | None) -> int:
    """Print a spec as one document, with all that it extends and uses.

    A comment says where each part came from. The document is a spec of its own: it makes the same network.
    """
    request = make_request(None, (), root)

    def show(word: str) -> bool:
        click.echo(as_document(request.program(word)), nl=False)
        return True

    return each_spec([spec], show)
