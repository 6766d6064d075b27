"""What is wrong with a plan of succession, or worth knowing of it, before any case is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from engine.domain.checks.finding import Finding, error, note
from engine.domain.definition import StageKind
from engine.domain.succession.plan import PaperPolicy, SuccessionPlan
from engine.domain.succession.proposing import fits

if TYPE_CHECKING:
    from engine.domain.definition import Definition

SHORTEST_REASON = 5
MOST_DAYS = 365


def check_plan(
    plan: SuccessionPlan, olds: Sequence[Definition], new: Definition
) -> tuple[Finding, ...]:
    """Errors forbid the run; a stage that leads nowhere is a note: its cases alone do not go over.

    An impact report needs neither act nor reason: leave out what `lacks_words` gives.
    """
    return (*plan_faults(plan, olds, new), *lacks_words(plan))


def plan_faults(
    plan: SuccessionPlan, olds: Sequence[Definition], new: Definition
) -> tuple[Finding, ...]:
    """What is wrong with the plan as a rule, whoever allows it."""
    return (*_target(plan, new), *_stages(plan, olds, new), *_terms(plan, new), *_numbers(plan))


def lacks_words(plan: SuccessionPlan) -> tuple[Finding, ...]:
    """What only a person can say: the act, the reason, why documents are waived."""
    found = []
    if plan.act is None:
        found.append(error("plan_act_missing", "act"))
    else:
        empty = [one for one in ("kind", "number", "body") if not getattr(plan.act, one).strip()]
        found += [error("plan_act_incomplete", f"act.{name}") for name in empty]
    if len(plan.reason.strip()) < SHORTEST_REASON:
        found.append(error("plan_reason_short", "reason", need=SHORTEST_REASON))
    waives = plan.papers is PaperPolicy.WAIVE
    if waives and len(plan.papers_reason.strip()) < SHORTEST_REASON:
        found.append(error("plan_waive_reason_short", "papers_reason", need=SHORTEST_REASON))
    return tuple(found)


def _target(plan: SuccessionPlan, new: Definition) -> Iterator[Finding]:
    if plan.target != new.digest:
        yield error("plan_of_another_version", "target")


def _stages(plan: SuccessionPlan, olds: Sequence[Definition], new: Definition) -> Iterator[Finding]:
    known = {stage.code: stage for old in olds for stage in old.stages}
    for source, target in plan.stages:
        element = f"stages.{source}"
        if target not in new.stage_by_code:
            yield error("plan_stage_unknown", element, target=target)
        elif source not in known:
            yield note("plan_stage_needless", element)
        elif not fits(known[source], new.stage_by_code[target]):
            yield error("plan_stage_unfit", element, target=target)
    for code, stage in known.items():
        if code not in plan.stage_of and stage.kind is not StageKind.END:
            yield note("plan_stage_unmapped", f"stages.{code}", title=stage.title)


def _terms(plan: SuccessionPlan, new: Definition) -> Iterator[Finding]:
    terms = {(stage.code, term.code) for stage in new.stages for term in stage.terms}
    for rule in plan.terms:
        if (rule.stage, rule.term) not in terms:
            yield error("plan_term_unknown", f"stages.{rule.stage}.terms.{rule.term}")


def _numbers(plan: SuccessionPlan) -> Iterator[Finding]:
    if plan.papers is PaperPolicy.DUTY and not 1 <= plan.papers_days <= MOST_DAYS:
        yield error("plan_days", "papers_days", least=1, most=MOST_DAYS)
    if not 0 <= plan.undo_days <= MOST_DAYS:
        yield error("plan_days", "undo_days", least=0, most=MOST_DAYS)
