"""Whose calendar is looked at: a region's own layer, or the federal one under all of them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from flask import flash, request
from flask_babel import gettext as _

from admin.views import ConsoleView
from engine.actions.recounting import RecountRequest, recount_terms
from engine.actions.roadmaps.recounting import RecountRoadmapRequest, recount_roadmap
from engine.domain.errors import EngineError, NotFound
from engine.domain.roles import Permission, Place
from engine.queries.managed import managed_regions
from engine.queries.scope import reading_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from admin.moves import Moves
    from engine.queries.roadmaps.moved import MovedRoadmap

FIRST_YEAR, LAST_YEAR = 2015, 2050
MOST_AT_ONCE = 500
"""Cases counted anew by one request; the page offers to go on with the rest."""

FEDERAL = "federal"


class LayerPages(ConsoleView):
    """What the pages of the calendar share."""

    def _layer(self, text: str | None) -> UUID | None:
        """The region whose layer is wanted; None is the federal one."""
        regions: dict[str, UUID] = {str(one.id): one.id for one in self._regions()}
        if text == FEDERAL:
            return None
        if not text:
            return next(iter(regions.values()), None)
        if text not in regions:
            raise NotFound
        return regions[text]

    def _regions(self) -> list[Any]:
        found = managed_regions(self.bench, Permission.EDIT_CALENDAR, actor=self.actor)
        return [one for one in found if one.whole]

    def _is_own(self, region_id: UUID | None) -> bool:
        places = self.actor.scopes(Permission.EDIT_CALENDAR, reading_day(self.bench.now()))
        return any(place.covers(Place(region_id)) for place in places)

    def _require_own(self, region_id: UUID | None) -> None:
        if not self._is_own(region_id):
            raise NotFound

    def _carry_out(self, moves: Moves) -> None:
        """One deed a case and a roadmap; what somebody moved on meanwhile has new terms already."""
        done = 0
        for case_id in moves.cases.case_ids[:MOST_AT_ONCE]:
            with suppress(EngineError):
                recount_terms(self.bench, RecountRequest(case_id), actor=self.actor)
                done += 1
        if done:
            flash(_("Сроки пересчитаны в делах: %(n)s.", n=done), "success")
        self._recount_roadmaps(moves.roadmaps)

    def _recount_roadmaps(self, moved: Iterable[MovedRoadmap]) -> None:
        done = 0
        for one in moved:
            with suppress(EngineError):
                recount_roadmap(self.bench, RecountRoadmapRequest(one.id), actor=self.actor)
                done += 1
        if done:
            flash(_("Сроки мероприятий пересчитаны в дорожных картах: %(n)s.", n=done), "success")

    def _year(self) -> int:
        text = request.values.get("year") or request.form.get("day", "")[:4]
        this = reading_day(self.bench.now()).year
        year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else this  # noqa: PLR2004
        return min(max(year, FIRST_YEAR), LAST_YEAR)
