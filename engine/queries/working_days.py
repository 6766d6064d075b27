"""How many working days a place has until a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from engine.storage.calendars import calendar_of
from engine.storage.database import Reader, reading

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from engine.domain.roles import Place
    from engine.workbench import Workbench


def working_days_until(
    bench: Workbench, place: Place, today: date, days: Iterable[date]
) -> dict[date, int]:
    """Of each day the working days after today and up to it; none of a day that is over."""
    wanted = sorted({day for day in days if day >= today})
    if not wanted:
        return {}
    with reading(bench.database) as connection:
        calendar = calendar_of(Reader(bench.database, connection), place)
    left, day, counted = {}, today, 0
    for last in wanted:
        while day < last:
            day += timedelta(days=1)
            counted += calendar.is_working(day)
        left[last] = counted
    return left
