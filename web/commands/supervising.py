"""Running processes together: they start together and stop together."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import click

LIFELINE = "MARSHRUT_LIFELINE"
"""Names the open end of a pipe; when the other end goes, whoever started this process has died."""

PATIENCE = 20.0
"""Seconds a process has to stop before it is killed."""

_TICK = 0.2


class _Asked:
    """Whether somebody asked to stop."""

    def __init__(self) -> None:
        self.stop = False

    def __call__(self, _number: int, _frame: object) -> None:
        self.stop = True


def run_together(commands: Sequence[Sequence[str]], log: Path, ready: Callable[[], bool]) -> int:
    """Run until a signal comes or one of them ends; the exit code. What they say goes to the log.

    `ready` is asked until it says yes. The children stand in groups of their own, so that Ctrl-C
    reaches this process alone, which stops them in order.
    """
    asked = _Asked()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, asked)
    running = _start(commands, log)
    announced = False
    try:
        while not asked.stop and all(process.poll() is None for process in running):
            announced = announced or ready()
            time.sleep(_TICK)
    finally:
        _stop(running)
    if asked.stop:
        click.echo("Остановлено.")
        return 0
    click.echo(f"Один из процессов завершился сам; остановлено всё. Журнал работы: {log}", err=True)
    return 1


def stop_with_parent() -> None:
    """Stop as if told to, when the process that started this one has died without a word."""
    held = os.environ.pop(LIFELINE, "")
    if held:
        threading.Thread(target=_wait_for_end, args=(int(held),), daemon=True).start()


def _wait_for_end(lifeline: int) -> None:
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def _start(commands: Sequence[Sequence[str]], log: Path) -> list[subprocess.Popen[bytes]]:
    # The writing end is never closed: it goes when this process does, however it ends.
    held, _ = os.pipe()
    environ = {**os.environ, LIFELINE: str(held)}
    with log.open("ab") as output:
        return [
            subprocess.Popen(  # noqa: S603 - commands of our own
                command,
                process_group=0,
                stdout=output,
                stderr=output,
                env=environ,
                pass_fds=(held,),
            )
            for command in commands
        ]


def answers(url: str) -> bool:
    """Whether a page of this machine answers well."""
    try:
        with urlopen(url, timeout=2) as response:  # noqa: S310 - an address made by ourselves
            return bool(response.status == 200)  # noqa: PLR2004 - the status of a good answer
    except (URLError, HTTPException, OSError):
        return False


def _stop(running: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in running:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in running:
        try:
            process.wait(max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        # A server that was killed leaves its workers behind, in the group it was started in.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
