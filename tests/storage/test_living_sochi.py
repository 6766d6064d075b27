"""The roadmap of Sochi as it was signed: 26 schools, six rows due before the order."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from engine.actions.filing import FilePaper
from engine.actions.roadmaps.amending import AmendRequest, amend_roadmap
from engine.actions.roadmaps.approving import ApproveRequest, approve_roadmap
from engine.actions.roadmaps.importing import import_roadmap
from engine.actions.roadmaps.reporting import ReportRequest, report_measures
from engine.domain.roadmaps.content import ListedSchool
from engine.domain.roadmaps.states import RoadmapList
from engine.domain.roles import Role
from engine.storage.database import reading
from engine.storage.tables import MeasureRow, OccurrenceRow
from engine.storage.verification import verify
from tests.factories import make_scene
from tests.people import made
from tests.storage.reviewed_roadmaps import corrected, import_request

SCHOOLS = 26
COORDINATOR = Role.MUNICIPAL_COORDINATOR


@pytest.fixture
def scene(bench):
    scene = make_scene(bench, "sochi", schools=SCHOOLS, tutor_schools=1)
    bench.now.set(2021, 2, 1)
    return scene


@pytest.fixture
def content(scene):
    """What the document says, its schools found in the directory."""
    schools = tuple(
        ListedSchool(f"СОШ № {place}", RoadmapList.LOW_RESULTS, school)
        for place, school in enumerate(scene.schools)
    )
    return replace(import_request(scene).content, schools=schools)


@pytest.fixture
def roadmap_id(scene, content):
    request = replace(import_request(scene), content=content)
    coordinator = scene.actor(COORDINATOR)
    roadmap_id = made(import_roadmap(scene.bench, request, actor=coordinator))
    approve_roadmap(scene.bench, ApproveRequest(roadmap_id), actor=coordinator)
    return roadmap_id


def occurrences(scene, number: str, school: int | None = None):
    """The occurrences of a measure by its printed number, of all schools or of one."""
    query = (
        sa.select(*OccurrenceRow.__table__.c)
        .join(MeasureRow, MeasureRow.id == OccurrenceRow.measure_id)
        .where(MeasureRow.number == number)
        .order_by(OccurrenceRow.slot, OccurrenceRow.id)
    )
    if school is not None:
        query = query.where(OccurrenceRow.school_id == scene.schools[school])
    with reading(scene.bench.database) as connection:
        return connection.execute(query).all()


def test_six_rows_due_before_the_order_open_as_retroactive_for_each_school(scene, roadmap_id):
    query = (
        sa.select(MeasureRow.number, sa.func.count())
        .join(OccurrenceRow, OccurrenceRow.measure_id == MeasureRow.id)
        .where(OccurrenceRow.retroactive.is_(True))
        .group_by(MeasureRow.number)
    )
    with reading(scene.bench.database) as connection:
        passed = {row[0]: row[1] for row in connection.execute(query)}

    assert passed == dict.fromkeys(("21.", "22.", "23.", "24.", "27.", "29."), SCHOOLS)


def test_the_risk_profile_is_a_counter_of_each_quarter_for_each_school(scene, roadmap_id):
    found = occurrences(scene, "31.")

    assert Counter(one.kind for one in found) == {"quota": 4 * SCHOOLS}
    assert [one.due_on for one in occurrences(scene, "31.", 0)] == [
        date(2021, 3, 31),
        date(2021, 5, 31),
        date(2021, 10, 31),
        date(2021, 12, 31),
    ]


def test_what_waits_for_a_procedure_or_a_plan_has_no_day(scene, roadmap_id):
    query = sa.select(OccurrenceRow.due_on, MeasureRow.terms).join(
        MeasureRow, MeasureRow.id == OccurrenceRow.measure_id
    )
    with reading(scene.bench.database) as connection:
        rows = connection.execute(query.where(OccurrenceRow.kind == "event")).all()

    phrases = {one["phrase"] for _, terms in rows for one in terms}
    assert "после проведения оценочной процедуры" in phrases
    assert any(one.startswith("по плану работы") for one in phrases)
    assert {due_on for due_on, _ in rows} == {None}


def test_a_correction_keeps_what_was_reported_and_drops_what_is_asked_no_more(
    scene, roadmap_id, content
):
    first = occurrences(scene, "1.")
    report = ReportRequest(
        roadmap_id, (occurrences(scene, "31.", 0)[0].id,), "Профиль составлен", scene.schools[0]
    )
    report_measures(scene.bench, report, actor=scene.actor(Role.SCHOOL_DIRECTOR))
    file = FilePaper.of("новая.docx", "", b"new")
    request = AmendRequest(roadmap_id, corrected(content), file, "Письмо от 01.03.2021")

    amend_roadmap(scene.bench, request, actor=scene.actor(COORDINATOR))

    assert {one.state for one in first} == {"planned"}
    assert {one.state for one in occurrences(scene, "1.")} == {"withdrawn"}
    assert [one.state for one in occurrences(scene, "99.") or occurrences(scene, "99")] == [
        "planned"
    ] * len(first)
    assert occurrences(scene, "31.", 0)[0].state == "reported"
    assert len(occurrences(scene, "31.")) == 4 * SCHOOLS
    assert verify(scene.bench.database).findings == []


def test_a_correction_that_asks_for_nothing_else_moves_nothing(scene, roadmap_id, content):
    other = replace(content, card=replace(content.card, controller="Л. И. Петрова"))
    file = FilePaper.of("новая.docx", "", b"new")

    amend_roadmap(
        scene.bench, AmendRequest(roadmap_id, other, file), actor=scene.actor(COORDINATOR)
    )

    with reading(scene.bench.database) as connection:
        states = connection.execute(sa.select(OccurrenceRow.state).distinct()).scalars().all()
    assert states == ["planned"]
