"""Correcting the card of a roadmap by hand: its order, its period; of a draft its schools too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.actions.roadmaps.correcting import refuse_closed
from engine.actions.roadmaps.replanning import replan
from engine.actions.roadmaps.roadwork import RoadmapWork, on_roadmap, take_roadmap
from engine.domain.audit import AuditKind
from engine.domain.canonical import plain
from engine.domain.errors import InvalidInput, NotFound
from engine.domain.roadmaps.by_hand import corrected_by_hand
from engine.domain.roadmaps.content import ListedSchool
from engine.domain.roadmaps.moving import Place, TimeMoved, times_moved
from engine.domain.roadmaps.printed import PrintedTerm
from engine.domain.roadmaps.states import IN_FORCE, OFF_LISTS, RoadmapList, RoadmapStatus
from engine.domain.roadmaps.terms import Period
from engine.domain.roles import Actor, Permission
from engine.storage.changes import Change, Insert, Update
from engine.storage.database import unit_of_work
from engine.storage.occurrences import occurrences_of
from engine.storage.receipts import Receipt
from engine.storage.roadmap_content import kept_measures, kept_schools, measure_values
from engine.storage.roadmaps import card_of, place_of_school
from engine.storage.storable import require_storable
from engine.storage.tables import MeasureRow, RoadmapRow, RoadmapSchoolRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from engine.domain.roadmaps.progress import Course
    from engine.storage.receipts import RequestKey
    from engine.storage.roadmap_content import KeptSchool
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class CardRequest:
    """The card of a roadmap as it should be; in force it needs a reason.

    `terms` are those of measures as they are read in the new period, by measure; who reads printed
    words gives them, and without a new period there are none.
    """

    roadmap_id: UUID
    title: str
    period: Period
    level: str = ""
    body: str = ""
    number: str = ""
    signed_on: date | None = None
    signatory: str = ""
    controller: str = ""
    terms: Mapping[UUID, tuple[PrintedTerm, ...]] = field(default_factory=dict)
    reason: str = ""
    expected_revision: int | None = None


@dataclass(frozen=True, slots=True)
class SchoolsRequest:
    """The schools of a draft as they should be; whoever is not named is taken out."""

    roadmap_id: UUID
    schools: tuple[ListedSchool, ...]
    expected_revision: int | None = None


def correct_card(
    bench: Workbench,
    request: CardRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Correct what a roadmap says of itself; of one in force the open terms move with its period.

    Raises InvalidInput: `status` of a closed one, `title`, `signed_on` to come, `card` where
    nothing is other; in force `reason`, and `number` or `signed_on` that would go.
    """
    deed = partial(_correct, request=request)
    return on_roadmap(
        bench, request, Permission.WRITE_ROADMAP, deed, actor=actor, request_key=request_key
    )


def try_card(bench: Workbench, request: CardRequest, *, actor: Actor) -> tuple[TimeMoved, ...]:
    """Which open terms the correction would move; the deed itself is tried, and nothing is kept.

    Raises what `correct_card` raises.
    """
    try:
        with unit_of_work(bench.database) as transaction:
            work = take_roadmap(
                bench, transaction, request.roadmap_id, Permission.WRITE_ROADMAP, actor=actor
            )
            if isinstance(work, Receipt):
                raise TypeError("a trial brings no key that could have been answered")
            _try(work, request)
    except _Tried as tried:
        return tried.moved
    raise TypeError("a trial ends by being taken back")


def _try(work: RoadmapWork, request: CardRequest) -> None:
    before = _times(work)
    _correct(work, request=request)
    raise _Tried(times_moved(before, _times(work)))


class _Tried(Exception):
    """Ends a trial, so that nothing of it is kept."""

    def __init__(self, moved: tuple[TimeMoved, ...]) -> None:
        super().__init__()
        self.moved = moved


def _times(work: RoadmapWork) -> list[tuple[Place, Course]]:
    kept = occurrences_of(work.transaction, work.state.id)
    return [((one.measure_id, one.school_id, one.slot), one.course) for one in kept]


