"""Whether a path only tightens another: the order in which a municipality may go its own way.

Tighter is: one more requirement, or a stronger one in the place of a weaker; one more term, or a
shorter one; fewer roles; one more word of a dictionary. Names, hints and places are nobody's
business. Everything else is a loosening, and each is named. What cannot be compared counts as one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from engine.domain.checks.finding import Finding, error
from engine.domain.definition import Definition, Level, Move, OnDue, Stage, StageTerm
from engine.domain.requirements import (
    COMBINATORS,
    FactCatalogue,
    FieldValue,
    Param,
    ParamKind,
    Requirement,
    Tighter,
)
from engine.domain.terms import Term, TermKind

if TYPE_CHECKING:
    from engine.domain.finality import Stricter

MUNICIPAL_CHANGES = "municipal_changes"
"""The setting of a region that says what its municipalities may do to its path."""

ONLY_TIGHTEN = "tighten"

_IN_DAYS = frozenset({TermKind.CALENDAR_DAYS, TermKind.WORKING_DAYS})
_LOUDER = {OnDue.REMIND: 0, OnDue.ESCALATE: 1}


def loosenings(
    old: Definition, new: Definition, catalogue: FactCatalogue, stricter: Stricter
) -> Iterator[Finding]:
    """Everything in which the new path is not as strict as the old one."""
    if old.subject is not new.subject:
        yield error("loosens_subject", "definition")
    yield from _stages(old, new)
    yield from _moves(old, new, catalogue)
    words = {(word.dictionary, word.code) for word in new.words if not word.withdrawn}
    for word in old.words:
        if not word.withdrawn and (word.dictionary, word.code) not in words:
            yield error("loosens_word_removed", f"words.{word.dictionary}.{word.code}")
    before = dict(old.settings)
    for name, value in new.settings:
        if value != before.get(name) and not stricter(name, before.get(name), value):
            yield error("loosens_setting", f"settings.{name}", new=value)


def forbidden_loosenings(
    base: Definition, resolved: Definition, catalogue: FactCatalogue, stricter: Stricter
) -> tuple[Finding, ...]:
    """What a municipality loosens in its region's path though the region does not let it."""
    allowed = base.setting(MUNICIPAL_CHANGES, ONLY_TIGHTEN) != ONLY_TIGHTEN
    if resolved.level is not Level.MUNICIPALITY or allowed:
        return ()
    return tuple(loosenings(base, resolved, catalogue, stricter))


def implies(new: Requirement, old: Requirement, catalogue: FactCatalogue) -> bool:
    """Whether whoever meets the new requirement meets the old one."""
    if new == old:
        return True
    if new.fact == "all":
        return any(implies(part, old, catalogue) for part in new.parts)
    if old.fact == "all":
        return all(implies(new, part, catalogue) for part in old.parts)
    if new.fact == "any":
        return all(implies(part, old, catalogue) for part in new.parts)
    if old.fact == "any":
        return any(implies(new, part, catalogue) for part in old.parts)
    fact = catalogue.get(new.fact)
    if new.fact != old.fact or new.fact in COMBINATORS or fact is None:
        return False
    before, after = dict(old.params), dict(new.params)
    if _turned(fact.params, before) != _turned(fact.params, after):
        return False
    return all(_as_strict(param, before, after) for param in fact.params)


def _as_strict(
    param: Param, before: Mapping[str, FieldValue], after: Mapping[str, FieldValue]
) -> bool:
    old = before.get(param.name, param.default)
    new = after.get(param.name, param.default)
    if old == new or param.tighter is Tighter.EITHER:
        return True
    if param.tighter is None or new is None:
        return False
    # A bound where there was none is stricter whatever it is.
    return old is None or compared(param, param.tighter, old, new)


def compared(param: Param, tighter: Tighter, old: FieldValue, new: FieldValue) -> bool:
    """Whether the new value of a parameter is as strict as the old one, or more."""
    if tighter is Tighter.FEWER:
        tighter, old, new = Tighter.MORE, new, old
    if param.kind in (ParamKind.WORDS, ParamKind.ROLES, ParamKind.STAGES):
        return _listed(old) <= _listed(new)
    if param.choices and {old, new} <= set(param.choices):
        return param.choices.index(str(old)) <= param.choices.index(str(new))
    if isinstance(old, int) and isinstance(new, int):
        return old <= new
    if param.kind == ParamKind.DATE and isinstance(old, str) and isinstance(new, str):
        # Days compare as texts, whole or without the year, but not one with the other.
        return len(old) == len(new) and old <= new
    return False


