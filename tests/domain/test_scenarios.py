"""What a path promises of a case: written in its text, played by the decision itself."""

from dataclasses import replace
from datetime import date

import pytest

from engine.domain.canonical import canonical_bytes, plain, sha256_hex
from engine.domain.checks import Finding, Severity
from engine.domain.checks.scenarios import MOST_STEPS
from engine.domain.definition import Level
from engine.domain.definition_form import definition_from_plain, hashed_form, stored_form
from engine.domain.difference import difference
from engine.domain.errors import DefinitionInvalid
from engine.domain.operations import RemoveMove, RemoveStage, RenameStage
from engine.domain.overlay import explain, resolve
from engine.domain.playing import MOST_PIECES
from engine.domain.roles import Role
from engine.domain.scenario import Scenario, Step
from engine.domain.scenario_operations import AddScenario, DropScenario
from tests.domain.definitions import SOUND, fact, findings, requiring, with_stage
from workflows.loader import load_shipped, parse_definition
from workflows.places import Places

COORDINATOR = (Role.MUNICIPAL_COORDINATOR,)
DAY = date(2023, 9, 15)
ORDER = fact("decision_present", kind="exit_order")
GUARDED = requiring(ORDER)


def step(move="approve_exit", by=COORDINATOR, **fields):
    return Step(move, by, fields.pop("on", DAY), **fields)


def scenario(*steps, **fields):
    return Scenario("promise", "Обещание", steps, fields.pop("stage", "mentoring"), **fields)


def promising(*scenarios, path=GUARDED):
    return replace(path, scenarios=scenarios)


def told(*scenarios, path=GUARDED):
    return findings(promising(*scenarios, path=path))


# What is played.


def test_a_promise_that_holds_is_not_mentioned():
    kept = scenario(step(refused=("decision_present",)), step(given=(ORDER,), then="exited"))

    assert told(kept) == []


def test_a_refusal_where_a_stage_was_promised_tells_both():
    fields = {"came": ("decision_present",), "expected": "exited", "move": "approve_exit"}

    assert told(scenario(step(then="exited"))) == [
        ("error", "scenario_refused", "scenarios.promise", {**fields, "step": 1})
    ]


def test_a_move_where_a_refusal_was_promised_tells_both():
    broken = scenario(step(given=(ORDER,), refused=("decision_present",)))

    fields = {"move": "approve_exit", "refused": ("decision_present",), "stage": "exited"}
    assert told(broken) == [("error", "scenario_moved", "scenarios.promise", {**fields, "step": 1})]


def test_another_stage_than_the_promised_one_is_told():
    broken = scenario(step(given=(ORDER,), then="closed_other"))

    assert [(code, fields["stage"]) for _, code, _, fields in told(broken)] == [
        ("scenario_moved", "exited")
    ]


def test_the_first_step_that_fails_is_the_one_that_is_told():
    broken = scenario(step(then="exited"), step(then="closed_other"))

    assert [fields["step"] for _, _, _, fields in told(broken)] == [1]


def test_more_reasons_than_promised_keep_the_promise():
    both = requiring(ORDER, fact("curator_assigned"))

    assert told(scenario(step(refused=("decision_present",))), path=both) == []


COUNTED = requiring(ORDER, fact("quota_met", measure="10"))


def test_a_counted_measure_that_was_held_opens_the_move_and_one_that_was_not_closes_it():
    held = fact("quota_met", measure="10")
    refused = step(given=(ORDER,), refused=("quota_met",))

    assert told(scenario(refused, step(given=(held,), then="exited")), path=COUNTED) == []
    assert [
        (code, fields["came"])
        for _, code, _, fields in told(
            scenario(step(given=(ORDER, fact("quota_met", measure="9")), then="exited")),
            path=COUNTED,
        )
    ] == [("scenario_refused", ("quota_met",))]


