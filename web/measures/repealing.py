"""What a roadmap's page says of repealed orders: its own, and those that its document repeals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.domain.roadmaps.states import IN_FORCE
from engine.queries.roadmaps.repeals import read_repeals
from web.current import current_bench
from web.identity import current_actor

if TYPE_CHECKING:
    from uuid import UUID

    from engine.queries.roadmaps.repeals import OrderOfRoadmap


@dataclass(frozen=True, slots=True)
class RepealsHere:
    """The documents that repeal a roadmap's order, and the roadmaps whose orders it repeals."""

    by: tuple[OrderOfRoadmap, ...]
    of: tuple[OrderOfRoadmap, ...]

    @property
    def running(self) -> tuple[OrderOfRoadmap, ...]:
        """Those of them that are still worked on: their period has to be ended by hand."""
        return tuple(one for one in self.of if one.status in IN_FORCE)


def repeals_here(roadmap_id: UUID) -> RepealsHere:
    """Both ways, as far as the actor sees the other roadmap."""
    found = read_repeals(current_bench(), actor=current_actor())
    return RepealsHere(
        tuple(one.by for one in found if one.repealed.id == roadmap_id),
        tuple(one.repealed for one in found if one.by.id == roadmap_id),
    )
