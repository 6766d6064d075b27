"""What a succession means for cases under their locks: judged anew, whatever was planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.actions.casework import CaseWork, SaidWork, after, saying, settle
from engine.actions.deciding import OrderPaper, decision_deed
from engine.actions.succession.migrating import Passing, migration_deed
from engine.domain.errors import CaseUnmapped, EngineError, PapersMissing
from engine.domain.roles import Permission
from engine.domain.succession import Outcome, Verdict, judge_succession
from engine.domain.succession.forms import verdict_form
from engine.domain.succession.results import CaseResult, ResultStatus
from engine.storage.definitions import definition_of
from engine.storage.standings import Standings
from engine.storage.types import new_id

if TYPE_CHECKING:
    from engine.actions.batches import Judged
    from engine.domain.succession import Act
    from engine.storage.database import Transaction
    from engine.storage.journal import Deed
    from engine.storage.receipts import Receipt
    from engine.storage.succession import Succession
    from engine.workbench import Workbench


@dataclass(slots=True)
class Judgements:
    """The cases that are ready, those that are refused, and those with nothing to do.

    `found` are the verdicts in short, of whichever cases were judged.
    """

    ready: list[Judged] = field(default_factory=list)
    refusals: dict[UUID, EngineError] = field(default_factory=dict)
    results: dict[UUID, CaseResult] = field(default_factory=dict)
    found: dict[UUID, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GoingCase:
    """A case under its lock that goes over; `registers` is the row that the act gets first."""

    work: SaidWork
    verdict: Verdict
    passing: Passing
    registers: UUID | None

    @property
    def case_id(self) -> UUID:
        """Whose succession it is."""
        return self.work.locked.state.id

    def order_deed(self) -> Deed | None:
        """The act to be registered in the case, if it is."""
        act = self.passing.succession.plan.act
        if self.registers is None or act is None:
            return None
        paper = OrderPaper(
            act.kind, act.number, act.signed_on, act.body, act.title, self.passing.succession.id
        )
        return decision_deed(self.work, paper, row_id=self.registers)

    def main_deed(self) -> Deed:
        """The case goes over."""
        return migration_deed(self.work, self.verdict, self.passing)

    def after(self, receipt: Receipt) -> GoingCase:
        """The same case after one of its entries."""
        return replace(self, work=after(self.work, receipt))

    def settle(self, receipt: Receipt) -> None:
        """Close the terms that are met by the new version from the beginning."""
        locked = replace(self.work.locked, definition=self.passing.new)
        settle(replace(self.work, locked=locked), receipt.target)


def judge_cases(
    bench: Workbench,
    transaction: Transaction,
    one: Succession,
    taken: Mapping[UUID, CaseWork | EngineError],
) -> Judgements:
    """Judge every case by the plan; nothing is written."""
    judgements = Judgements()
    works: dict[UUID, CaseWork] = {}
    for case_id, work in taken.items():
        if isinstance(work, EngineError):
            judgements.refusals[case_id] = work
        else:
            works[case_id] = work
    new = definition_of(transaction, one.definition_id)
    standings = Standings(transaction, new).of(
        [work.locked for work in works.values()],
        {case_id: work.situation for case_id, work in works.items()},
    )
    passing = Passing(one, new)
    for case_id, work in works.items():
        verdict = judge_succession(
            one.plan, work.locked.definition, new, bench.facts, standings[case_id]
        )
        judgements.found[case_id] = verdict_form(verdict)
        _sort(judgements, saying(work, {"succession": str(one.id)}), verdict, passing)
    return judgements


def _sort(judgements: Judgements, work: SaidWork, verdict: Verdict, passing: Passing) -> None:
    case_id = work.locked.state.id
    match verdict.outcome:
        case Outcome.READY:
            act = passing.succession.plan.act
            row = _act_row(work, act)
            judgements.ready.append(GoingCase(work, verdict, passing, row))
        case Outcome.UNMAPPED:
            judgements.refusals[case_id] = CaseUnmapped(stages=list(verdict.unmapped))
        case Outcome.BLOCKED:
            unmet = tuple(one.unmet for one in verdict.missing)
            judgements.refusals[case_id] = PapersMissing(unmet, stage=verdict.source)
        case Outcome.DONE | Outcome.CLOSED:
            found = judgements.found[case_id]
            judgements.results[case_id] = CaseResult(
                ResultStatus.NOTHING, verdict.outcome.value, found=found
            )


def _act_row(work: CaseWork, act: Act | None) -> UUID | None:
    """The row of the act where the case is to get one.

    It gets one where its path knows the kind, whoever carries on may register decisions, and it
    does not have the act yet; else the act stands in the plan and in the entry.
    """
    if act is None or act.kind not in work.situation.words("decision"):
        return None
    if not work.actor.allows(Permission.REGISTER_DECISION, work.roles):
        return None
    name = (act.kind, act.number.strip(), act.signed_on)
    there: Sequence[tuple[str, str, object]] = [
        (one.kind, one.number, one.signed_on) for one in work.situation.decisions
    ]
    return None if name in there else new_id()
