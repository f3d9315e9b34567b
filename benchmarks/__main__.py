"""Measures what is promised about speed.

`python -m benchmarks [--short] [--check] [NAME...]`: all benchmarks, or the named ones; `--short` takes fewer rounds;
`--check` exits with 1 where a promise is not kept.
"""

import argparse
import os
import sys

from benchmarks import building, diff, expansion, growth, start, training
from benchmarks.measure import Result

BENCHMARKS = {
    "start": start,
    "expansion": expansion,
    "building": building,
    "growth": growth,
    "diff": diff,
    "training": training,
}


def show(result: Result) -> str:
    """A result in one line."""
    yardstick = "" if result.yardstick is None else f" against {result.yardstick:.4g} {result.unit}: {result.ratio:.3g}"
    mark = "✓" if result.kept else "✗"
    return f"{mark} {result.name}: {result.ours:.4g} {result.unit}{yardstick} ({result.promise})"


def main() -> int:
    """Runs the benchmarks; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)}")
    parser.add_argument("--short", action="store_true", help="fewer rounds")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a promise is not kept")
    arguments = parser.parse_args()
    unknown = set(arguments.names) - BENCHMARKS.keys()
    if unknown:
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    kept = True
    for name in arguments.names or BENCHMARKS:
        for result in BENCHMARKS[name].run(arguments.short):
            print(show(result), flush=True)
            kept = kept and result.kept
    return 0 if kept or not arguments.check else 1


if __name__ == "__main__":
    sys.exit(main())
