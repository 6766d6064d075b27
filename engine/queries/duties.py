"""The terms of cases as the pages show them: what is due, when, and what is late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.definition import OnDue
from engine.storage.duties import of_the_stay
from engine.storage.tables import CaseRow, DutyRow, SpellRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.engine import Connection


@dataclass(frozen=True, slots=True)
class DueTerm:
    """A term of the stage a case stands in, or of the one it was suspended from (`paused`).

    `kind` is what happens on the day; `acts_at` when the clock acts next, None when it has nothing
    more to do; `outcome` what came of its last act, if any; `attempts` counts failed tries;
    `met_on` the day on which what it is about was done.
    """

    case_id: UUID
    term_code: str
    kind: OnDue
    move: str | None
    due_on: date
    acts_at: datetime | None
    outcome: str | None
    attempts: int
    paused: bool
    met_on: date | None = None

    def late_on(self, today: date) -> bool:
        """Whether the day of the term is over, seen from a day in the region's zone."""
        return not self.paused and self.met_on is None and self.due_on < today


def duties_of(connection: Connection, case_ids: Iterable[UUID]) -> dict[UUID, tuple[DueTerm, ...]]:
    """The terms of each case by day; a case without terms is not there.

    A term whose reminder or escalation was sent stays, for its day may be over and the case still
    in the stage. Terms that had passed before the entry was registered raise no alarm: left out.
    """
    return terms_of(connection.execute(_of_cases(case_ids)))


def terms_of(rows: Iterable[Any]) -> dict[UUID, tuple[DueTerm, ...]]:
    """The acts of terms, in the order of their days and instants, as terms by case."""
    acts: dict[tuple[UUID, str, date], list[Any]] = {}
    for row in rows:
        acts.setdefault((row.case_id, row.term_code, row.due_on), []).append(row)
    terms: dict[UUID, tuple[DueTerm, ...]] = {}
    for (case_id, _, _), same in acts.items():
        terms[case_id] = (*terms.get(case_id, ()), _term(same))
    return terms


def _term(rows: list[Any]) -> DueTerm:
    """The acts of one term as one line; they come in the order of their instants."""
    on_the_day = next((row for row in rows if row.kind != OnDue.REMIND.value), rows[-1])
    ahead = [row.due_at for row in rows if row.status == "open"]
    done = [row.outcome for row in rows if row.status == "done"]
    return DueTerm(
        case_id=on_the_day.case_id,
        term_code=on_the_day.term_code,
        kind=OnDue(on_the_day.kind),
        move=on_the_day.move,
        due_on=on_the_day.due_on,
        acts_at=min(ahead, default=None),
        outcome=done[-1] if done else None,
        attempts=max(row.attempts for row in rows),
        paused=any(row.status == "paused" for row in rows),
        met_on=max((row.met_on for row in rows if row.met_on is not None), default=None),
    )


def _of_cases(case_ids: Iterable[UUID]) -> sa.Select[*tuple[Any, ...]]:
    stay = sa.and_(SpellRow.case_id == CaseRow.id, SpellRow.seq == CaseRow.stage_entered_revision)
    return (
        sa.select(*_COLUMNS)
        .join(CaseRow, CaseRow.id == DutyRow.case_id)
        .join(SpellRow, stay)
        .where(
            DutyRow.case_id.in_(list(case_ids)),
            sa.or_(DutyRow.status == "paused", of_the_stay()),
        )
        .order_by(DutyRow.due_on, DutyRow.term_code, DutyRow.due_at, DutyRow.id)
    )


_COLUMNS = (
    DutyRow.case_id,
    DutyRow.term_code,
    DutyRow.kind,
    DutyRow.move,
    DutyRow.due_on,
    DutyRow.due_at,
    DutyRow.status,
    DutyRow.outcome,
    DutyRow.attempts,
    DutyRow.met_on,
)
