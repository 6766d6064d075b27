"""What of a base no region takes away, and what a municipality only tightens."""

from dataclasses import replace

import pytest

from engine.domain.definition import Effect, Level, OnDue, Phase, StageKind, Way, Word
from engine.domain.errors import DefinitionInvalid
from engine.domain.finality import never_stricter
from engine.domain.operations import (
    Identify,
    OrderStage,
    RemoveMove,
    RemoveStage,
    RenameMove,
    Require,
    RerouteMove,
    Set,
    SetRoles,
    Waive,
)
from engine.domain.overlay import resolve
from engine.domain.requirements import Requirement
from engine.domain.roles import Role
from engine.domain.situation import SubjectKind
from engine.domain.terms import Term, TermKind
from engine.domain.tightening import implies, loosenings
from tests.domain.definitions import (
    SOUND,
    and_moves,
    and_stages,
    fact,
    findings,
    move,
    requiring,
    stage,
    term,
    with_move,
    with_stage,
)
from workflows.facts import CATALOGUE
from workflows.loader import load_shipped, parse_definition
from workflows.vocabulary import stricter_setting

ORDER = fact("decision_present", kind="exit_order")
WHOLE = "moves.approve_exit"
PART = "moves.approve_exit.requires"


def final(*named, base=None):
    return replace(base or requiring(ORDER), final=named)


def refused(base, *changes, stricter=never_stricter):
    with pytest.raises(DefinitionInvalid) as error:
        resolve(base, changes, stricter=stricter)
    return [(one.code, one.element, dict(one.fields)) for one in error.value.fields["findings"]]


# Final elements.


@pytest.mark.parametrize(
    "change",
    [
        RemoveMove("approve_exit"),
        RenameMove("approve_exit", "Исключить"),
        Require("approve_exit", (fact("entry_facts"),)),
        RerouteMove("approve_exit", (Way(("listed",), "exited"),)),
        SetRoles("approve_exit", (Role.CURATOR,)),
        Waive("approve_exit", "decision_present"),
    ],
)
def test_no_operation_touches_a_final_element(change):
    fields = {"final": WHOLE, "index": 0, "operation": change.operation()}

    assert refused(final(WHOLE), change) == [("operation_on_final", WHOLE, fields)]


def test_a_final_move_does_not_go_with_a_stage_either():
    fields = {"final": WHOLE, "index": 0, "operation": "remove_stage"}

    assert refused(final(WHOLE), RemoveStage("exited")) == [
        ("operation_on_final", "stages.exited", fields)
    ]


def test_of_an_element_final_in_one_part_the_others_may_change():
    base = final(PART)
    changes = [
        RenameMove("approve_exit", "Исключить"),
        Require("approve_exit", (fact("entry_facts"),)),
        SetRoles("approve_exit", (Role.CURATOR,)),
    ]

    assert resolve(base, changes).move_by_code["approve_exit"].requirements == (
        ORDER,
        fact("entry_facts"),
    )
    for change in (Waive("approve_exit", "decision_present"), RemoveMove("approve_exit")):
        assert [code for code, _, _ in refused(base, change)] == ["operation_on_final"]


def test_a_part_that_is_final_goes_with_the_stage_of_its_move():
    assert resolve(final(PART), [RemoveStage("exited")]).final == ()


def test_a_final_setting_may_be_set_stricter():
    base = final(
        "settings.force_reason_min", base=replace(SOUND, settings=(("force_reason_min", 20),))
    )

    resolved = resolve(base, [Set("force_reason_min", 50)], stricter=stricter_setting)

    assert resolved.settings == (("force_reason_min", 50),)
    assert [
        code for code, _, _ in refused(base, Set("force_reason_min", 5), stricter=stricter_setting)
    ] == ["operation_on_final"]


def test_what_is_called_final_must_be_there():
    strange = final("moves.fly", "moves.approve_exit.fuel", "words.document.map", PART)

    assert findings(strange) == [
        ("error", "final_unknown", "final", {"value": named}) for named in strange.final[:3]
    ]


def test_a_region_may_call_more_final_for_its_municipalities():
    head = Identify("amur", "Амур", SubjectKind.SCHOOL, final=("stages.mentoring",))

    region = resolve(final(PART), [head])

    assert region.final == (PART, "stages.mentoring")
    assert [code for code, _, _ in refused(region, OrderStage("mentoring", 5))] == [
        "operation_on_final"
    ]


def test_the_region_of_no_shipped_path_touches_what_is_final():
    base = load_shipped()["base"].definition
    waived = '[[change]]\nop = "waive"\nmove = "approve_exit"\nfact = "decision_present"\n'

    with pytest.raises(DefinitionInvalid) as error:
        parse_definition(REGION + waived, bases={"base": base})

    assert [one.code for one in error.value.fields["findings"]] == ["operation_on_final"]


# The order of strictness.


