"""The working calendar as the journal gives it, at any instant; the stored days against it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import AuditKind, Stream, StreamKind
from engine.domain.calendar import CalendarDay, CalendarLayer, WorkingCalendar
from engine.storage.tables import CalendarDayRow
from engine.storage.verification.finding import Finding
from engine.storage.verification.raw import GARBAGE, day_of, instant_of, raw, uuid_of

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

UNSURE = timedelta(minutes=2)
"""Deeds on different streams have no order but their clocks, which may differ by so much."""

_Days = dict[date, bool | None]


class Calendars:
    """Folds the changes of each layer; no region names the federal one."""

    def __init__(self, findings: list[Finding]) -> None:
        """Nothing folded yet."""
        self._findings = findings
        self._versions: dict[UUID | None, list[tuple[datetime, _Days]]] = {}
        self._last: dict[UUID | None, tuple[Stream, int]] = {}

    def entry(self, stream: Stream, seq: int, body: dict[str, Any]) -> None:
        """Take in a change of a layer."""
        if body["event"] != AuditKind.CALENDAR_CHANGED:
            return
        region_id = stream.subject_id if stream.kind is StreamKind.REGION else None
        versions = self._versions.setdefault(region_id, [])
        days = dict(versions[-1][1]) if versions else {}
        days |= {date.fromisoformat(day): working for day, working in body["fields"]["days"]}
        versions.append((instant_of(body["at"]), days))
        self._last[region_id] = (stream, seq)

    def around(self, region_id: UUID, at: datetime) -> list[WorkingCalendar]:
        """Each calendar that a deed of the instant may have read."""
        return [
            WorkingCalendar((CalendarLayer("federal", federal), CalendarLayer("region", own)))
            for federal in self._layers(None, at)
            for own in self._layers(region_id, at)
        ]

    def at(self, region_id: UUID, at: datetime) -> WorkingCalendar:
        """The calendar of the instant by the clocks alone."""
        federal, own = self._layer(None, at), self._layer(region_id, at)
        return WorkingCalendar((CalendarLayer("federal", federal), CalendarLayer("region", own)))

    def _layer(self, region_id: UUID | None, at: datetime) -> tuple[CalendarDay, ...]:
        known = [days for since, days in self._versions.get(region_id, ()) if since <= at]
        return tuple(CalendarDay(day, works) for day, works in known[-1].items()) if known else ()

    def _layers(self, region_id: UUID | None, at: datetime) -> list[tuple[CalendarDay, ...]]:
        known: list[_Days] = [{}]
        for since, days in self._versions.get(region_id, ()):
            if since <= at + UNSURE:
                known = [days] if since < at - UNSURE else [*known, days]
        return [tuple(CalendarDay(day, works) for day, works in days.items()) for days in known]

    def compare(self, connection: Connection, *, only: Stream | None) -> None:
        """Name every layer whose stored days are not those of the journal."""
        if only is not None and not self._versions:
            return
        stored: dict[UUID | None, _Days] = {}
        columns = (CalendarDayRow.region_id, CalendarDayRow.day, CalendarDayRow.working)
        for row in connection.execute(sa.select(*raw(*columns))):
            try:
                region_id = None if row.region_id is None else uuid_of(row.region_id)
                working = None if row.working is None else bool(row.working)
                stored.setdefault(region_id, {})[day_of(row.day)] = working
            except GARBAGE:
                self._findings.append(Finding("row_unknown", detail=_TABLE))
        for region_id in stored.keys() | self._versions.keys():
            versions = self._versions.get(region_id)
            if versions and stored.get(region_id) != versions[-1][1]:
                stream, seq = self._last[region_id]
                self._findings.append(Finding("state", str(stream), seq, _TABLE))
            elif not versions and only is None:
                self._findings.append(Finding("row_unknown", detail=f"{_TABLE} {region_id}"))


_TABLE = CalendarDayRow.__tablename__
