"""What is found in the stages of a path and the ways between them."""

from dataclasses import replace

import pytest

from engine.domain.definition import RESUME, Phase, StageKind, Way
from engine.domain.roles import Role
from tests.domain.definitions import (
    SOUND,
    and_moves,
    and_stages,
    fact,
    findings,
    move,
    stage,
    with_move,
    with_stage,
    without,
)


def test_a_path_has_a_start():
    found = findings(with_stage("listed", kind=StageKind.OPEN))

    assert found == [("error", "start_missing", "definition", {})]


def test_a_path_has_one_start():
    found = findings(with_stage("mentoring", kind=StageKind.START))

    assert found == [("error", "start_several", "definition", {"stages": ("listed", "mentoring")})]


def test_every_stage_can_be_reached():
    lonely = and_moves(
        move("leave_lonely", "lonely", "exited"),
        definition=and_stages(stage("lonely")),
    )

    assert findings(lonely) == [("error", "stage_unreachable", "stages.lonely", {})]


def test_a_way_back_from_a_pause_reaches_no_new_stage():
    paused = and_moves(
        move("suspend_lonely", "lonely", "suspended"),
        definition=and_stages(stage("lonely")),
    )

    assert findings(paused) == [("error", "stage_unreachable", "stages.lonely", {})]


def test_an_open_stage_has_a_way_out():
    stuck = and_moves(move("lose", "mentoring", "lost"), definition=and_stages(stage("lost")))

    assert findings(stuck) == [
        ("error", "stage_dead_end", "stages.lost", {}),
        ("error", "end_unreachable", "stages.lost", {}),
    ]


def test_from_every_stage_an_end_can_be_reached():
    turning = and_moves(
        move("lose", "mentoring", "lost"),
        move("wander", "lost", "wandering"),
        move("turn_back", "wandering", "lost"),
        definition=and_stages(stage("lost"), stage("wandering")),
    )

    assert findings(turning) == [
        ("error", "end_unreachable", "stages.lost", {}),
        ("error", "end_unreachable", "stages.wandering", {}),
    ]


def test_a_pause_leads_to_an_end_over_the_stage_it_came_from():
    assert findings(without("close_other", definition=without_closed())) == []


def without_closed():
    return replace(SOUND, stages=SOUND.stages[:-1])


def test_closing_for_another_reason_is_not_the_only_way_out_of_the_path():
    trap = and_moves(
        move("lose", "mentoring", "lost"),
        move("close_lost", "lost", "closed_other"),
        definition=and_stages(stage("lost")),
    )

    assert findings(trap) == [("error", "only_outside_reachable", "stages.lost", {})]


def test_a_path_whose_only_end_lies_outside_is_not_called_a_trap():
    without_exit = without("approve_exit", definition=replace(SOUND, stages=_but("exited")))

    assert findings(without_exit) == [("note", "no_exit_phase", "definition", {})]


def _but(*codes):
    return tuple(one for one in SOUND.stages if one.code not in codes)


def test_a_path_may_turn_without_an_end_and_the_publisher_is_told():
    turning = replace(
        SOUND,
        stages=(
            stage("planning", StageKind.START),
            stage("review", phase=Phase.EXIT),
        ),
        moves=(
            move("start_review", "planning", "review"),
            move("start_year", "review", "planning"),
        ),
    )

    assert findings(turning) == [("note", "no_end", "definition", {})]


def test_a_path_may_have_no_exit_phase_and_the_publisher_is_told():
    found = findings(with_stage("exited", phase=Phase.MONITORING))

    assert found == [("note", "no_exit_phase", "definition", {})]


def test_an_end_that_is_left_again_is_a_note():
    watched = and_moves(
        move("start_watch", "exited", "watch"),
        move("end_watch", "watch", "exited"),
        definition=and_stages(stage("watch", phase=Phase.EXIT)),
    )

    assert findings(watched) == [("note", "end_is_left", "stages.exited", {})]


def test_a_stage_without_terms_is_no_finding():
    assert all(not one.terms for one in SOUND.stages)
    assert findings(SOUND) == []


def test_a_pause_has_a_way_back():
    assert findings(without("resume")) == [
        ("error", "pause_without_return", "stages.suspended", {})
    ]


def test_a_pause_may_lead_back_to_a_named_stage():
    found = findings(with_move("resume", ways=(Way(("suspended",), "mentoring"),)))

    assert found == []


def test_a_way_back_starts_in_a_pause():
    found = findings(and_moves(move("go_back", "mentoring", RESUME)))

    assert found == [("error", "resume_without_pause", "moves.go_back", {"stage": "mentoring"})]


def test_a_way_leaves_a_stage_there_is():
    found = findings(and_moves(move("jump", "nowhere", "exited")))

    fields = {"stage": "nowhere", "side": "from"}
    assert found == [("error", "way_unknown_stage", "moves.jump", fields)]


def test_a_way_leads_to_a_stage_there_is():
    found = findings(and_moves(move("jump", "mentoring", "nowhere")))

    fields = {"stage": "nowhere", "side": "to"}
    assert found == [("error", "way_unknown_stage", "moves.jump", fields)]


def test_a_move_has_a_way():
    found = findings(and_moves(move("stay", "", "", ways=())))

    assert found == [("error", "move_without_ways", "moves.stay", {})]


def test_a_second_way_from_a_stage_without_a_condition_is_never_taken():
    ways = (Way(("listed", "mentoring"), "exited"), Way(("mentoring",), "closed_other"))
    found = findings(with_move("approve_exit", ways=ways))

    fields = {"stage": "mentoring", "target": "closed_other"}
    assert found == [("error", "way_shadowed", "moves.approve_exit", fields)]


def test_the_last_way_from_a_stage_may_be_without_a_condition():
    first_year = fact("years_in_status", at_most=1)
    ways = (Way(("mentoring",), "closed_other", first_year), Way(("mentoring",), "exited"))

    assert findings(with_move("approve_exit", ways=ways)) == []


def test_a_move_is_given_to_somebody():
    assert findings(with_move("resume", roles=())) == [
        ("error", "move_without_roles", "moves.resume", {})
    ]


def test_a_move_of_the_clock_can_be_made_by_a_person_too():
    assert findings(with_move("resume", roles=(Role.SCHEDULER,))) == [
        ("error", "move_only_scheduler", "moves.resume", {})
    ]


def test_who_may_never_open_a_case_is_not_named_to_open_them():
    opening = (("opening_roles", (Role.MUNICIPAL_COORDINATOR.value, Role.CURATOR.value)),)

    assert findings(replace(SOUND, settings=opening)) == [
        ("error", "role_cannot_open", "settings.opening_roles", {"role": "curator"})
    ]


@pytest.mark.parametrize(
    "role", [Role.AUDITOR, Role.REGIONAL_ADMIN, Role.SYSTEM_ADMIN, Role.VIEWER]
)
def test_who_may_never_move_a_case_is_given_no_move(role):
    assert findings(with_move("resume", roles=(Role.CURATOR, role))) == [
        ("error", "role_cannot_move", "moves.resume", {"role": role.value})
    ]
