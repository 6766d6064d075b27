"""What of a calendar rests on a repealed order is found by the number and day its act names."""

from __future__ import annotations

from datetime import date

import pytest

from engine.actions.calendar_rules import RuleRequest, set_calendar_rule
from engine.actions.calendars import CalendarRequest, change_calendar
from engine.actions.deciding import (
    DecisionRequest,
    OrderPaper,
    RepealRequest,
    register_decision,
    repeal_decision,
)
from engine.actions.succeeding import Successor
from engine.domain.calendar import CalendarDay
from engine.domain.calendar_rules import CalendarRule, Setting
from engine.domain.roles import Place, Role
from engine.queries.repealed_acts import RepealedAct, repealed_acts
from engine.queries.repealed_orders import NamedOrder
from tests.factories import make_scene

ACT = "Приказ управления образования № 120 от 31.03.2023"
OTHER = "Приказ управления образования № 121 от 31.03.2023"


@pytest.fixture
def scene(bench):
    bench.now.set(2023, 4, 3)
    return make_scene(bench)


def order(scene, case_id, number: str, day: date):
    paper = OrderPaper("curator_order", number, day, "Управление образования")
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    request = DecisionRequest(case_id, paper)
    return register_decision(scene.bench, request, actor=coordinator).created_id


def repeal(scene, *, successor: bool) -> None:
    case_id = scene.open_case()
    old = order(scene, case_id, "120", date(2023, 3, 31))
    new = order(scene, case_id, "130", date(2023, 4, 2)) if successor else None
    request = RepealRequest(case_id, old, date(2023, 4, 3), "Издан новый", Successor(new))
    repeal_decision(scene.bench, request, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))


def set_days(scene, act: str, *days: date) -> None:
    admin = scene.actor(Role.REGIONAL_ADMIN)
    free = tuple(CalendarDay(one, working=False, act=act) for one in days)
    change_calendar(scene.bench, CalendarRequest(scene.region_id, free), actor=admin)


def test_days_and_rules_by_a_repealed_order_are_found_until_another_act_carries_them(scene):
    admin, bench = scene.actor(Role.REGIONAL_ADMIN), scene.bench
    set_days(scene, ACT, date(2023, 8, 18), date(2023, 8, 21))
    set_days(scene, OTHER, date(2023, 8, 22))
    rule = CalendarRule(Place(scene.region_id), Setting.DAY_OFF, "next", date(2023, 1, 1), ACT)
    set_calendar_rule(bench, RuleRequest(rule), actor=admin)
    assert repealed_acts(bench, actor=admin) == []

    repeal(scene, successor=True)

    named = NamedOrder("130", date(2023, 4, 2))
    found = RepealedAct(scene.region_id, ACT, named, days=2, rules=1)
    assert repealed_acts(bench, actor=admin) == [found]
    new = "Приказ управления образования № 130 от 02.04.2023"
    set_days(scene, new, date(2023, 8, 18), date(2023, 8, 21))
    (left,) = repealed_acts(bench, actor=admin)
    assert (left.days, left.rules) == (0, 1)


def test_another_regions_calendar_is_not_touched_by_it(scene, bench):
    other = make_scene(bench, code="primorye")
    set_days(other, ACT, date(2023, 8, 18))
    repeal(scene, successor=False)

    assert repealed_acts(bench, actor=scene.actor(Role.AUDITOR)) == []
    assert repealed_acts(bench, actor=other.actor(Role.AUDITOR)) == []
