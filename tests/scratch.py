"""Where tests put what they throw away: in memory where there is plenty, else the usual folder.

Every test has databases of its own and commits in earnest, so on a disk a third of the time goes
into writing what nobody reads again. What a killed process leaves behind is the same in both. A
`TMPDIR` that somebody has set is left alone. Loaded as a pytest plugin by tests/conftest.py.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")
ROOM = 4 << 30
"""Bytes that a folder in memory must have left, and as much again the machine."""


def roomy_memory() -> str | None:
    """The folder that lies in memory, where it has room and programs may be run from it."""
    try:
        state = os.statvfs(MEMORY)
    except OSError:
        return None
    free = state.f_bavail * state.f_frsize
    fitting = free >= ROOM and memory_left() >= 2 * ROOM and not state.f_flag & os.ST_NOEXEC
    return str(MEMORY) if fitting and os.access(MEMORY, os.W_OK | os.X_OK) else None


def memory_left() -> int:
    """Bytes that the machine could still give to somebody."""
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    known = dict(line.split(":", 1) for line in lines)
    return int(known["MemAvailable"].split()[0]) << 10


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_cmdline_main(config: pytest.Config):
    """Name the folder before anybody asks for it; workers and their children inherit it."""
    if hasattr(config, "workerinput") or "TMPDIR" in os.environ or not (found := roomy_memory()):
        return (yield)
    os.environ["TMPDIR"] = tempfile.tempdir = found
    try:
        return (yield)
    finally:
        del os.environ["TMPDIR"]
        tempfile.tempdir = None
