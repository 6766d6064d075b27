"""The clock of the story: goes through working hours of past days, for each case on its own."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from workflows.calendars import federal_calendar

OPENS, HOURS = time(9), timedelta(hours=7)
PACE = 0.03
"""Which part of the time that is left goes by between two readings."""


class StoryClock:
    """Stands where it is told; between two days it goes on with every reading, and never back."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant
        self._days: list[date] = []
        self._left = 1.0
        self._zone = ZoneInfo("Europe/Moscow")

    def __call__(self) -> datetime:
        """The present instant, a little later than at the reading before."""
        self._left *= 1 - PACE
        self._instant = max(self._instant + timedelta(milliseconds=1), self._reached())
        return self._instant

    def stand(self, instant: datetime) -> None:
        """Stand at an instant, also a former one: another case's story begins."""
        self._instant, self._days = instant, []

    def work(self, first: date, last: date, zone: str) -> None:
        """Go through the working hours from the first day to the last in a region's zone."""
        self._zone, self._left = ZoneInfo(zone), 1.0
        self._days = working_days(first, last)

    def wait(self, day: date) -> None:
        """Go on from a day that has to be waited for."""
        last = self._days[-1] if self._days else day
        self._days, self._left = working_days(day, max(day, last)), 1.0

    def _reached(self) -> datetime:
        if not self._days:
            return self._instant
        place = (1 - self._left) * len(self._days)
        opening = datetime.combine(self._days[int(place)], OPENS, tzinfo=self._zone)
        return (opening + HOURS * (place % 1)).astimezone(UTC)


def working_days(first: date, last: date) -> list[date]:
    """The working days between two days; where there is none, the last day itself."""
    calendar = federal_calendar()
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if calendar.is_working(day)] or [max(first, last)]
