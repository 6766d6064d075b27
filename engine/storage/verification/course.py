"""What the entries of a case's journal mean for the clock's duties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.domain.audit import AuditKind, Stream
from engine.domain.definition import OnDue
from engine.domain.roles import Place
from engine.domain.succession.forms import DutyStep, duty_steps
from engine.storage.verification.raw import instant_of
from engine.storage.verification.stays import own_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TOLD = {
    AuditKind.CASE_MOVED: (OnDue.MOVE, "moved"),
    AuditKind.TERM_ESCALATED: (OnDue.ESCALATE, "escalated"),
    AuditKind.TERM_REMINDED: (OnDue.REMIND, "reminded"),
}
_PASSAGES = (AuditKind.CASE_MIGRATED, AuditKind.CASE_RESTORED)


@dataclass(frozen=True, slots=True)
class Entered:
    """An entry of a case that enters a stage, and where the case stood before."""

    seq: int
    at: datetime
    digest: str
    stage: str
    day: date
    former: str | None
    former_day: date | None
    resume: str | None
    returns_on: date | None = None


@dataclass(frozen=True, slots=True)
class Fired:
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
class Met:
    """An entry that closes terms of the stage because what they are about is done."""

    seq: int
    at: datetime
    day: date
    terms: frozenset[str]
    outcome = "met"


@dataclass(frozen=True, slots=True)
class Recounted:
    """An entry that moved open terms after the calendar had changed: term, former day, new day."""

    days: tuple[tuple[str, date, date], ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """An entry by which a case went over to another version, or came back; it names its duties.

    `entered` is the stay that it begins, `back_to` the place of the one that it goes back to.
    """

    seq: int
    steps: tuple[DutyStep, ...]
    entered: Entered | None = None
    back_to: int | None = None


DutyEvent = Entered | Fired | Met | Passed | Recounted


def place_of(own: Mapping[str, Any]) -> Place:
    """Where a case lies, by the values of its row."""
    names = ("region_id", "municipality_id", "school_id")
    return Place(*(UUID(own[name]) if own.get(name) else None for name in names))


def events_of(
    seq: int, body: dict[str, Any], own: dict[str, Any], stream: Stream
) -> Iterator[DutyEvent]:
    """What an entry of a case means for its duties; `own` is the case's row and is brought on."""
    at = instant_of(body["at"])
    fields = body.get("fields", {})
    if "duty" in fields and body["event"] in _TOLD:
        kind, outcome = _TOLD[body["event"]]
        if "move" in fields:
            kind, outcome = OnDue.MOVE, "refused"
        day = date.fromisoformat(fields["due_on"])
        folded = tuple(UUID(one) for one in fields.get("folded", ()))
        yield Fired(seq, at, UUID(fields["duty"]), fields["term"], day, kind, outcome, folded)
    if body["event"] == AuditKind.TERM_MET:
        yield Met(seq, at, date.fromisoformat(body["on"]), frozenset(fields["terms"]))
    if body["event"] == AuditKind.TERM_RECOUNTED:
        days = ((term, *map(date.fromisoformat, both)) for term, *both in fields["days"])
        yield Recounted(tuple(days))
    passes = body["event"] in _PASSAGES
    for values in own_values(stream, body):
        place = values.get("stage_entered_revision")
        entered = None
        if place == seq:
            entered = _entered(seq, at, body.get("def", ""), own, values)
        if passes:
            steps = tuple(duty_steps(fields.get("duties", ())))
            yield Passed(seq, steps, entered, None if place == seq else place)
        elif entered is not None:
            yield entered
        own |= values


def _entered(
    seq: int, at: datetime, digest: str, own: Mapping[str, Any], values: Mapping[str, Any]
) -> Entered:
    former_day = own.get("stage_entered_on")
    return Entered(
        seq,
        at,
        digest,
        values["stage"],
        date.fromisoformat(values["stage_entered_on"]),
        own.get("stage"),
        date.fromisoformat(former_day) if former_day else None,
        own.get("resume_stage"),
        _returns_on(own, values),
    )


def _returns_on(own: Mapping[str, Any], values: Mapping[str, Any]) -> date | None:
    """The day named for the return: by this entry, or still by the one before."""
    named = values.get("returns_on", own.get("returns_on"))
    return date.fromisoformat(named) if named else None
