"""A region's path as operations on a base."""

from dataclasses import replace

import pytest

from engine.domain.checks import Finding, Severity
from engine.domain.definition import Effect, Phase, StageKind, Way, Word
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
from engine.domain.overlay import resolve
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
from tests.domain.overlaid import WAITING, refused


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
