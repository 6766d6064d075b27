"""Operations of a region that do not fit their base, and what each of them explains."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.definition import Phase, StageKind, Way
from engine.domain.operations import (
    AddMove,
    AddStage,
    AddWord,
    Identify,
    OrderStage,
    RemoveMove,
    RemoveStage,
    RemoveWord,
    RenameMove,
    RenameStage,
    RenameWord,
    Require,
    RerouteMove,
    Set,
    SetEffects,
    SetPhase,
    SetRoles,
    SetTerms,
    Waive,
)
from engine.domain.overlay import explain, resolve
from engine.domain.roles import Role
from engine.domain.situation import SubjectKind
from tests.domain.definitions import (
    SOUND,
    move,
    stage,
)
from tests.domain.overlaid import WAITING, exists, refused, unknown


@pytest.mark.parametrize(
    ("change", "element", "operation"),
    [
        (RenameStage("moon", "Луна"), "stages.moon", "rename_stage"),
        (RemoveStage("moon"), "stages.moon", "remove_stage"),
        (SetPhase("moon", Phase.EXIT), "stages.moon", "set_phase"),
        (SetTerms("moon", ()), "stages.moon", "set_terms"),
        (OrderStage("moon", 1), "stages.moon", "order_stage"),
        (RenameMove("fly", "Лететь"), "moves.fly", "rename_move"),
        (RemoveMove("fly"), "moves.fly", "remove_move"),
        (RerouteMove("fly", ()), "moves.fly", "reroute_move"),
        (SetRoles("fly", ()), "moves.fly", "set_roles"),
        (Require("fly", ()), "moves.fly", "require"),
        (Waive("fly", "entry_facts"), "moves.fly", "waive"),
        (SetEffects("fly", ()), "moves.fly", "set_effects"),
        (RenameWord("document", "map", "Карта"), "words.document.map", "rename_word"),
        (RemoveWord("document", "map"), "words.document.map", "remove_word"),
    ],
)
def test_an_operation_on_an_unknown_element_is_refused_and_named(change, element, operation):
    assert refused(SOUND, change) == unknown(element, operation)


@pytest.mark.parametrize(
    ("change", "element", "operation"),
    [
        (AddStage(stage("listed")), "stages.listed", "add_stage"),
        (AddMove(move("resume", "listed", "exited")), "moves.resume", "add_move"),
        (
            AddWord("document", "self_diagnosis", "Самоанализ"),
            "words.document.self_diagnosis",
            "add_word",
        ),
    ],
)
def test_what_is_there_already_is_not_added_again(change, element, operation):
    assert refused(SOUND, change) == exists(element, operation)


def test_every_operation_that_does_not_fit_is_named():
    found = refused(SOUND, RemoveStage("moon"), RenameMove("resume", "Вернуть"), RemoveMove("fly"))

    assert found == (
        *unknown("stages.moon", "remove_stage"),
        *unknown("moves.fly", "remove_move", index=2),
    )


def test_on_one_element_the_order_of_operations_counts():
    renamed, removed = RenameStage("suspended", "Перерыв"), RemoveStage("suspended")

    resolve(SOUND, [renamed, removed])

    assert refused(SOUND, removed, renamed) == unknown("stages.suspended", "rename_stage", index=1)


def test_the_origin_of_every_element_is_known():
    renamed = RenameStage("listed", "Список утверждён")
    added = AddWord("document", "vpr_note", "Справка")

    origins = explain(SOUND, [renamed, added])

    assert {element: made_by for element, made_by in origins.items() if made_by} == {
        "stages.listed": (renamed,),
        "words.document.vpr_note": (added,),
    }
    assert sorted(origins) == [
        "definition",
        "moves.approve_exit",
        "moves.close_other",
        "moves.resume",
        "moves.start_mentoring",
        "moves.suspend",
        "settings.tutor_school_capacity",
        "stages.closed_other",
        "stages.exited",
        "stages.listed",
        "stages.mentoring",
        "stages.suspended",
        "words.decision.exit_order",
        "words.document.midterm_programme",
        "words.document.self_diagnosis",
        "words.document.vpr_note",
    ]


def test_two_operations_on_one_element_are_both_named_in_their_order():
    first, second = SetRoles("resume", (Role.CURATOR,)), RenameMove("resume", "Возобновить")

    assert explain(SOUND, [first, second])["moves.resume"] == (first, second)


def test_a_move_that_lost_ways_names_the_removed_stage():
    removed = RemoveStage("suspended")

    origins = explain(SOUND, [removed])

    assert {element for element, made_by in origins.items() if made_by == (removed,)} == {
        "stages.suspended",
        "moves.suspend",
        "moves.resume",
        "moves.close_other",
    }


def test_a_move_that_gained_a_way_names_the_added_stage():
    added = AddStage(WAITING)

    origins = explain(SOUND, [added])

    assert {element for element, made_by in origins.items() if made_by == (added,)} == {
        "stages.waiting",
        "moves.suspend",
    }


def test_an_added_end_touches_no_move():
    added = AddStage(stage("site", StageKind.END, Phase.EXIT))

    origins = explain(SOUND, [added])

    assert [element for element, made_by in origins.items() if made_by] == ["stages.site"]


def test_the_header_sets_the_title_and_the_source():
    head = Identify("amur", "Амурская область", SubjectKind.SCHOOL, "Приказ № 120")

    origins = explain(SOUND, [head])

    assert [element for element, made_by in origins.items() if made_by] == [
        "definition",
        "settings.source",
    ]


def test_a_header_without_a_source_explains_no_source():
    head = Identify("amur", "Амурская область", SubjectKind.SCHOOL)

    assert "settings.source" not in explain(SOUND, [head])


POOL = (
    AddStage(WAITING),
    AddStage(stage("site", StageKind.END, Phase.EXIT, order=31)),
    RenameStage("listed", "Список утверждён"),
    RemoveStage("suspended"),
    OrderStage("exited", 5),
    SetPhase("mentoring", Phase.MONITORING),
    AddMove(move("lose", ("*open", "!listed"), "closed_other", order=60)),
    AddMove(move("wait", "listed", "waiting", order=61)),
    AddMove(move("freeze", "waiting", "suspended", order=62)),
    RenameMove("suspend", "Приостановить"),
    RemoveMove("start_mentoring"),
    RerouteMove("resume", (Way(("suspended", "waiting"), "mentoring"),)),
    RerouteMove("approve_exit", (Way(("mentoring",), "site"),)),
    SetRoles("close_other", (Role.CURATOR,)),
    AddWord("document", "vpr_note", "Справка"),
    AddWord("document", "audit_act", "Акт"),
    AddWord("event", "seminar", "Семинар"),
    RenameWord("document", "self_diagnosis", "Самоанализ"),
    RemoveWord("decision", "exit_order"),
    Set("curator_case_limit", 1),
    Set("tutor_school_capacity", 2),
)


def test_the_operations_of_the_pool_are_on_different_elements():
    assert len({change.element for change in POOL}) == len(POOL)


@given(
    st.lists(st.sampled_from(POOL), unique=True).flatmap(
        lambda chosen: st.tuples(st.just(chosen), st.permutations(chosen))
    )
)
def test_operations_on_different_elements_commute(orders):
    one, other = orders

    assert resolve(SOUND, one).digest == resolve(SOUND, other).digest


@given(st.permutations(POOL))
def test_resolving_twice_gives_the_same_digest_and_leaves_the_base_alone(changes):
    before = SOUND.digest

    assert resolve(SOUND, changes).digest == resolve(SOUND, changes).digest
    assert replace(SOUND).digest == before
