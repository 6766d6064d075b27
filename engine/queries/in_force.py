"""Which version of a path is meant: the newest, or the one in force on a day."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from engine.domain.terms import local_day
from engine.queries.scope import READING_ZONE
from engine.storage.definitions import is_kept, starts_on
from engine.storage.tables import DefinitionRow, RegionRow

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection


def is_newest() -> ColumnElement[bool]:
    """Versions that no newer one follows: what is changed next. Retired ones do not count."""
    newer = aliased(DefinitionRow)
    followed = sa.exists().where(
        newer.stream_id == DefinitionRow.stream_id,
        newer.version > DefinitionRow.version,
        is_kept(newer),
    )
    return sa.and_(is_kept(), ~followed)


def is_in_force(day: ColumnElement[date]) -> ColumnElement[bool]:
    """Versions on which cases begin on the day: of the latest first day, of those the newest."""
    later = aliased(DefinitionRow)
    first, others = starts_on(), starts_on(later)
    same_day = sa.and_(others == first, later.version > DefinitionRow.version)
    taken_over = sa.exists().where(
        later.stream_id == DefinitionRow.stream_id,
        is_kept(later),
        others <= day,
        sa.or_(others > first, same_day),
    )
    return sa.and_(is_kept(), first <= day, ~taken_over)


def region_days(connection: Connection, now: datetime) -> ColumnElement[date]:
    """Today by the clocks of each row's region; for the base, and outside regions, Moscow's.

    The query it is put into has the region beside the version.
    """
    zones: dict[date, list[str]] = defaultdict(list)
    for zone in connection.scalars(sa.select(RegionRow.zone).distinct()):
        zones[local_day(now, zone)].append(zone)
    moscow = local_day(now, READING_ZONE)
    others = {day: among for day, among in zones.items() if day != moscow}
    whole = sa.literal(moscow, type_=sa.Date())
    if not others:
        return whole
    return sa.case(
        *(
            (RegionRow.zone.in_(among), sa.literal(day, type_=sa.Date()))
            for day, among in others.items()
        ),
        else_=whole,
    )
