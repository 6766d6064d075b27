"""Roadmaps and their measures that answer to a search, as far as the actor sees the roadmap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.roadmaps.states import MeasureStatus
from engine.queries.naming import has_word, is_numbered
from engine.storage.tables import MeasureRow, MunicipalityRow, RegionRow, RoadmapRow

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.engine import Connection

    from engine.domain.search_keys import OrderWords

_CALLED = ("мероприят", "пункт")
LOOKED_AT = 500
"""Roadmaps in sight whose measures are looked through, the newest periods first."""


def find_roadmaps(
    connection: Connection,
    words: tuple[str, ...],
    asked: OrderWords,
    sight: ColumnElement[bool],
    *,
    most: int,
) -> list[Row[Any]]:
    """Roadmaps by the words of their title, or by the number and the day of their order."""
    ways = [sa.and_(*(has_word(RoadmapRow.search_key, word) for word in words))] if words else []
    by_order = _by_order(asked)
    if by_order:
        ways.append(sa.and_(*by_order))
    if not ways:
        return []
    query = (
        sa.select(
            RoadmapRow.id,
            RoadmapRow.title,
            RoadmapRow.number,
            RoadmapRow.signed_on,
            RoadmapRow.period_start,
            RoadmapRow.period_end,
            RoadmapRow.status,
            _WHERE.label("place"),
        )
        .select_from(_PLACED)
        .where(sight, sa.or_(*ways))
        .order_by(RoadmapRow.period_start.desc(), RoadmapRow.title, RoadmapRow.id)
        .limit(most)
    )
    return list(connection.execute(query))


def find_measures(
    connection: Connection, words: tuple[str, ...], sight: ColumnElement[bool], *, most: int
) -> list[Row[Any]]:
    """Measures that answer to all the words by their own title or number, or their roadmap's.

    Not all of the words may be the roadmap's: that is found by itself.
    """
    # Who knows the number says «мероприятие» of whatever has one.
    words = tuple(word for word in words if not word.startswith(_CALLED))
    if not words:
        return []
    near = (
        sa.select(RoadmapRow.id)
        .where(sight)
        .order_by(RoadmapRow.period_start.desc(), RoadmapRow.id)
        .limit(LOOKED_AT)
    )
    own = [_is_measure(word) for word in words]
    theirs = [has_word(RoadmapRow.search_key, word) for word in words]
    query = (
        sa.select(
            MeasureRow.row_key,
            MeasureRow.number,
            MeasureRow.title,
            MeasureRow.task,
            MeasureRow.actors,
            RoadmapRow.id.label("roadmap_id"),
            RoadmapRow.title.label("roadmap"),
            _WHERE.label("place"),
        )
        .select_from(_PLACED.join(MeasureRow, MeasureRow.roadmap_id == RoadmapRow.id))
        .where(
            RoadmapRow.id.in_(near),
            MeasureRow.status == MeasureStatus.OPEN.value,
            sa.or_(*own),
            *(sa.or_(*ways) for ways in zip(own, theirs, strict=True)),
        )
        .order_by(RoadmapRow.period_start.desc(), RoadmapRow.id, MeasureRow.sequence, MeasureRow.id)
        .limit(most)
    )
    return list(connection.execute(query))


_PLACED = sa.join(RoadmapRow, RegionRow, RegionRow.id == RoadmapRow.region_id).outerjoin(
    MunicipalityRow, MunicipalityRow.id == RoadmapRow.municipality_id
)
_WHERE = sa.func.coalesce(MunicipalityRow.title, RegionRow.title)


def _is_measure(word: str) -> ColumnElement[bool]:
    """By a word of the title, or by the number as printed: «12», «12.» and «п. 12» are one."""
    named = has_word(MeasureRow.search_key, word)
    if not word.isdecimal():
        return named
    return sa.or_(named, sa.func.rtrim(MeasureRow.number, ". ") == word)


def _by_order(asked: OrderWords) -> list[ColumnElement[bool]]:
    if not (asked.numbers or asked.signed_on):
        return []
    conditions: list[ColumnElement[bool]] = [
        has_word(RoadmapRow.search_key, word) for word in asked.words
    ]
    if asked.numbers:
        key = RoadmapRow.number_key
        conditions.append(sa.or_(*(is_numbered(key, number) for number in asked.numbers)))
    if asked.signed_on is not None:
        conditions.append(RoadmapRow.signed_on == asked.signed_on)
    return conditions
