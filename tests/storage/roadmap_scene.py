"""A small roadmap to live with: written into the journal as an import writes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from engine.actions.deciding import DecisionRequest, OrderPaper, register_decision
from engine.actions.mentoring import AttachRequest, attach
from engine.actions.registering import (
    MunicipalityRequest,
    SchoolRequest,
    register_municipality,
    register_school,
)
from engine.actions.roadmaps.approving import ApproveRequest, approve_roadmap
from engine.actions.service_accounts import command_actor
from engine.domain.audit import AuditDraft, AuditKind, Stream, StreamKind
from engine.domain.roadmaps.printed import PrintedTerm, plain_printed
from engine.domain.roles import Role
from engine.domain.situation import AttachmentKind, SchoolMode
from engine.storage.changes import Insert
from engine.storage.database import reading, unit_of_work
from engine.storage.journal import lock_stream, record
from engine.storage.tables import (
    AssignmentRow,
    MeasureRow,
    OccurrenceRow,
    RoadmapRow,
    RoadmapSchoolRow,
)
from engine.storage.types import new_id
from tests.factories import Scene
from tests.people import made as created
from workflows.roadmaps.terms import Period, TermContext, read_term

if TYPE_CHECKING:
    from collections.abc import Iterable

SIGNED = date(2023, 3, 31)
YEAR = Period(date(2023, 1, 1), date(2023, 12, 31))

PROFILE = "Составление рискового профиля школы (риск-профиль)"
ORDER = "Издание приказа о назначении координатора (приказ)"
PASSPORT = "Составление социального паспорта (социальный паспорт)"
ANALYSIS = "Анализ результатов ВПР (справка)"

MEASURES = (
    ("1", ORDER, "municipal", "апрель 2023"),
    ("2", PROFILE, "school", "не реже одного в четверть"),
    ("3", PASSPORT, "school", "до 15 декабря 2022"),
    ("4", ANALYSIS, "school", "после проведения оценочной процедуры"),
)


@dataclass
class Roadmap:
    """A roadmap of a scene, and its measures by title."""

    scene: Scene
    id: UUID
    measures: dict[str, UUID] = field(default_factory=dict)

    def occurrences(
        self, title: str, school: UUID | None = None
    ) -> list[sa.Row[tuple[object, ...]]]:
        """The occurrences of a measure of a school, in their order."""
        query = (
            sa.select(*OccurrenceRow.__table__.c)
            .where(
                OccurrenceRow.measure_id == self.measures[title],
                OccurrenceRow.school_id == school if school else OccurrenceRow.school_id.is_(None),
            )
            .order_by(OccurrenceRow.slot)
        )
        with reading(self.scene.bench.database) as connection:
            return list(connection.execute(query))

    def approve(self, in_force_on: date | None = None) -> None:
        """Let it take effect by the coordinator."""
        request = ApproveRequest(self.id, in_force_on)
        coordinator = self.scene.actor(Role.MUNICIPAL_COORDINATOR)
        approve_roadmap(self.scene.bench, request, actor=coordinator)


def make_roadmap(
    scene: Scene,
    measures: Iterable[tuple[str, str, str, str]] = MEASURES,
    *,
    period: Period = YEAR,
    signed_on: date | None = SIGNED,
    regional: bool = False,
) -> Roadmap:
    """A draft of the scene's municipality, or of its region, for all its listed schools."""
    made = Roadmap(scene, new_id())
    municipality_id = None if regional else scene.municipality_id
    rows = [Insert(RoadmapRow, _card(made, period, signed_on, municipality_id))]
    for place, school in enumerate(scene.schools):
        values = {"school_id": school, "printed": f"СОШ № {place + 1}", "listed": "low_results"}
        rows.append(Insert(RoadmapSchoolRow, {"id": new_id(), "roadmap_id": made.id, **values}))
    listed = list(enumerate(measures))
    context = TermContext(period, None, signed_on)
    for place, measure in listed:
        made.measures[measure[1]] = new_id()
        rows.append(Insert(MeasureRow, _measure(made, place, measure, context)))
    rows += [Insert(AssignmentRow, _assignment(made, made.measures[one[1]])) for _, one in listed]
    actor = scene.actor(Role.MUNICIPAL_COORDINATOR)
    with unit_of_work(scene.bench.database) as transaction:
        draft = AuditDraft(AuditKind.ROADMAP_IMPORTED, actor, scene.bench.now())
        head = lock_stream(transaction, Stream(StreamKind.ROADMAP, made.id))
        record(transaction, head, draft, rows)
    return made