def list_schools(
    bench: Workbench,
    request: SchoolsRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Say which schools a draft is for.

    Raises InvalidInput: `status` of what is no draft, `schools` where nothing is other; NotFound
    for a school of another place.
    """
    deed = partial(_list, request=request)
    return on_roadmap(
        bench, request, Permission.WRITE_ROADMAP, deed, actor=actor, request_key=request_key
    )


def _refuse_no_draft(work: RoadmapWork) -> None:
    if work.state.status is not RoadmapStatus.DRAFT:
        raise InvalidInput(field="status", rule="roadmap_status", value=work.state.status.value)


def _correct(work: RoadmapWork, *, request: CardRequest) -> Receipt:
    refuse_closed(work)
    _check(work, request)
    wanted = _columns(request)
    require_storable(wanted.items())
    before = card_of(work.transaction, work.state.id)
    values = {name: one for name, one in wanted.items() if one != before[name]}
    measures = list(_terms(work, request))
    if not values and not measures:
        raise InvalidInput(field="card", rule="unchanged")
    former = {name: before[name] for name in values if name in _JOURNALED}
    values["printed"] = _remembered(before, values)
    draft = work.draft(
        AuditKind.ROADMAP_CORRECTED,
        fields={"fields": sorted(set(values) - {"printed"})},
        text={"title": request.title, "reason": request.reason},
    )
    receipt = work.record(
        draft, [Update(RoadmapRow, {"id": work.state.id}, values, before=former), *measures]
    )
    if work.state.status in IN_FORCE and (measures or _PERIOD.intersection(values)):
        replan(work)
    return receipt


_PERIOD = frozenset({"period_start", "period_end"})


def _check(work: RoadmapWork, request: CardRequest) -> None:
    """A title, an order of no day to come; in force the order stays, and it is said why."""
    if not request.title.strip():
        raise InvalidInput(field="title", rule="empty")
    if request.signed_on is not None:
        work.past_day(request.signed_on, "signed_on")
    if work.state.status not in IN_FORCE:
        return
    before = card_of(work.transaction, work.state.id)
    if before["number"] and not request.number.strip():
        raise InvalidInput(field="number", rule="empty")
    if before["signed_on"] and request.signed_on is None:
        raise InvalidInput(field="signed_on", rule="empty")
    work.remark(request.reason, "reason")


_JOURNALED = ("level", "number", "signed_on", "period_start", "period_end")


def _columns(request: CardRequest) -> dict[str, Any]:
    return {
        "title": request.title.strip(),
        "level": request.level,
        "body": request.body.strip(),
        "number": request.number.strip(),
        "signed_on": request.signed_on,
        "period_start": request.period.first,
        "period_end": request.period.last,
        "signatory": request.signatory.strip(),
        "controller": request.controller.strip(),
    }


def _remembered(before: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What stood in each column before it was corrected, the document's own value first."""
    known: dict[str, list[Any]] = dict(before["printed"] or {})
    for name, value in values.items():
        former = list(dict.fromkeys((*known.get(name, ()), plain(before[name]))))
        known[name] = [one for one in former if one != plain(value)]
        if former[0] == plain(value):
            del known[name]
    return known


def _terms(work: RoadmapWork, request: CardRequest) -> Iterator[Change]:
    """The terms of measures as they are read in the new period."""
    if not request.terms:
        return
    known = {one.id: one for one in kept_measures(work.transaction, work.state.id)}
    if not known.keys() >= request.terms.keys():
        raise NotFound
    for measure_id, terms in request.terms.items():
        content = known[measure_id].content
        before, now = content, corrected_by_hand(content, {"terms": terms})
        if now != before:
            values = measure_values(now)
            digest = {"digest": content.digest}
            kept = {name: values[name] for name in ("terms", "printed", "digest")}
            yield Update(MeasureRow, {"id": measure_id}, kept, before=digest)


def _list(work: RoadmapWork, *, request: SchoolsRequest) -> Receipt:
    _refuse_no_draft(work)
    kept = kept_schools(work.transaction, work.state.id)
    for one in request.schools:
        found = place_of_school(work.transaction, one.school_id) if one.school_id else None
        if one.school_id and (found is None or not work.state.place.covers(found)):
            raise NotFound
    changes = list(_school_changes(work, kept, request.schools))
    if not changes:
        raise InvalidInput(field="schools", rule="unchanged")
    left = sum(1 for one in request.schools if one.listed not in OFF_LISTS)
    draft = work.draft(AuditKind.ROADMAP_CORRECTED, fields={"fields": ["schools"], "schools": left})
    return work.record(draft, changes)


def _school_changes(
    work: RoadmapWork, kept: list[KeptSchool], wanted: tuple[ListedSchool, ...]
) -> Iterator[Change]:
    """A row once: those that stay, those that are taken out, and those that come in."""
    named = {(one.printed, one.listed.value): one for one in wanted}
    for place, one in enumerate(kept):
        same = named.pop((one.printed, one.listed), None)
        if same is None and one.listed != RoadmapList.REMOVED.value:
            # A second list of the same name would meet the first one among those taken out.
            printed = one.printed if _once(kept, one) else f"{one.printed} ({place + 1})"
            values = {"listed": RoadmapList.REMOVED.value, "printed": printed}
            yield Update(RoadmapSchoolRow, {"id": one.id}, values, before={"listed": one.listed})
        elif same is not None and same.school_id != one.school_id:
            found = {"school_id": same.school_id}
            former = {"school_id": one.school_id}
            yield Update(RoadmapSchoolRow, {"id": one.id}, found, before=former)
    for place, new in enumerate(named.values(), len(kept)):
        said = {"school_id": new.school_id, "printed": new.printed, "listed": new.listed.value}
        own = {"id": new_id(), "roadmap_id": work.state.id, "ordinal": place}
        yield Insert(RoadmapSchoolRow, {**own, **said})


def _once(kept: list[KeptSchool], one: KeptSchool) -> bool:
    removed = RoadmapList.REMOVED.value
    return not any(
        each.id != one.id and each.printed == one.printed and each.id < one.id for each in kept
    ) and not any(each.printed == one.printed and each.listed == removed for each in kept)
