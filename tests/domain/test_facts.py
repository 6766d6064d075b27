"""The catalogue as a whole, and the facts about the course of a case."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from engine.domain.canonical import canonical_bytes, plain
from engine.domain.requirements import (
    FieldValue,
    Param,
    ParamKind,
    Requirement,
    Tighter,
    Unmet,
    evaluate,
)
from engine.domain.roles import Role
from tests.domain.scene import (
    TODAY,
    attempt,
    case,
    curator,
    document,
    judge,
    met,
    record,
    situation,
    tutor,
    unmet,
)
from workflows.facts import CATALOGUE

MENDED_AT = {"documents", "decisions", "measures", "people", "records", "move"}
REQUIRED: dict[str, FieldValue] = {
    "kind": "document",
    "roles": ("curator",),
    "of": ("author",),
    "rule": "three_years",
    "event": "visit",
    "at_least": 1,
    "stages": ("mentoring",),
}


def test_the_catalogue_is_closed():
    assert sorted(CATALOGUE) == [
        "actor_not",
        "approvals",
        "basis_given",
        "carry_over_decided",
        "curator_assigned",
        "date_window",
        "decision_present",
        "document_present",
        "end_code_given",
        "entry_facts",
        "from_stage",
        "indicator_rule",
        "measures_ratio",
        "monitoring_closed",
        "no_open",
        "profile_complete",
        "publication_recorded",
        "quota",
        "quota_met",
        "reason_given",
        "return_expected",
        "risks_covered",
        "role_of_actor",
        "tutor_active",
        "years_in_status",
    ]
    with pytest.raises(TypeError):
        CATALOGUE["curator_happy"] = CATALOGUE["entry_facts"]  # type: ignore[index]


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_every_fact_says_its_name_its_place_and_who_may_be_named_as_supplier(name):
    fact = CATALOGUE[name]

    assert fact.name == name
    assert fact.mend in MENDED_AT
    assert fact.params[-1] == Param("supplied_by", ParamKind.ROLES, tighter=Tighter.EITHER)
    assert len({param.name for param in fact.params}) == len(fact.params)


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_every_fact_judges_an_empty_case_and_gives_only_canonical_values(name):
    fact = CATALOGUE[name]
    params = {param.name: REQUIRED[param.name] for param in fact.params if param.required}

    verdict = fact.check(params, situation(), attempt())

    assert canonical_bytes(plain(dict(verdict.fields)))


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_a_full_case_gives_only_canonical_values(name):
    fact = CATALOGUE[name]
    params = {param.name: REQUIRED[param.name] for param in fact.params if param.required}
    full = situation(
        documents=(document("document", topic="staff_shortage"),),
        attachments=(curator(), tutor()),
        records=(
            record("risk", "staff_shortage", "high", value=1),
            record("measure", "1.1", "planned"),
            record("event", "visit", "held"),
            record("approval", "approve_programmes", "given"),
            record("monitoring", "document", "closed"),
            record("publication", "document", "published"),
            record("indicator", "three_years", "met"),
        ),
        vocabulary=(("risk_factor", ("staff_shortage",)),),
    )

    verdict = fact.check(params, full, attempt())

    assert canonical_bytes(plain(dict(verdict.fields)))


def test_the_suppliers_of_a_region_replace_the_usual_ones():
    asked = Requirement("curator_assigned", (("supplied_by", ("methodist",)),))

    found = evaluate(asked, CATALOGUE, situation(), attempt())

    assert found.unmet == (
        Unmet(
            "curator_assigned",
            (("have", 0), ("supplied_by", ("methodist",))),
            (Role.METHODIST,),
            None,
            "people",
        ),
    )


@pytest.mark.parametrize("roles", ["methodist", ("methodist",)])
def test_a_single_supplier_is_a_list_of_one(roles):
    asked = Requirement("curator_assigned", (("supplied_by", roles),))

    (reason,) = evaluate(asked, CATALOGUE, situation(), attempt()).unmet

    assert reason.supplied_by == (Role.METHODIST,)


@pytest.mark.parametrize("roles", ["governing_council", ("governing_council",)])
def test_consent_is_supplied_by_those_who_are_asked_for_it(roles):
    asked = Requirement("approvals", (("roles", roles),))

    (reason,) = evaluate(asked, CATALOGUE, situation(), attempt()).unmet

    assert reason.supplied_by == (Role.GOVERNING_COUNCIL,)


def test_a_denial_names_what_holds():
    parts = (
        Requirement("curator_assigned"),
        Requirement("from_stage", (("stages", ("programme_review",)),)),
    )
    denied = Requirement("not", parts=(Requirement("any", parts=parts),))

    (reason,) = evaluate(denied, CATALOGUE, situation(), attempt()).unmet

    assert dict(reason.fields)["fact"] == "from_stage"


def test_a_fact_knows_no_database_no_web_and_no_clock():
    folder = Path(__file__).parents[2] / "workflows" / "facts"

    text = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))

    assert [
        word for word in ("sqlalchemy", "flask", "today()", "now()", "eval(") if word in text
    ] == []


# from_stage


def test_a_case_that_stands_in_one_of_the_stages_is_from_there():
    stages = {"stages": ("programme_drafting", "programme_review")}

    assert judge("from_stage", stages) == met(stage="programme_review")


def test_a_case_that_stands_elsewhere_is_not_from_there():
    assert judge("from_stage", {"stages": ("mentoring",)}) == unmet(stage="programme_review")


# years_in_status


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"at_least": 2}, True),
        ({"at_least": 3}, False),
        ({"at_most": 2}, True),
        ({"at_most": 1}, False),
        ({"at_least": 2, "at_most": 2}, True),
        ({"at_least": 3, "at_most": 5}, False),
        ({}, True),
    ],
)
def test_years_on_the_list_lie_in_bounds_that_include_their_ends(params, expected):
    verdict = judge("years_in_status", params)

    assert (verdict.met, verdict.fields) == (expected, {"have": 2})


def test_the_first_year_is_not_confused_with_an_absent_bound():
    newcomer = situation(case=case(years_in_status=0))

    assert judge("years_in_status", {"at_least": 1}, newcomer) == unmet(have=0)
    assert judge("years_in_status", {"at_most": 0}, newcomer) == met(have=0)


# entry_facts


def test_a_list_entry_with_facts_or_a_ground_is_enough():
    assert judge("entry_facts") == met()


def test_a_bare_list_entry_is_not_enough():
    assert judge("entry_facts", scene=situation(entry_facts_present=False)) == unmet()


# what is said of an end or of a return


def test_a_case_ends_by_a_word_of_the_path_alone():
    scene = situation(vocabulary=(("end_code", ("liquidated",)),))

    said = attempt(end_code="liquidated")
    assert judge("end_code_given", scene=scene, tried=said) == met(code="liquidated")
    assert judge("end_code_given", scene=scene, tried=attempt(end_code="bored")) == unmet(code="")
    assert judge("end_code_given", scene=scene) == unmet(code="")


def test_a_case_is_expected_to_go_on_on_a_day_to_come():
    later = TODAY + timedelta(days=1)

    assert judge("return_expected", tried=attempt(expected_on=later)) == met(day=later.isoformat())
    today = attempt(expected_on=TODAY)
    assert judge("return_expected", tried=today) == unmet(day=TODAY.isoformat())
    assert judge("return_expected") == unmet(day="")


# reason_given


@pytest.mark.parametrize(
    ("reason", "have"),
    [
        ("", 0),
        ("          ", 0),
        ("..........", 0),
        ("- - - - - — – …", 0),
        ("Не готово", 9),
        ("  Не готово  \n", 9),
    ],
)
def test_a_short_or_empty_reason_is_no_reason(reason, have):
    assert judge("reason_given", tried=attempt(reason=reason)) == unmet(have=have, need=10)


def test_a_reason_of_exactly_the_length_is_enough():
    assert judge("reason_given", tried=attempt(reason="Не готова.")) == met(have=10, need=10)


def test_a_region_may_ask_for_a_longer_reason():
    verdict = judge("reason_given", {"min_length": 20}, tried=attempt(reason="Не готова."))

    assert verdict == unmet(have=10, need=20)


# date_window


def on(day):
    return situation(today=date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2023-09-01", "2023-09-15", "2023-10-31", "2031-10-01"])
def test_a_yearly_window_is_open_each_year_with_both_its_ends(day):
    verdict = judge("date_window", {"from": "09-01", "to": "10-31"}, on(day))

    assert verdict == met(today=day)


@pytest.mark.parametrize(
    ("day", "opens_on"), [("2023-08-31", "2023-09-01"), ("2023-11-01", "2024-09-01")]
)
def test_a_closed_yearly_window_says_when_it_opens(day, opens_on):
    verdict = judge("date_window", {"from": "09-01", "to": "10-31"}, on(day))

    assert verdict == unmet(today=day, opens_on=opens_on)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2023-11-30", False),
        ("2023-12-01", True),
        ("2023-12-31", True),
        ("2024-01-01", True),
        ("2024-02-29", True),
        ("2024-03-01", False),
    ],
)
def test_a_yearly_window_may_cross_the_new_year(day, expected):
    assert judge("date_window", {"from": "12-01", "to": "02-29"}, on(day)).met is expected


def test_a_window_may_be_one_day_of_the_year():
    assert judge("date_window", {"from": "09-15", "to": "09-15"}).met
    assert judge("date_window", {"from": "09-01", "to": "09-01"}) == unmet(
        today="2023-09-15", opens_on="2024-09-01"
    )


def test_a_window_may_have_one_bound():
    assert judge("date_window", {"from": "09-15"}).met
    assert judge("date_window", {"from": "09-16"}) == unmet(
        today="2023-09-15", opens_on="2023-09-16"
    )
    assert judge("date_window", {"to": "09-15"}).met
    assert judge("date_window", {"to": "09-14"}) == unmet(today="2023-09-15", opens_on="2024-01-01")


def test_a_window_of_one_year_that_is_over_never_opens_again():
    verdict = judge("date_window", {"from": "2022-09-01", "to": "2022-12-31"})

    assert verdict == unmet(today="2023-09-15")


def test_a_window_of_one_year_far_ahead_says_its_day():
    verdict = judge("date_window", {"from": "2030-09-01", "to": "2030-12-31"})

    assert verdict == unmet(today="2023-09-15", opens_on="2030-09-01")


def test_a_bound_of_one_year_and_a_yearly_bound_hold_together():
    params = {"from": "2023-09-01", "to": "10-31"}

    assert judge("date_window", params).met
    assert not judge("date_window", params, on("2022-10-01")).met
    assert not judge("date_window", params, on("2023-11-01")).met
    assert judge("date_window", params, on("2024-10-01")).met
