"""The five roadmaps of the demonstration as files, and what a person read in three of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from workflows.roadmaps.readers.opening import read_path
from workflows.roadmaps.reading import Roadmap, read_roadmap

FOLDER = Path(__file__).parent / "seeds"
PRIMORSKY, SOCHI, PROGRAMME, KIROVSKY, SKOVORODINO = "000", "001", "002", "003", "004"
ALL = (PRIMORSKY, SOCHI, PROGRAMME, KIROVSKY, SKOVORODINO)
MEASURES = {PRIMORSKY: 14, SOCHI: 35, PROGRAMME: 21, KIROVSKY: 37, SKOVORODINO: 30}
WITH_TRUTH = (PRIMORSKY, SOCHI, SKOVORODINO)


def seed_path(seed: str, kind: str = "docx") -> Path:
    (path,) = FOLDER.glob(f"{seed}-*.{kind}")
    return path


def read_seed(seed: str, kind: str = "docx") -> Roadmap:
    return read_roadmap(read_path(seed_path(seed, kind)))


def truth(seed: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / "truth" / f"{seed}.json").read_text("utf-8"))
    return found


def codes(roadmap: Roadmap) -> dict[str, list[int | None]]:
    """The warnings by code, each with the measures it was raised for."""
    found: dict[str, list[int | None]] = {}
    for one in roadmap.warnings:
        found.setdefault(one.code.value, []).append(one.sequence)
    return found