@pytest.mark.parametrize(
    ("attempt", "reason"),
    [
        (step(by=(Role.CURATOR,), refused=("decision_present",)), "role"),
        (step("start_mentoring", refused=("decision_present",)), "stage"),
    ],
)
def test_a_wrong_stage_or_role_is_another_refusal_than_the_promised_one(attempt, reason):
    found = told(scenario(attempt))

    assert [(code, reason in fields["came"]) for _, code, _, fields in found] == [
        ("scenario_refused", True)
    ]


def test_a_case_begins_where_cases_are_opened_unless_the_scenario_says_otherwise():
    assert told(scenario(step("start_mentoring", then="mentoring"), stage=None)) == []


def test_one_person_in_two_roles_is_the_curator_he_is():
    never = requiring(fact("actor_not", of="curator"))
    both = (Role.MUNICIPAL_COORDINATOR, Role.CURATOR)

    assert told(scenario(step(by=both, refused=("actor_not",))), path=never) == []


def test_who_supplied_a_document_is_its_author():
    four_eyes = requiring(fact("actor_not", of="author", kind="self_diagnosis"))
    own = fact("document_present", kind="self_diagnosis", supplied_by="municipal_coordinator")
    other = fact("document_present", kind="self_diagnosis")

    kept = scenario(step(given=(own,), refused=("actor_not",)))
    passed = replace(scenario(step(given=(other,), then="exited")), code="other")
    assert told(kept, passed, path=four_eyes) == []


def test_a_consent_is_always_another_persons():
    seconded = requiring(fact("approvals", roles="municipal_coordinator"))
    consent = fact("approvals", roles="municipal_coordinator")

    assert told(scenario(step(given=(consent,), then="exited")), path=seconded) == []


def test_a_case_comes_back_from_a_pause_to_where_it_was():
    there_and_back = scenario(
        step("suspend", then="suspended"), step("resume", on=None, then="mentoring")
    )

    assert told(there_and_back) == []


def test_a_day_stays_until_another_one_is_named():
    winter = requiring(fact("date_window", **{"from": "12-01", "to": "12-31"}))
    kept = scenario(
        step("suspend", on=date(2023, 11, 30), then="suspended"),
        step("resume", on=None, then="mentoring"),
        step(on=None, refused=("date_window",)),
        step(on=date(2023, 12, 1), then="exited"),
    )

    assert told(kept, path=winter) == []


# What cannot be played.


@pytest.mark.parametrize(
    ("broken", "code", "fields"),
    [
        (
            scenario(step(then="exited"), stage="moon"),
            "scenario_stage_unknown",
            {"stage": "moon", "side": "from"},
        ),
        (
            scenario(step(then="moon")),
            "scenario_stage_unknown",
            {"stage": "moon", "side": "then", "step": 1},
        ),
        (scenario(step("fly", then="exited")), "scenario_move_unknown", {"move": "fly", "step": 1}),
        (
            scenario(step(refused=("no_fuel",))),
            "scenario_reason_unknown",
            {"reason": "no_fuel", "step": 1},
        ),
        (scenario(step(given=(fact("luck"),), then="exited")), "fact_unknown", {"fact": "luck"}),
        (
            scenario(step(then="exited"), given=(fact("decision_present"),)),
            "param_missing",
            {"fact": "decision_present", "param": "kind"},
        ),
        (
            scenario(step(given=(fact("from_stage", stages="listed"),), then="exited")),
            "scenario_not_given",
            {"fact": "from_stage", "move": "approve_exit", "step": 1},
        ),
    ],
)
def test_what_a_scenario_names_must_be_there(broken, code, fields):
    assert told(broken) == [("error", code, "scenarios.promise", fields)]


def test_a_given_fact_does_not_stand_for_thousands_of_papers():
    many = fact("document_present", kind="self_diagnosis", min=MOST_PIECES + 1)

    assert [code for _, code, _, _ in told(scenario(step(given=(many,), then="exited")))] == [
        "scenario_not_given"
    ]


def test_one_code_names_one_scenario():
    same = scenario(step(refused=("decision_present",)))

    assert told(same, same) == [("error", "code_duplicate", "scenarios.promise", {"times": 2})]


