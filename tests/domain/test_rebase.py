"""A new base under an overlay: what is clean, what merges by itself, and what a person decides."""

from dataclasses import replace

import pytest

from engine.domain.checks import Severity, inspect_definition
from engine.domain.definition import Effect, Phase, StageKind, Way, Word
from engine.domain.errors import DefinitionInvalid
from engine.domain.operations import (
    AddMove,
    AddStage,
    AddWord,
    Identify,
    RemoveMove,
    RemoveStage,
    RemoveWord,
    RenameMove,
    RenameStage,
    RenameWord,
    Require,
    RerouteMove,
    Set,
    SetPhase,
    SetRoles,
    SetTerms,
    Waive,
)
from engine.domain.overlay import resolve
from engine.domain.rebasing import Choice, How, Outcome, open_conflicts, rebase, rebased
from engine.domain.roles import Role
from engine.domain.situation import SubjectKind
from tests.domain.definitions import SOUND, fact, move, stage, term
from workflows.facts import CATALOGUE

HEAD = Identify("amur", "Амурская область", SubjectKind.SCHOOL, "Приказ № 120")
WATCH = stage("watch", order=25, title="Наблюдение")
WATCHED = resolve(
    SOUND,
    [AddStage(WATCH), AddMove(move("start_watch", "mentoring", "watch", order=22)),
     AddMove(move("end_watch", "watch", "exited", order=23))],
)  # fmt: skip
LONGER = (term("due"),)


def told(report, element):
    return [
        (one.part, one.outcome.value, one.how.value, one.choices)
        for one in report.entries
        if one.element == element
    ]


def on(old, new, *changes, **answers):
    """The overlay on the new base, each conflict of an element answered."""
    report = rebase(old, new, changes)
    chosen = {
        one.key: answers.get(one.element.replace(".", "_"), Choice.OURS) for one in report.conflicts
    }
    return rebased(old, new, changes, chosen).changes


def errors(definition):
    found = inspect_definition(definition, CATALOGUE)
    return [one.code for one in found if one.severity is Severity.ERROR]


OURS_THEIRS_HAND = (Choice.OURS, Choice.THEIRS, Choice.HAND)


def test_on_the_same_base_everything_is_clean_and_stays_as_it_is():
    changes = (HEAD, RenameStage("mentoring", "Помощь"), AddStage(stage("own", order=26)))

    report = rebase(SOUND, SOUND, changes)

    assert {one.outcome for one in report.entries} == {Outcome.CLEAN}
    assert rebased(SOUND, SOUND, changes, {}).changes == changes


def test_operations_that_do_not_fit_the_old_base_are_refused_by_name():
    with pytest.raises(DefinitionInvalid):
        rebase(SOUND, SOUND, [RenameStage("nowhere", "Нигде")])


def test_what_only_the_base_changed_comes_along():
    new = resolve(SOUND, [RenameStage("listed", "В перечне"), SetPhase("listed", Phase.DIAGNOSIS)])
    changes = (HEAD, RenameMove("approve_exit", "Выпустить"))

    report = rebase(SOUND, new, changes)

    assert told(report, "stages.listed") == [("", "clean", "base_only", ())]
    assert told(report, "moves.approve_exit") == [("title", "clean", "kept", ())]
    assert on(SOUND, new, *changes) == changes


def test_different_parts_of_one_element_go_together():
    new = resolve(SOUND, [SetPhase("mentoring", Phase.MONITORING)])

    report = rebase(SOUND, new, [RenameStage("mentoring", "Помощь")])

    assert told(report, "stages.mentoring") == [("title", "merged", "apart", ())]
    after = resolve(new, on(SOUND, new, RenameStage("mentoring", "Помощь")))
    found = after.stage_by_code["mentoring"]
    assert (found.title, found.phase) == ("Помощь", Phase.MONITORING)


def test_the_same_part_is_a_conflict_with_three_choices():
    new = resolve(SOUND, [RenameStage("mentoring", "Наставничество")])
    ours = RenameStage("mentoring", "Помощь")

    report = rebase(SOUND, new, [HEAD, ours])

    assert told(report, "stages.mentoring") == [("title", "conflict", "changed", OURS_THEIRS_HAND)]
    assert on(SOUND, new, ours) == (ours,)
    assert on(SOUND, new, ours, stages_mentoring=Choice.THEIRS) == ()


