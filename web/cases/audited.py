"""What auditors found on a case, as its card and «Мои школы» show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.domain.audit_findings import (
    ANSWERS,
    AuditFinding,
    FindingStatus,
    findings_of,
)
from engine.domain.roles import Permission
from engine.domain.situation import RecordFact, RecordKind
from engine.queries.working_days import working_days_until
from web.current import current_bench
from web.wording.audited import owed_text, step_title
from web.wording.grammar import counted, numbered
from web.wording.titles import record_status

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from sqlalchemy import Row

    from engine.domain.roles import Actor
    from engine.queries.cases import CaseCard
    from engine.queries.past_case import PastRecord
    from engine.queries.standing import Standing

ISSUE, ANSWER = Permission.ISSUE_FINDING.value, Permission.ANSWER_FINDING.value


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding: what was found, by when, every word since; what this reader may say next."""

    found: AuditFinding
    number: str
    status: str
    text: str
    late: bool
    left: str
    said: tuple[tuple[Row[Any], str], ...]
    answers: tuple[tuple[str, str], ...]
    verdicts: tuple[tuple[str, str], ...]

    @property
    def form(self) -> str:
        """The name of the form of the next word."""
        return f"finding-{self.found.key}"


def audited_of(card: CaseCard, today: date, may: Collection[str]) -> tuple[FindingLine, ...]:
    """The findings of a case, those that are not settled first."""
    found = findings_of(card.situation.records)
    days = [one.due_on for one in found if one.due_on and not one.settled]
    left = working_days_until(current_bench(), card.situation.case.place, today, days)
    lines = (_line(one, card, today, left, may) for one in found)
    return tuple(sorted(lines, key=lambda one: (one.found.settled, -int(one.found.key))))


def _line(
    found: AuditFinding,
    card: CaseCard,
    today: date,
    left: dict[date, int],
    may: Collection[str],
) -> FindingLine:
    kind = RecordKind.FINDING.value
    words = [row for row in card.records if row.kind == kind and row.key == found.key]
    words.sort(key=lambda row: row.revision)
    steps = found.steps_on(today)
    days = left.get(found.due_on) if found.due_on else None
    return FindingLine(
        found,
        numbered(found.key),
        record_status(kind, found.status.value),
        words[0].note if words else "",
        found.late_on(today),
        "" if days is None else counted(days, "рабочий день|рабочих дня|рабочих дней"),
        tuple((row, record_status(kind, row.status)) for row in words),
        _titles(one for one in steps if one in ANSWERS) if ANSWER in may else (),
        _titles(one for one in steps if one not in ANSWERS) if ISSUE in may else (),
    )


@dataclass(frozen=True, slots=True)
class PastFinding:
    """A finding that was open on a day of the past: what was found, and the last word on it."""

    found: AuditFinding
    number: str
    status: str
    text: str
    late: bool


def open_findings(records: Sequence[PastRecord], day: date) -> tuple[PastFinding, ...]:
    """The findings of a case that were not settled on a day, by what was written then."""
    kind = RecordKind.FINDING
    words = [one for one in records if one.kind == kind.value]
    facts = (
        RecordFact(
            one.id,
            kind,
            one.key,
            one.status,
            one.round,
            one.happened_on,
            one.author_id,
            one.author_role,
            revision=one.revision,
            due_on=one.due_on,
        )
        for one in words
    )
    first = {one.key: one.note for one in sorted(words, key=lambda one: -one.revision)}
    return tuple(
        PastFinding(
            found,
            numbered(found.key),
            record_status(kind.value, found.status.value),
            first[found.key],
            found.late_on(day),
        )
        for found in findings_of(facts)
        if not found.settled
    )


def _titles(steps: Any) -> tuple[tuple[str, str], ...]:
    return tuple((one.value, step_title(one.value)) for one in steps)


def owed_on(standing: Standing, actor: Actor) -> tuple[str, ...]:
    """What the reader owes on the findings of a case: an answer, or a look at one."""
    answers = actor.allows(Permission.ANSWER_FINDING, standing.roles)
    judges = actor.allows(Permission.ISSUE_FINDING, standing.roles)
    owed = []
    for one in findings_of(standing.situation.records):
        late = one.late_on(standing.today)
        executed = one.status is FindingStatus.EXECUTED
        if not one.settled and ((judges and (executed or late)) or (answers and not executed)):
            owed.append(owed_text(one.key, one.status.value, one.due_on, late=late))
    return tuple(owed)
