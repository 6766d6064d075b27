"""Who fills which gap: for every fact of the catalogue, what would make it hold.

One fact, one supplier; a test holds this table equal to the catalogue of facts.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.domain.roles import Role
from engine.domain.situation import AttachmentKind, DocumentStatus, RecordKind, SchoolMode
from engine.domain.supplies import CannotSupply, Gap, Supply, SupplyKind
from workflows.facts.counting import RUNNING
from workflows.facts.reading import number, records_now, text, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engine.domain.supplies import Supplier

TUTOR_ORDER = "tutor_order"
"""The decision a tutor school is attached by; a path without the word takes its first one."""

_TUTOR_MODES = (SchoolMode.EFFECTIVE.value, SchoolMode.DEVELOPMENT.value)
_UNFINISHED = (DocumentStatus.DRAFT, DocumentStatus.RETURNED)
_CLOSING = {"measure": "done", "monitoring": "closed", "recommendation": "verified"}


def lacking(gap: Gap) -> int:
    """How many are still to be supplied."""
    return max(1, number(gap.found, "need", 1) - number(gap.found, "have", 0))


def _document(gap: Gap) -> Iterator[Supply]:
    status = text(gap.params, "status", "submitted")
    yield Supply(SupplyKind.DOCUMENT, text(gap.params, "kind"), status, lacking(gap))


def _decision(gap: Gap) -> Iterator[Supply]:
    yield Supply(SupplyKind.DECISION, text(gap.params, "kind"))


def _basis(gap: Gap) -> Iterator[Supply]:
    kind = text(gap.params, "kind")
    if not number(gap.found, "registered", 0):
        yield Supply(SupplyKind.DECISION, kind or gap.situation.words("decision")[0])
    yield Supply(SupplyKind.BASIS, kind)


def _publication(gap: Gap) -> Iterator[Supply]:
    yield _record(RecordKind.PUBLICATION, text(gap.params, "kind"), "published")


def _role(gap: Gap) -> Iterator[Supply]:
    yield Supply(SupplyKind.ACTOR, roles=_roles(gap))


def _other_actor(gap: Gap) -> Iterator[Supply]:
    for part in words(gap.found, "found"):
        yield Supply(SupplyKind.OTHER_ACTOR, part, topic=text(gap.params, "kind") or None)


def _curator(_gap: Gap) -> Iterator[Supply]:
    yield Supply(SupplyKind.ATTACHMENT, AttachmentKind.CURATOR.value)


def _tutor_school(gap: Gap) -> Iterator[Supply]:
    orders = gap.situation.words("decision")
    yield Supply(
        SupplyKind.ATTACHMENT,
        AttachmentKind.TUTOR_SCHOOL.value,
        count=lacking(gap),
        modes=tuple(SchoolMode(mode) for mode in words(gap.params, "modes", _TUTOR_MODES)),
        basis=TUTOR_ORDER if TUTOR_ORDER in orders else orders[0] if orders else "",
    )


def _approvals(gap: Gap) -> Iterator[Supply]:
    roles = _roles(gap)
    given = _record(RecordKind.APPROVAL, gap.move, "given")
    yield replace(given, count=lacking(gap), roles=roles, by=roles)


def _profile(gap: Gap) -> Iterator[Supply]:
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


def _coverage(gap: Gap) -> Iterator[Supply]:
    kind, status = text(gap.found, "kind"), text(gap.found, "status")
    for factor in words(gap.found, "uncovered"):
        yield Supply(SupplyKind.DOCUMENT, kind, status, topic=factor)


def _measures(gap: Gap) -> Iterator[Supply]:
    statuses = words(gap.found, "statuses")
    for key in words(gap.found, "left") or ("1",):
        yield _record(RecordKind.MEASURE, key, _word_on(gap, key, statuses))


def _word_on(gap: Gap, key: str, statuses: tuple[str, ...]) -> str:
    """What is said of a measure; of one of the roadmap nobody but its evidence says «done»."""
    of_roadmap = any(one.key == key for one in gap.situation.measures)
    return "explained" if of_roadmap and "explained" in statuses else statuses[0]


def _closing(gap: Gap) -> Iterator[Supply]:
    kind, still_open = text(gap.params, "kind"), words(gap.found, "open")
    if kind in _CLOSING:
        said = (_CLOSING[kind], "explained")
        yield from (_record(RecordKind(kind), key, _word_on(gap, key, said)) for key in still_open)
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


def _count(gap: Gap) -> Iterator[Supply]:
    """The periods that lack something; a school without a counted measure is given one."""
    yesterday, period = gap.situation.today - timedelta(days=1), text(gap.found, "period")
    ends = [date.fromisoformat(one) for one in words(gap.found, "until")]
    for key, day in zip(words(gap.found, "lacking"), ends, strict=True):
        yield Supply(SupplyKind.COUNT, key, day=day)
    if not number(gap.found, "asked", 0):
        key = text(gap.found, "measure") or "1"
        day = gap.situation.today if period == RUNNING else yesterday
        yield Supply(SupplyKind.COUNT, key, day=day)


def _carry_over(gap: Gap) -> Iterator[Supply]:
    for key in words(gap.found, "undecided"):
        yield _record(RecordKind.MEASURE, key, "continue")


def _monitoring(gap: Gap) -> Iterator[Supply]:
    yield _record(RecordKind.MONITORING, text(gap.params, "kind"), "closed")


def _indicator(gap: Gap) -> Iterator[Supply]:
    result = text(gap.params, "result", "not_met")
    yield _record(RecordKind.INDICATOR, text(gap.params, "rule"), result)


def _event(gap: Gap) -> Iterator[Supply]:
    held = _record(RecordKind.EVENT, text(gap.params, "event"), "held")
    yield replace(held, count=lacking(gap))


def _years(gap: Gap) -> Iterator[Supply]:
    have = number(gap.found, "have", 0)
    years = max(have, number(gap.params, "at_least", have))
    yield Supply(SupplyKind.YEARS, count=min(years, number(gap.params, "at_most", years)))


def _day(gap: Gap) -> Iterator[Supply]:
    opens_on = text(gap.found, "opens_on")
    if not opens_on:
        raise CannotSupply(gap.params)
    yield Supply(SupplyKind.DAY, day=date.fromisoformat(opens_on))


def _reason(gap: Gap) -> Iterator[Supply]:
    yield Supply(SupplyKind.REASON, count=number(gap.found, "need", 1))


def _end_code(gap: Gap) -> Iterator[Supply]:
    codes = gap.situation.words("end_code")
    if not codes:
        raise CannotSupply("end_code")
    yield Supply(SupplyKind.END_CODE, codes[0])


def _return(gap: Gap) -> Iterator[Supply]:
    yield Supply(SupplyKind.RETURN, day=gap.situation.today + timedelta(days=30))


def _stage(gap: Gap) -> Iterator[Supply]:
    yield Supply(SupplyKind.STAGE, words(gap.params, "stages")[0])


def _entry_facts(_gap: Gap) -> Iterator[Supply]:
    yield Supply(SupplyKind.ENTRY_FACTS)


def _record(kind: RecordKind, key: str, status: str, value: int | None = None) -> Supply:
    return Supply(SupplyKind.RECORD, key, status, value=value, record=kind)


def _roles(gap: Gap) -> tuple[Role, ...]:
    return tuple(Role(role) for role in words(gap.params, "roles"))


SUPPLIERS: Mapping[str, Supplier] = MappingProxyType(
    {
        "actor_not": _other_actor,
        "approvals": _approvals,
        "basis_given": _basis,
        "carry_over_decided": _carry_over,
        "curator_assigned": _curator,
        "date_window": _day,
        "decision_present": _decision,
        "document_present": _document,
        "end_code_given": _end_code,
        "entry_facts": _entry_facts,
        "from_stage": _stage,
        "indicator_rule": _indicator,
        "measures_ratio": _measures,
        "monitoring_closed": _monitoring,
        "no_open": _closing,
        "profile_complete": _profile,
        "publication_recorded": _publication,
        "quota": _event,
        "quota_met": _count,
        "reason_given": _reason,
        "return_expected": _return,
        "risks_covered": _coverage,
        "role_of_actor": _role,
        "tutor_active": _tutor_school,
        "years_in_status": _years,
    }
)
