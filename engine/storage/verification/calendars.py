"""The working calendar as the journal gives it, at any instant; the stored days against it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import AuditKind, Stream, StreamKind
from engine.domain.calendar import CalendarDay, CalendarLayer, WorkingCalendar
from engine.domain.calendar_rules import (
    CalendarRule,
    Setting,
    rule_change_from,
    rules_at,
    with_rule,
)
from engine.storage.tables import CalendarDayRow
from engine.storage.verification.finding import Finding
from engine.storage.verification.raw import GARBAGE, day_of, instant_of, raw, uuid_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection

    from engine.domain.roles import Place

UNSURE = timedelta(minutes=2)
"""Deeds on different streams have no order but their clocks, which may differ by so much."""

_Days = dict[date, bool | None]
_Rules = tuple[CalendarRule, ...]


class Calendars:
    """Folds the changes of each layer; no region names the federal one."""

    def __init__(self, findings: list[Finding]) -> None:
        """Nothing folded yet."""
        self._findings = findings
        self._versions: dict[UUID | None, list[tuple[datetime, _Days]]] = {}
        self._last: dict[UUID | None, tuple[Stream, int]] = {}
        self._rules: dict[UUID | None, list[tuple[datetime, _Rules]]] = {}

    def entry(self, stream: Stream, seq: int, body: dict[str, Any]) -> None:
        """Take in a change of a layer, of its days or of its rules."""
        region_id = stream.subject_id if stream.kind is StreamKind.REGION else None
        if body["event"] == AuditKind.CALENDAR_RULED:
            ruled = self._rules.setdefault(region_id, [])
            change = rule_change_from(seq, body["fields"])
            rules = with_rule(ruled[-1][1] if ruled else (), change.rule)
            ruled.append((instant_of(body["at"]), rules))
        if body["event"] != AuditKind.CALENDAR_CHANGED:
            return
        versions = self._versions.setdefault(region_id, [])
        days = dict(versions[-1][1]) if versions else {}
        days |= {date.fromisoformat(day): working for day, working in body["fields"]["days"]}
        versions.append((instant_of(body["at"]), days))
        self._last[region_id] = (stream, seq)

    def around(self, place: Place, at: datetime) -> list[WorkingCalendar]:
        """Each calendar that a deed of the instant may have read."""
        return [
            WorkingCalendar(
                (CalendarLayer("federal", federal), CalendarLayer("region", own)),
                rules_at((*above, *rules), place),
            )
            for federal in self._layers(None, at)
            for own in self._layers(place.region_id, at)
            for above in _around(self._rules.get(None, ()), at)
            for rules in _around(self._rules.get(place.region_id, ()), at)
        ]

    def at(self, place: Place, at: datetime) -> WorkingCalendar:
        """The calendar of the instant by the clocks alone."""
        federal, own = self._layer(None, at), self._layer(place.region_id, at)
        known = [
            [rules for since, rules in self._rules.get(one, ()) if since <= at]
            for one in (None, place.region_id)
        ]
        rules = rules_at((one for said in known if said for one in said[-1]), place)
        layers = (CalendarLayer("federal", federal), CalendarLayer("region", own))
        return WorkingCalendar(layers, rules)

    @property
    def moves_terms(self) -> bool:
        """Whether a rule for days off was ever set: then days off may move any term."""
        ruled = (rules for versions in self._rules.values() for _, rules in versions)
        return any(one.setting is Setting.DAY_OFF for rules in ruled for one in rules)

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


def _around(versions: Sequence[tuple[datetime, _Rules]], at: datetime) -> list[_Rules]:
    known: list[_Rules] = [()]
    for since, rules in versions:
        if since <= at + UNSURE:
            known = [rules] if since < at - UNSURE else [*known, rules]
    return known


_TABLE = CalendarDayRow.__tablename__
