"""Whose calendar is looked at: a region's own layer, or the federal one under all of them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from flask import flash, request
from flask_babel import gettext as _

from admin.views import ConsoleView
from engine.actions.roadmaps.recounting import RecountRoadmapRequest, recount_roadmap
from engine.domain.errors import EngineError, NotFound
from engine.domain.roles import Permission, Place
from engine.queries.managed import managed_regions
from engine.queries.roadmaps.moved import moved_roadmaps
from engine.queries.scope import reading_day

if TYPE_CHECKING:
    from uuid import UUID

FIRST_YEAR, LAST_YEAR = 2015, 2050
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

    def _recount_roadmaps(self, region_id: UUID | None) -> None:
        """One deed a roadmap whose open terms fall on other days by the calendar of now."""
        done = 0
        for moved in moved_roadmaps(self.bench, region_id):
            with suppress(EngineError):
                recount_roadmap(self.bench, RecountRoadmapRequest(moved.id), actor=self.actor)
                done += 1
        if done:
            flash(_("Сроки мероприятий пересчитаны в дорожных картах: %(n)s.", n=done), "success")

    def _year(self) -> int:
        text = request.values.get("year") or request.form.get("day", "")[:4]
        this = reading_day(self.bench.now()).year
        year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else this  # noqa: PLR2004
        return min(max(year, FIRST_YEAR), LAST_YEAR)
