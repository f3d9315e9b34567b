"""Draws the pictures of the README: `python docs/pictures.py` writes them beside itself."""

import io
import re
from pathlib import Path

from rich.console import Console

import archspec
from archspec.cli.output import drawn
from archspec.reports.verdict import figures_grid, rows_grid, totals_line

HERE = Path(__file__).parent


def build_picture(spec: str) -> str:
    """What `archspec build` shows of a spec, as SVG."""
    network = archspec.load(spec)
    report = network.check()
    console = Console(record=True, width=104, file=io.StringIO())
    console.print(f"$ archspec build specs/{spec}.yaml", style="bold")
    console.print(f"{network.graph.title}: {totals_line(report)}\n", highlight=False)
    for grid in (rows_grid(report), figures_grid(report)):
        console.print(drawn(grid))
    console.print(f"wrote build/{network.name}.keras", highlight=False)
    picture = console.export_svg(title="archspec", unique_id="archspec")
    # The picture must not fetch fonts from anywhere when it is looked at.
    return re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)


if __name__ == "__main__":
    (HERE / "build.svg").write_text(build_picture("densenet121"), encoding="utf-8")