def test_no_more_steps_are_played_than_a_machine_has_time_for():
    kept = Step("approve_exit", COORDINATOR, DAY, refused=("decision_present",))
    many = scenario(*[kept] * (MOST_STEPS + 1))

    assert told(many) == [("error", "scenario_steps_too_many", "definition", {"most": MOST_STEPS})]


def test_a_path_with_an_error_is_not_played():
    unsound = with_stage("listed", title="")
    broken = scenario(step(then="closed_other"))

    assert [code for _, code, _, _ in told(broken, path=unsound)] == ["title_empty"]


# Beside the path, not in it.


def test_scenarios_change_neither_the_digest_nor_what_differs():
    with_promise = promising(scenario(step(then="exited")))

    assert with_promise.digest == GUARDED.digest
    assert difference(GUARDED, with_promise) == ()
    assert with_promise == GUARDED


def test_a_stored_definition_keeps_its_scenarios_and_its_digest():
    whole = replace(
        promising(scenario(step(given=(ORDER,), then="exited"), given=(fact("entry_facts"),))),
        final=("moves.approve_exit",),
        level=Level.REGION,
    )

    stored = stored_form(whole)
    read = definition_from_plain(stored)

    assert sha256_hex(canonical_bytes(hashed_form(stored))) == whole.digest
    assert (read, read.scenarios, read.final, read.level) == (
        whole,
        whole.scenarios,
        whole.final,
        whole.level,
    )


def test_a_definition_stored_before_there_were_scenarios_is_read():
    read = definition_from_plain(plain(SOUND))

    assert (read, read.scenarios, read.final, read.level) == (SOUND, (), (), Level.BASE)


# Inherited, and given up.

BASE = promising(scenario(step(refused=("decision_present",))))


def refused(*changes):
    with pytest.raises(DefinitionInvalid) as error:
        resolve(BASE, changes)
    return [(one.code, one.element) for one in error.value.fields["findings"]]


def test_an_overlay_inherits_the_scenarios_of_its_base():
    assert resolve(BASE, [RenameStage("listed", "Список")]).scenarios == BASE.scenarios


def test_an_overlay_gives_up_a_promise_by_its_code():
    assert resolve(BASE, [DropScenario("promise", "Здесь выходят иначе")]).scenarios == ()
    assert refused(DropScenario("moon", "Нет такого")) == [
        ("operation_unknown_element", "scenarios.moon")
    ]


def test_a_promise_is_not_replaced_in_silence():
    own = scenario(step(given=(ORDER,), then="exited"))

    assert refused(AddScenario(own)) == [("operation_element_exists", "scenarios.promise")]
    given_up = DropScenario("promise", "Здесь выходят иначе")
    assert resolve(BASE, [given_up, AddScenario(own)]).scenarios == (own,)


@pytest.mark.parametrize("gone", [RemoveStage("mentoring"), RemoveMove("approve_exit")])
def test_a_promise_about_what_is_gone_goes_along_and_is_explained(gone):
    assert resolve(BASE, [gone]).scenarios == ()
    assert explain(BASE, [gone])["scenarios.promise"] == (gone,)


# In the text.

HEAD = 'code = "amur"\ntitle = "Амур"\nsubject = "school"\nextends = "base"\n'
BASES = {"base": load_shipped()["base"].definition}
ONE_STEP = """
[[scenario]]
code = "exit_needs_order"
title = "Без приказа не исключают"
from = "exit_review"
on = 2023-12-15
by = "municipal_coordinator"
move = "approve_exit"
given = [{ fact = "monitoring_closed", kind = "final" }]
refused = ["decision_present"]
"""
STEPS = """
[[scenario]]
code = "there_and_back"
title = "Приостановили и возобновили"
from = "mentoring"
given = [{ fact = "reason_given" }]

[[scenario.steps]]
on = "2023-07-03"
by = ["municipal_coordinator"]
move = "suspend"
then = "suspended"

[[scenario.steps]]
by = "municipal_coordinator"
move = "resume"
given = [{ fact = "reason_given" }]
then = "mentoring"
"""