@pytest.mark.parametrize(
    ("new", "old"),
    [
        (fact("reason_given", min_length=20), fact("reason_given", min_length=10)),
        (fact("reason_given", min_length=20), fact("reason_given")),
        (
            fact("document_present", kind="roadmap", status="approved"),
            fact("document_present", kind="roadmap"),
        ),
        (
            fact("decision_present", kind="exit_order"),
            fact("decision_present", kind="exit_order", per="case"),
        ),
        (fact("tutor_active", modes=("effective",)), fact("tutor_active")),
        (fact("tutor_active"), fact("tutor_active", by_order=False)),
        (fact("risks_covered", level="medium"), fact("risks_covered")),
        (fact("actor_not", of=("author", "curator")), fact("actor_not", of="curator")),
        (fact("years_in_status", at_most=2), fact("years_in_status")),
        (
            fact("date_window", **{"from": "06-15", "to": "08-31"}),
            fact("date_window", **{"from": "06-01", "to": "10-31"}),
        ),
        (ORDER, Requirement("any", parts=(ORDER, fact("entry_facts")))),
        (Requirement("all", parts=(ORDER, fact("entry_facts"))), ORDER),
        (
            Requirement("any", parts=(ORDER,)),
            Requirement("any", parts=(fact("entry_facts"), ORDER)),
        ),
    ],
)
def test_a_stronger_requirement_implies_the_weaker_and_not_the_other_way_round(new, old):
    assert implies(new, old, CATALOGUE)
    assert not implies(old, new, CATALOGUE)


@pytest.mark.parametrize(
    ("new", "old"),
    [
        (fact("entry_facts"), ORDER),
        (fact("decision_present", kind="list_order"), ORDER),
        (
            fact("date_window", **{"from": "11-01", "to": "10-31"}),
            fact("date_window", **{"from": "06-01", "to": "10-31"}),
        ),
        (fact("quota", event="seminar", at_least=2), fact("quota", event="contest", at_least=1)),
        (Requirement("not", parts=(ORDER,)), Requirement("not", parts=(fact("entry_facts"),))),
    ],
)
def test_what_cannot_be_compared_implies_nothing(new, old):
    assert not implies(new, old, CATALOGUE)
    assert not implies(old, new, CATALOGUE)


def test_who_supplies_a_thing_does_not_matter():
    named = fact("decision_present", kind="exit_order", supplied_by="methodist")

    assert implies(named, ORDER, CATALOGUE)
    assert implies(ORDER, named, CATALOGUE)


def loosened(new, old=SOUND):
    return [(one.code, one.element) for one in loosenings(old, new, CATALOGUE, stricter_setting)]


DAYS = term("due", Term(TermKind.WORKING_DAYS, days=10))
WINTER = term("due", Term(TermKind.MONTH_WINDOW, from_month=11, month=2))


def with_term(*terms):
    return with_stage("listed", terms=terms)


@pytest.mark.parametrize(
    ("new", "old"),
    [
        (SOUND, SOUND),
        (replace(SOUND, title="Район", code="district"), SOUND),
        (with_stage("listed", title="Список", hint="Издайте приказ.", order=11), SOUND),
        (requiring(ORDER, fact("entry_facts")), requiring(ORDER)),
        (requiring(fact("reason_given", min_length=20)), requiring(fact("reason_given"))),
        (with_move("resume", roles=(Role.CURATOR,)), with_move("resume", roles=tuple(Role)[:3])),
        (replace(SOUND, words=(*SOUND.words, Word("document", "plan", "План"))), SOUND),
        (with_term(DAYS), SOUND),
        (with_term(replace(DAYS, due=Term(TermKind.WORKING_DAYS, days=5))), with_term(DAYS)),
        (
            with_term(replace(WINTER, due=Term(TermKind.MONTH_WINDOW, from_month=11, month=12))),
            with_term(WINTER),
        ),
        (with_term(DAYS), with_term(replace(DAYS, on_due=OnDue.REMIND))),
        (replace(SOUND, settings=(("tutor_school_capacity", 2),)), SOUND),
    ],
)
def test_a_tightened_path_is_loosened_nowhere(new, old):
    assert loosened(new, old) == []


