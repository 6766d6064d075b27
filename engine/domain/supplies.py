"""What must be supplied before a move is allowed: the gaps of its requirements, as values.

Whoever drives a case (the demonstration, a scenario, a test) asks for the gaps, supplies them and
asks again until nothing is left, whatever the region requires. How a gap of a fact is filled is
known where the fact is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from engine.domain.requirements import Attempt, Requirement, evaluate
from engine.domain.roles import Role

if TYPE_CHECKING:
    from datetime import date

    from engine.domain.requirements import FactCatalogue, Params
    from engine.domain.situation import RecordKind, SchoolMode, Situation


class SupplyKind(StrEnum):
    """What kind of deed fills a gap."""

    ACTOR = "actor"
    ATTACHMENT = "attachment"
    BASIS = "basis"
    COUNT = "count"
    DAY = "day"
    DECISION = "decision"
    DOCUMENT = "document"
    END_CODE = "end_code"
    ENTRY_FACTS = "entry_facts"
    OTHER_ACTOR = "other_actor"
    REASON = "reason"
    RECORD = "record"
    RETURN = "return"
    STAGE = "stage"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Supply:
    """One thing to put in place, `count` times; `by` are the roles said to supply it.

    - document: `code` is the kind, brought to `status`, about `topic` (a risk factor);
    - decision: a decision of the kind `code`, in force; basis: the attempt names one of that kind;
    - record: a record of the kind `record` on the key `code` with `status` and `value`; an approval
      is given by distinct persons in `roles`;
    - attachment: `code` is curator or tutor_school; a tutor school works in one of `modes` and is
      attached by a decision of the kind `basis`, which has to be registered first;
    - count: the counted measure `code` of the school's roadmap (empty: any) is held as often as its
      period asks, in the period whose last day is `day`;
    - actor: the move is made in one of `roles`; other_actor: by somebody who is not the author
      (of documents of the kind `topic`), curator or tutor, as `code` says;
    - reason: the attempt carries a reason of `count` characters; end_code: the word `code`; return:
      the `day` on which the case is expected to go on;
    - day: the move is made on `day`; years: the case counts `count` years on the list; stage: it
      stands in the stage `code`; entry_facts: its list entry has facts.
    """

    kind: SupplyKind
    code: str = ""
    status: str = ""
    count: int = 1
    value: int | None = None
    topic: str | None = None
    record: RecordKind | None = None
    roles: tuple[Role, ...] = ()
    modes: tuple[SchoolMode, ...] = ()
    basis: str = ""
    day: date | None = None
    by: tuple[Role, ...] = ()


_GIVEN = frozenset({SupplyKind.DAY, SupplyKind.STAGE, SupplyKind.YEARS})
"""What no deed brings about: the day, the place on the path, the years on the list."""


_COUNTED = frozenset({SupplyKind.ATTACHMENT, SupplyKind.DOCUMENT, SupplyKind.RECORD})
"""What takes as many deeds as its count says."""


class CannotSupply(LookupError):
    """Nothing that can be supplied would satisfy the requirement: a denial, or a day gone by."""


@dataclass(frozen=True, slots=True)
class Gap:
    """An unmet fact: its parameters and the values its check found."""

    params: Params
    found: Params
    situation: Situation
    move: str


Supplier: TypeAlias = Callable[[Gap], Iterator[Supply]]
"""What would make a fact hold."""


def supplies(
    requirement: Requirement, catalogue: FactCatalogue, situation: Situation, attempt: Attempt
) -> tuple[Supply, ...]:
    """What is still to be supplied; empty when the requirement is met.

    Of the branches of an `any` the one that takes the least is chosen. Supplying may open a new gap
    (a high risk wants its programme), so ask again afterwards.

    Raises CannotSupply for a denial that does not hold and for a window that will not come again.
    """
    if not evaluate(requirement, catalogue, situation, attempt).unmet:
        return ()
    if requirement.fact == "all":
        parts = (supplies(one, catalogue, situation, attempt) for one in requirement.parts)
        return tuple(supply for part in parts for supply in part)
    if requirement.fact == "any":
        return _shortest(requirement, catalogue, situation, attempt)
    if requirement.fact == "not":
        raise CannotSupply(requirement)
    return _fill(requirement, catalogue, situation, attempt)


def _shortest(
    requirement: Requirement, catalogue: FactCatalogue, situation: Situation, attempt: Attempt
) -> tuple[Supply, ...]:
    branches = []
    for part in requirement.parts:
        try:
            branches.append(supplies(part, catalogue, situation, attempt))
        except CannotSupply:
            continue
    if not branches:
        raise CannotSupply(requirement)
    return min(branches, key=_effort)


def _effort(branch: tuple[Supply, ...]) -> tuple[int, int]:
    deeds = sum(supply.count if supply.kind in _COUNTED else 1 for supply in branch)
    return sum(supply.kind in _GIVEN for supply in branch), deeds


def _fill(
    requirement: Requirement, catalogue: FactCatalogue, situation: Situation, attempt: Attempt
) -> tuple[Supply, ...]:
    fact, params = catalogue[requirement.fact], dict(requirement.params)
    if fact.supply is None:
        raise CannotSupply(requirement)
    found = fact.check(params, situation, attempt).fields
    gap = Gap(params, found, situation, attempt.move)
    said = params.get("supplied_by", ())
    # A single role is a list of one.
    named = (said,) if isinstance(said, str) else said if isinstance(said, tuple) else ()
    by = tuple(Role(role) for role in named) or fact.supplied_by
    return tuple(replace(supply, by=supply.by or by) for supply in fact.supply(gap))
