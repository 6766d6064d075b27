"""The clock's duties: what the stays and the clock's own entries lead to, against what is stored.

An attacker who removes a duty or moves its day silences a term; so the duties of every case are
planned again from its journal and followed through pauses, moves and the clock's deeds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import AuditKind, Stream, StreamKind
from engine.domain.definition import OnDue, StageKind
from engine.domain.duties import PlannedDuty, consequence_of, plan_duties
from engine.domain.terms import TermKind, local_day
from engine.storage.tables import DutyRow, RegionRow
from engine.storage.verification.finding import Finding
from engine.storage.verification.raw import GARBAGE, day_of, instant_of, raw, uuid_of
from engine.storage.verification.stays import own_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection

    from engine.domain.definition import Definition, Stage
    from engine.storage.verification.calendars import Calendars

LAW = timedelta(hours=4)
"""By how much the law of a zone may move an instant that was planned before it changed."""

_TABLE = DutyRow.__tablename__
_TOLD = {
    AuditKind.CASE_MOVED: (OnDue.MOVE, "moved"),
    AuditKind.TERM_ESCALATED: (OnDue.ESCALATE, "escalated"),
    AuditKind.TERM_REMINDED: (OnDue.REMIND, "reminded"),
}


@dataclass(frozen=True, slots=True)
class _Entered:
    """An entry of a case that enters a stage, and where the case stood before."""

    seq: int
    at: datetime
    digest: str
    stage: str
    day: date
    former: str | None
    former_day: date | None
    resume: str | None


@dataclass(frozen=True, slots=True)
class _Fired:
    """An entry that the clock made for a duty; `folded` are earlier reminders it told of too."""

    seq: int
    at: datetime
    duty_id: UUID
    term: str
    due_on: date
    kind: OnDue
    outcome: str
    folded: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class _Met:
    """An entry that closes terms of the stage because what they are about is done."""

    seq: int
    at: datetime
    day: date
    terms: frozenset[str]
    outcome = "met"


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


@dataclass(slots=True)
class _Expected:
    """A duty as it must be; its days are not `sure` where the calendar of then is not."""

    seq: int
    stage: str
    plan: PlannedDuty
    status: str
    sure: bool = True
    fired: _Fired | _Met | None = None
    met_on: date | None = None

    def is_met_by(self, row: _Stored) -> bool:
        """Whether a stored duty is this one."""
        plan = self.plan
        same = (row.move, row.due_on, row.retroactive) == (
            plan.move,
            plan.due_on,
            plan.retroactive,
        )
        same = same and abs(row.due_at - plan.due_at) <= LAW
        alike = self.is_like(row) and row.met_on == self.met_on
        return alike and (same or not self.sure) and self._is_ended_by(row)

    def is_like(self, row: _Stored) -> bool:
        """Whether a stored duty is of the same term."""
        own_id = not isinstance(self.fired, _Fired) or row.id == self.fired.duty_id
        wanted = (self.stage, self.plan.term_code, self.plan.kind)
        return own_id and (row.stage, row.term, row.kind) == wanted

    def _is_ended_by(self, row: _Stored) -> bool:
        if self.fired is not None:
            ended = ("done", self.fired.outcome, self.fired.at)
            return (row.status, row.outcome, row.done_at) == ended
        outcomes = _OUTCOMES.get(self.status, (None,))
        # Whether a term had passed when it was registered depends on its day.
        unsure = not self.sure and {row.status, self.status} == {"done", "open"}
        return unsure or (row.status == self.status and row.outcome in outcomes)


_OUTCOMES = {"cancelled": (None, "stage_left"), "done": ("retroactive",)}


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
        self._events: dict[UUID, list[_Entered | _Fired | _Met]] = {}
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
        at = instant_of(body["at"])
        fields = body.get("fields", {})
        if "duty" in fields and body["event"] in _TOLD:
            kind, outcome = _TOLD[body["event"]]
            if "move" in fields:
                kind, outcome = OnDue.MOVE, "refused"
            day = date.fromisoformat(fields["due_on"])
            duty_id = UUID(fields["duty"])
            folded = tuple(UUID(one) for one in fields.get("folded", ()))
            events.append(_Fired(seq, at, duty_id, fields["term"], day, kind, outcome, folded))
        if body["event"] == AuditKind.TERM_MET:
            day = date.fromisoformat(body["on"])
            events.append(_Met(seq, at, day, frozenset(fields["terms"])))
        own = self._own.setdefault(stream.subject_id, {})
        for values in own_values(stream, body):
            if values.get("stage_entered_revision") == seq:
                events.append(_entered(seq, at, body.get("def", ""), own, values))
            own |= values

    def compare(self, connection: Connection, *, only: Stream | None) -> None:
        """Name every duty that was changed, removed or added."""
        if only is not None and only.kind is not StreamKind.CASE:
            return
        zones = _zones(connection) | self._zones
        # What follows from a chain that does not hold says nothing.
        harmed = {finding.stream for finding in self._findings}
        stored = self._stored(connection, only)
        for case_id, events in self._events.items():
            rows = stored.pop(case_id, [])
            if str(Stream(StreamKind.CASE, case_id)) in harmed:
                continue
            try:
                region_id = UUID(self._own[case_id]["region_id"])
                # A layer of the calendar is folded only where the whole journal is read.
                planner = _Planner(self._calendars, region_id, zones[region_id], only is None)
                expected = self._follow(events, planner)
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

    def _follow(
        self, events: Iterable[_Entered | _Fired | _Met], planner: _Planner
    ) -> list[_Expected]:
        expected: list[_Expected] = []
        entered: _Entered | None = None
        for event in events:
            if isinstance(event, _Fired):
                _fire(expected, event)
                continue
            if isinstance(event, _Met):
                _meet(expected, event, entered)
                continue
            entered = event
            stages = self._definitions[event.digest].stage_by_code
            stage = stages[event.stage]
            paused = event.former is not None and stages[event.former].kind is StageKind.PAUSE
            if stage.kind is StageKind.PAUSE:
                _turn(expected, "open", "paused")
                expected += planner.planned(event, stage)
                continue
            _turn(expected, "open", "cancelled")
            if paused and event.stage == event.resume:
                _resume(expected, event)
            else:
                _turn(expected, "paused", "cancelled")
                expected += planner.planned(event, stage)
        return expected

    def _match(self, case_id: UUID, expected: list[_Expected], rows: list[_Stored]) -> None:
        unsure = {(one.stage, one.plan.term_code) for one in expected if not one.sure}
        left = []
        for one in sorted(expected, key=lambda one: not one.sure):
            met = next((row for row in rows if one.is_met_by(row)), None)
            if met is None:
                left.append(one)
            else:
                rows.remove(met)
        for one in left:
            like = next((row for row in rows if one.is_like(row)), None)
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


@dataclass(frozen=True, slots=True)
class _Planner:
    """Plans the duties of the cases of a region."""

    calendars: Calendars
    region_id: UUID
    zone: str
    calendar_known: bool

    def planned(self, event: _Entered, stage: Stage) -> Iterator[_Expected]:
        """What entering the stage set; of a term that days off may have moved, its own duty."""
        calendars = self.calendars.around(self.region_id, event.at)
        today = local_day(event.at, self.zone)
        plans = {
            plan_duties(stage, event.day, self.zone, calendar, today=today)
            for calendar in calendars
        }
        sure = self.calendar_known and len(plans) == 1
        unsure = {
            term.code: term.on_due
            for term in stage.terms
            if term.due.kind is TermKind.WORKING_DAYS and not sure
        }
        for plan in next(iter(plans)):
            silent = consequence_of(plan.kind, retroactive=plan.retroactive) is None
            status = "done" if silent else "open"
            if plan.term_code not in unsure:
                yield _Expected(event.seq, stage.code, plan, status)
            elif plan.kind is unsure[plan.term_code] is not OnDue.REMIND:
                yield _Expected(event.seq, stage.code, plan, status, sure=False)


def _entered(
    seq: int, at: datetime, digest: str, own: Mapping[str, Any], values: Mapping[str, Any]
) -> _Entered:
    former_day = own.get("stage_entered_on")
    return _Entered(
        seq,
        at,
        digest,
        values["stage"],
        date.fromisoformat(values["stage_entered_on"]),
        own.get("stage"),
        date.fromisoformat(former_day) if former_day else None,
        own.get("resume_stage"),
    )


def _fire(expected: list[_Expected], event: _Fired) -> None:
    """The open duties that the clock's entry tells of, the earliest where several would do."""
    alike = [
        one
        for one in expected
        if one.status == "open"
        and (one.plan.term_code, one.plan.kind) == (event.term, event.kind)
        and (one.plan.due_on == event.due_on or not one.sure)
    ]
    told = [replace(event, duty_id=one, outcome="folded") for one in event.folded]
    alike.sort(key=lambda one: one.plan.due_at)
    for one, deed in zip(alike, [*told, event], strict=False):
        one.status, one.fired = "done", deed


def _meet(expected: list[_Expected], event: _Met, entered: _Entered | None) -> None:
    """The duties of the stay whose terms were met: the open ones end with it."""
    for one in expected:
        if entered is None or one.stage != entered.stage or one.plan.term_code not in event.terms:
            continue
        if one.status == "open":
            one.status, one.fired = "done", event
        elif one.fired is None or one.fired.at < entered.at:
            continue
        one.met_on = event.day


def _turn(expected: list[_Expected], status: str, into: str) -> None:
    for one in expected:
        if one.status == status:
            one.status = into


def _resume(expected: list[_Expected], event: _Entered) -> None:
    """The clocks stood still while the case was suspended."""
    still = timedelta(days=max((event.day - (event.former_day or event.day)).days, 0))
    for one in expected:
        if one.status == "paused":
            plan = one.plan
            one.plan = replace(plan, due_on=plan.due_on + still, due_at=plan.due_at + still)
            one.status = "open"


def _zones(connection: Connection) -> dict[UUID, str]:
    zones = {}
    for row in connection.execute(sa.select(*raw(RegionRow.id, RegionRow.zone))):
        with suppress(*GARBAGE):
            zones[uuid_of(row.id)] = row.zone
    return zones
