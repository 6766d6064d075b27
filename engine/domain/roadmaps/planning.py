"""Who has to do what of a roadmap, and how often: the occurrences of all its measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from engine.domain.roadmaps.occurrences import Occurrence, plan_occurrences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from engine.domain.roadmaps.occurrences import Ground
    from engine.domain.roadmaps.terms import Term

SCHOOL = "school"


def done_by_schools(level: str) -> bool:
    """Whether each school of the roadmap does a measure of this level."""
    return SCHOOL in level.split("+")


@dataclass(frozen=True, slots=True)
class PlannedMeasure:
    """A measure as it is planned: `level` names who does it, joined by `+` where several do."""

    id: UUID
    level: str
    terms: tuple[Term, ...]

    @property
    def by_schools(self) -> bool:
        """Whether each school of the roadmap does it."""
        return done_by_schools(self.level)

    @property
    def by_authority(self) -> bool:
        """Whether it is done once, by those it names."""
        return self.level != SCHOOL


@dataclass(frozen=True, slots=True)
class Planned:
    """One occurrence of a measure, of a school or of the authority."""

    measure_id: UUID
    school_id: UUID | None
    occurrence: Occurrence


def plan_roadmap(
    measures: Iterable[PlannedMeasure], schools: Sequence[UUID], ground: Ground
) -> Iterator[Planned]:
    """Every occurrence, in the order of the measures; a school's measure once for each school.

    A school's measure of a roadmap without schools is planned once, for the authority: nothing
    is dropped.
    """
    for measure in measures:
        occurrences = plan_occurrences(measure.terms, ground)
        for school_id in doers(measure, schools):
            for one in occurrences:
                yield Planned(measure.id, school_id, one)


def doers(measure: PlannedMeasure, schools: Sequence[UUID]) -> list[UUID | None]:
    """Whose a measure is: each school's, the authority's (None), or both."""
    own: list[UUID | None] = [*schools] if measure.by_schools else []
    return [None, *own] if measure.by_authority or not own else own
