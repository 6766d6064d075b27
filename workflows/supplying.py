"""What must be supplied before a move is allowed: the gaps of its requirements, as values.

For the demonstration and the journey tests: whoever drives a case asks for the gaps, supplies them
through the ordinary actions and asks again until nothing is left, whatever the region requires.
One fact, one supplier; a test holds this table equal to the catalogue of facts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.domain.requirements import Attempt, Requirement, evaluate
from engine.domain.roles import Role
from engine.domain.situation import AttachmentKind, DocumentStatus, RecordKind, SchoolMode
from workflows.facts.reading import number, records_now, text, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from engine.domain.requirements import FactCatalogue, Params
    from engine.domain.situation import Situation

TUTOR_ORDER = "tutor_order"
"""The decision a tutor school is attached by; a path without the word takes its first one."""

_TUTOR_MODES = (SchoolMode.EFFECTIVE.value, SchoolMode.DEVELOPMENT.value)
_UNFINISHED = (DocumentStatus.DRAFT, DocumentStatus.RETURNED)
_CLOSING = {"measure": "done", "monitoring": "closed", "recommendation": "verified"}


class SupplyKind(StrEnum):
    """What kind of deed fills a gap."""

    ACTOR = "actor"
    ATTACHMENT = "attachment"
    BASIS = "basis"
    DAY = "day"
    DECISION = "decision"
    DOCUMENT = "document"
    ENTRY_FACTS = "entry_facts"
    OTHER_ACTOR = "other_actor"
    REASON = "reason"
    RECORD = "record"
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
    - actor: the move is made in one of `roles`; other_actor: by somebody who is not the author
      (of documents of the kind `topic`), curator or tutor, as `code` says;
    - reason: the attempt carries a reason of `count` characters;
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
class _Gap:
    """An unmet fact: its parameters and the values its check found."""

    params: Params
    found: Params
    situation: Situation
    move: str

    def lacking(self) -> int:
        """How many are still to be supplied."""
        return max(1, number(self.found, "need", 1) - number(self.found, "have", 0))


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
    found = fact.check(params, situation, attempt).fields
    gap = _Gap(params, found, situation, attempt.move)
    named = tuple(Role(role) for role in words(params, "supplied_by"))
    return tuple(
        replace(supply, by=supply.by or named or fact.supplied_by)
        for supply in SUPPLIERS[fact.name](gap)
    )


def _document(gap: _Gap) -> Iterator[Supply]:
    status = text(gap.params, "status", "submitted")
    yield Supply(SupplyKind.DOCUMENT, text(gap.params, "kind"), status, gap.lacking())


def _decision(gap: _Gap) -> Iterator[Supply]:
    yield Supply(SupplyKind.DECISION, text(gap.params, "kind"))


def _basis(gap: _Gap) -> Iterator[Supply]:
    kind = text(gap.params, "kind")
    if not number(gap.found, "registered", 0):
        yield Supply(SupplyKind.DECISION, kind or gap.situation.words("decision")[0])
    yield Supply(SupplyKind.BASIS, kind)


def _publication(gap: _Gap) -> Iterator[Supply]:
    yield _record(RecordKind.PUBLICATION, text(gap.params, "kind"), "published")


def _role(gap: _Gap) -> Iterator[Supply]:
    yield Supply(SupplyKind.ACTOR, roles=_roles(gap))


def _other_actor(gap: _Gap) -> Iterator[Supply]:
    for part in words(gap.found, "found"):
        yield Supply(SupplyKind.OTHER_ACTOR, part, topic=text(gap.params, "kind") or None)


def _curator(_gap: _Gap) -> Iterator[Supply]:
    yield Supply(SupplyKind.ATTACHMENT, AttachmentKind.CURATOR.value)


def _tutor_school(gap: _Gap) -> Iterator[Supply]:
    orders = gap.situation.words("decision")
    yield Supply(
        SupplyKind.ATTACHMENT,
        AttachmentKind.TUTOR_SCHOOL.value,
        count=gap.lacking(),
        modes=tuple(SchoolMode(mode) for mode in words(gap.params, "modes", _TUTOR_MODES)),
        basis=TUTOR_ORDER if TUTOR_ORDER in orders else orders[0] if orders else "",
    )


def _approvals(gap: _Gap) -> Iterator[Supply]:
    roles = _roles(gap)
    given = _record(RecordKind.APPROVAL, gap.move, "given")
    yield replace(given, count=gap.lacking(), roles=roles, by=roles)


def _profile(gap: _Gap) -> Iterator[Supply]:
    """A level for every factor; grave and chosen as many of them as are wanted, the rest low."""
    missing = words(gap.found, "missing")
    chosen = [one.key for one in records_now(gap.situation, RecordKind.RISK) if one.value == 1]
    others = [one for one in gap.situation.words("risk_factor") if one not in (*missing, *chosen)]
    wanted = number(gap.found, "min_directions", 1) - len(chosen)
    for place, factor in enumerate((*missing, *others)):
        if place < wanted:
            yield _record(RecordKind.RISK, factor, "high", 1)
        elif factor in missing:
            yield _record(RecordKind.RISK, factor, "low", 0)
    most = number(gap.found, "max_directions", 0) or len(chosen)
    yield from (_record(RecordKind.RISK, factor, "low", 0) for factor in chosen[most:])


def _coverage(gap: _Gap) -> Iterator[Supply]:
    kind, status = text(gap.found, "kind"), text(gap.found, "status")
    for factor in words(gap.found, "uncovered"):
        yield Supply(SupplyKind.DOCUMENT, kind, status, topic=factor)


def _measures(gap: _Gap) -> Iterator[Supply]:
    status = words(gap.found, "statuses")[0]
    for key in words(gap.found, "left") or ("1",):
        yield _record(RecordKind.MEASURE, key, status)


def _closing(gap: _Gap) -> Iterator[Supply]:
    kind, still_open = text(gap.params, "kind"), words(gap.found, "open")
    if kind in _CLOSING:
        yield from (_record(RecordKind(kind), key, _CLOSING[kind]) for key in still_open)
        return
    topics = {
        (one.kind, one.topic)
        for one in gap.situation.documents
        if one.kind in still_open
        and one.status in _UNFINISHED
        and one.round == gap.situation.case.round
    }
    for code, topic in sorted(topics, key=str):
        yield Supply(SupplyKind.DOCUMENT, code, DocumentStatus.SUBMITTED.value, topic=topic)


def _carry_over(gap: _Gap) -> Iterator[Supply]:
    for key in words(gap.found, "undecided"):
        yield _record(RecordKind.MEASURE, key, "continue")


def _monitoring(gap: _Gap) -> Iterator[Supply]:
    yield _record(RecordKind.MONITORING, text(gap.params, "kind"), "closed")


def _indicator(gap: _Gap) -> Iterator[Supply]:
    result = text(gap.params, "result", "not_met")
    yield _record(RecordKind.INDICATOR, text(gap.params, "rule"), result)


def _event(gap: _Gap) -> Iterator[Supply]:
    held = _record(RecordKind.EVENT, text(gap.params, "event"), "held")
    yield replace(held, count=gap.lacking())


def _years(gap: _Gap) -> Iterator[Supply]:
    have = number(gap.found, "have", 0)
    years = max(have, number(gap.params, "at_least", have))
    yield Supply(SupplyKind.YEARS, count=min(years, number(gap.params, "at_most", years)))


def _day(gap: _Gap) -> Iterator[Supply]:
    opens_on = text(gap.found, "opens_on")
    if not opens_on:
        raise CannotSupply(gap.params)
    yield Supply(SupplyKind.DAY, day=date.fromisoformat(opens_on))


def _reason(gap: _Gap) -> Iterator[Supply]:
    yield Supply(SupplyKind.REASON, count=number(gap.found, "need", 1))


def _stage(gap: _Gap) -> Iterator[Supply]:
    yield Supply(SupplyKind.STAGE, words(gap.params, "stages")[0])


def _entry_facts(_gap: _Gap) -> Iterator[Supply]:
    yield Supply(SupplyKind.ENTRY_FACTS)


def _record(kind: RecordKind, key: str, status: str, value: int | None = None) -> Supply:
    return Supply(SupplyKind.RECORD, key, status, value=value, record=kind)


def _roles(gap: _Gap) -> tuple[Role, ...]:
    return tuple(Role(role) for role in words(gap.params, "roles"))


SUPPLIERS: Mapping[str, Callable[[_Gap], Iterator[Supply]]] = MappingProxyType(
    {
        "actor_not": _other_actor,
        "approvals": _approvals,
        "basis_given": _basis,
        "carry_over_decided": _carry_over,
        "curator_assigned": _curator,
        "date_window": _day,
        "decision_present": _decision,
        "document_present": _document,
        "entry_facts": _entry_facts,
        "from_stage": _stage,
        "indicator_rule": _indicator,
        "measures_ratio": _measures,
        "monitoring_closed": _monitoring,
        "no_open": _closing,
        "profile_complete": _profile,
        "publication_recorded": _publication,
        "quota": _event,
        "reason_given": _reason,
        "risks_covered": _coverage,
        "role_of_actor": _role,
        "tutor_active": _tutor_school,
        "years_in_status": _years,
    }
)
