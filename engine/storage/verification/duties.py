"""The clock's duties: what the stays and the clock's own entries lead to, against what is stored.

An attacker who removes a duty or moves its day silences a term; so the duties of every case are
planned again from its journal and followed through pauses, moves and the clock's deeds.
"""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import AuditKind, Stream, StreamKind
from engine.domain.calendar_rules import Setting
from engine.domain.definition import OnDue
from engine.storage.tables import CalendarRuleRow, DutyRow, JournalRow, RegionRow
from engine.storage.verification.calendars import Calendars
from engine.storage.verification.course import DutyEvent, Fired, events_of, place_of
from engine.storage.verification.finding import Finding
from engine.storage.verification.following import ExpectedDuty, Planner, follow
from engine.storage.verification.raw import GARBAGE, day_of, instant_of, raw, uuid_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection

    from engine.domain.definition import Definition
    from engine.domain.roles import Place

LAW = timedelta(hours=4)
"""By how much the law of a zone may move an instant that was planned before it changed."""

_TABLE = DutyRow.__tablename__


@dataclass(frozen=True, slots=True)
class _Stored:
    """A duty as it is stored."""

    id: UUID
    stage: str
    term: str
    kind: str
    move: str | None
    due_on: date
    due_at: datetime
    status: str
    retroactive: bool
    done_at: datetime | None
    outcome: str | None
    met_on: date | None

    @classmethod
    def of(cls, row: Any) -> _Stored:
        """The duty of a row; raises one of GARBAGE."""
        return cls(
            uuid_of(row.id),
            row.stage,
            row.term_code,
            row.kind,
            row.move,
            day_of(row.due_on),
            instant_of(row.due_at),
            row.status,
            bool(row.retroactive),
            None if row.done_at is None else instant_of(row.done_at),
            row.outcome,
            None if row.met_on is None else day_of(row.met_on),
        )


class Duties:
    """Follows each case through its journal, then compares its duties with the stored ones."""

    def __init__(
        self,
        findings: list[Finding],
        definitions: Mapping[str, Definition],
        calendars: Calendars,
    ) -> None:
        """Nothing followed yet."""
        self._findings = findings
        self._definitions = definitions
        self._calendars = calendars
        self._events: dict[UUID, list[DutyEvent]] = {}
        self._own: dict[UUID, dict[str, Any]] = {}
        self._zones: dict[UUID, str] = {}

    def entry(self, stream: Stream, seq: int, body: dict[str, Any]) -> None:
        """Take in what an entry of a case means for its duties, and the zones of the regions."""
        for table, row_id, values in body.get("rows", ()):
            if table == RegionRow.__tablename__ and "zone" in values:
                self._zones[UUID(row_id)] = values["zone"]
        if stream.kind is not StreamKind.CASE:
            return
        events = self._events.setdefault(stream.subject_id, [])
        own = self._own.setdefault(stream.subject_id, {})
        events.extend(events_of(seq, body, own, stream))

    def compare(self, connection: Connection, *, only: Stream | None) -> None:
        """Name every duty that was changed, removed or added."""
        if only is not None and only.kind is not StreamKind.CASE:
            return
        zones = _zones(connection) | self._zones
        # What follows from a chain that does not hold says nothing.
        ruled = only is not None and _are_ruled(connection)
        harmed = {finding.stream for finding in self._findings}
        stored = self._stored(connection, only)
        for case_id, events in self._events.items():
            rows = stored.pop(case_id, [])
            if str(Stream(StreamKind.CASE, case_id)) in harmed:
                continue
            try:
                place = place_of(self._own[case_id])
                zone = zones[UUID(self._own[case_id]["region_id"])]
                # A layer of the calendar is folded only where the whole journal is read; with a
                # rule for days off any term depends on it, so it is read for the one case too.
                calendars = _folded(connection, place) if ruled else self._calendars
                planner = Planner(calendars, place, zone, only is None or ruled)
                expected = follow(events, self._definitions, planner)
            except GARBAGE:
                # A definition, a region or an entry was harmed, and that has been told.
                continue
            self._match(case_id, expected, rows)
        for rows in stored.values():
            for row in rows:
                self._unknown(row)

    def _stored(self, connection: Connection, only: Stream | None) -> dict[UUID, list[_Stored]]:
        query = sa.select(*raw(*DutyRow.__table__.columns))
        if only is not None:
            query = query.where(DutyRow.case_id == only.subject_id)
        stored: dict[UUID, list[_Stored]] = defaultdict(list)
        for row in connection.execute(query):
            try:
                stored[uuid_of(row.case_id)].append(_Stored.of(row))
            except GARBAGE:
                self._findings.append(Finding("row_unknown", detail=f"{_TABLE} {row.id}"))
        return stored

    def _match(self, case_id: UUID, expected: list[ExpectedDuty], rows: list[_Stored]) -> None:
        unsure = {(one.stage, one.plan.term_code) for one in expected if not one.sure}
        left = []
        for one in sorted(expected, key=lambda one: not one.sure):
            met = next((row for row in rows if _is_met(one, row)), None)
            if met is None:
                left.append(one)
            else:
                rows.remove(met)
        for one in left:
            like = next((row for row in rows if _is_like(one, row)), None)
            if like is not None:
                rows.remove(like)
            code = "row_missing" if like is None else "state"
            self._find(code, case_id, one.seq, like.id if like else one.plan.term_code)
        for row in rows:
            # How many reminders go ahead of such a term is not known.
            if row.kind != OnDue.REMIND or (row.stage, row.term) not in unsure:
                self._unknown(row)

    def _unknown(self, row: _Stored) -> None:
        self._findings.append(Finding("row_unknown", detail=f"{_TABLE} {row.id}"))

    def _find(self, code: str, case_id: UUID, seq: int, what: object) -> None:
        stream = Stream(StreamKind.CASE, case_id)
        self._findings.append(Finding(code, str(stream), seq, f"{_TABLE} {what}"))


