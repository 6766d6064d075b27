"""The plan that is proposed, what is wrong with a plan, and its form."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.definition import StageKind
from engine.domain.errors import InvalidInput
from engine.domain.succession import (
    Act,
    PaperPolicy,
    SuccessionPlan,
    TermPolicy,
    TermRule,
    check_plan,
    default_plan,
    plan_from_plain,
    plan_to_plain,
)
from engine.domain.terms import Term, TermKind
from tests.domain.definitions import SOUND, and_stages, stage, term, with_stage
from tests.domain.succession.scenes import plans, versions

SAME = tuple((code, code) for code in ("listed", "mentoring", "suspended"))
ACT = Act("exit_order", "120", date(2023, 3, 31), "Министерство образования")


def allowed(plan, /, **more):
    return replace(plan, **{"act": ACT, "reason": "Новая редакция дорожной карты", **more})


def found(plan, new, *olds):
    return [(one.severity.value, one.code, one.element) for one in check_plan(plan, olds, new)]


def renamed(one):
    return replace(one, code="support") if one.code == "mentoring" else one


def test_every_stage_that_stays_goes_to_itself_and_the_end_goes_nowhere():
    new = replace(SOUND, title="Маршрут, редакция вторая")

    plan = default_plan([SOUND], new)

    assert plan == SuccessionPlan(new.digest, SAME)


def test_a_stage_whose_code_changed_goes_where_its_title_went():
    old = with_stage("mentoring", title="Сопровождение")
    new = replace(old, stages=tuple(map(renamed, old.stages)))

    plan = default_plan([old], new)

    assert plan.stage_of == {"listed": "listed", "mentoring": "support", "suspended": "suspended"}


def test_a_stage_that_goes_is_left_for_a_person_to_say():
    old = and_stages(stage("watch", title="Наблюдение"))

    plan = default_plan([old], SOUND)

    assert "watch" not in plan.stage_of
    assert found(allowed(plan), SOUND, old) == [("note", "plan_stage_unmapped", "stages.watch")]


def test_a_term_with_another_rule_is_counted_anew_and_a_new_one_begins_with_the_succession():
    old = with_stage("mentoring", terms=(term("due"), term("same")))
    later = term("due", Term(TermKind.WORKING_DAYS, days=45))
    new = with_stage("mentoring", terms=(later, term("same"), term("report")))

    plan = default_plan([old], new)

    assert plan.terms == (
        TermRule("mentoring", "due", TermPolicy.RECOMPUTE),
        TermRule("mentoring", "report", TermPolicy.RESTART),
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"target": "0"}, "plan_of_another_version"),
        ({"stages": (*SAME[:2], ("suspended", "listed"))}, "plan_stage_unfit"),
        ({"stages": (("listed", "exited"), *SAME[1:])}, "plan_stage_unfit"),
        ({"stages": (("listed", "nowhere"), *SAME[1:])}, "plan_stage_unknown"),
        ({"terms": (TermRule("listed", "due", TermPolicy.RESTART),)}, "plan_term_unknown"),
        ({"act": None}, "plan_act_missing"),
        ({"act": replace(ACT, number=" ")}, "plan_act_incomplete"),
        ({"reason": " да "}, "plan_reason_short"),
        ({"papers": PaperPolicy.WAIVE}, "plan_waive_reason_short"),
        ({"papers": PaperPolicy.DUTY}, "plan_days"),
        ({"undo_days": 366}, "plan_days"),
    ],
)
def test_a_plan_that_cannot_be_carried_out_is_told_why(change, code):
    plan = allowed(default_plan([SOUND], SOUND), **change)

    told = found(plan, SOUND, SOUND)

    assert [one[:2] for one in told if one[1] != "plan_stage_unmapped"] == [("error", code)]


@given(st.data())
def test_a_plan_that_is_proposed_has_nothing_wrong_with_it(data):
    old, new = data.draw(versions()), data.draw(versions())

    plan = allowed(default_plan([old], new))

    assert [one for one in found(plan, new, old) if one[0] == "error"] == []
    ends = {one.code for one in new.stages if one.kind is StageKind.END}
    assert not ends & set(plan.stage_of.values())


@given(st.data())
def test_a_plan_comes_back_from_its_form_with_the_same_digest(data):
    old, new = data.draw(versions()), data.draw(versions())
    plan = replace(data.draw(plans(old, new)), act=ACT)

    again = plan_from_plain(json.loads(json.dumps(plan_to_plain(plan))))

    assert (again, again.digest) == (plan, plan.digest)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ([], "plan"),
        ({"target": "", "stages": [], "extra": 1}, "plan"),
        ({"stages": []}, "target"),
        ({"target": "", "stages": [["a", "b"], ["a", "c"]]}, "stages"),
        ({"target": "", "stages": [["a"]]}, "stages"),
        ({"target": "", "stages": 1}, "stages"),
        ({"target": "", "stages": [], "term_policy": "never"}, "term_policy"),
        ({"target": "", "stages": [], "undo_days": True}, "undo_days"),
        ({"target": "", "stages": [], "ends": ["friend"]}, "ends"),
        ({"target": "", "stages": [], "act": {"kind": "exit_order"}}, "act"),
        ({"target": "", "stages": [], "act": []}, "act"),
        ({"target": "", "stages": [], "terms": [{"stage": "a", "term": "b"}]}, "terms"),
    ],
)
def test_a_form_that_is_no_plan_names_the_field(form, field):
    with pytest.raises(InvalidInput) as refusal:
        plan_from_plain(form)

    assert refusal.value.fields["field"] == field
