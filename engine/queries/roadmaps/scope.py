"""Which roadmaps an actor may see: those of his places, above them, and below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.domain.errors import NotFound
from engine.domain.roles import Permission
from engine.queries.scope import reading_day
from engine.storage.tables import RoadmapRow

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement

    from engine.domain.roles import Actor, Place
    from engine.workbench import Workbench


def visible_roadmaps(
    actor: Actor, today: date, permission: Permission = Permission.READ_ROADMAP
) -> ColumnElement[bool]:
    """A school sees the roadmaps of its municipality and of its region."""
    conditions = [_meeting(place) for place in actor.scopes(permission, today)]
    return sa.or_(*conditions) if conditions else sa.false()


def _meeting(place: Place) -> ColumnElement[bool]:
    """Roadmaps whose place lies at, above or below this one."""
    bounds: list[ColumnElement[bool]] = []
    if place.region_id is not None:
        bounds.append(RoadmapRow.region_id == place.region_id)
    if place.municipality_id is not None:
        own = RoadmapRow.municipality_id == place.municipality_id
        bounds.append(sa.or_(RoadmapRow.municipality_id.is_(None), own))
    return sa.and_(*bounds) if bounds else sa.true()


def require_writing(bench: Workbench, place: Place, actor: Actor) -> None:
    """Refuse whoever may not take in roadmaps of the place; it answers like an absent one."""
    today = reading_day(bench.now())
    if not any(one.covers(place) for one in actor.scopes(Permission.WRITE_ROADMAP, today)):
        raise NotFound
