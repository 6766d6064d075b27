"""Quarters of the school year are set by the region; what counts by the quarter goes by them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engine.actions.filing import DocumentRequest, register_document
from engine.actions.quarters import QuartersRequest, set_quarters
from engine.actions.recording import RecordRequest, register_record
from engine.domain.errors import Forbidden, InvalidInput, NotFound
from engine.domain.machine import preview
from engine.domain.requirements import Requirement
from engine.domain.roles import Role
from engine.domain.situation import RecordKind
from engine.queries.lacking import Lack, Subject
from engine.queries.quarters import paths_by_quarter, quarters_of_year
from engine.queries.worklist import WorkFilter, read_worklist
from engine.storage.verification import verify
from tests.factories import make_scene, publish
from workflows.rehearsal import look

ORDER = "Приказ № 15 от 25.08.2022"
SPANS = (
    (date(2022, 9, 1), date(2022, 10, 28)),
    (date(2022, 11, 7), date(2022, 12, 29)),
    (date(2023, 1, 9), date(2023, 3, 20)),
    (date(2023, 3, 28), date(2023, 5, 25)),
)
SEMINARS = Requirement("quota", (("at_least", 1), ("event", "seminar"), ("period", "quarter")))


@pytest.fixture
def scene(bench):
    """A region in its fourth quarter, whose path asks for a seminar a quarter."""
    bench.now.set(2023, 4, 3)
    scene = make_scene(bench)
    moves = tuple(
        replace(move, requirements=(*move.requirements, SEMINARS))
        if move.code == "start_self_diagnosis"
        else move
        for move in scene.definition.moves
    )
    scene.definition = replace(scene.definition, moves=moves, scenarios=())
    publish(scene, scene.definition)
    return scene


def set_year(scene, spans=SPANS, role: Role = Role.REGIONAL_ADMIN, year: int = 2022):
    request = QuartersRequest(scene.region_id, year, spans, ORDER)
    return set_quarters(scene.bench, request, actor=scene.actor(role))


def lacks_seminar(scene, case_id) -> bool:
    """Whether a seminar of this quarter is among what the next step lacks."""
    located, situation = look(scene.bench, case_id)
    roles = frozenset({Role.MUNICIPAL_COORDINATOR})
    actor = scene.actor(Role.MUNICIPAL_COORDINATOR)
    decisions = preview(
        located.definition,
        scene.bench.facts,
        situation,
        actor_id=actor.account_id,
        roles=roles,
    )
    (step,) = (one for one in decisions if one.move.code == "start_self_diagnosis")
    return "quota" in {one.code for one in step.unmet}


def hold_seminar(scene, case_id, day: date):
    request = RecordRequest(case_id, RecordKind.EVENT, "seminar", "held", happened_on=day)
    register_record(scene.bench, request, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))


def test_what_is_counted_by_the_quarter_moves_with_the_quarters(scene):
    case_id = scene.case_at("listed")
    hold_seminar(scene, case_id, date(2023, 3, 29))

    before = lacks_seminar(scene, case_id)
    set_year(scene)

    # The calendar's quarter began on 1 April, the school's on 28 March.
    assert (before, lacks_seminar(scene, case_id)) == (True, False)
    assert verify(scene.bench.database).findings == []


def test_quarters_are_replaced_by_a_later_order(scene):
    set_year(scene)
    later = (*SPANS[:3], (date(2023, 4, 1), date(2023, 5, 25)))

    set_year(scene, later)

    rows = quarters_of_year(scene.bench, scene.region_id, 2022)
    assert [(row.starts_on, row.ends_on) for row in rows] == list(later)
    assert {row.act for row in rows} == {ORDER}
    assert verify(scene.bench.database).findings == []


@pytest.mark.parametrize(
    ("spans", "field"),
    [
        (SPANS[:3], "quarters"),
        ((*SPANS[:3], (date(2023, 3, 15), date(2023, 5, 25))), "starts_on-4"),
        (((date(2022, 9, 1), date(2022, 8, 31)), *SPANS[1:]), "ends_on-1"),
        (((date(2022, 8, 1), date(2022, 10, 28)), *SPANS[1:]), "starts_on-1"),
    ],
    ids=["three", "overlap", "backwards", "before the year"],
)
def test_quarters_that_are_none_are_refused_by_their_field(scene, spans, field):
    with pytest.raises(InvalidInput) as refusal:
        set_year(scene, spans)

    assert refusal.value.fields["field"] == field


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.MUNICIPAL_COORDINATOR])
def test_who_keeps_no_calendar_sets_no_quarters(scene, role):
    with pytest.raises((Forbidden, NotFound)):
        set_year(scene, role=role)


def test_the_paths_that_count_by_the_quarter_are_named_with_their_open_cases(scene):
    assert paths_by_quarter(scene.bench, scene.region_id) == []
    scene.open_case()

    (path,) = paths_by_quarter(scene.bench, scene.region_id)

    assert (path.definition.title, path.cases) == (scene.definition.title, 1)


def test_the_worklist_finds_who_has_not_drawn_the_profile_this_quarter(scene):
    set_year(scene)
    with_it, draft, former, without = (scene.open_case(school) for school in range(4))
    director = scene.actor
    for case_id, day, school in ((former, (2023, 3, 27), 2), (with_it, (2023, 3, 28), 0)):
        scene.bench.now.set(*day)
        paper = DocumentRequest(case_id, "risk_profile", "Рисковый профиль")
        author = director(Role.SCHOOL_DIRECTOR, school)
        register_document(scene.bench, paper, actor=author)
    scene.bench.now.set(2023, 4, 3)
    paper = DocumentRequest(draft, "risk_profile", "Рисковый профиль", submit=False)
    register_document(scene.bench, paper, actor=director(Role.SCHOOL_DIRECTOR, 1))
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)

    def lacking(back: int):
        wanted = WorkFilter(lack=Lack(Subject.DOCUMENT, "risk_profile", back))
        return read_worklist(scene.bench, wanted, actor=coordinator)

    page = lacking(0)
    assert {line.line.id for line in page.lines} == {draft, former, without}
    assert {line.line.id for line in lacking(1).lines} == {with_it, draft, without}
    assert [(one.had, one.lacking) for one in page.quarters] == [(1, 3), (1, 3), (0, 4), (0, 4)]
    assert page.quarters[0].span == (date(2023, 3, 28), date(2023, 8, 31))
    assert page.shown == 3


def test_an_event_of_the_quarter_is_counted_by_its_day(scene):
    case_id, other = scene.open_case(), scene.open_case(1)
    hold_seminar(scene, case_id, date(2023, 4, 2))
    wanted = WorkFilter(lack=Lack(Subject.EVENT, "seminar"))

    page = read_worklist(scene.bench, wanted, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))

    assert [line.line.id for line in page.lines] == [other]
