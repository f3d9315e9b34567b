"""Cost grows as the network does: 10,000 layers take ten times what 1,000 take, and 100,000 stay within bounds."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import ENVIRONMENT, Result, alternating, at_most, below

_HEAD = "archspec: 1\nname: long\ninputs: [16, 16, 4]\nparams: {turns: 1}\nblocks:\n  unit:\n    layers:\n"
_UNIT = """\
      - branches:
          shortcut: []
          residual:
            - Conv2D: {filters: 4, kernel_size: 3, padding: same}
            - BatchNormalization
            - ReLU
        merge: Add
      - ReLU
"""
#: A chain of residual units made by a loop: five layers a turn.
CHAIN = f"{_HEAD}{_UNIT}layers:\n  - unit:\n    name: unit{{index}}\n    repeat: =turns\n"

#: Run in a process of its own, whose memory is measured.
_LARGE = """
import json, time
import archspec
from benchmarks.growth import CHAIN, peak_memory, written
limits = archspec.Limits(
    layers=200_000, turns=1_000_000, values=10_000_000, evaluation_steps=100_000_000, document_bytes=50_000_000
)
start = time.perf_counter()
network = {network}
network.check()
assert len(network.graph.nodes) == 100_001
print(json.dumps([time.perf_counter() - start, peak_memory()]))
"""
_BY_A_LOOP = "archspec.loads(CHAIN, limits=limits, turns=20_000)"
_WRITTEN_OUT = "archspec.loads(written(100_000), limits=limits)"


def peak_memory() -> int:
    """The most bytes this process has had in memory; what its parent had before it began is not counted."""
    status = Path("/proc/self/status")
    if status.exists():
        peak = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def written(layers: int) -> str:
    """A spec that writes every layer out, one step each."""
    steps = "".join(f"  - Dense: {{units: 4}}\n    name: layer{number}\n" for number in range(layers))
    return f"archspec: 1\nname: long\ninputs: [4]\nlayers:\n{steps}"


def run(short: bool) -> Iterator[Result]:
    """Everything that `check` does, in process."""
    import archspec

    limits = archspec.Limits(layers=200_000, turns=1_000_000, values=10_000_000, document_bytes=50_000_000)

    def chain(turns: int) -> None:
        archspec.loads(CHAIN, limits=limits, turns=turns).check()

    def listed(text: str) -> None:
        archspec.loads(text, limits=limits).check()

    rounds = 3 if short else 7
    chain(200)
    small, large = alternating(rounds, lambda: chain(200), lambda: chain(2_000))
    yield at_most("10,000 layers by a loop, against 1,000", large, small, 11)
    thousand, ten_thousand = written(1_000), written(10_000)
    small, large = alternating(rounds, lambda: listed(thousand), lambda: listed(ten_thousand))
    yield at_most("10,000 layers written out, against 1,000", large, small, 11)
    yield from _large("by a loop", _BY_A_LOOP)
    if not short:
        yield from _large("written out", _WRITTEN_OUT)


def _large(how: str, network: str) -> Iterator[Result]:
    code = _LARGE.replace("{network}", network)
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, env=ENVIRONMENT)
    took, memory = json.loads(done.stdout)
    yield below(f"100,000 layers {how}", took, 60, "s")
    yield below(f"100,000 layers {how}, memory of the process", memory / 1e9, 1, "GB")
