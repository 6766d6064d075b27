"""Running processes together: they start together and stop together."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import click

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
    with log.open("ab") as output:
        running = [
            subprocess.Popen(command, process_group=0, stdout=output, stderr=output)  # noqa: S603
            for command in commands
        ]
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
