"""The people of a case as its card shows them, and who can be attached next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from flask_babel import gettext

from engine.domain.roles import Permission
from engine.domain.situation import AttachmentKind
from engine.queries.candidates import (
    PersonCandidate,
    TutorCandidate,
    person_candidates,
    tutor_candidates,
)
from web.current import current_bench
from web.wording.fields import Fields
from web.wording.grammar import counted
from web.wording.refusals import ineligible_text
from web.wording.rules import invalid_text
from web.wording.titles import ATTACHMENTS, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy import Row

    from engine.domain.roles import Actor
    from engine.queries.cases import CaseCard
    from engine.queries.past_case import PastAttachment

    Attached: TypeAlias = Row[Any] | PastAttachment


@dataclass(frozen=True, slots=True)
class LinkLine:
    """An attachment: whom, from when to when; `state` is now, coming or over."""

    row: Attached
    kind: str
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who can be chosen: the load they carry already and, where they cannot be chosen, why."""

    id: str
    title: str
    place: str
    load: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """The attachments of a case and, for whoever may attach, the candidates of each kind.

    `over` counts attachments that ended and are not among `links`.
    """

    links: tuple[LinkLine, ...]
    over: int = 0
    curators: tuple[Candidate, ...] = ()
    experts: tuple[Candidate, ...] = ()
    tutors: tuple[Candidate, ...] = ()


def people_of(card: CaseCard, actor: Actor, today: date, sought: str) -> People:
    """Who is attached; the candidates are read only for those who may attach."""
    ordered = links_of(card.attachments, today)
    ended = {link.row.kind: int(link.row.alike) for link in ordered if link.state == "over"}
    over = sum(ended.values()) - sum(link.state == "over" for link in ordered)
    if not actor.allows(Permission.ATTACH_PEOPLE, card.roles) or card.line.closed:
        return People(ordered, over)
    bench, case_id = current_bench(), card.line.id
    tutors = [_tutor(one) for one in tutor_candidates(bench, case_id, actor=actor, words=sought)]
    curators = person_candidates(bench, case_id, AttachmentKind.CURATOR, actor=actor)
    experts = person_candidates(bench, case_id, AttachmentKind.EXPERT, actor=actor)
    return People(
        ordered,
        over,
        tuple(_person(one) for one in curators),
        tuple(_person(one) for one in experts),
        tuple(sorted(tutors, key=lambda one: bool(one.why_not))),
    )


def links_of(rows: Iterable[Attached], today: date) -> tuple[LinkLine, ...]:
    """The attachments seen from a day: those in force first, those that are over last."""
    links = (_link(row, today) for row in rows)
    return tuple(sorted(links, key=lambda link: ("now", "coming", "over").index(link.state)))


def _link(row: Attached, today: date) -> LinkLine:
    state = "now"
    if row.starts_on > today:
        state = "coming"
    elif row.ends_on is not None and row.ends_on < today:
        state = "over"
    return LinkLine(row, title_of(ATTACHMENTS, row.kind), row.person or row.school or "", state)


def _person(one: PersonCandidate) -> Candidate:
    load = counted(one.cases, "дело|дела|дел")
    if one.limit:
        load = gettext("%(taken)d из %(capacity)d", taken=one.cases, capacity=one.limit)
    why_not = invalid_text(one.why_not, one.limit) if one.why_not else ""
    return Candidate(str(one.account_id), one.title, "", load, why_not)


def _tutor(one: TutorCandidate) -> Candidate:
    load = gettext("%(taken)d из %(capacity)d", taken=one.taken, capacity=one.capacity)
    fields = {
        "rule": one.why_not,
        "mode": one.mode,
        "taken": one.taken,
        "capacity": one.capacity,
    }
    why_not = ineligible_text(Fields(fields)) if one.why_not else ""
    return Candidate(str(one.school_id), one.title, one.municipality, load, why_not)
