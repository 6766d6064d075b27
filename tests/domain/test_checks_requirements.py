"""What is found in the requirements of a path: facts and their parameters."""

import pytest

from engine.domain.definition import Way
from engine.domain.requirements import Requirement
from engine.domain.roles import Role
from tests.domain.definitions import (
    and_moves,
    fact,
    findings,
    move,
    requiring,
    with_move,
)


def test_a_requirement_names_a_fact_of_the_catalogue():
    assert findings(requiring(fact("moon_phase", phase="full"))) == [
        ("error", "fact_unknown", "moves.approve_exit", {"fact": "moon_phase"})
    ]


def test_the_condition_of_a_way_is_looked_at_like_a_requirement():
    ways = (Way(("mentoring",), "exited", fact("moon_phase")),)

    assert findings(with_move("approve_exit", ways=ways)) == [
        ("error", "fact_unknown", "moves.approve_exit", {"fact": "moon_phase"})
    ]


def test_facts_inside_a_combination_are_looked_at():
    inside = Requirement("not", parts=(Requirement("all", parts=(fact("moon_phase"),)),))

    assert findings(requiring(Requirement("any", parts=(inside,)))) == [
        ("error", "fact_unknown", "moves.approve_exit", {"fact": "moon_phase"})
    ]


def test_a_fact_has_its_required_parameters():
    fields = {"fact": "document_present", "param": "kind"}

    assert findings(requiring(fact("document_present"))) == [
        ("error", "param_missing", "moves.approve_exit", fields)
    ]


def test_a_fact_has_no_parameter_it_does_not_know():
    fields = {"fact": "curator_assigned", "param": "colour"}

    assert findings(requiring(fact("curator_assigned", colour="green"))) == [
        ("error", "param_unknown", "moves.approve_exit", fields)
    ]


def test_every_fact_may_say_who_supplies_it():
    assert findings(requiring(fact("curator_assigned", supplied_by=("expert",)))) == []


@pytest.mark.parametrize(
    ("name", "params", "param", "expected"),
    [
        ("reason_given", {"min_length": "ten"}, "min_length", "number"),
        ("reason_given", {"min_length": True}, "min_length", "number"),
        ("tutor_active", {"by_order": 1}, "by_order", "flag"),
        ("document_present", {"kind": ("self_diagnosis",)}, "kind", "text"),
        ("document_present", {"kind": 5}, "kind", "text"),
        ("role_of_actor", {"roles": 5}, "roles", "roles"),
        ("role_of_actor", {"roles": ()}, "roles", "roles"),
        ("measures_ratio", {"statuses": True}, "statuses", "words"),
        ("from_stage", {"stages": 5}, "stages", "stages"),
        ("date_window", {"from": 5}, "from", "date"),
    ],
)
def test_a_parameter_has_the_type_the_fact_asks_for(name, params, param, expected):
    fields = {"fact": name, "param": param, "expected": expected}

    assert findings(requiring(fact(name, **params))) == [
        ("error", "param_type", "moves.approve_exit", fields)
    ]


@pytest.mark.parametrize("by_order", [True, False])
def test_a_flag_is_yes_or_no(by_order):
    assert findings(requiring(fact("tutor_active", by_order=by_order))) == []


def test_a_single_word_is_a_list_of_one():
    assert findings(requiring(fact("actor_not", of="author"))) == []


def test_a_number_is_not_negative():
    fields = {"fact": "reason_given", "param": "min_length"}

    assert findings(requiring(fact("reason_given", min_length=-1))) == [
        ("error", "param_negative", "moves.approve_exit", fields)
    ]


@pytest.mark.parametrize("day", ["06-01", "02-28", "2024-02-29", "2023-12-31"])
def test_a_day_is_of_each_year_or_of_one(day):
    assert findings(requiring(fact("date_window", **{"from": day}))) == []


@pytest.mark.parametrize(
    "day", ["6-1", "13-01", "02-30", "2023-02-29", "01.06", "0６-01", "20230601", "2023-W01-1"]
)
def test_a_day_that_the_calendar_does_not_have_is_found(day):
    fields = {"fact": "date_window", "param": "from", "value": day}

    assert findings(requiring(fact("date_window", **{"from": day}))) == [
        ("error", "date_malformed", "moves.approve_exit", fields)
    ]


def test_a_parameter_with_choices_takes_one_of_them():
    fields = {
        "fact": "document_present",
        "param": "status",
        "word": "signed",
        "choices": ("draft", "submitted", "approved"),
    }

    assert findings(
        requiring(fact("document_present", kind="self_diagnosis", status="signed"))
    ) == [("error", "param_choice", "moves.approve_exit", fields)]


