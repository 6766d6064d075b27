"""Requirements of a move: named facts with parameters, combined by all, any and not.

The engine knows how to combine verdicts; which facts exist is the closed catalogue of
`workflows.facts`. Nothing here or there evaluates text or imports a name found in data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from engine.domain.roles import Role

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from engine.domain.definition import Move
    from engine.domain.situation import Situation
    from engine.domain.supplies import Supplier

FieldValue: TypeAlias = str | int | bool | tuple[str, ...]
Params: TypeAlias = Mapping[str, FieldValue]
COMBINATORS = frozenset({"all", "any", "not"})


@dataclass(frozen=True, slots=True)
class Requirement:
    """A fact with its parameters, or a combinator over parts."""

    fact: str
    params: tuple[tuple[str, FieldValue], ...] = ()
    parts: tuple[Requirement, ...] = ()


@dataclass(frozen=True, slots=True)
class Attempt:
    """What the actor brings to a move: who, in which roles, with what reason and basis.

    `end_code` and `expected_on` are those of the order.
    """

    move: str
    actor_id: UUID
    roles: frozenset[Role]
    reason: str = ""
    basis: tuple[UUID, ...] = ()
    end_code: str = ""
    expected_on: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a fact holds, with the values that decided it (kept in the journal)."""

    met: bool
    fields: Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True)
class Unmet:
    """One reason why not: its code, the data, who can supply it, by when, and where to mend it.

    `mend` names a part of the case page (documents, decisions, people, records, move, moves), or
    `measures`: the sheet of its school.
    `alternatives` holds the branches of an `any`: satisfying one branch is enough.
    """

    code: str
    fields: tuple[tuple[str, FieldValue], ...] = ()
    supplied_by: tuple[Role, ...] = ()
    by: date | None = None
    mend: str = "move"
    alternatives: tuple[tuple[Unmet, ...], ...] = ()


class ParamKind:
    """What values a parameter takes; the names are shown in findings of a definition."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    ROLES = "roles"
    WORDS = "words"
    STAGES = "stages"
    DATE = "date"


class Tighter(StrEnum):
    """Which value makes a demand stricter: a greater one, a smaller one, or it does not matter.

    Of numbers and days the size is meant, of lists how much they hold, of choices their order.
    """

    MORE = "more"
    FEWER = "fewer"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a fact; `vocabulary` names the dictionary its words must come from.

    `default` is what the check takes where nothing is given; without one the parameter is then no
    demand at all. Of a parameter that is not `tighter` either way no two values compare.
    """

    name: str
    kind: str
    required: bool = False
    vocabulary: str | None = None
    choices: tuple[str, ...] = ()
    default: FieldValue | None = None
    tighter: Tighter | None = None


Check: TypeAlias = Callable[["Params", "Situation", Attempt], Verdict]
Words: TypeAlias = Mapping[str, tuple[str, ...]]
Never: TypeAlias = Callable[["Params", "Move", Words], bool]
"""Whether no situation can meet the parameters on this move, given the words by dictionary."""


def _sometimes(_params: Params, _move: Move, _words: Words) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Fact:
    """An entry of the closed catalogue: the check, its parameters, who supplies it and where.

    `suppliers` names the parameter that says who supplies it, where the fact itself asks for roles;
    `never` looks at parameters that are sound by themselves; `of_attempt` marks a fact about who
    makes a move and how, which says nothing while nobody makes one; `supply` names what would make
    the fact hold.
    """

    name: str
    check: Check
    params: tuple[Param, ...] = ()
    supplied_by: tuple[Role, ...] = ()
    mend: str = "move"
    never: Never = _sometimes
    suppliers: str = "supplied_by"
    of_attempt: bool = False
    supply: Supplier | None = None


FactCatalogue: TypeAlias = Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The outcome over a tree: every unmet reason, and the values of every fact looked at."""

    unmet: tuple[Unmet, ...]
    values: tuple[tuple[str, bool, tuple[tuple[str, FieldValue], ...]], ...]


def evaluate(
    requirement: Requirement,
    catalogue: FactCatalogue,
    situation: Situation,
    attempt: Attempt,
    *,
    by: date | None = None,
) -> Evaluation:
    """Look at every fact of the tree; never stop at the first unmet one."""
    if requirement.fact in COMBINATORS:
        results = [
            evaluate(part, catalogue, situation, attempt, by=by) for part in requirement.parts
        ]
        values = tuple(value for result in results for value in result.values)
        return Evaluation(_combine(requirement, results), values)
    fact = catalogue[requirement.fact]
    params = dict(requirement.params)
    verdict = fact.check(params, situation, attempt)
    fields = tuple(sorted({**params, **verdict.fields}.items()))
    unmet = () if verdict.met else (_unmet(fact, params, fields, by),)
    return Evaluation(unmet, ((fact.name, verdict.met, fields),))


def _unmet(
    fact: Fact, params: Params, fields: tuple[tuple[str, FieldValue], ...], by: date | None
) -> Unmet:
    supplied = params.get("supplied_by", params.get(fact.suppliers))
    # A single role is a list of one.
    named = (supplied,) if isinstance(supplied, str) else supplied
    roles = tuple(Role(role) for role in named) if isinstance(named, tuple) else ()
    return Unmet(fact.name, fields, roles or fact.supplied_by, by, fact.mend)


def _combine(requirement: Requirement, results: list[Evaluation]) -> tuple[Unmet, ...]:
    if requirement.fact == "all":
        return tuple(unmet for result in results for unmet in result.unmet)
    if requirement.fact == "any":
        if any(not result.unmet for result in results):
            return ()
        return (Unmet("any", alternatives=tuple(result.unmet for result in results)),)
    if results[0].unmet:
        return ()
    # What is denied is what holds, not what was looked at first.
    values = results[0].values
    name, _, fields = next((value for value in values if value[1]), values[0])
    return (Unmet("not", (("fact", name), *fields)),)
