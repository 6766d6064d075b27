"""What of a change of the calendar moves: terms of cases, and of measures of roadmaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.domain.canonical import canonical_bytes, sha256_hex
from engine.queries.recounting import MovedCases, moved_cases
from engine.queries.roadmaps.moved import MovedRoadmap, moved_roadmaps

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from engine.domain.calendar import CalendarDay
    from engine.domain.calendar_rules import CalendarRule
    from engine.domain.roles import Actor
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Moves:
    """The cases and the roadmaps of which terms fall on other days."""

    cases: MovedCases
    roadmaps: tuple[MovedRoadmap, ...]

    @property
    def some(self) -> bool:
        """Whether anything moves."""
        return bool(self.cases.case_ids or self.roadmaps)

    @property
    def occurrences(self) -> int:
        """How many terms of measures move."""
        return sum(one.occurrences for one in self.roadmaps)

    @property
    def told(self) -> str:
        """What of the moving terms is shown, so that more of them are shown again."""
        cases = sorted(str(one) for one in self.cases.case_ids)
        roadmaps = sorted([str(one.id), one.occurrences] for one in self.roadmaps)
        return sha256_hex(canonical_bytes([cases, roadmaps]))


def behind_of(bench: Workbench, region_id: UUID | None, *, roadmaps: bool, actor: Actor) -> Moves:
    """What was counted by a former calendar; roadmaps, with all their terms, only if asked for."""
    if roadmaps:
        return moves_of(bench, region_id, actor=actor)
    return Moves(moved_cases(bench, region_id, actor=actor), ())


def moves_of(
    bench: Workbench,
    region_id: UUID | None,
    days: Sequence[CalendarDay] = (),
    rule: CalendarRule | None = None,
    *,
    actor: Actor,
) -> Moves:
    """What days or a rule would move; without either, what was counted by a former calendar."""
    cases = moved_cases(bench, region_id, days, rule, actor=actor)
    return Moves(cases, tuple(moved_roadmaps(bench, region_id, days, rule)))
