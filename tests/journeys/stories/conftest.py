"""Each story is told twice: at a desk, and on a telephone.

On each screen a demonstration of its own is served to all stories, for what a story changed cannot
be changed again; each story takes schools of its own.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.served import COMMAND, NARROW, WIDE, Visitor, copy_of, served

Command = Callable[..., str]


@pytest.fixture(scope="package", params=[WIDE, NARROW], ids=["desktop", "phone"])
def screen(request: pytest.FixtureRequest) -> dict[str, int]:
    """The size of the screen everybody of a story sits at: of the package, to be served once."""
    size: dict[str, int] = request.param
    return size


@pytest.fixture
def visit(visit: Callable[..., Visitor], screen: dict[str, int]) -> Callable[..., Visitor]:
    """Let somebody sit down at that screen; a telephone is touched."""

    def begin(**options: Any) -> Visitor:
        return visit(**{"viewport": screen, "has_touch": screen == NARROW, **options})

    return begin


@pytest.fixture(scope="package")
def place(
    screen: dict[str, int], built_demonstration: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder of the demonstration that is served to those at that screen."""
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
