"""One served demonstration for all stories; each story takes schools of its own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.served import COMMAND, copy_of, served

Command = Callable[..., str]


@pytest.fixture(scope="package")
def place(built_demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demonstration that is served."""
    return copy_of(built_demonstration, tmp_path_factory)


@pytest.fixture(scope="package")
def site(place: Path) -> Iterator[str]:
    """The address of that demonstration, with the clock running beside it."""
    with served(place) as address:
        yield address


@pytest.fixture
def command(place: Path) -> Command:
    """Give a command of the console on the demonstration; what it says."""

    def run(*words: str) -> str:
        surroundings = {**os.environ, "MARSHRUT_DEMO": "1", "MARSHRUT_DATA_DIR": str(place)}
        ended = subprocess.run(
            (COMMAND, *words), capture_output=True, text=True, env=surroundings, check=False
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    return run
