"""A roadmap for the demonstration: taken in from a text like any document, approved, worked on."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING

from engine.actions.filing import FilePaper
from engine.actions.roadmaps.accepting import VerdictRequest, review_evidence
from engine.actions.roadmaps.approving import ApproveRequest, approve_roadmap
from engine.actions.roadmaps.importing import ImportRequest, import_roadmap
from engine.actions.roadmaps.reporting import ReportRequest, report_measures
from engine.domain.roadmaps.states import EvidenceStatus
from engine.domain.roles import Actor, Role
from engine.queries.roadmaps.directory import names_of_place
from engine.queries.roadmaps.lines import read_lines
from engine.storage.tables import OccurrenceRow
from workflows.roadmaps.readers.opening import read_bytes
from workflows.roadmaps.review.directory import Directory, KnownPerson, KnownSchool
from workflows.roadmaps.review.reviewing import review_document

if TYPE_CHECKING:
    from uuid import UUID

    from engine.queries.roadmaps.lines import Line
    from engine.workbench import Workbench
    from web.demonstration.clock import StoryClock
    from web.demonstration.people import Company
    from workflows.roadmaps.review.reviewing import Review

SIGNED, REPORTED, ACCEPTED = timedelta(days=45), timedelta(days=9), timedelta(days=6)
"""So long before today the order is signed, a school reports, and the report is accepted."""

SOON, LATER = timedelta(days=19), timedelta(days=40)
MORNING = time(6)
REPORTS = ("Взаимопосещение уроков", "Составление рискового профиля")
"""What the school has handed in: the first is accepted, the second waits."""


def tell_roadmap(bench: Workbench, clock: StoryClock, company: Company, today: date) -> None:
    """Take the roadmap in, approve it, hand in two reports and accept one of them."""
    year = today.year
    signed = max(today - SIGNED, min(date(year, 1, 9), today - ACCEPTED))
    coordinator, director = (
        _one(company, Role.MUNICIPAL_COORDINATOR),
        _one(company, Role.SCHOOL_DIRECTOR),
    )
    clock.stand(datetime.combine(signed, MORNING, tzinfo=UTC))
    content = _text(signed, today).encode()
    roadmap = _take_in(
        bench, FilePaper.of("План мероприятий.txt", "text/plain", content), coordinator
    )
    approve_roadmap(bench, ApproveRequest(roadmap), actor=coordinator)
    clock.stand(datetime.combine(max(signed, today - REPORTED), MORNING, tzinfo=UTC))
    first, *_ = [_report(bench, roadmap, title, director) for title in REPORTS]
    clock.stand(datetime.combine(max(signed, today - ACCEPTED), MORNING, tzinfo=UTC))
    verdict = VerdictRequest(roadmap, first, EvidenceStatus.ACCEPTED)
    review_evidence(bench, verdict, actor=coordinator)


def _one(company: Company, role: Role) -> Actor:
    return next(one for one in company.actors if one.grants[0].role is role)


def _text(signed: date, today: date) -> str:
    """The document with its days near the present."""
    last = date(today.year, 12, 31)
    place = files("workflows").joinpath("seeds", "skovorodino_roadmap.txt")
    days = {"signed": signed, "soon": min(today + SOON, last), "later": min(today + LATER, last)}
    return place.read_text(encoding="utf-8").format(
        year=today.year, **{name: f"{day:%d.%m.%Y}" for name, day in days.items()}
    )


def _take_in(bench: Workbench, file: FilePaper, coordinator: Actor) -> UUID:
    place = coordinator.grants[0].place
    names = names_of_place(bench, place, actor=coordinator)
    directory = Directory(
        tuple(KnownSchool(one.id, one.title, one.aliases) for one in names.schools),
        tuple(KnownPerson(one.id, one.title) for one in names.people),
    )
    found = _reviewed(file, directory)
    if found.open or found.content is None or place.region_id is None:
        raise ValueError("the roadmap of the demonstration leaves something open")
    request = ImportRequest(
        place.region_id, place.municipality_id, found.content, file, found.aliases
    )
    return _made(import_roadmap(bench, request, actor=coordinator).created_id)


def _reviewed(file: FilePaper, directory: Directory) -> Review:
    """The document with its names confirmed as they are proposed."""
    document = read_bytes(file.content, file.name)
    asked = review_document(document, {}, directory).questions
    return review_document(
        document, {one.key: one.proposed for one in asked if one.open}, directory
    )


def _report(bench: Workbench, roadmap: UUID, title: str, director: Actor) -> UUID:
    """Hand in a paper for what is counted now."""
    line = _due_now(bench, title, director)
    content = f"{line.title}: {line.school}".encode()
    request = ReportRequest(
        roadmap,
        (line.kept.id,),
        f"{line.title}: проведено",
        line.kept.school_id,
        file=FilePaper.of(f"{title}.txt", "text/plain; charset=utf-8", content),
    )
    return _made(report_measures(bench, request, actor=director).created_id)


def _due_now(bench: Workbench, title: str, director: Actor) -> Line:
    school = director.grants[0].place.school_id
    lines = read_lines(bench, OccurrenceRow.school_id == school, actor=director)
    return next(
        one
        for one in lines
        if one.title.startswith(title)
        and one.kept.course.due_on is not None
        and one.kept.course.due_on >= one.today
    )


def _made(created: UUID | None) -> UUID:
    if created is None:
        raise LookupError
    return created
