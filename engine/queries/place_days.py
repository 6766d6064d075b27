"""The calendar of a place and the quarters its region has set, by which terms are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.storage.calendars import calendar_of
from engine.storage.database import Reader, reading
from engine.storage.quarters import quarters_of

if TYPE_CHECKING:
    from engine.domain.calendar import Span, WorkingCalendar
    from engine.domain.roles import Place
    from engine.workbench import Workbench


def days_of_place(bench: Workbench, place: Place) -> tuple[WorkingCalendar, tuple[Span, ...]]:
    """The working days of a place and every quarter its region has set, in their order."""
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        return calendar_of(reader, place), quarters_of(reader, place.region_id)
