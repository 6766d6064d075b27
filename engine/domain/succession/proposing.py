"""The plan that follows from the difference of two versions: what an admin begins with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from engine.domain.definition import StageKind
from engine.domain.succession.plan import SuccessionPlan, TermPolicy, TermRule

if TYPE_CHECKING:
    from engine.domain.definition import Definition, Stage

_ON_THE_WAY = frozenset({StageKind.START, StageKind.OPEN})


def default_plan(olds: Sequence[Definition], new: Definition) -> SuccessionPlan:
    """The plan that changes least, for cases on any of the old versions.

    A stage that stays goes to itself; one that only changed its code goes where its title went.
    Every term keeps its day, but for those whose rule changed, which are counted by the new rule,
    and those that are new, which begin with the succession: nobody is late by a rule of today.
    """
    pairs: dict[str, str] = {}
    for old in olds:
        pairs |= {stage.code: code for stage in old.stages if (code := _heir(stage, old, new))}
    rules = {(rule.stage, rule.term): rule for old in olds for rule in _rules(old, new, pairs)}
    return SuccessionPlan(
        new.digest, tuple(sorted(pairs.items())), terms=tuple(rules[one] for one in sorted(rules))
    )


def fits(old: Stage, new: Stage) -> bool:
    """Whether a case may go from one stage to the other: to a pause from a pause alone.

    Nobody is brought to the end of a path by a plan: that takes a move.
    """
    if old.kind is StageKind.PAUSE or new.kind is StageKind.PAUSE:
        return old.kind is new.kind
    return old.kind in _ON_THE_WAY and new.kind in _ON_THE_WAY


def _heir(stage: Stage, old: Definition, new: Definition) -> str | None:
    if stage.kind is StageKind.END:
        return None
    same = new.stage_by_code.get(stage.code)
    if same is not None:
        return same.code if fits(stage, same) else None
    alike = [
        one
        for one in new.stages
        if one.code not in old.stage_by_code and one.title == stage.title and fits(stage, one)
    ]
    return alike[0].code if len(alike) == 1 else None


def _rules(old: Definition, new: Definition, pairs: dict[str, str]) -> Iterator[TermRule]:
    for source, target in sorted(pairs.items()):
        if source not in old.stage_by_code:
            continue
        before = {term.code: term for term in old.stage_by_code[source].terms}
        for term in new.stage_by_code[target].terms:
            if term.code not in before:
                yield TermRule(target, term.code, TermPolicy.RESTART)
            elif before[term.code].due != term.due:
                yield TermRule(target, term.code, TermPolicy.RECOMPUTE)
