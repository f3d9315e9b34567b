"""Several processes of one training on this machine, to try what runs on several machines elsewhere."""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

import click

from archspec.cli.codes import CALL_IS_WRONG, INTERRUPTED

#: How long the others may take to end, once one has failed.
_GRACE = 20.0
_LOOK = 0.1


def words_again(context: click.Context, without: Sequence[str]) -> list[str]:
    """The words of a call as they would be written, but for some of its options.

    Args:
        context: of the call.
        without: the names of the options to leave out.
    """
    words = [context.info_name or ""]
    for param in context.command.params:
        value = context.params.get(param.name or "")
        if param.name in without or value in (None, False, ()):
            continue
        values = value if isinstance(value, tuple) else (value,)
        if isinstance(param, click.Argument):
            words += map(str, values)
        elif isinstance(param, click.Option) and param.is_flag:
            words.append(param.opts[-1])
        else:
            words += [f"{param.opts[-1]}={each}" for each in values]
    return words


def train_together(count: int, words: Sequence[str], run: Path) -> int:
    """Runs a command in several processes that train together; the exit code.

    Args:
        count: how many.
        words: the command's arguments; it is to find its cluster in TF_CONFIG.
        run: the folder of the run, for messages.
    """
    with ExitStack() as stack:
        kept = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(count)]
        workers = _start(count, words, kept)
        with _signals_passed_on(workers):
            failed = _wait(workers)
        if failed is None:
            return 0
        return _tell(failed, workers[failed].returncode, kept[failed], run)


def _start(count: int, words: Sequence[str], kept: Sequence[IO[bytes]]) -> list[subprocess.Popen[bytes]]:
    addresses = [f"127.0.0.1:{port}" for port in _free_ports(count)]
    workers = []
    for index in range(count):
        told = {"cluster": {"worker": addresses}, "task": {"type": "worker", "index": index}}
        # The devices of one machine can't be shared by processes that each take all of them.
        environment = {**os.environ, "TF_CONFIG": json.dumps(told), "CUDA_VISIBLE_DEVICES": "-1"}
        streams: dict[str, Any] = {} if index == 0 else {"stdout": subprocess.DEVNULL, "stderr": kept[index]}
        command = [sys.executable, "-m", "archspec", *words]
        workers.append(subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, **streams))
    return workers


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


@contextmanager
def _signals_passed_on(workers: Sequence[subprocess.Popen[bytes]]) -> Iterator[None]:
    """While they work, who asks this process to stop asks them; a terminal's Ctrl-C comes to them by itself."""

    def pass_on(number: int, _: Any) -> None:
        for worker in workers:
            if worker.poll() is None and not (number == signal.SIGINT and sys.stdin.isatty()):
                worker.send_signal(number)

    before = {number: signal.signal(number, pass_on) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait(workers: Sequence[subprocess.Popen[bytes]]) -> int | None:
    """Waits for all, and no longer than a grace after one has failed; the first that did."""
    failed, until = None, float("inf")
    while any(worker.poll() is None for worker in workers):
        if failed is None:
            failed = next((number for number, worker in enumerate(workers) if worker.poll()), None)
            until = time.monotonic() + _GRACE if failed is not None else until
        if time.monotonic() > until:
            for worker in workers:
                if worker.poll() is None:
                    worker.kill()
        time.sleep(_LOOK)
    if failed is None:
        failed = next((number for number, worker in enumerate(workers) if worker.returncode), None)
    return failed


def _tell(failed: int, code: int, kept: IO[bytes], run: Path) -> int:
    if code == INTERRUPTED:
        return code
    kept.seek(0)
    click.echo(kept.read().decode(errors="replace"), err=True, nl=False)
    how = f"was ended by signal {-code} ({signal.Signals(-code).name})" if code < 0 else f"ended with exit code {code}"
    again = f"; go on with: archspec train --resume {shlex.quote(str(run))}" if run.exists() else ""
    click.echo(f"worker {failed} {how}, and with it the run{again}", err=True)
    return code if code > 0 else CALL_IS_WRONG