def _listed(value: FieldValue) -> frozenset[FieldValue]:
    return frozenset(value if isinstance(value, tuple) else (value,))


def _turned(params: tuple[Param, ...], given: Mapping[str, FieldValue]) -> bool:
    """Whether a window crosses the New Year: its ends then mean the other thing."""
    days = [str(given.get(one.name, "")) for one in params if one.kind == ParamKind.DATE]
    return len(days) == 2 and all(days) and days[0] > days[1]  # noqa: PLR2004 - from and to


def _stages(old: Definition, new: Definition) -> Iterator[Finding]:
    for stage in new.stages:
        if stage.code not in old.stage_by_code:
            yield error("loosens_stage_added", f"stages.{stage.code}")
    for stage in old.stages:
        now = new.stage_by_code.get(stage.code)
        if now is None:
            yield error("loosens_stage_removed", f"stages.{stage.code}")
        else:
            yield from _stage(stage, now)


def _stage(old: Stage, new: Stage) -> Iterator[Finding]:
    element = f"stages.{old.code}"
    if (old.phase, old.kind) != (new.phase, new.kind):
        yield error("loosens_stage_changed", element)
    now = {term.code: term for term in new.terms}
    for term in old.terms:
        if term.code not in now:
            yield error("loosens_term_removed", f"{element}.terms.{term.code}")
        elif not _term_as_strict(term, now[term.code]):
            yield error("loosens_term", f"{element}.terms.{term.code}")
    known = {term.code for term in old.terms}
    for term in new.terms:
        if term.code not in known and term.on_due is OnDue.MOVE:
            # A deed of the clock is no duty of a person.
            yield error("loosens_term", f"{element}.terms.{term.code}")


def _term_as_strict(old: StageTerm, new: StageTerm) -> bool:
    if old.met_by != new.met_by or old.move != new.move:
        # What closes a term is compared only as a whole.
        return False
    if OnDue.MOVE in (old.on_due, new.on_due) and old.due != new.due:
        return False
    louder = _LOUDER.get(new.on_due, 0) >= _LOUDER.get(old.on_due, 0)
    return louder and _due_as_strict(old.due, new.due)


def _due_as_strict(old: Term, new: Term) -> bool:
    if old.kind is TermKind.OPEN:
        return True
    if new.kind is not old.kind:
        return False
    if old.kind in _IN_DAYS:
        return new.days <= old.days
    begins = old.from_month if old.kind is TermKind.MONTH_WINDOW else 1
    if new.from_month != old.from_month:
        return False
    return _since(begins, new) <= _since(begins, old)


def _since(first: int, due: Term) -> tuple[int, int]:
    """The end of a window counted from its first month, so that New Year does not matter."""
    return (due.month - (first or due.month)) % 12, due.day


def _moves(old: Definition, new: Definition, catalogue: FactCatalogue) -> Iterator[Finding]:
    for move in new.moves:
        if move.code not in old.move_by_code:
            yield error("loosens_move_added", f"moves.{move.code}")
    for move in old.moves:
        now = new.move_by_code.get(move.code)
        if now is None:
            yield error("loosens_move_removed", f"moves.{move.code}")
        else:
            yield from _move(move, now, catalogue)


def _move(old: Move, new: Move, catalogue: FactCatalogue) -> Iterator[Finding]:
    element = f"moves.{old.code}"
    if old.ways != new.ways:
        yield error("loosens_ways", element)
    if old.effects != new.effects:
        yield error("loosens_effects", element)
    more = [role for role in new.roles if role not in old.roles]
    for role in more:
        yield error("loosens_roles", element, role=role.value)
    for requirement in old.requirements:
        if not any(implies(one, requirement, catalogue) for one in new.requirements):
            yield error("loosens_requirement", element, fact=requirement.fact)
