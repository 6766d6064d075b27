"""Roadmaps are taken in once, corrected without loss, and only by those who may."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
import sqlalchemy as sa

from engine.actions.filing import FilePaper
from engine.actions.roadmaps.amending import AmendRequest, amend_roadmap
from engine.actions.roadmaps.approving import ApproveRequest, approve_roadmap
from engine.actions.roadmaps.importing import import_roadmap
from engine.actions.roadmaps.reviewing import (
    ReviewRequest,
    begin_review,
    drop_review,
    keep_decisions,
)
from engine.domain.audit import StreamKind
from engine.domain.errors import (
    Forbidden,
    InvalidInput,
    NotFound,
    RoadmapKnown,
    RoadmapStale,
    RoadmapUnchanged,
)
from engine.domain.roadmaps.states import (
    AssignmentState,
    ImportState,
    MeasureStatus,
    RoadmapList,
    RoadmapStatus,
)
from engine.domain.roles import Role
from engine.queries.roadmaps.directory import authorities, names_of_place
from engine.queries.roadmaps.reviews import open_reviews, read_review
from engine.queries.roadmaps.sheets import read_sheet, roadmap_lines, version_of
from engine.storage.database import reading
from engine.storage.tables import (
    JournalRow,
    MeasureRow,
    OccurrenceRow,
    RoadmapRow,
    SchoolAliasRow,
)
from engine.storage.verification import verify
from tests.factories import make_scene
from tests.storage.reviewed_roadmaps import (
    corrected,
    import_request,
    import_seed,
    reviewed,
    seed_file,
)

COORDINATOR = Role.MUNICIPAL_COORDINATOR


@pytest.fixture
def scene(bench):
    return make_scene(bench)


def count(scene, table):
    with reading(scene.bench.database) as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def amend(scene, roadmap_id, content, *, name="новая.docx", **values):
    file = FilePaper.of(name, "", name.encode())
    request = AmendRequest(roadmap_id, content, file, **values)
    return amend_roadmap(scene.bench, request, actor=scene.actor(COORDINATOR))


def sheet_of(scene, roadmap_id, role=COORDINATOR):
    return read_sheet(scene.bench, roadmap_id, actor=scene.actor(role))


def test_what_was_taken_in_is_what_was_reviewed(scene):
    content = reviewed()

    sheet = sheet_of(scene, import_seed(scene))

    assert tuple(one.content for one in sheet.measures) == content.measures
    assert sheet.card["number"] == "76"
    assert sheet.card["title"] == content.card.title
    assert {one.listed for one in sheet.schools} >= {
        RoadmapList.LOW_RESULTS,
        RoadmapList.FIVE_HUNDRED,
    }
    assert verify(scene.bench.database).findings == []


def test_the_same_file_again_changes_nothing(scene):
    roadmap_id = import_seed(scene)
    before = count(scene, MeasureRow), count(scene, RoadmapRow), count(scene, JournalRow)

    with pytest.raises(RoadmapKnown) as refused:
        import_seed(scene)

    assert refused.value.fields == {"roadmap_id": roadmap_id, "same_file": True}
    assert (count(scene, MeasureRow), count(scene, RoadmapRow), count(scene, JournalRow)) == before


def test_another_file_of_the_same_order_is_a_version_and_no_second_roadmap(scene):
    roadmap_id = import_seed(scene)
    request = import_request(scene)
    other = replace(request, file=FilePaper.of("скан.docx", "", b"another scan"))

    with pytest.raises(RoadmapKnown) as refused:
        import_roadmap(scene.bench, other, actor=scene.actor(COORDINATOR))

    assert refused.value.fields == {"roadmap_id": roadmap_id, "same_file": False}


def test_a_corrected_document_gives_a_difference_and_loses_nothing(scene):
    roadmap_id = import_seed(scene)
    content = corrected(reviewed())
    found = version_of(
        scene.bench,
        import_request(scene).place,
        "0" * 64,
        content,
        actor=scene.actor(COORDINATOR),
        roadmap_id=roadmap_id,
    )

    amend(scene, roadmap_id, content, reason="Письмо управления от 01.03.2021")

    assert found is not None
    assert [one.number for one in found.difference.added] == ["99"]
    assert [key for key, _ in found.difference.gone] == ["1"]
    (changed,) = found.difference.changed
    assert [one.field for one in changed.fields] == ["expected_result"]
    sheet = sheet_of(scene, roadmap_id)
    first = next(one for one in sheet.measures if one.row_key == "1")
    assert first.status is MeasureStatus.WITHDRAWN
    assert len(sheet.measures) == 36
    assert sheet.state.version == 2
    assert verify(scene.bench.database).findings == []


def test_the_same_document_again_is_no_correction(scene):
    roadmap_id = import_seed(scene)

    with pytest.raises(RoadmapUnchanged):
        amend(scene, roadmap_id, reviewed())

    assert sheet_of(scene, roadmap_id).state.version == 1


def test_measures_are_withdrawn_only_with_a_reason(scene):
    roadmap_id = import_seed(scene)

    with pytest.raises(InvalidInput) as refused:
        amend(scene, roadmap_id, corrected(reviewed()), reason=" ")

    assert refused.value.fields["field"] == "reason"
    assert count(scene, MeasureRow) == 35


def test_a_measure_that_comes_back_is_open_again(scene):
    roadmap_id = import_seed(scene)
    content = reviewed()
    without = replace(content, measures=content.measures[1:])
    amend(scene, roadmap_id, without, reason="Ошибка сканирования")

    amend(scene, roadmap_id, content, name="ещё одна.docx")

    sheet = sheet_of(scene, roadmap_id)
    assert {one.status for one in sheet.measures} == {MeasureStatus.OPEN}
    assert len(sheet.measures) == 35
    assert verify(scene.bench.database).findings == []


def test_who_acts_no_more_is_cancelled_and_who_acts_anew_is_planned(scene):
    roadmap_id = import_seed(scene)
    content = reviewed()
    first = content.measures[0]
    (person, *others) = first.assignees
    renamed = replace(person, position="главный специалист")
    changed = replace(first, assignees=(renamed, *others), responsible="иначе")

    amend(scene, roadmap_id, replace(content, measures=(changed, *content.measures[1:])))

    kept = sheet_of(scene, roadmap_id).measures[0]
    states = {one.assignee: one.state for one in kept.assignments}
    assert states[person] is AssignmentState.CANCELLED
    assert states[renamed] is AssignmentState.PLANNED
    assert kept.content.assignees == changed.assignees


def test_a_page_that_is_behind_changes_nothing(scene):
    roadmap_id = import_seed(scene)

    with pytest.raises(RoadmapStale):
        amend(scene, roadmap_id, corrected(reviewed()), reason="Письмо", expected_revision=7)


@pytest.mark.parametrize(
    "role", [Role.SCHOOL_DIRECTOR, Role.AUDITOR, Role.VIEWER, Role.REGIONAL_ADMIN, Role.CURATOR]
)
def test_nobody_takes_in_a_roadmap_whose_role_does_not_say_so(scene, role):
    with pytest.raises((Forbidden, NotFound)):
        import_roadmap(scene.bench, import_request(scene), actor=scene.actor(role))

    assert count(scene, RoadmapRow) == 0


def test_a_refused_correction_is_told_to_auditors(scene):
    roadmap_id = import_seed(scene)
    request = AmendRequest(roadmap_id, corrected(reviewed()), seed_file(), reason="Письмо")

    with pytest.raises(Forbidden):
        amend_roadmap(scene.bench, request, actor=scene.actor(Role.AUDITOR))

    with reading(scene.bench.database) as connection:
        kinds = connection.execute(
            sa.select(JournalRow.kind).where(
                JournalRow.subject_id == roadmap_id,
                JournalRow.stream == StreamKind.REFUSAL.value,
            )
        )
        assert [row.kind for row in kinds] == ["deed:refused"]


def test_another_region_sees_no_roadmap_at_all(scene, bench):
    roadmap_id = import_seed(scene)
    stranger = make_scene(bench, "sochi").actor(COORDINATOR)

    with pytest.raises(NotFound):
        read_sheet(bench, roadmap_id, actor=stranger)
    with pytest.raises(NotFound):
        names_of_place(bench, import_request(scene).place, actor=stranger)

    assert roadmap_lines(bench, actor=stranger) == []
    assert [one.id for one in roadmap_lines(bench, actor=scene.actor(COORDINATOR))] == [roadmap_id]


def test_a_school_sees_the_roadmap_of_its_municipality(scene):
    roadmap_id = import_seed(scene)

    assert sheet_of(scene, roadmap_id, Role.SCHOOL_DIRECTOR).state.id == roadmap_id


def test_a_school_of_another_place_cannot_be_named(scene, bench):
    elsewhere = make_scene(bench, "sochi").schools[0]
    request = import_request(scene)
    schools = tuple(replace(one, school_id=elsewhere) for one in request.content.schools)
    foreign = replace(request, content=replace(request.content, schools=schools))

    with pytest.raises(NotFound):
        import_roadmap(bench, foreign, actor=scene.actor(COORDINATOR))


def test_confirmed_names_and_columns_are_kept_for_the_next_document(scene):
    place = import_request(scene).place
    alias = (scene.schools[0], "СОШ номер один")
    request = replace(
        import_request(scene), aliases=(alias, alias), mapping={"columns": [], "header_row": 2}
    )

    import_roadmap(scene.bench, request, actor=scene.actor(COORDINATOR))

    names = names_of_place(scene.bench, place, actor=scene.actor(COORDINATOR))
    school = next(one for one in names.schools if one.id == scene.schools[0])
    assert school.aliases == ("СОШ номер один",)
    assert count(scene, SchoolAliasRow) == 1
    review = begin(scene)
    found = read_review(scene.bench, review, actor=scene.actor(COORDINATOR))
    assert found.mapping == {"columns": [], "header_row": 2}
    assert verify(scene.bench.database).findings == []


def begin(scene, role=COORDINATOR):
    request = ReviewRequest(scene.region_id, scene.municipality_id, seed_file())
    return begin_review(scene.bench, request, actor=scene.actor(role))


def test_a_review_keeps_each_answer_and_can_be_taken_up_again(scene):
    actor = scene.actor(COORDINATOR)
    review = begin(scene)
    keep_decisions(scene.bench, review, {"card.title": "План", "row.0.5": "apart"}, actor=actor)

    keep_decisions(scene.bench, review, {"row.0.5": None, "row.0.6": "joined"}, actor=actor)

    kept = read_review(scene.bench, review, actor=actor).kept
    assert kept.decisions == {"card.title": "План", "row.0.6": "joined"}
    assert [one.id for one in open_reviews(scene.bench, actor=actor)] == [review]


def test_a_review_ends_with_its_roadmap_or_is_dropped(scene):
    actor = scene.actor(COORDINATOR)
    review, again = begin(scene), begin(scene)
    request = replace(import_request(scene), import_id=review)

    roadmap_id = import_roadmap(scene.bench, request, actor=actor).created_id
    other = begin(scene)
    assert review == again != other
    drop_review(scene.bench, other, actor=actor)

    kept = read_review(scene.bench, review, actor=actor).kept
    assert (kept.state, kept.roadmap_id) == (ImportState.SAVED, roadmap_id)
    assert open_reviews(scene.bench, actor=actor) == []
    with pytest.raises(InvalidInput):
        keep_decisions(scene.bench, review, {"card.title": "Иначе"}, actor=actor)


def test_a_review_is_nobodys_outside_its_place(scene, bench):
    review = begin(scene)
    stranger = make_scene(bench, "sochi").actor(COORDINATOR)

    with pytest.raises(NotFound):
        read_review(bench, review, actor=stranger)
    with pytest.raises(NotFound):
        keep_decisions(bench, review, {"card.title": "План"}, actor=stranger)
    with pytest.raises((Forbidden, NotFound)):
        begin(scene, Role.SCHOOL_DIRECTOR)
    with pytest.raises(NotFound):
        keep_decisions(bench, uuid4(), {}, actor=scene.actor(COORDINATOR))


def test_an_authority_takes_in_roadmaps_for_its_own_place_alone(scene, bench):
    make_scene(bench, "sochi")

    municipal = authorities(bench, actor=scene.actor(COORDINATOR))
    regional = authorities(bench, actor=scene.actor(Role.REGIONAL_COORDINATOR))

    assert [one.place.municipality_id for one in municipal] == [scene.municipality_id]
    assert {one.place.region_id for one in regional} == {scene.region_id}
    assert None in {one.place.municipality_id for one in regional}
    assert authorities(bench, actor=scene.actor(Role.SCHOOL_DIRECTOR)) == []


def test_a_correction_of_a_roadmap_in_force_is_lived_from_then_on(scene):
    request = import_request(scene)
    named = tuple(replace(one, school_id=scene.schools[0]) for one in request.content.schools[:1])
    content = replace(request.content, schools=named)
    coordinator = scene.actor(COORDINATOR)
    taken = import_roadmap(scene.bench, replace(request, content=content), actor=coordinator)
    roadmap_id = taken.created_id
    assert roadmap_id is not None
    approve_roadmap(scene.bench, ApproveRequest(roadmap_id), actor=coordinator)
    before = occurrences(scene, roadmap_id)
    with pytest.raises(RoadmapUnchanged):
        amend(scene, roadmap_id, content)
    late = next(one for one in content.measures if one.number == "31.")
    others = tuple(one for one in content.measures if one is not late)
    new = replace(late, sequence=99, number="99", title="Встреча с родителями", evidence=())

    amend(scene, roadmap_id, replace(content, measures=(*others, new)), reason="Письмо управления")

    sheet = sheet_of(scene, roadmap_id)
    after = occurrences(scene, roadmap_id)
    gone = next(one for one in sheet.measures if one.status is MeasureStatus.WITHDRAWN)
    added = next(one for one in sheet.measures if one.content.number == "99")
    assert sheet.state.status is RoadmapStatus.AMENDED
    assert {state for measure, state in before if measure == gone.id} == {"planned"}
    assert {state for measure, state in after if measure == gone.id} == {"withdrawn"}
    assert {state for measure, state in after if measure == added.id} == {"planned"}
    assert [one for one in after if one[0] not in {gone.id, added.id}] == [
        one for one in before if one[0] != gone.id
    ]
    assert verify(scene.bench.database).findings == []


def occurrences(scene, roadmap_id):
    query = sa.select(OccurrenceRow.measure_id, OccurrenceRow.state)
    query = query.where(OccurrenceRow.roadmap_id == roadmap_id).order_by(OccurrenceRow.id)
    with reading(scene.bench.database) as connection:
        return sorted(tuple(row) for row in connection.execute(query))