@pytest.mark.parametrize(
    ("new", "old", "code", "element"),
    [
        (and_stages(stage("more")), SOUND, "loosens_stage_added", "stages.more"),
        (SOUND, and_stages(stage("more")), "loosens_stage_removed", "stages.more"),
        (
            with_stage("mentoring", phase=Phase.EXIT),
            SOUND,
            "loosens_stage_changed",
            "stages.mentoring",
        ),
        (
            with_stage("mentoring", kind=StageKind.END),
            SOUND,
            "loosens_stage_changed",
            "stages.mentoring",
        ),
        (SOUND, with_term(DAYS), "loosens_term_removed", "stages.listed.terms.due"),
        (
            with_term(replace(DAYS, due=Term(TermKind.WORKING_DAYS, days=11))),
            with_term(DAYS),
            "loosens_term",
            "stages.listed.terms.due",
        ),
        (
            with_term(replace(DAYS, due=Term(TermKind.CALENDAR_DAYS, days=5))),
            with_term(DAYS),
            "loosens_term",
            "stages.listed.terms.due",
        ),
        (
            with_term(replace(WINTER, due=Term(TermKind.MONTH_WINDOW, from_month=11, month=3))),
            with_term(WINTER),
            "loosens_term",
            "stages.listed.terms.due",
        ),
        (
            with_term(replace(DAYS, on_due=OnDue.REMIND)),
            with_term(DAYS),
            "loosens_term",
            "stages.listed.terms.due",
        ),
        (
            with_term(replace(DAYS, met_by=fact("entry_facts"))),
            with_term(DAYS),
            "loosens_term",
            "stages.listed.terms.due",
        ),
        (
            with_term(replace(DAYS, on_due=OnDue.MOVE, move="resume")),
            SOUND,
            "loosens_term",
            "stages.listed.terms.due",
        ),
        (
            and_moves(move("skip", "listed", "exited")),
            SOUND,
            "loosens_move_added",
            "moves.skip",
        ),
        (SOUND, and_moves(move("skip", "listed", "exited")), "loosens_move_removed", "moves.skip"),
        (
            with_move("resume", ways=(Way(("suspended",), "exited"),)),
            SOUND,
            "loosens_ways",
            "moves.resume",
        ),
        (
            with_move("resume", effects=(Effect.NEXT_ROUND,)),
            SOUND,
            "loosens_effects",
            "moves.resume",
        ),
        (
            with_move("resume", roles=(Role.CURATOR,)),
            SOUND,
            "loosens_roles",
            "moves.resume",
        ),
        (SOUND, requiring(ORDER), "loosens_requirement", "moves.approve_exit"),
        (
            requiring(fact("reason_given", min_length=5)),
            requiring(fact("reason_given")),
            "loosens_requirement",
            "moves.approve_exit",
        ),
        (replace(SOUND, words=SOUND.words[1:]), SOUND, "loosens_word_removed", None),
        (
            replace(SOUND, settings=(("tutor_school_capacity", 4),)),
            SOUND,
            "loosens_setting",
            "settings.tutor_school_capacity",
        ),
        (
            replace(SOUND, settings=(*SOUND.settings, ("force_approvals", 0))),
            SOUND,
            "loosens_setting",
            "settings.force_approvals",
        ),
        (
            replace(SOUND, subject=SubjectKind.MUNICIPALITY),
            SOUND,
            "loosens_subject",
            "definition",
        ),
    ],
)
def test_every_loosening_is_named(new, old, code, element):
    found = loosened(new, old)

    assert found == [(code, element or "words.decision.exit_order")]


def test_no_limit_at_all_is_the_loosest_limit():
    assert stricter_setting("curator_case_limit", 0, 30)
    assert not stricter_setting("curator_case_limit", 30, 0)
    assert stricter_setting("curator_case_limit", None, 0) is not stricter_setting(
        "curator_case_limit", 5, 0
    )


# Levels.

REGION = 'code = "amur"\ntitle = "Амур"\nsubject = "school"\nextends = "base"\n'
DISTRICT = 'code = "tynda"\ntitle = "Тында"\nsubject = "school"\nextends = "amur"\n'
SHORTER = (
    '[[change]]\nop = "set_terms"\nstage = "risk_profiling"\nterms = [{ code = "risk_profile_due", '
    'title = "Срок", due = { kind = "working_days", days = %s } }]\n'
)


def district(text, region=""):
    base = load_shipped()["base"].definition
    amur = parse_definition(REGION + region, bases={"base": base}).definition
    return parse_definition(DISTRICT + text, bases={"base": base, "amur": amur})


def test_the_level_of_a_text_is_one_below_what_it_changes():
    base = load_shipped()["base"].definition

    assert base.level is Level.BASE
    assert parse_definition(REGION, bases={"base": base}).definition.level is Level.REGION
    assert district("").definition.level is Level.MUNICIPALITY


def test_a_municipality_tightens_the_path_of_its_region():
    assert district(SHORTER % 5).definition.stage_by_code["risk_profiling"].terms[0].due.days == 5


def test_a_municipality_that_loosens_is_refused_naming_the_operation():
    with pytest.raises(DefinitionInvalid) as error:
        district('[[change]]\nop = "rename_stage"\nstage = "listed"\ntitle = "А"\n' + SHORTER % 50)

    assert [
        (one.code, one.element, dict(one.fields)) for one in error.value.fields["findings"]
    ] == [("loosens_term", "stages.risk_profiling.terms.risk_profile_due", {"index": 2})]


def test_a_region_may_let_its_municipalities_do_more():
    allowed = '[[change]]\nop = "set"\nsetting = "municipal_changes"\nvalue = "any"\n'

    assert district(SHORTER % 50, allowed).definition.level is Level.MUNICIPALITY
