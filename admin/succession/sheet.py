"""The form of a plan of succession: what was sent becomes a plan, and a plan fills the fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from admin.reading import typed_choice, typed_day, typed_line, typed_number
from engine.domain.definition import StageKind
from engine.domain.errors import InvalidInput
from engine.domain.succession import Act, PaperPolicy, SuccessionPlan, TermPolicy, TermRule
from engine.domain.succession.proposing import fits

if TYPE_CHECKING:
    from engine.domain.definition import Definition, Stage

Value = TypeVar("Value")
NOWHERE = ""
"""The choice of a stage whose cases do not go over."""


@dataclass(frozen=True, slots=True)
class StageChoice:
    """A stage of the old versions and where its cases go; `cases` stand there now."""

    code: str
    title: str
    cases: int
    options: tuple[tuple[str, str], ...]
    chosen: str
    same: bool


@dataclass(frozen=True, slots=True)
class TermChoice:
    """A term that is new or counted otherwise, and what becomes of its day."""

    stage: str
    term: str
    title: str
    stage_title: str
    chosen: str

    @property
    def name(self) -> str:
        """The name of its field."""
        return f"term-{self.stage}-{self.term}"


def stage_choices(
    plan: SuccessionPlan,
    olds: Sequence[Definition],
    new: Definition,
    cases: Mapping[str, int],
) -> list[StageChoice]:
    """A row for every stage on which a case may stand; those with cases first."""
    known: dict[str, Stage] = {}
    for old in olds:
        known |= {one.code: one for one in old.stages if one.kind is not StageKind.END}
    rows = [_choice(stage, plan, new, cases.get(code, 0)) for code, stage in known.items()]
    order = {code: stage.order for code, stage in known.items()}
    return sorted(rows, key=lambda row: (not row.cases, order[row.code]))


def _choice(stage: Stage, plan: SuccessionPlan, new: Definition, cases: int) -> StageChoice:
    options = tuple((one.code, one.title) for one in new.stages if fits(stage, one))
    chosen = plan.stage_of.get(stage.code, NOWHERE)
    return StageChoice(stage.code, stage.title, cases, options, chosen, chosen == stage.code)


def term_choices(
    proposed: SuccessionPlan, plan: SuccessionPlan, new: Definition
) -> list[TermChoice]:
    """The terms that the default plan treats apart, with what was chosen for each."""
    found = []
    for rule in proposed.terms:
        stage = new.stage_by_code[rule.stage]
        title = next((one.title for one in stage.terms if one.code == rule.term), rule.term)
        policy = plan.policy(rule.stage, rule.term)
        found.append(TermChoice(rule.stage, rule.term, title, stage.title, policy.value))
    return found


def plan_of_form(
    form: Mapping[str, str], proposed: SuccessionPlan
) -> tuple[SuccessionPlan, dict[str, InvalidInput]]:
    """The plan that was sent, begun from the default one; faults by field where it cannot be read.

    What a plan may say is the engine's to check.
    """
    faults: dict[str, InvalidInput] = {}
    stages = tuple(
        sorted(
            (name.removeprefix("stage-"), value)
            for name, value in form.items()
            if name.startswith("stage-") and value
        )
    )
    plan = replace(
        proposed,
        stages=stages,
        term_policy=_read(faults, form, "term_policy", TermPolicy.KEEP_DATE, typed_policy),
        terms=_rules(form, proposed),
        papers=_read(faults, form, "papers", PaperPolicy.BLOCK, typed_papers),
        papers_reason=_read(faults, form, "papers_reason", "", _line),
        papers_days=_read(faults, form, "papers_days", 0, _days),
        act=_act(form, faults),
        reason=_read(faults, form, "reason", "", _line),
        undo_days=_read(faults, form, "undo_days", proposed.undo_days, typed_number),
    )
    return plan, faults


def typed_policy(form: Mapping[str, str], name: str) -> TermPolicy:
    """What becomes of the days of terms."""
    return typed_choice(form, name, TermPolicy)


def typed_papers(form: Mapping[str, str], name: str) -> PaperPolicy:
    """What becomes of a case that lacks a document."""
    return typed_choice(form, name, PaperPolicy)


def _rules(form: Mapping[str, str], proposed: SuccessionPlan) -> tuple[TermRule, ...]:
    known = set(TermPolicy)
    return tuple(
        replace(rule, policy=TermPolicy(value)) if value in known else rule
        for rule in proposed.terms
        for value in (form.get(f"term-{rule.stage}-{rule.term}", ""),)
    )


def _act(form: Mapping[str, str], faults: dict[str, InvalidInput]) -> Act | None:
    """The order; nothing where no field of it is filled in."""
    names = ("act_kind", "act_number", "act_body", "act_title")
    kind, number, body, title = (_read(faults, form, name, "", _line) for name in names)
    if not any((number, body, title, form.get("act_signed_on", "").strip())):
        return None
    try:
        day = typed_day(form, "act_signed_on")
    except InvalidInput as fault:
        faults["act_signed_on"] = fault
        return None
    return Act(kind, number, day, body, title) if day else None


def _line(form: Mapping[str, str], name: str) -> str:
    return typed_line(form, name, required=False)


def _days(form: Mapping[str, str], name: str) -> int:
    return typed_number(form, name) if form.get(name, "").strip() else 0


def _read(
    faults: dict[str, InvalidInput],
    form: Mapping[str, str],
    name: str,
    default: Value,
    read: Callable[[Mapping[str, str], str], Value],
) -> Value:
    """A field; where it cannot be read its fault is kept, and the default stands for it."""
    try:
        return read(form, name)
    except InvalidInput as fault:
        faults[name] = fault
        return default
