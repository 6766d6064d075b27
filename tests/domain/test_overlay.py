"""A region's path as operations on a base."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.checks import Finding, Severity
from engine.domain.definition import Effect, Phase, StageKind, Way, Word
from engine.domain.errors import DefinitionInvalid
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
from engine.domain.requirements import Requirement
from engine.domain.roles import Role
from engine.domain.situation import SubjectKind
from tests.domain.definitions import (
    SOUND,
    and_moves,
    fact,
    findings,
    move,
    requiring,
    stage,
    term,
    with_move,
    with_stage,
)

WAITING = stage("waiting", order=15, title="Ожидание")


def refused(base, *changes):
    with pytest.raises(DefinitionInvalid) as error:
        resolve(base, changes)
    return error.value.fields["findings"]


def unknown(element, operation, index=0):
    fields = (("index", index), ("operation", operation))
    return (Finding(Severity.ERROR, "operation_unknown_element", element, fields),)


def exists(element, operation):
    fields = (("index", 0), ("operation", operation))
    return (Finding(Severity.ERROR, "operation_element_exists", element, fields),)


# Each operation.


def test_without_operations_the_base_stays_as_it_is():
    assert resolve(SOUND, ()) == SOUND
    assert resolve(SOUND, ()).digest == SOUND.digest


def test_the_header_names_the_path_and_its_source():
    head = Identify("amur", "Амурская область", SubjectKind.SCHOOL, "Приказ № 120")

    resolved = resolve(SOUND, [head])

    assert resolved == replace(
        SOUND,
        code="amur",
        title="Амурская область",
        settings=(("source", "Приказ № 120"), ("tutor_school_capacity", 3)),
    )


def test_a_region_does_not_inherit_the_source_of_the_base():
    base = replace(SOUND, settings=(("source", "Приказ № 1"),))

    resolved = resolve(base, [Identify("amur", "Амурская область", SubjectKind.SCHOOL)])

    assert resolved.settings == ()


def test_a_stage_is_added_in_its_place():
    resolved = resolve(SOUND, [AddStage(WAITING)])

    assert [one.code for one in resolved.stages] == [
        "listed",
        "waiting",
        "mentoring",
        "exited",
        "suspended",
        "closed_other",
    ]
    assert resolved.stage_by_code["waiting"] == WAITING


def test_an_inherited_way_that_leaves_every_open_stage_leaves_an_added_one_too():
    resolved = resolve(SOUND, [AddStage(WAITING)])

    assert resolved.move_by_code["suspend"].ways == (
        Way(("listed", "waiting", "mentoring"), "suspended", everywhere=True),
    )
    assert resolved.move_by_code["close_other"] == SOUND.move_by_code["close_other"]


def test_an_inherited_way_that_leaves_every_open_stage_leaves_no_added_end():
    resolved = resolve(SOUND, [AddStage(stage("site", StageKind.END, Phase.EXIT))])

    assert resolved.move_by_code["suspend"] == SOUND.move_by_code["suspend"]


def test_a_stage_the_base_left_out_of_such_a_way_stays_out():
    base = with_move("suspend", ways=(Way(("mentoring",), "suspended", everywhere=True),))

    resolved = resolve(base, [AddStage(WAITING)])

    assert resolved.move_by_code["suspend"].ways == (
        Way(("waiting", "mentoring"), "suspended", everywhere=True),
    )


def test_a_way_of_the_overlay_may_leave_every_open_stage():
    lost = move("lose", ("*open",), "closed_other")

    resolved = resolve(SOUND, [AddMove(lost), AddStage(WAITING)])

    assert resolved.move_by_code["lose"].ways == (
        Way(("listed", "waiting", "mentoring"), "closed_other", everywhere=True),
    )


def test_such_a_way_may_leave_out_stages_and_take_in_others():
    lost = move("lose", ("*open", "!listed", "suspended"), "closed_other")

    resolved = resolve(SOUND, [AddMove(lost)])

    assert resolved.move_by_code["lose"].ways == (
        Way(("mentoring", "suspended"), "closed_other", everywhere=True),
    )


@pytest.mark.parametrize("source", ["!nowhere", "nowhere"])
def test_a_stage_unknown_beside_every_open_stage_is_left_to_the_checks(source):
    lost = move("lose", ("*open", source), "closed_other")

    found = findings(resolve(SOUND, [AddMove(lost)]))

    fields = {"stage": source, "side": "from"}
    assert found == [("error", "way_unknown_stage", "moves.lose", fields)]


def test_a_stage_is_renamed_and_keeps_its_hint():
    base = with_stage("listed", hint="Назначьте куратора.")

    resolved = resolve(base, [RenameStage("listed", "Список утверждён")])

    assert resolved == with_stage("listed", base, title="Список утверждён")


def test_a_stage_is_renamed_with_a_new_hint():
    resolved = resolve(SOUND, [RenameStage("listed", "Список утверждён", "Издайте приказ.")])

    assert resolved == with_stage("listed", title="Список утверждён", hint="Издайте приказ.")


def test_a_removed_stage_takes_its_ways_and_the_moves_left_without_a_way():
    resolved = resolve(SOUND, [RemoveStage("suspended")])

    assert [one.code for one in resolved.stages] == [
        "listed",
        "mentoring",
        "exited",
        "closed_other",
    ]
    assert [one.code for one in resolved.moves] == [
        "start_mentoring",
        "approve_exit",
        "close_other",
    ]
    assert resolved.move_by_code["close_other"].ways == (
        Way(("listed", "mentoring"), "closed_other"),
    )


def test_an_added_way_to_a_removed_stage_is_left_to_the_checks():
    changes = [RemoveStage("suspended"), AddMove(move("freeze", "listed", "suspended"))]

    found = findings(resolve(SOUND, changes))

    fields = {"stage": "suspended", "side": "to"}
    assert found == [("error", "way_unknown_stage", "moves.freeze", fields)]


def test_a_way_that_was_wrong_in_the_base_stays_for_the_checks():
    base = and_moves(move("jump", ("nowhere", "listed"), "beyond", order=99))

    assert resolve(base, []) == base


def test_a_stage_changes_its_phase():
    resolved = resolve(SOUND, [SetPhase("mentoring", Phase.MONITORING)])

    assert resolved == with_stage("mentoring", phase=Phase.MONITORING)


def test_the_terms_of_a_stage_are_set_as_a_whole():
    base = with_stage("listed", terms=(term("old"),))

    resolved = resolve(base, [SetTerms("listed", (term("new"),))])

    assert resolved == with_stage("listed", terms=(term("new"),))


def test_a_stage_changes_its_place():
    resolved = resolve(SOUND, [OrderStage("exited", 5)])

    assert [one.code for one in resolved.stages][:2] == ["exited", "listed"]


def test_a_move_is_added_in_its_place():
    skip = move("skip", "listed", "exited", order=15)

    resolved = resolve(SOUND, [AddMove(skip)])

    assert [one.code for one in resolved.moves][:3] == ["start_mentoring", "skip", "approve_exit"]
    assert resolved.move_by_code["skip"] == skip


def test_a_move_is_renamed():
    resolved = resolve(SOUND, [RenameMove("resume", "Возобновить")])

    assert resolved == with_move("resume", title="Возобновить")


def test_a_move_is_removed():
    resolved = resolve(SOUND, [RemoveMove("resume")])

    assert "resume" not in resolved.move_by_code


def test_a_move_is_rerouted_as_a_whole():
    ways = (Way(("suspended",), "mentoring"),)

    resolved = resolve(SOUND, [RerouteMove("resume", ways)])

    assert resolved == with_move("resume", ways=ways)


def test_the_roles_of_a_move_are_set_as_a_whole():
    resolved = resolve(SOUND, [SetRoles("resume", (Role.CURATOR,))])

    assert resolved == with_move("resume", roles=(Role.CURATOR,))


def test_the_effects_of_a_move_are_set_as_a_whole():
    base = with_move("approve_exit", effects=(Effect.NEXT_ROUND,))

    resolved = resolve(base, [SetEffects("approve_exit", (Effect.END_ATTACHMENTS,))])

    assert resolved == with_move("approve_exit", effects=(Effect.END_ATTACHMENTS,))


def test_requirements_are_added_to_the_inherited_ones():
    base = requiring(fact("entry_facts"))

    resolved = resolve(base, [Require("approve_exit", (fact("curator_assigned"),))])

    assert resolved == requiring(fact("entry_facts"), fact("curator_assigned"))


def test_a_fact_is_waived_wherever_the_move_requires_it():
    base = requiring(
        fact("document_present", kind="self_diagnosis"),
        fact("entry_facts"),
        fact("document_present", kind="midterm_programme"),
    )

    resolved = resolve(base, [Waive("approve_exit", "document_present")])

    assert resolved == requiring(fact("entry_facts"))


def test_a_fact_is_waived_with_these_parameters_only():
    base = requiring(
        fact("document_present", kind="self_diagnosis", status="approved"),
        fact("document_present", kind="midterm_programme", status="approved"),
    )

    waived = Waive("approve_exit", "document_present", (("kind", "self_diagnosis"),))

    assert resolve(base, [waived]) == requiring(
        fact("document_present", kind="midterm_programme", status="approved")
    )


def test_branches_of_an_any_are_not_waived():
    either = Requirement("any", parts=(fact("entry_facts"), fact("curator_assigned")))

    assert refused(requiring(either), Waive("approve_exit", "entry_facts")) == (
        Finding(
            Severity.ERROR,
            "operation_nothing_waived",
            "moves.approve_exit",
            (("index", 0), ("operation", "waive")),
        ),
    )
    assert resolve(requiring(either), [Waive("approve_exit", "any")]) == requiring()


def test_words_of_the_base_keep_their_order_and_added_ones_follow_by_code():
    changes = [
        AddWord("document", "vpr_note", "Справка"),
        AddWord("document", "audit_act", "Акт"),
        AddWord("category", "resilient", "Резильентная школа"),
    ]

    resolved = resolve(SOUND, changes)

    assert resolved.words == (
        Word("category", "resilient", "Резильентная школа"),
        Word("decision", "exit_order", "Приказ об исключении из перечня"),
        Word("document", "self_diagnosis", "Самодиагностика"),
        Word("document", "midterm_programme", "Среднесрочная программа развития"),
        Word("document", "audit_act", "Акт"),
        Word("document", "vpr_note", "Справка"),
    )


def test_a_word_is_renamed_in_its_place():
    resolved = resolve(SOUND, [RenameWord("document", "self_diagnosis", "Самоанализ")])

    assert resolved.words[1] == Word("document", "self_diagnosis", "Самоанализ")
    assert len(resolved.words) == 3


def test_a_word_is_removed():
    resolved = resolve(SOUND, [RemoveWord("document", "self_diagnosis")])

    assert resolved.vocabulary == (
        ("decision", ("exit_order",)),
        ("document", ("midterm_programme",)),
    )


def test_a_setting_is_set_whether_the_base_has_it_or_not():
    resolved = resolve(SOUND, [Set("tutor_school_capacity", 2), Set("curator_case_limit", 1)])

    assert resolved.settings == (("curator_case_limit", 1), ("tutor_school_capacity", 2))


# What does not fit is refused by name.


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


# Who set what.


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


# The order of operations on different elements means nothing.

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