def test_another_hint_is_no_other_title():
    new = resolve(SOUND, [RenameStage("mentoring", "Наставничество")])
    ours = RenameStage("mentoring", "Этап", "Своя подсказка")

    report = rebase(SOUND, new, [ours])

    assert told(report, "stages.mentoring") == [("title", "merged", "apart", ())]
    assert on(SOUND, new, ours) == (RenameStage("mentoring", "Наставничество", "Своя подсказка"),)


def test_what_both_say_alike_needs_no_operation_any_more():
    new = resolve(
        SOUND,
        [
            RenameStage("mentoring", "Помощь"),
            AddWord("document", "act", "Акт"),
            RemoveMove("resume"),
            Set("tutor_school_capacity", 5),
            Require("approve_exit", (fact("entry_facts"),)),
        ],
    )
    changes = (
        HEAD,
        RenameStage("mentoring", "Помощь"),
        AddWord("document", "act", "Акт"),
        RemoveMove("resume"),
        Set("tutor_school_capacity", 5),
        Require("approve_exit", (fact("entry_facts"),)),
    )

    report = rebase(SOUND, new, changes)

    assert report.conflicts == ()
    assert on(SOUND, new, *changes) == (HEAD,)


def test_a_stage_that_the_base_removed_and_the_region_retimes_is_one_conflict():
    new = resolve(WATCHED, [RemoveStage("watch")])
    ours = SetTerms("watch", (term("limit"),))

    report = rebase(WATCHED, new, [HEAD, ours])

    assert [one.element for one in report.conflicts] == ["stages.watch"]
    assert told(report, "stages.watch") == [("", "conflict", "gone", OURS_THEIRS_HAND)]
    found = open_conflicts(WATCHED, new, [HEAD, ours])
    assert [(one.code, one.element, dict(one.fields)["operation"]) for one in found] == [
        ("rebase_conflict", "stages.watch", "set_terms")
    ]


def test_a_removed_stage_is_kept_with_its_ways_or_let_go():
    new = resolve(WATCHED, [RemoveStage("watch")])
    ours = SetTerms("watch", (term("limit"),))

    kept = resolve(new, on(WATCHED, new, HEAD, ours))
    gone = on(WATCHED, new, HEAD, ours, stages_watch=Choice.THEIRS)

    assert kept.stage_by_code["watch"].terms == (term("limit"),)
    assert kept.move_by_code["start_watch"].ways == (Way(("mentoring",), "watch"),)
    assert errors(kept) == []
    assert gone == (HEAD,)
    assert resolve(new, gone).digest == resolve(new, [HEAD]).digest


def test_two_stages_that_are_kept_share_the_move_between_them():
    between = (
        AddStage(stage("visit", order=26)),
        AddMove(move("visit_too", "watch", "visit", order=24)),
        AddMove(move("end_visit", "visit", "exited", order=25)),
    )
    old = resolve(WATCHED, between)
    new = resolve(old, [RemoveStage("watch"), RemoveStage("visit")])
    ours = (RenameStage("watch", "Смотрим"), RenameStage("visit", "Ездим"))

    kept = resolve(new, on(old, new, *ours))

    assert kept.move_by_code["visit_too"].ways == (Way(("watch",), "visit"),)
    assert errors(kept) == []


def test_a_move_over_a_stage_that_went_is_led_without_it():
    new = resolve(WATCHED, [RemoveStage("watch")])
    ours = RerouteMove(
        "start_mentoring", (Way(("listed",), "mentoring"), Way(("watch",), "listed"))
    )

    report = rebase(WATCHED, new, [ours])

    assert told(report, "moves.start_mentoring") == [("ways", "conflict", "lost", OURS_THEIRS_HAND)]
    assert on(WATCHED, new, ours) == (
        RerouteMove("start_mentoring", (Way(("listed",), "mentoring"),)),
    )


