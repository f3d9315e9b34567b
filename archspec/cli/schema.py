"""`archspec schema`: the language as a JSON Schema, for editors."""

from __future__ import annotations

from pathlib import Path

import click

from archspec.cli.output import write_file


@click.command("schema")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write (default: standard output).",
)
def command(output: Path | None) -> int:
    """Print a JSON Schema of the language, for editors that complete, explain and check YAML while it is written.

    The line "# yaml-language-server: $schema=archspec.schema.json" at the top of a spec names such a file beside it.
    """
    from archspec.schema.language import language_schema
    from archspec.schema.writing import as_text

    text = as_text(language_schema())
    if output is None:
        click.echo(text, nl=False)
        return 0
    write_file(output, text.encode())
    click.echo(f"wrote {output}")
    return 0