def settle(scene: Scene, municipalities: int, schools: int = 1) -> list[UUID]:
    """Further municipalities of the region, each with schools that the roadmap names."""
    admin = command_actor(scene.bench)
    settled: list[UUID] = []
    for _ in range(municipalities):
        title = f"Округ {len(scene.schools)}"
        request = MunicipalityRequest(scene.region_id, title)
        settled.append(created(register_municipality(scene.bench, request, actor=admin)))
        for _ in range(schools):
            title = f"МБОУ СОШ № {100 + len(scene.schools)}"
            asked = SchoolRequest(scene.region_id, settled[-1], title, SchoolMode.AT_RISK)
            scene.schools.append(created(register_school(scene.bench, asked, actor=admin)))
    return settled


def tie(scene: Scene, since: date = date(2023, 4, 2), until: date | None = None) -> None:
    """Attach the first tutor school to a case of the first school."""
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    case_id = scene.open_case()
    paper = OrderPaper("tutor_order", "14-Т", SIGNED, "Управление образования")
    asked = DecisionRequest(case_id, paper)
    order = created(register_decision(scene.bench, asked, actor=coordinator))
    request = AttachRequest(
        case_id,
        AttachmentKind.TUTOR_SCHOOL,
        school_id=scene.tutor_schools[0],
        decision_id=order,
        starts_on=since,
        ends_on=until,
    )
    attach(scene.bench, request, actor=coordinator)


def make_regional(scene: Scene) -> Roadmap:
    """A roadmap of the region for all its schools, in force."""
    roadmap = make_roadmap(scene, regional=True)
    approve_roadmap(
        scene.bench, ApproveRequest(roadmap.id), actor=scene.actor(Role.REGIONAL_COORDINATOR)
    )
    return roadmap


def _card(
    made: Roadmap, period: Period, signed_on: date | None, municipality_id: UUID | None
) -> dict[str, object]:
    return {
        "id": made.id,
        "region_id": made.scene.region_id,
        "municipality_id": municipality_id,
        "level": "municipal" if municipality_id else "regional",
        "title": "Дорожная карта поддержки школ с низкими результатами",
        "order_title": "",
        "body": "Управление образования",
        "number": "120",
        "signed_on": signed_on,
        "period_start": period.first,
        "period_end": period.last,
        "year_kind": None,
        "signatory": "",
        "controller": "",
        "repeals": [],
        "items": [],
        "preface": [],
        "layout": [],
        "sha256": None,
        "file_name": "",
        "status": "draft",
        "previous_id": None,
        "version": 1,
        "created_at": made.scene.bench.now(),
        "created_by": made.scene.actor(Role.MUNICIPAL_COORDINATOR).account_id,
    }


def _measure(
    made: Roadmap, place: int, measure: tuple[str, str, str, str], context: TermContext
) -> dict[str, object]:
    number, title, level, phrase = measure
    term = PrintedTerm(phrase, read_term(phrase, context).term, context.period)
    texts = ("task", "audience", "expected_result", "responsible")
    lists = ("sections", "evidence", "milestones", "actors", "notes", "inherited", "stages")
    return {
        "id": made.measures[title],
        "roadmap_id": made.id,
        "row_key": str(place),
        "sequence": place,
        "number": number,
        "level": level,
        "title": title,
        **dict.fromkeys(texts, ""),
        **{name: [] for name in lists},
        "terms": [plain_printed(term)],
        "merged_with": None,
        "status": "open",
        "reason": "",
        "digest": "",
    }


def _assignment(made: Roadmap, measure_id: UUID) -> dict[str, object]:
    return {
        "id": new_id(),
        "roadmap_id": made.id,
        "measure_id": measure_id,
        "name": "И. И. Иванова",
        "position": "заместитель начальника",
        "body": "УО",
        "account_id": None,
        "school_id": None,
        "leads": True,
        "state": "planned",
    }