def parsed(text):
    return parse_definition(HEAD + text, bases=BASES)


def faults(text):
    with pytest.raises(DefinitionInvalid) as error:
        parsed(text)
    found = error.value.fields["findings"]
    places = Places(HEAD + text)
    return [(one.code, one.element, places.of(one).line) for one in found]


def test_a_scenario_of_one_step_is_written_in_one_table():
    assert parsed(ONE_STEP).changes[-1] == AddScenario(
        Scenario(
            "exit_needs_order",
            "Без приказа не исключают",
            (
                Step(
                    "approve_exit",
                    COORDINATOR,
                    date(2023, 12, 15),
                    refused=("decision_present",),
                ),
            ),
            "exit_review",
            (fact("monitoring_closed", kind="final"),),
        )
    )


def test_a_scenario_of_several_steps_lists_them():
    steps = parsed(STEPS).definition.scenarios[-1].steps

    assert [(one.move, one.on, one.then) for one in steps] == [
        ("suspend", date(2023, 7, 3), "suspended"),
        ("resume", None, "mentoring"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('code = "exit_needs_order"\n', "", ("key_missing", "scenario.0.code", 6)),
        (
            'refused = ["decision_present"]\n',
            "",
            ("scenario_outcome", "scenario.0", 6),
        ),
        (
            'refused = ["decision_present"]\n',
            'refused = ["role"]\nthen = "exited"\n',
            ("scenario_outcome", "scenario.0", 6),
        ),
        ("on = 2023-12-15", 'on = "2023-02-30"', ("day_malformed", "scenario.0.on", 10)),
        ("on = 2023-12-15", "on = 1723-12-15", ("day_out_of_range", "scenario.0.on", 10)),
        ("on = 2023-12-15", "on = 5", ("value_type", "scenario.0.on", 10)),
        ("on = 2023-12-15", "on = 2023-12-15T10:00:00", ("value_type", "scenario.0.on", 10)),
        ('by = "municipal', 'by = "village', ("value_choice", "scenario.0.by.0", 11)),
        ('move = "', 'note = "so"\nmove = "', ("key_unknown", "scenario.0.note", 12)),
        ('fact = "moni', 'fakt = "moni', ("requirement_head", "scenario.0.given.0", 13)),
    ],
)
def test_a_fault_of_a_scenario_has_its_place(old, new, found):
    assert ONE_STEP.count(old) == 1

    assert faults(ONE_STEP.replace(old, new)) == [found]


def test_a_broken_promise_is_found_at_its_step():
    text = HEAD + STEPS.replace('then = "mentoring"', 'then = "correction"')
    read = parse_definition(text, bases=BASES)
    finding = Finding(Severity.ERROR, "scenario_moved", "scenarios.there_and_back", (("step", 2),))

    place = Places(text, read.changes).of(finding)

    assert text.split("\n")[place.line - 1] == "[[scenario.steps]]"
    assert text.split("\n")[place.line : place.line + 2] == [
        'by = "municipal_coordinator"',
        'move = "resume"',
    ]


def test_an_inherited_promise_stands_where_the_base_is_named():
    text = HEAD + '[[change]]\nop = "rename_stage"\nstage = "listed"\ntitle = "Список"\n'
    finding = Finding(Severity.ERROR, "scenario_moved", "scenarios.main_way", (("step", 2),))

    assert Places(text, parse_definition(text, bases=BASES).changes).of(finding).line == 4


def test_a_scenario_that_is_there_already_is_found_at_its_own_table():
    with pytest.raises(DefinitionInvalid) as error:
        parsed(ONE_STEP.replace("exit_needs_order", "main_way"))

    (finding,) = error.value.fields["findings"]
    assert finding.code == "operation_element_exists"
    assert Places(HEAD + ONE_STEP).of(finding).line == 6
