"""Commands as processes of their own that need not import the product first.

Run as a script, this is a process that has imported every command and waits: for each line of JSON
it is sent, it forks, and the child becomes `marshrut` with that environment, words and files.
What a command then does is what it always does; only the second that importing takes is saved.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

SECONDS = 90


class Nursery:
    """The waiting process, as the tests see it."""

    def __init__(self) -> None:
        """Start it; it ends with the process that started it, when its input does."""
        # In a session of its own there is no terminal that a command could ask for a password.
        self.process = subprocess.Popen(
            (sys.executable, "-P", __file__),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(
        self, words: Sequence[str], env: Mapping[str, str], text: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "0").write_text(text, encoding="utf-8")
            order = {"words": [*words], "env": {**env}, "folder": name, "at": str(Path.cwd())}
            self.process.stdin.write(json.dumps(order) + "\n")
            self.process.stdin.flush()
            code = int(self.process.stdout.readline())
            said = [(folder / number).read_text(encoding="utf-8") for number in "12"]
        return subprocess.CompletedProcess(words, code, *said)


@cache
def nursery() -> Nursery:
    """The one of this process."""
    return Nursery()


def _wait_for_orders() -> None:
    cli = import_module("web.cli")
    for place in cli.COMMANDS.values():
        import_module(place.partition(":")[0])
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _become(cli.main, json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _become(command: Callable[[], None], order: dict[str, Any]) -> None:
    code: object = 70
    try:
        signal.alarm(SECONDS)
        _open_files(Path(order["folder"]))
        os.environ.clear()
        os.environ.update(order["env"])
        os.chdir(order["at"])
        sys.argv = ["marshrut", *order["words"]]
        command()
    except SystemExit as ended:
        code = ended.code
    except BaseException:  # noqa: BLE001 - the test sees it among what was said
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 0)


def _open_files(folder: Path) -> None:
    writing = os.O_WRONLY | os.O_CREAT
    for number, flags in ((0, os.O_RDONLY), (1, writing), (2, writing)):
        os.dup2(os.open(folder / str(number), flags), number)
    # What the waiting process read ahead is not the child's to read.
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - closed with the process


if __name__ == "__main__":
    _wait_for_orders()
