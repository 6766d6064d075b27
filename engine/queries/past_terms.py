"""The terms of a case as they stood by a place of its journal: what the clock then waited for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import AuditKind, Stream, StreamKind
from engine.domain.definition import Definition, OnDue
from engine.domain.terms import TermKind
from engine.queries.duties import DueTerm, terms_of
from engine.storage.definitions import definition_of
from engine.storage.past import KeptEntry, read_chain
from engine.storage.tables import DefinitionRow
from engine.storage.verification.calendars import Calendars
from engine.storage.verification.course import events_of, place_of
from engine.storage.verification.following import ExpectedDuty, Planner, follow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Row

    from engine.domain.calendar import WorkingCalendar
    from engine.domain.roles import Place
    from engine.storage.database import Reader


@dataclass(frozen=True, slots=True)
class _Act:
    """An act of the clock by the names that `terms_of` reads."""

    case_id: UUID
    term_code: str
    kind: OnDue
    move: str | None
    due_on: date
    due_at: datetime
    status: str
    outcome: str | None
    met_on: date | None
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class _ByTheClocks:
    """The calendar as it had been set by an instant; each instant has one."""

    calendars: Calendars

    def around(self, place: Place, at: datetime) -> list[WorkingCalendar]:
        return [self.calendars.at(place, at)]


def past_terms(
    reader: Reader, line: Row[Any], entries: list[KeptEntry], stage: str
) -> tuple[DueTerm, ...]:
    """The terms of the stage the case stood in after the last of the entries, by day."""
    stream, own = Stream(StreamKind.CASE, line.id), dict[str, Any]()
    events = [event for one in entries for event in events_of(one.seq, one.body, own, stream)]
    definitions = _definitions(reader, entries)
    calendars = _calendars(reader, line.region_id, definitions.values())
    place = place_of(own)
    planner = Planner(_ByTheClocks(calendars), place, line.zone, calendar_known=True)
    entered_at = _entry_of(entries, own["stage_entered_revision"]).at
    shown = [
        one
        for one in follow(events, definitions, planner)
        if one.status == "paused" or (one.stage == stage and _is_shown(one, entered_at))
    ]
    shown.sort(key=lambda one: (one.plan.due_on, one.plan.term_code, one.plan.due_at))
    return terms_of(_act(line.id, one) for one in shown).get(line.id, ())


def _is_shown(duty: ExpectedDuty, entered_at: datetime) -> bool:
    """Open, or done by the clock in this stay; what had passed beforehand raises no alarm."""
    if duty.status == "open":
        return True
    done = duty.fired is not None and duty.fired.at >= entered_at
    return duty.status == "done" and done and not duty.plan.retroactive


def _act(case_id: UUID, duty: ExpectedDuty) -> _Act:
    plan, outcome = duty.plan, duty.fired.outcome if duty.fired else None
    return _Act(
        case_id,
        plan.term_code,
        plan.kind,
        plan.move,
        plan.due_on,
        plan.due_at,
        duty.status,
        outcome,
        duty.met_on,
    )


def _entry_of(entries: list[KeptEntry], seq: int) -> KeptEntry:
    return next(one for one in entries if one.seq == seq)


def _definitions(reader: Reader, entries: Iterable[KeptEntry]) -> dict[str, Definition]:
    """The versions the entries were written under, by digest."""
    digests = {one.body["def"] for one in entries if one.body.get("def")}
    query = (
        sa.select(DefinitionRow.digest, DefinitionRow.id)
        .where(DefinitionRow.digest.in_(digests))
        .order_by(DefinitionRow.id)
    )
    rows = reader.connection.execute(query).all()
    return {row.digest: definition_of(reader, row.id) for row in rows}


def _calendars(reader: Reader, region_id: UUID, definitions: Iterable[Definition]) -> Calendars:
    """The layers of the calendar by the journal.

    The days are unread where no term counts working days and no rule moves a term.
    """
    calendars = Calendars([])
    _fold(calendars, reader, region_id, AuditKind.CALENDAR_RULED)
    terms = [term for one in definitions for stage in one.stages for term in stage.terms]
    if calendars.moves_terms or any(term.due.kind is TermKind.WORKING_DAYS for term in terms):
        _fold(calendars, reader, region_id, AuditKind.CALENDAR_CHANGED)
    return calendars


def _fold(calendars: Calendars, reader: Reader, region_id: UUID, event: AuditKind) -> None:
    installation = reader.database.keyring.installation_id
    for kind, subject in ((StreamKind.SYSTEM, installation), (StreamKind.REGION, region_id)):
        stream = Stream(kind, subject)
        for entry in read_chain(reader.connection, stream, event):
            calendars.entry(stream, entry.seq, entry.body)
