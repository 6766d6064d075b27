"""Judging one case by a plan of succession; pure.

The impact report, the dry run and the run ask here and nowhere else, so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from engine.domain.definition import Definition, OnDue, StageKind
from engine.domain.recounting import counted_from
from engine.domain.succession.plan import PaperPolicy, SuccessionPlan
from engine.domain.succession.rules import Passage, blocked_moves, missing_papers
from engine.domain.succession.terms import Carried, Clock, carry_terms, open_days
from engine.domain.succession.verdict import (
    OWED,
    DutyChange,
    DutyFact,
    DutyState,
    Fate,
    Missing,
    Outcome,
    Standing,
    TermFate,
    Verdict,
)
from engine.domain.terms import day_ends

if TYPE_CHECKING:
    from uuid import UUID

    from engine.domain.recounting import Stay
    from engine.domain.requirements import FactCatalogue
    from engine.domain.situation import CaseState, Situation


def judge_succession(
    plan: SuccessionPlan,
    old: Definition,
    new: Definition,
    facts: FactCatalogue,
    standing: Standing,
) -> Verdict:
    """What becomes of a case that is pinned to `old` when the plan is carried out today."""
    state = standing.situation.case
    verdict = Verdict(Outcome.READY, old.digest, state.stage)
    if old.digest == new.digest:
        return replace(verdict, outcome=Outcome.DONE)
    if standing.closed:
        return replace(verdict, outcome=Outcome.CLOSED)
    unmapped = tuple(one for one in _stages(state) if plan.stage_of.get(one) is None)
    if unmapped:
        return replace(verdict, outcome=Outcome.UNMAPPED, unmapped=unmapped)
    return _judge_mapped(Passage(plan, old, new, facts), standing, verdict)


def _stages(state: CaseState) -> tuple[str, ...]:
    return (state.stage, state.resume_stage) if state.resume_stage else (state.stage,)


def _judge_mapped(passage: Passage, standing: Standing, verdict: Verdict) -> Verdict:
    plan, state = passage.plan, standing.situation.case
    target, resume = plan.stage_of[state.stage], state.resume_stage
    resumes = (resume, plan.stage_of[resume]) if resume else None
    situation = _by_new(standing.situation, passage.new, target, resumes)
    missing = missing_papers(passage, situation, standing.stays)
    verdict = replace(verdict, target=target, resumes=resumes, missing=missing)
    if missing and plan.papers is PaperPolicy.BLOCK:
        return replace(verdict, outcome=Outcome.BLOCKED)
    parts = [_carry(passage, one, missing) for one in _hands(passage, standing)]
    return replace(
        verdict,
        terms=tuple(one for part in parts for one in part.terms),
        duties=tuple(one for part in parts for one in part.duties),
        due_on=_due_on(passage, standing, parts[-1]),
        blocked=blocked_moves(passage, situation, state.stage),
        ends=tuple(_ending(plan, standing.situation)),
    )


def _by_new(
    situation: Situation, new: Definition, target: str, resumes: tuple[str, str] | None
) -> Situation:
    """The case as it will stand by the new version; another stage is entered today."""
    case = replace(
        situation.case,
        definition_digest=new.digest,
        stage=target,
        resume_stage=resumes[1] if resumes else None,
    )
    seen = replace(situation, case=case, vocabulary=new.vocabulary)
    if target == situation.case.stage:
        return seen
    case = replace(case, stage_entered_on=max(situation.today, case.stage_entered_on))
    return replace(seen, case=case, stage_entered_revision=case.revision + 1)


@dataclass(frozen=True, slots=True)
class _Hand:
    """A stage whose terms run or stand still, and its duties; `leads` where the case is due by it.

    A suspended case has two: the pause, and the stage that it was suspended from.
    """

    clock: Clock
    duties: tuple[DutyFact, ...]
    leads: bool


def _hands(passage: Passage, standing: Standing) -> Iterator[_Hand]:
    """The one that leads comes last."""
    state, today = standing.situation.case, standing.situation.today
    paused = passage.old.stage_by_code[state.stage].kind is StageKind.PAUSE
    if not paused or state.resume_stage is None:
        yield _hand(passage, standing, standing.stays, today, leads=True)
        return
    yield _hand(passage, standing, standing.stays, today)
    # What stands still is counted to the day it was stopped.
    stopped = standing.stays[-1].entered_on
    yield _hand(passage, standing, standing.stays[:-1], stopped, status="paused", leads=True)


def _hand(
    passage: Passage,
    standing: Standing,
    stays: tuple[Stay, ...],
    day: date,
    *,
    status: str = "open",
    leads: bool = False,
) -> _Hand:
    stage = stays[-1].stage
    first, still = counted_from(passage.old, stays)
    clock = Clock(
        passage.old.stage_by_code[stage],
        passage.new.stage_by_code[passage.plan.stage_of[stage]],
        first.entered_on,
        still,
        max(day, first.entered_on),
        status,
        standing.zone,
        standing.calendar,
    )
    duties = (one for one in standing.duties if one.state.stage == stage)
    return _Hand(clock, tuple(_of_stay(duties, status, first.entered_at, first.entered_on)), leads)


def _of_stay(
    duties: Iterable[DutyFact], status: str, since: datetime, entered_on: date
) -> Iterator[DutyFact]:
    """What goes on, and what was done since the stage was entered, though it be over by now.

    What had passed before the entry was registered has no instant, only its day.
    """
    for one in duties:
        state = one.state
        done = state.done_at >= since if state.done_at else state.due_on >= entered_on
        over = state.status == "done" or (state.status == "cancelled" and state.done_at)
        if state.status == status or (over and done):
            yield one


def _carry(passage: Passage, hand: _Hand, missing: tuple[Missing, ...]) -> Carried:
    carried = carry_terms(passage.plan, hand.clock, hand.duties)
    if not hand.leads or passage.plan.papers is not PaperPolicy.DUTY:
        return carried
    owed = _owed(passage.plan, hand, missing)
    return Carried((*carried.terms, *owed.terms), (*carried.duties, *owed.duties))


def _owed(plan: SuccessionPlan, hand: _Hand, missing: tuple[Missing, ...]) -> Carried:
    """A term for each missing document, unless it is owed already."""
    clock = hand.clock
    owed = {one.state.term for one in hand.duties if one.state.status == clock.status}
    wanted = {OWED + kind for one in missing for kind in one.kinds} - owed
    day = clock.day + timedelta(days=plan.papers_days)
    at = day_ends(day, clock.zone)
    stage, status = clock.new.code, clock.status
    states = [
        DutyState(stage, term, OnDue.ESCALATE, None, day, at, status, fixed=True)
        for term in sorted(wanted)
    ]
    return Carried(
        tuple(TermFate(stage, one.term, Fate.GAINED, None, day) for one in states),
        tuple(DutyChange(None, None, one) for one in states),
    )


def _due_on(passage: Passage, standing: Standing, carried: Carried) -> date | None:
    """The first day on which something of the stage is due; unchanged while its terms are."""
    if not carried.duties:
        return standing.situation.case.stage_due_on
    *_, leading = _hands(passage, standing)
    gone = {one.id for one in carried.duties}
    left = [one.state for one in leading.duties if one.id not in gone]
    return min(open_days([*left, *(one.now for one in carried.duties)]), default=None)


def _ending(plan: SuccessionPlan, situation: Situation) -> Iterator[UUID]:
    for link in situation.attachments:
        if link.kind in plan.ends and link.active_on(situation.today):
            yield link.id