def test_a_word_is_in_its_dictionary():
    fields = {
        "fact": "document_present",
        "param": "kind",
        "word": "exit_order",
        "dictionary": "document",
    }

    assert findings(requiring(fact("document_present", kind="exit_order"))) == [
        ("error", "word_unknown", "moves.approve_exit", fields)
    ]


def test_a_role_in_a_parameter_is_a_role_there_is():
    fields = {"fact": "approvals", "param": "roles", "word": "tsar"}

    assert findings(requiring(fact("approvals", roles=("curator", "tsar")))) == [
        ("error", "role_unknown", "moves.approve_exit", fields)
    ]


def test_a_stage_in_a_parameter_is_a_stage_there_is():
    fields = {"fact": "from_stage", "param": "stages", "word": "nowhere"}

    assert findings(requiring(fact("from_stage", stages=("mentoring", "nowhere")))) == [
        ("error", "stage_unknown", "moves.approve_exit", fields)
    ]


@pytest.mark.parametrize("combinator", ["all", "any", "not"])
def test_a_combination_has_parts(combinator):
    assert findings(requiring(Requirement(combinator))) == [
        ("error", "requirement_empty", "moves.approve_exit", {"fact": combinator})
    ]


def test_a_denial_has_one_part():
    two = Requirement("not", parts=(fact("curator_assigned"), fact("entry_facts")))

    assert findings(requiring(two)) == [
        ("error", "requirement_not_single", "moves.approve_exit", {})
    ]


NEVER = [
    fact("years_in_status", at_least=3, at_most=2),
    fact("date_window", **{"from": "2024-05-01", "to": "2024-04-30"}),
    fact("from_stage", stages=("exited",)),
    fact("measures_ratio", at_least=101),
    fact("profile_complete", min_directions=3, max_directions=2),
    fact("profile_complete", min_directions=1000),
    fact("approvals", roles=("auditor", "system_admin")),
]


@pytest.mark.parametrize("never", NEVER)
def test_a_requirement_that_no_case_can_meet_is_found(never):
    found = [
        ("error", "requirement_never_holds", "moves.approve_exit", {"fact": never.fact}),
    ]

    assert findings(requiring(never)) == found
    assert findings(requiring(Requirement("all", parts=(fact("curator_assigned"), never)))) == found
    assert findings(requiring(Requirement("any", parts=(never, never)))) == found
    assert findings(requiring(Requirement("any", parts=(fact("curator_assigned"), never)))) == []
    assert findings(requiring(Requirement("not", parts=(never,)))) == []


@pytest.mark.parametrize(
    "possible",
    [
        fact("years_in_status", at_least=2, at_most=2),
        fact("date_window", **{"from": "11-01", "to": "03-31"}),
        fact("date_window", **{"from": "2024-05-01", "to": "04-30"}),
        fact("measures_ratio", at_least=100),
        fact("profile_complete", min_directions=0, max_directions=0),
        fact("approvals", roles=("auditor", "expert")),
        fact("actor_not", of=("curator", "tutor")),
    ],
)
def test_a_requirement_that_some_case_meets_is_no_finding(possible):
    assert findings(requiring(possible)) == []


def test_a_move_is_not_left_to_those_alone_who_may_not_make_it():
    alone = with_move(
        "approve_exit", roles=(Role.CURATOR,), requirements=(fact("actor_not", of="curator"),)
    )

    assert findings(alone) == [
        ("error", "requirement_never_holds", "moves.approve_exit", {"fact": "actor_not"})
    ]


def test_a_requirement_is_not_denied_by_another_of_the_same_move():
    wanted = fact("curator_assigned")
    denied = Requirement("all", parts=(Requirement("not", parts=(wanted,)),))

    assert findings(requiring(wanted, denied)) == [
        ("error", "requirement_denied", "moves.approve_exit", {"fact": "curator_assigned"})
    ]


def test_no_move_takes_the_code_of_the_forced_one():
    forced = move("force_move", "mentoring", "exited")

    assert findings(and_moves(forced)) == [
        ("error", "code_reserved", "moves.force_move", {"code": "force_move"})
    ]


def test_requirements_are_nested_six_deep_at_most():
    assert findings(requiring(_nested(6))) == []
    assert findings(requiring(_nested(7))) == [
        ("error", "requirement_too_deep", "moves.approve_exit", {"most": 6})
    ]


def test_a_tree_of_any_depth_is_looked_at_without_exhausting_the_stack():
    assert findings(requiring(_nested(100_000))) == [
        ("error", "requirement_too_deep", "moves.approve_exit", {"most": 6})
    ]


def _nested(depth):
    requirement = fact("curator_assigned")
    for _ in range(depth - 1):
        requirement = Requirement("all", parts=(requirement,))
    return requirement
