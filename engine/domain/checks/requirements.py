"""Requirements: facts of the catalogue, with their parameters, over words the definition has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from engine.domain.checks.finding import Finding, error
from engine.domain.definition import Definition, Move, OnDue, StageTerm
from engine.domain.requirements import (
    COMBINATORS,
    Fact,
    FactCatalogue,
    FieldValue,
    Param,
    ParamKind,
    Requirement,
)
from engine.domain.roles import Role

DEEPEST = 6

_YEARLY = re.compile(r"\d\d-\d\d", re.ASCII)
_FULL = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SOME_YEAR = "2023-"
_ROLES = frozenset(role.value for role in Role)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a requirement stands, and what it may refer to."""

    definition: Definition
    catalogue: FactCatalogue
    element: str
    fact: str = ""


def inspect_requirements(definition: Definition, catalogue: FactCatalogue) -> Iterator[Finding]:
    """Unknown facts, wrong parameters, unknown words, and trees nobody could read."""
    for move in definition.moves:
        place = _Place(definition, catalogue, f"moves.{move.code}")
        conditions = [way.when for way in move.ways if way.when is not None]
        for together in (move.requirements, *((one,) for one in conditions)):
            found = [fault for one in together for fault in _tree(place, one, 1)]
            # What is unknown or of another type cannot be asked whether it ever holds.
            yield from found or _impossible(place, together, move)
    for stage in definition.stages:
        for term in stage.terms:
            place = _Place(definition, catalogue, f"stages.{stage.code}.terms.{term.code}")
            yield from _closing(place, term)


def _closing(place: _Place, term: StageTerm) -> Iterator[Finding]:
    """What closes a term: sound like any requirement, and true or false while nobody moves."""
    if term.met_by is None:
        return
    found = list(_tree(place, term.met_by, 1))
    yield from found
    if found:
        return
    if term.on_due is OnDue.MOVE:
        yield error("term_met_moves", place.element)
    for fact in _facts_of(term.met_by):
        if place.catalogue[fact].of_attempt:
            yield error("term_met_by_attempt", place.element, fact=fact)


def _facts_of(requirement: Requirement) -> Iterator[str]:
    if requirement.fact not in COMBINATORS:
        yield requirement.fact
    for part in requirement.parts:
        yield from _facts_of(part)


def inspect_requirement(
    definition: Definition, catalogue: FactCatalogue, element: str, requirement: Requirement
) -> Iterator[Finding]:
    """What is wrong with one requirement, wherever it stands."""
    return _tree(_Place(definition, catalogue, element), requirement, 1)


def _impossible(
    place: _Place, requirements: Sequence[Requirement], move: Move
) -> Iterator[Finding]:
    """Requirements that no case will ever meet: the move could not be made by anybody."""
    for requirement in requirements:
        never = _never(place, requirement, move)
        if never is not None:
            yield error("requirement_never_holds", place.element, fact=never.fact)
    denied = _denied(requirements)
    if denied is not None:
        yield error("requirement_denied", place.element, fact=denied.fact)


def _never(place: _Place, requirement: Requirement, move: Move) -> Requirement | None:
    """The fact because of which the requirement can never be met, if there is one."""
    if requirement.fact == "not":
        return None
    if requirement.fact in COMBINATORS:
        never = [_never(place, part, move) for part in requirement.parts]
        least = len(never) if requirement.fact == "any" else 1
        failed = [one for one in never if one is not None]
        return failed[0] if len(failed) >= least else None
    words = dict(place.definition.vocabulary)
    fact = place.catalogue[requirement.fact]
    return requirement if fact.never(dict(requirement.params), move, words) else None


def _denied(requirements: Sequence[Requirement]) -> Requirement | None:
    """One of the requirements, all of which must hold, that another of them denies."""
    together = [part for one in requirements for part in _together(one)]
    denials = [one.parts[0] for one in together if one.fact == "not"]
    return next((one for one in denials if one in together), None)


def _together(requirement: Requirement) -> Iterator[Requirement]:
    if requirement.fact != "all":
        yield requirement
        return
    for part in requirement.parts:
        yield from _together(part)


def _tree(place: _Place, requirement: Requirement, depth: int) -> Iterator[Finding]:
    if depth > DEEPEST:
        yield error("requirement_too_deep", place.element, most=DEEPEST)
        return
    if requirement.fact not in COMBINATORS:
        yield from _fact(place, requirement)
        return
    if not requirement.parts:
        yield error("requirement_empty", place.element, fact=requirement.fact)
    if requirement.fact == "not" and len(requirement.parts) > 1:
        yield error("requirement_not_single", place.element)
    for part in requirement.parts:
        yield from _tree(place, part, depth + 1)


def _fact(place: _Place, requirement: Requirement) -> Iterator[Finding]:
    fact = place.catalogue.get(requirement.fact)
    if fact is None:
        yield error("fact_unknown", place.element, fact=requirement.fact)
        return
    yield from _params(
        _Place(place.definition, place.catalogue, place.element, fact.name),
        fact,
        dict(requirement.params),
    )


def _params(place: _Place, fact: Fact, given: dict[str, FieldValue]) -> Iterator[Finding]:
    known = {param.name: param for param in fact.params}
    for name in sorted(given.keys() - known.keys()):
        yield error("param_unknown", place.element, fact=fact.name, param=name)
    for param in fact.params:
        if param.name in given:
            yield from _value(place, param, given[param.name])
        elif param.required:
            yield error("param_missing", place.element, fact=fact.name, param=param.name)


def _value(place: _Place, param: Param, value: FieldValue) -> Iterator[Finding]:
    if not _typed(param.kind, value):
        yield error(
            "param_type", place.element, fact=place.fact, param=param.name, expected=param.kind
        )
    elif param.kind == ParamKind.NUMBER and isinstance(value, int) and value < 0:
        yield error("param_negative", place.element, fact=place.fact, param=param.name)
    elif param.kind == ParamKind.DATE and not _is_day(str(value)):
        yield error("date_malformed", place.element, fact=place.fact, param=param.name, value=value)
    for word in (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ():
        yield from _word(place, param, word)


def _typed(kind: str, value: FieldValue) -> bool:
    if kind == ParamKind.NUMBER:
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == ParamKind.FLAG:
        return isinstance(value, bool)
    if kind in (ParamKind.TEXT, ParamKind.DATE):
        return isinstance(value, str) and bool(value)
    # A single word is a list of one.
    return isinstance(value, (str, tuple)) and bool(value)


def _is_day(text: str) -> bool:
    """Whether the text is a day of each year (`MM-DD`) or of one year (`YYYY-MM-DD`)."""
    if _YEARLY.fullmatch(text):
        text = _SOME_YEAR + text
    if not _FULL.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _word(place: _Place, param: Param, word: str) -> Iterator[Finding]:
    where = {"fact": place.fact, "param": param.name, "word": word}
    if param.choices and word not in param.choices:
        yield error("param_choice", place.element, **where, choices=param.choices)
    if param.kind == ParamKind.ROLES and word not in _ROLES:
        yield error("role_unknown", place.element, **where)
    if param.kind == ParamKind.STAGES and word not in place.definition.stage_by_code:
        yield error("stage_unknown", place.element, **where)
    if param.vocabulary is not None:
        words = dict(place.definition.vocabulary).get(param.vocabulary, ())
        if word not in words:
            yield error("word_unknown", place.element, **where, dictionary=param.vocabulary)
