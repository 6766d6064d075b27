"""What a picture says of a path beyond its shape: where a case stands, what is open, what changed.

Notes are finished words: the drawing has none of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class StageState(StrEnum):
    """How a stage stands to the case; `paused` is where a suspended case will go on."""

    HERE = "here"
    PASSED = "passed"
    AHEAD = "ahead"
    PAUSED = "paused"


class WayState(StrEnum):
    """How a way out of the present stage stands: open, open to another role, or closed."""

    OPEN = "open"
    WAITS = "waits"
    CLOSED = "closed"


class Change(StrEnum):
    """What happened to an element between two versions of a definition."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


class WayKey(NamedTuple):
    """A way as the picture has it: a move from one stage to another."""

    move: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class StageMark:
    """What is said of a stage; `note` stands under its title, `tip` is read with it."""

    state: StageState = StageState.AHEAD
    note: str = ""
    tip: str = ""
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class WayMark:
    """What is said of a way; `number` is that of its line beside the picture, 0 for none."""

    state: WayState | None = None
    taken: bool = False
    number: int = 0
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """Everything a picture is marked with; an element without a mark is plain."""

    stages: Mapping[str, StageMark] = field(default_factory=dict)
    ways: Mapping[WayKey, WayMark] = field(default_factory=dict)

    def of_stage(self, code: str) -> StageMark:
        """The mark of a stage."""
        return self.stages.get(code, _PLAIN_STAGE)

    def of_way(self, key: WayKey) -> WayMark:
        """The mark of a way."""
        return self.ways.get(key, _PLAIN_WAY)


_PLAIN_STAGE, _PLAIN_WAY = StageMark(), WayMark()
