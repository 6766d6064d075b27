"""The picture of a path: everything once, nothing on top of anything, always the same."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.definition import Definition, Phase, Stage, StageKind, Way
from engine.domain.situation import SubjectKind
from tests.domain.definitions import SOUND, move
from web.drawing import (
    Change,
    Marks,
    Shape,
    StageMark,
    StageState,
    WayKey,
    WayMark,
    WayState,
    draw_path,
    plan_of,
)
from web.drawing.layout import lay_out
from web.drawing.measures import Point, wrap_title
from workflows.loader import load_shipped

PATHS = {code: parsed.definition for code, parsed in load_shipped().items()}
IN_THE_PICTURE = [phase for phase in Phase if phase is not Phase.OUTSIDE]
ROOM = {Shape.WIDE: 1080, Shape.TALL: 340}


@st.composite
def definitions(draw):
    """Any stages in any phases, any moves between them: sound or not, it can be drawn."""
    codes = [f"s{number}" for number in range(draw(st.integers(1, 14)))]
    titles = st.text(alphabet="АБвг дщ-", max_size=60)
    stages = tuple(
        Stage(
            code,
            draw(titles),
            draw(st.sampled_from(list(Phase))),
            draw(st.sampled_from(list(StageKind))),
            draw(st.integers(0, 20)),
        )
        for code in codes
    )
    ends = st.lists(st.sampled_from(codes), min_size=1, max_size=6, unique=True)
    moves = tuple(
        move(f"m{number}", (), "", ways=(Way(tuple(draw(ends)), draw(st.sampled_from(codes))),))
        for number in range(draw(st.integers(0, 16)))
    )
    return Definition("any", "Любой", SubjectKind.SCHOOL, stages, moves)


def crossed(corners, box):
    """Whether a line along the axes runs through the inside of a box."""
    for start, end in pairwise(corners):
        for step in range(1, 40):
            share = step / 40
            point = Point(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share)
            if box.holds(point, -0.5):
                return True
    return False


def faults_of(definition, shape):
    """What is wrong with a layout, in words."""
    plan = plan_of(definition)
    layout = lay_out(plan, shape)
    if sorted(layout.boxes) != sorted(stage.code for stage in plan.stages):
        yield "the stages are not those of the plan"
    if sorted(layout.corners) != sorted(plan.ways):
        yield "the ways are not those of the plan"
    for (one, box), (other, second) in combinations(layout.boxes.items(), 2):
        if box.overlaps(second):
            yield f"{one} lies on {other}"
    for key, corners in layout.corners.items():
        yield from (
            f"{key} crosses {code}" for code, box in layout.boxes.items() if crossed(corners, box)
        )
        for point in corners:
            if not (0 <= point.x <= layout.width and 0 <= point.y <= layout.height):
                yield f"{key} leaves the picture"


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("code", PATHS)
def test_every_region_is_drawn_without_a_fault_and_fits_its_page(code, shape):
    assert list(faults_of(PATHS[code], shape)) == []
    assert draw_path(PATHS[code], shape=shape).width <= ROOM[shape]


@settings(max_examples=150)
@given(definition=definitions(), shape=st.sampled_from(list(Shape)))
def test_whatever_can_be_defined_can_be_drawn(definition, shape):
    assert list(faults_of(definition, shape)) == []


@pytest.mark.parametrize("code", PATHS)
def test_every_stage_and_every_way_of_the_phases_is_drawn_once(code):
    definition = PATHS[code]
    picture = draw_path(definition)
    outside = {one.code for one in definition.stages if one.phase is Phase.OUTSIDE}
    expected = {
        WayKey(one.code, source, way.target)
        for one in definition.moves
        for way in one.ways
        if not way.everywhere and way.target not in outside and way.target != "@resume"
        for source in way.sources
        if source not in outside
    }

    assert sorted(one.stage.code for one in picture.stages) == sorted(
        one.code for one in definition.stages if one.code not in outside
    )
    assert sorted(one.key for one in picture.ways) == sorted(expected)


def test_moves_that_leave_the_path_are_told_beside_the_picture():
    assert [one.code for one in plan_of(SOUND).aside] == ["suspend", "resume", "close_other"]


@given(definition=definitions(), shape=st.sampled_from(list(Shape)))
def test_the_same_definition_is_drawn_the_same(definition, shape):
    again = replace(definition, title="Другое название")

    assert lay_out(plan_of(definition), shape) == lay_out(plan_of(again), shape)


@pytest.mark.parametrize("shape", Shape)
def test_numbers_stand_apart_and_on_no_box(shape):
    definition = PATHS["sochi"]
    leaving = [key for key in plan_of(definition).ways if key.source == "mentoring"]
    marks = Marks(
        {"mentoring": StageMark(StageState.HERE, "сейчас")},
        {key: WayMark(WayState.OPEN, number=place + 1) for place, key in enumerate(leaving)},
    )

    picture = draw_path(definition, marks, shape)

    badges = [one.badge for one in picture.ways if one.badge]
    assert len(badges) == len(leaving) == 3
    assert [one for one in badges for drawn in picture.stages if drawn.box.holds(one, 8)] == []
    for one, other in combinations(badges, 2):
        assert abs(one.x - other.x) + abs(one.y - other.y) >= 16


def test_marks_of_a_difference_reach_their_elements():
    key = WayKey("start_mentoring", "listed", "mentoring")
    marks = Marks(
        {"mentoring": StageMark(change=Change.ADDED)}, {key: WayMark(change=Change.REMOVED)}
    )

    picture = draw_path(SOUND, marks)

    changes = {one.stage.code: one.mark.change for one in picture.stages}
    assert changes == {"listed": None, "mentoring": Change.ADDED, "exited": None}
    assert {one.key.move: one.mark.change for one in picture.ways} == {
        "start_mentoring": Change.REMOVED,
        "approve_exit": None,
    }


def test_a_title_is_broken_between_words_and_a_long_one_ends_in_dots():
    assert wrap_title("Режим эффективного функционирования", 17) == (
        "Режим",
        "эффективного",
        "функционирования",
    )
    assert wrap_title("Достопримечательность", 12) == ("Достопримеч-", "ательность")
    assert wrap_title("один два три четыре пять шесть", 4)[-1].endswith("…")
    assert wrap_title("  ", 12) == ()