def _folded(connection: Connection, place: Place) -> Calendars:
    """The calendar of a place by the entries of its layers."""
    calendars = Calendars([])
    query = (
        sa.select(JournalRow.stream, JournalRow.subject_id, JournalRow.seq, JournalRow.body)
        .where(
            JournalRow.kind.in_([AuditKind.CALENDAR_CHANGED.value, AuditKind.CALENDAR_RULED.value]),
            sa.or_(
                JournalRow.stream == StreamKind.SYSTEM.value,
                JournalRow.subject_id == place.region_id,
            ),
        )
        .order_by(JournalRow.stream, JournalRow.seq)
    )
    for row in connection.execute(query):
        stream = Stream(StreamKind(row.stream), row.subject_id)
        calendars.entry(stream, row.seq, json.loads(bytes(row.body)))
    return calendars


def _are_ruled(connection: Connection) -> bool:
    """Whether a rule for days off was ever set, by what is stored."""
    day_off = CalendarRuleRow.setting == Setting.DAY_OFF.value
    return connection.execute(sa.select(sa.func.count()).where(day_off)).scalar_one() > 0


def _is_met(one: ExpectedDuty, row: _Stored) -> bool:
    """Whether a stored duty is the expected one."""
    plan = one.plan
    same = (row.move, row.due_on, row.retroactive) == (plan.move, plan.due_on, plan.retroactive)
    same = same and abs(row.due_at - plan.due_at) <= LAW
    alike = _is_like(one, row) and row.met_on == one.met_on
    return alike and (same or not one.sure) and _is_ended(one, row)


def _is_like(one: ExpectedDuty, row: _Stored) -> bool:
    """Whether a stored duty is of the same term."""
    own_id = not isinstance(one.fired, Fired) or row.id == one.fired.duty_id
    wanted = (one.stage, one.plan.term_code, one.plan.kind)
    return own_id and (row.stage, row.term, row.kind) == wanted


def _is_ended(one: ExpectedDuty, row: _Stored) -> bool:
    if one.ended is not None:
        return (row.status, row.outcome, row.done_at) == (one.status, *one.ended)
    if one.fired is not None:
        ended = ("done", one.fired.outcome, one.fired.at)
        return (row.status, row.outcome, row.done_at) == ended
    outcomes = _OUTCOMES.get(one.status, (None,))
    # Whether a term had passed when it was registered depends on its day.
    unsure = not one.sure and {row.status, one.status} == {"done", "open"}
    return unsure or (row.status == one.status and row.outcome in outcomes)


_OUTCOMES = {"cancelled": (None, "stage_left"), "done": ("retroactive",)}


def _zones(connection: Connection) -> dict[UUID, str]:
    zones = {}
    for row in connection.execute(sa.select(*raw(RegionRow.id, RegionRow.zone))):
        with suppress(*GARBAGE):
            zones[uuid_of(row.id)] = row.zone
    return zones
