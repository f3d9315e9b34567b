"""What checking a document costs: `python -m tests.fuzz.measuring [NAME ...]` tells it of the worst documents."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from .worst import WORST

#: What the language promises of a check within the default limits.
SECONDS, MEGABYTES = 5.0, 512.0


class Cost(NamedTuple):
    """What one call of `archspec check` came to; seconds are those of computing, whatever else the machine does."""

    seconds: float
    megabytes: float
    code: int
    told: str


def measured(name: str, folder: Path) -> Cost:
    """Checks one of the worst documents in a process of its own."""
    path = folder / f"{name}.yaml"
    path.write_bytes(WORST[name]().encode("utf-8", "surrogateescape"))
    # The clock would hide what the limits do not hold.
    call = [sys.executable, "-m", "archspec", "check", "--time-limit", "0", path.name]
    done = subprocess.run([sys.executable, "-c", _MEASURED, *call], cwd=folder, capture_output=True, check=True)
    path.unlink()
    told, _, costs = done.stdout.decode(errors="replace").rpartition("\n")
    seconds, kilobytes, code = costs.split()
    return Cost(float(seconds), int(kilobytes) / 1024, int(code), told)


#: Runs a command in a process that is small: the memory of the one it is forked from counts as its own. It is ended
#: where it would never end.
_MEASURED = """
import resource, subprocess, sys
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
sys.stdout.buffer.write(done.stdout)
print()
print(used.ru_utime + used.ru_stime, used.ru_maxrss, done.returncode, end="")
"""


def main() -> None:
    """Tells the costs."""
    with tempfile.TemporaryDirectory() as folder:
        for name in sys.argv[1:] or WORST:
            seconds, megabytes, code, told = measured(name, Path(folder))
            over = "OVER" if seconds > SECONDS or megabytes > MEGABYTES or code not in (0, 1) else ""
            first = told.partition("\n")[0][:90]
            print(f"{name:45} {seconds:5.2f} s {megabytes:4.0f} MB {code:3} {over:4} {first}", flush=True)


if __name__ == "__main__":
    main()
