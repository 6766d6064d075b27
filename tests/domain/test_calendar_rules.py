"""The working week and the rule for days off: which place decides, and what follows for terms."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.calendar import CalendarDay, CalendarLayer, WorkingCalendar
from engine.domain.calendar_rules import (
    INHERIT,
    CalendarRule,
    DayOff,
    RuleChange,
    Setting,
    Week,
    in_force,
    of_setting,
    rule_change_from,
    rule_fields,
    rule_undone,
    rules_at,
    undoable_rules,
    with_rule,
)
from engine.domain.errors import InvalidInput, NotFound
from engine.domain.roadmaps.occurrences import Ground, working_day
from engine.domain.roles import Place
from engine.domain.terms import Term, TermKind, due_on
from workflows.calendars import federal_calendar

EVERYWHERE = Place()
AMUR = Place(UUID(int=1))
TOWN = Place(UUID(int=1), UUID(int=2))
SCHOOL = Place(UUID(int=1), UUID(int=2), UUID(int=3))
PRIMORYE = Place(UUID(int=4))
YEAR, LATER = date(2023, 1, 1), date(2023, 9, 1)
FRIDAY, SATURDAY, MONDAY = date(2023, 9, 15), date(2023, 9, 16), date(2023, 9, 18)


def rule(place: Place, value: str | None, since: date = YEAR, setting=Setting.DAY_OFF):
    return CalendarRule(place, setting, value, since, "Приказ № 5")


def decided(rules, place: Place, day: date = SATURDAY) -> str | None:
    found = in_force(of_setting(rules_at(rules, place), Setting.DAY_OFF), day)
    return found.value if found else None


def test_the_nearest_place_decides():
    rules = (rule(AMUR, "previous"), rule(EVERYWHERE, "next"), rule(SCHOOL, "stay"))

    assert [decided(rules, one) for one in (SCHOOL, TOWN, AMUR, PRIMORYE, EVERYWHERE)] == [
        *("stay", "previous", "previous", "next", "next")
    ]


def test_a_rule_holds_from_its_first_day_on():
    rules = (rule(AMUR, "previous"), rule(AMUR, "stay", LATER))

    before, after = date(2023, 8, 31), LATER
    assert [decided(rules, AMUR, day) for day in (before, after)] == ["previous", "stay"]
    assert decided(rules, AMUR, date(2022, 12, 31)) is None


def test_a_place_may_give_a_rule_back_to_the_place_above():
    rules = (rule(EVERYWHERE, "next"), rule(AMUR, "stay"), rule(AMUR, INHERIT, LATER))

    assert [decided(rules, AMUR, day) for day in (date(2023, 8, 31), LATER)] == ["stay", "next"]


def test_a_rule_that_was_taken_back_says_nothing():
    rules = (rule(EVERYWHERE, "next"), rule(AMUR, "stay"), rule(AMUR, None, LATER))

    assert decided(rules, AMUR) == "stay"


@pytest.mark.parametrize(
    ("value", "falls_on"), [("next", MONDAY), ("previous", FRIDAY), ("stay", SATURDAY)]
)
def test_terms_of_stages_and_of_measures_follow_one_rule(value, falls_on):
    calendar = WorkingCalendar(rules=(rule(EVERYWHERE, value),))
    term = Term(TermKind.CALENDAR_DAYS, days=5)

    assert due_on(term, date(2023, 9, 11), calendar) == falls_on
    assert working_day(SATURDAY, Ground(calendar, day_off=DayOff.STAY)) == falls_on


def test_without_a_rule_a_stage_term_stays_and_a_measure_goes_on():
    calendar = WorkingCalendar()
    term = Term(TermKind.CALENDAR_DAYS, days=5)

    assert due_on(term, date(2023, 9, 11), calendar) == SATURDAY
    assert working_day(SATURDAY, Ground(calendar)) == MONDAY


def test_a_six_day_week_works_on_saturdays_from_its_first_day():
    six = rule(TOWN, Week.SIX.value, LATER, Setting.WEEK)
    calendar = WorkingCalendar(rules=(six,))

    assert not calendar.is_working(date(2023, 8, 26))
    assert calendar.is_working(SATURDAY)
    assert not calendar.is_working(date(2023, 9, 17))
    assert calendar.add_working_days(FRIDAY, 2) == MONDAY


def test_a_holiday_on_a_saturday_is_off_in_a_six_day_week_too():
    six = rule(EVERYWHERE, Week.SIX.value, date(2018, 1, 1), Setting.WEEK)
    shipped = federal_calendar()
    calendar = WorkingCalendar(shipped.layers, (six,))

    assert not calendar.is_working(date(2026, 5, 9))
    assert not calendar.is_working(date(2027, 6, 12))
    assert calendar.is_working(date(2026, 5, 16))


days = st.dates(date(2023, 1, 1), date(2023, 12, 31))


@given(days, st.sampled_from(list(DayOff)), st.sampled_from(list(Week)), st.sets(days, max_size=9))
def test_a_settled_day_is_a_working_one_or_the_day_itself(day, day_off, week, holidays):
    layer = CalendarLayer("region", tuple(CalendarDay(one, False) for one in holidays))
    rules = (rule(AMUR, day_off.value), rule(AMUR, week.value, setting=Setting.WEEK))
    calendar = WorkingCalendar((layer,), rules)

    settled = calendar.settle(day)

    assert calendar.settle(settled) == settled
    if day_off is DayOff.STAY:
        assert settled == day
    else:
        assert calendar.is_working(settled)
        between = sorted((day, settled))
        assert (settled >= day) is (day_off is DayOff.NEXT or settled == day)
        skipped = (settled - day).days
        step = 1 if skipped > 0 else -1
        gone = [date.fromordinal(day.toordinal() + step * n) for n in range(abs(skipped))]
        assert not any(calendar.is_working(one) for one in gone), between


def changes(*rules: CalendarRule) -> list[RuleChange]:
    return [RuleChange(seq, one) for seq, one in enumerate(rules, start=1)]


def test_undoing_gives_back_what_was_before():
    first, second = rule(AMUR, "stay"), rule(AMUR, "previous")
    made = changes(first, second)

    back = rule_undone(made, 2, "Приказ № 6")
    bare = rule_undone(made[:1], 1, "Приказ № 6")

    assert (back.value, back.act, back.key) == ("stay", "Приказ № 6", first.key)
    assert bare.value is None


def test_only_the_newest_change_of_a_rule_is_undone():
    made = changes(rule(AMUR, "stay"), rule(AMUR, "next"), rule(TOWN, "stay"))

    assert undoable_rules(made) == {2, 3}
    with pytest.raises(InvalidInput):
        rule_undone(made, 1, "Приказ № 6")
    with pytest.raises(NotFound):
        rule_undone(made, 9, "Приказ № 6")


@given(
    st.sampled_from([EVERYWHERE, AMUR, TOWN, SCHOOL]),
    st.sampled_from(["next", "stay", None]),
    days,
    st.text(max_size=20),
)
def test_the_journal_gives_a_change_back(place, value, since, act):
    told = CalendarRule(place, Setting.DAY_OFF, value, since, act)

    assert rule_change_from(7, rule_fields(told, 3)) == RuleChange(7, told, 3)


def test_a_rule_set_anew_takes_the_place_of_the_former():
    former, other = rule(AMUR, "stay"), rule(TOWN, "next")

    assert with_rule((former, other), rule(AMUR, "next")) == (other, rule(AMUR, "next"))
