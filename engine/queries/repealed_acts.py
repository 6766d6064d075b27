"""What of the calendar rests on an order that is repealed: its acts name it by number and day."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.search_keys import number_key
from engine.queries.repealed_orders import NamedOrder, repealed_by_name
from engine.queries.scope import reading_day, visible_cases
from engine.storage.database import reading
from engine.storage.tables import CalendarDayRow, CalendarRuleRow, SchoolQuarterRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection

    from engine.domain.roles import Actor
    from engine.workbench import Workbench

_ORDER = re.compile(r"№\s*(?P<number>[^\s,;]+)\s+от\s+(?P<day>\d{2}\.\d{2}\.\d{4})")


@dataclass(frozen=True, slots=True)
class RepealedAct:
    """An act of a region's calendar that names a repealed order, and how much rests on it."""

    region_id: UUID
    act: str
    successor: NamedOrder | None
    days: int = 0
    rules: int = 0
    quarters: int = 0


def repealed_acts(bench: Workbench, *, actor: Actor) -> list[RepealedAct]:
    """The acts of the calendar that name an order repealed in a case in sight, by their words.

    An order is named as «№ 120 от 31.03.2023»; it is one of the same region.
    """
    sight = visible_cases(actor, reading_day(bench.now()))
    with reading(bench.database) as connection:
        orders = repealed_by_name(connection, [sight])
        regions = {region_id for region_id, _, _ in orders}
        named = Counter(_entries(connection, regions)) if regions else Counter()
    found: dict[tuple[UUID, str], dict[str, Any]] = {}
    for (region_id, act, kind), number in named.items():
        keys = [(region_id, *one) for one in _orders_in(act)]
        key = next((one for one in keys if one in orders), None)
        if key is not None:
            known = found.setdefault((region_id, act), {"successor": orders[key]})
            known[kind] = number
    return [RepealedAct(*place, **values) for place, values in sorted(found.items(), key=str)]


def _entries(connection: Connection, regions: set[UUID]) -> Iterator[tuple[UUID, str, str]]:
    """The region, the act and the kind of every entry of these regions' calendars."""
    # What was taken back rests on nothing any more.
    tables = (
        (CalendarDayRow, "days", CalendarDayRow.working.is_not(None)),
        (CalendarRuleRow, "rules", CalendarRuleRow.value.is_not(None)),
        (SchoolQuarterRow, "quarters", sa.true()),
    )
    for table, kind, stands in tables:
        query = sa.select(table.region_id, table.act).where(
            table.region_id.in_(regions), table.act.contains("№"), stands
        )
        for row in connection.execute(query):
            yield row.region_id, row.act, kind


def _orders_in(act: str) -> Iterator[tuple[str, date]]:
    """The orders an act names, by the key of their number and their day."""
    for match in _ORDER.finditer(act):
        day, month, year = map(int, match["day"].split("."))
        try:
            yield number_key(match["number"]), date(year, month, day)
        except ValueError:
            continue
