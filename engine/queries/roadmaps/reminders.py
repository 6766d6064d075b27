"""How authorities are reminded of measures, for those who may set it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from engine.domain.roles import Actor, Permission, Place
from engine.queries.scope import reading_day
from engine.storage.database import Reader, reading
from engine.storage.reminding import own_rule, rule_of
from engine.storage.tables import MunicipalityRow, RegionRow

if TYPE_CHECKING:
    from engine.domain.roadmaps.reminding import ReminderRule
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class ReminderPlace:
    """An authority and its rule; `own` says that it has set one itself."""

    place: Place
    authority_id: UUID
    title: str
    rule: ReminderRule
    own: bool


def reminder_places(bench: Workbench, *, actor: Actor) -> list[ReminderPlace]:
    """The authorities whose reminders the actor may set, each once, by title."""
    places = {
        Place(one.region_id, one.municipality_id)
        for one in actor.scopes(Permission.APPROVE_ROADMAP, reading_day(bench.now()))
        if one.school_id is None and one.region_id is not None
    }
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        found = [_place(reader, one) for one in places]
    return sorted(found, key=lambda one: (one.title, str(one.authority_id)))


def _place(reader: Reader, place: Place) -> ReminderPlace:
    row = RegionRow if place.municipality_id is None else MunicipalityRow
    authority_id = place.municipality_id or place.region_id
    if authority_id is None:
        raise LookupError(place)
    title = reader.connection.execute(sa.select(row.title).where(row.id == authority_id))
    own = own_rule(reader, authority_id) is not None
    return ReminderPlace(place, authority_id, title.scalar_one(), rule_of(reader, place), own)
