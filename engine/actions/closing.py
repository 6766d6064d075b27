"""Closing the terms whose subject is done, in the transaction of the deed that made it so.

A term says what is to be done by a day. Once that holds nobody is reminded of it, and it is not
late, however long the case still stands in the stage. It stays closed: a thing done in time was
done in time, whatever comes later; what a move requires is asked anew with the move.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from engine.domain.audit import AuditKind
from engine.domain.requirements import Attempt, evaluate
from engine.domain.situation import DocumentStatus
from engine.domain.succession import OWED
from engine.storage.changes import Change, Update
from engine.storage.duties import StayDuty, duties_of_stay
from engine.storage.journal import record
from engine.storage.situations import read_situation
from engine.storage.tables import DutyRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from engine.actions.casework import CaseWork
    from engine.domain.definition import StageTerm
    from engine.domain.situation import Situation

_HANDED_IN = (DocumentStatus.SUBMITTED, DocumentStatus.APPROVED)


def close_met_terms(work: CaseWork) -> bool:
    """Close what is met of the open terms of the stage; `work` holds the case as it is now."""
    state = work.locked.state
    duties = duties_of_stay(work.transaction, state.id)
    waiting = {one.term_code for one in duties if one.met_on is None}
    terms = [
        term
        for term in work.locked.definition.closable.get(state.stage, ())
        if term.code in waiting
    ]
    owed = {code for code in waiting if code.startswith(OWED)}
    if not terms and not owed:
        return False
    situation = read_situation(work.transaction, work.locked, work.situation.today)
    fresh = replace(work, situation=situation)
    met = {term.code for term in terms if _holds(fresh, term)}
    met |= owed & {OWED + kind for kind in _brought(situation)}
    if met:
        _close(fresh, duties, met)
    return bool(met)


def _brought(situation: Situation) -> Iterator[str]:
    """The kinds of documents that were brought in this round."""
    for one in situation.documents:
        if one.status in _HANDED_IN and one.round == situation.case.round:
            yield one.kind


def _holds(work: CaseWork, term: StageTerm) -> bool:
    if term.met_by is None:
        return False
    # Nobody makes a move: a definition that asks who makes it here is not published.
    attempt = Attempt("", work.actor.account_id, frozenset())
    return not evaluate(term.met_by, work.bench.facts, work.situation, attempt).unmet


def _close(work: CaseWork, duties: Iterable[StayDuty], met: set[str]) -> None:
    """One entry for all that is met: its duties are done, and the case is due by the others."""
    closed = [one for one in duties if one.term_code in met]
    left = [one.due_on for one in duties if one.term_code not in met and one.met_on is None]
    before = work.locked.state.stage_due_on
    due_on: date | None = min(left, default=None)
    changes: list[Change] = []
    for one in closed:
        values: dict[str, Any] = {"met_on": work.today}
        if one.is_open:
            values |= {"status": "done", "outcome": "met", "done_at": work.at}
        changes.append(Update(DutyRow, {"id": one.id}, values))
    draft = work.draft(AuditKind.TERM_MET, fields={"terms": sorted(met)})
    record(
        work.transaction,
        work.locked.head,
        draft,
        changes,
        case_values={"stage_due_on": due_on},
        case_before={"stage_due_on": before},
    )