def test_a_stage_from_the_base_does_not_contradict_a_move_from_everywhere():
    new = resolve(SOUND, [AddStage(stage("extra", order=26))])
    ours = RerouteMove("suspend", (Way(("*open", "!listed"), "suspended"),))

    report = rebase(SOUND, new, [ours])

    assert told(report, "moves.suspend") == [("ways", "clean", "kept", ())]
    assert on(SOUND, new, ours) == (ours,)
    assert "extra" in resolve(new, [ours]).move_by_code["suspend"].ways[0].sources


def test_what_the_base_made_final_is_given_up_or_mended_by_hand():
    new = replace(
        resolve(SOUND, [Require("approve_exit", (fact("entry_facts"),))]),
        final=("moves.approve_exit.roles", "settings.tutor_school_capacity"),
    )
    ours = (SetRoles("approve_exit", (Role.CURATOR,)), Set("tutor_school_capacity", 9))

    report = rebase(SOUND, new, ours)

    assert told(report, "moves.approve_exit") == [
        ("roles", "conflict", "final", (Choice.THEIRS, Choice.HAND))
    ]
    assert told(report, "settings.tutor_school_capacity") == [
        ("value", "conflict", "final", (Choice.THEIRS, Choice.HAND))
    ]
    answers = {one.key: Choice.THEIRS for one in report.conflicts}
    assert rebased(SOUND, new, ours, answers).changes == ()


def test_added_here_and_in_the_base_is_a_conflict_unless_it_is_the_same():
    theirs = AddStage(stage("extra", order=26, title="От основы"))
    new = resolve(SOUND, [theirs])
    ours = AddStage(stage("extra", order=26, title="Своё"))

    assert rebase(SOUND, new, [theirs]).conflicts == ()
    assert on(SOUND, new, theirs) == ()
    assert told(rebase(SOUND, new, [ours]), "stages.extra") == [
        ("", "conflict", "exists", OURS_THEIRS_HAND)
    ]
    assert on(SOUND, new, ours) == (RenameStage("extra", "Своё"),)


def test_a_stage_of_another_kind_is_made_anew():
    new = resolve(SOUND, [AddStage(stage("extra", StageKind.PAUSE, order=26))])
    ours = stage("extra", order=26)

    after = resolve(new, on(SOUND, new, AddStage(ours)))

    assert after.stage_by_code["extra"] == ours


def test_what_the_region_removed_and_the_base_rewrote_is_asked_about():
    changed = resolve(SOUND, [SetTerms("mentoring", LONGER)])
    renamed = resolve(SOUND, [RenameStage("mentoring", "Наставничество")])
    ours = (RemoveStage("mentoring"),)

    assert told(rebase(SOUND, changed, ours), "stages.mentoring") == [
        ("", "conflict", "removed", OURS_THEIRS_HAND)
    ]
    assert told(rebase(SOUND, renamed, ours), "stages.mentoring") == [
        ("", "merged", "still_removed", ())
    ]


def test_a_move_from_the_base_over_a_removed_stage_follows_the_overlay():
    new = resolve(WATCHED, [AddMove(move("check", ("listed", "watch"), "exited", order=60))])

    report = rebase(WATCHED, new, [RemoveStage("watch")])

    assert told(report, "moves.check") == [("", "merged", "follows", ())]
    ways = resolve(new, on(WATCHED, new, RemoveStage("watch"))).move_by_code["check"].ways
    assert ways == (Way(("listed",), "exited"),)


# Requirements.

ASKED = resolve(SOUND, [Require("approve_exit", (fact("entry_facts"), fact("curator_assigned")))])


def test_both_may_ask_for_more():
    new = resolve(ASKED, [Require("approve_exit", (fact("carry_over_decided"),))])
    ours = Require("approve_exit", (fact("reason_given", min_length=10),))

    report = rebase(ASKED, new, [ours])

    assert told(report, "moves.approve_exit") == [("requires", "merged", "both", ())]
    asked = resolve(new, on(ASKED, new, ours)).move_by_code["approve_exit"].requirements
    assert [one.fact for one in asked] == [
        "entry_facts",
        "curator_assigned",
        "carry_over_decided",
        "reason_given",
    ]


def test_a_waiver_of_what_the_base_gave_up_goes():
    new = resolve(ASKED, [Waive("approve_exit", "entry_facts")])

    report = rebase(ASKED, new, [Waive("approve_exit", "entry_facts")])

    assert told(report, "moves.approve_exit") == [("requires", "merged", "same", ())]
    assert on(ASKED, new, Waive("approve_exit", "entry_facts")) == ()


def test_a_waiver_that_would_take_more_than_it_was_meant_for_is_asked_about():
    old = resolve(SOUND, [Require("approve_exit", (fact("document_present", kind="midterm_programme"),))])  # fmt: skip  # noqa: E501
    new = resolve(
        old, [Require("approve_exit", (fact("document_present", kind="self_diagnosis"),))]
    )
    ours = Waive("approve_exit", "document_present")

    report = rebase(old, new, [ours])

    assert told(report, "moves.approve_exit") == [
        ("requires", "conflict", "waives_more", OURS_THEIRS_HAND)
    ]
    assert on(old, new, ours) == (ours,)
    assert on(old, new, ours, moves_approve_exit=Choice.THEIRS) == ()


def test_a_waiver_of_what_the_base_asks_in_other_words_is_asked_about():
    old = resolve(SOUND, [Require("approve_exit", (fact("reason_given", min_length=10),))])
    new = resolve(SOUND, [Require("approve_exit", (fact("reason_given", min_length=30),))])
    ours = Waive("approve_exit", "reason_given", (("min_length", 10),))

    report = rebase(old, new, [ours])

    assert told(report, "moves.approve_exit") == [
        ("requires", "conflict", "waives_other", OURS_THEIRS_HAND)
    ]
    assert on(old, new, ours) == (Waive("approve_exit", "reason_given", (("min_length", 30),)),)


def test_a_word_the_base_lost_and_the_region_requires_is_brought_back_or_not_required():
    new = resolve(SOUND, [RemoveWord("document", "self_diagnosis")])
    ours = Require("approve_exit", (fact("document_present", kind="self_diagnosis"), fact("entry_facts")))  # fmt: skip  # noqa: E501

    report = rebase(SOUND, new, [ours])

    assert told(report, "words.document.self_diagnosis") == [
        ("", "conflict", "word_lost", OURS_THEIRS_HAND)
    ]
    back = resolve(new, on(SOUND, new, ours))
    without = on(SOUND, new, ours, words_document_self_diagnosis=Choice.THEIRS)
    assert back.word("document", "self_diagnosis") == "Самодиагностика"
    assert without == (Require("approve_exit", (fact("entry_facts"),)),)


def test_a_renamed_word_that_went_is_added_again_or_forgotten():
    new = resolve(SOUND, [RemoveWord("document", "self_diagnosis")])
    ours = (
        RenameWord("document", "self_diagnosis", "Самоанализ"),
        Require("approve_exit", (fact("document_present", kind="self_diagnosis"),)),
    )

    kept = resolve(new, on(SOUND, new, *ours))
    let_go = on(SOUND, new, *ours, words_document_self_diagnosis=Choice.THEIRS)

    assert Word("document", "self_diagnosis", "Самоанализ") in kept.words
    assert let_go == ()


def test_by_hand_leaves_the_operation_for_the_text_to_mend():
    new = resolve(WATCHED, [RemoveStage("watch")])
    ours = SetTerms("watch", (term("limit"),))

    settled = rebased(WATCHED, new, [HEAD, ours], {"stages.watch:": Choice.HAND})

    assert settled.places == ((HEAD,), (ours,))
    with pytest.raises(DefinitionInvalid):
        resolve(new, settled.changes)


def test_effects_and_roles_are_parts_of_their_own():
    new = resolve(SOUND, [SetRoles("approve_exit", (Role.CURATOR, Role.METHODIST))])
    new = replace(new, moves=tuple(
        replace(one, effects=(Effect.NEXT_ROUND,)) if one.code == "approve_exit" else one
        for one in new.moves
    ))  # fmt: skip

    report = rebase(SOUND, new, [SetRoles("approve_exit", (Role.EXPERT,)), RenameMove("approve_exit", "Выход")])  # fmt: skip  # noqa: E501

    assert told(report, "moves.approve_exit") == [
        ("roles", "conflict", "changed", OURS_THEIRS_HAND),
        ("title", "merged", "apart", ()),
    ]
    assert How.CHANGED in {one.how for one in report.conflicts}
