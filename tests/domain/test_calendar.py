"""Working days by layers, the shipped federal calendar, and the periods of the field."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.calendar import (
    PERIODS,
    CalendarDay,
    CalendarLayer,
    WorkingCalendar,
    last_of_month,
    school_quarter_of,
    school_year_of,
)
from workflows.calendars import FEDERAL, PRESIDENTIAL, federal_calendar, read_layer

DAY = timedelta(days=1)
PLAIN = WorkingCalendar()
FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2023, 9, day) for day in (15, 16, 17, 18))

shipped_days = st.dates(date(2018, 1, 1), date(2027, 12, 31))


def layer(name, *days):
    return CalendarLayer(name, tuple(CalendarDay(day, working, name) for day, working in days))


# The weekly pattern and the layers


def test_without_layers_offices_work_from_monday_to_friday():
    week = [date(2023, 9, 11) + timedelta(days=ahead) for ahead in range(7)]

    assert [PLAIN.is_working(day) for day in week] == [True] * 5 + [False] * 2


def test_the_later_layer_has_the_last_word_on_a_day():
    federal = layer("federal", (MONDAY, False), (SATURDAY, True))
    region = layer("region", (MONDAY, True))
    calendar = WorkingCalendar((federal,)).with_layer(region)

    assert calendar.is_working(MONDAY)
    assert calendar.is_working(SATURDAY)
    assert calendar.set_by(MONDAY) == ("region", CalendarDay(MONDAY, working=True, act="region"))
    assert calendar.set_by(FRIDAY) is None


def test_equal_calendars_are_one_key_whether_asked_before_or_not():
    first = WorkingCalendar((layer("federal", (MONDAY, False)),))
    second = WorkingCalendar((layer("federal", (MONDAY, False)),))

    assert first.is_working(MONDAY) is False
    assert first == second
    assert hash(first) == hash(second)


def test_the_next_working_day_of_a_working_day_is_itself():
    assert PLAIN.next_working_day(FRIDAY) == FRIDAY
    assert PLAIN.next_working_day(SATURDAY) == MONDAY


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (FRIDAY, 0, FRIDAY),
        (SATURDAY, 0, MONDAY),
        (FRIDAY, 1, MONDAY),
        (SATURDAY, 1, MONDAY),
        (SUNDAY, 2, date(2023, 9, 19)),
        (FRIDAY, 5, date(2023, 9, 22)),
    ],
)
def test_working_days_are_counted_after_the_day(day, count, expected):
    assert PLAIN.add_working_days(day, count) == expected


def test_ten_working_days_over_the_may_holidays_of_2024_end_on_the_15th_of_may():
    # Saturday 27 April is worked; 29 April to 1 May and 9 to 12 May are off.
    assert federal_calendar().add_working_days(date(2024, 4, 25), 8) == date(2024, 5, 13)
    assert federal_calendar().add_working_days(date(2024, 4, 25), 10) == date(2024, 5, 15)


def test_a_decree_added_in_the_middle_of_the_year_moves_the_day():
    decree = layer("region", (date(2024, 5, 13), False))

    moved = federal_calendar().with_layer(decree)

    assert moved.add_working_days(date(2024, 4, 25), 10) == date(2024, 5, 16)


@given(shipped_days, st.integers(0, 60))
def test_added_working_days_agree_with_counting_one_by_one(day, count):
    calendar = federal_calendar()

    due = calendar.add_working_days(day, count)

    between = [day + ahead * DAY for ahead in range(1, (due - day).days + 1)]
    assert calendar.is_working(due)
    if count:
        assert sum(calendar.is_working(one) for one in between) == count
    else:
        assert not any(calendar.is_working(one) for one in [day, *between][:-1])


off_and_worked = st.dictionaries(st.dates(date(2023, 1, 1), date(2023, 3, 31)), st.booleans())


@given(off_and_worked, off_and_worked, st.dates(date(2023, 1, 1), date(2023, 3, 31)))
def test_two_layers_agree_with_asking_the_upper_first(lower, upper, day):
    calendar = WorkingCalendar((layer("federal", *lower.items()), layer("region", *upper.items())))

    slow = upper.get(day, lower.get(day, day.isoweekday() <= 5))

    assert calendar.is_working(day) is slow


# The shipped federal calendar

WORKING_DAYS = {
    2018: 247,
    2019: 247,
    2020: 248,
    2021: 247,
    2022: 247,
    2023: 247,
    2024: 248,
    2025: 247,
    2026: 247,
    2027: 247,
}


@pytest.mark.parametrize(("year", "expected"), WORKING_DAYS.items())
def test_a_year_has_as_many_working_days_as_the_production_calendar_says(year, expected):
    days = [date(year, 1, 1) + ahead * DAY for ahead in range(366)]

    worked = sum(federal_calendar().is_working(day) for day in days if day.year == year)

    assert worked == expected


def test_the_worked_saturdays_are_those_of_the_decrees():
    worked = [
        one.day.isoformat()
        for one in read_layer(FEDERAL).days
        if one.working and not PLAIN.is_working(one.day)
    ]

    assert worked == [
        "2018-04-28",
        "2018-06-09",
        "2018-12-29",
        "2021-02-20",
        "2022-03-05",
        "2024-04-27",
        "2024-11-02",
        "2024-12-28",
        "2025-11-01",
        "2027-02-20",
    ]


TRANSFERRED = {
    "14.10.2017 № 1250": ["2018-03-09", "2018-04-30", "2018-05-02", "2018-06-11", "2018-12-31"],
    "01.10.2018 № 1163": ["2019-05-02", "2019-05-03", "2019-05-10"],
    "10.07.2019 № 875": ["2020-05-04", "2020-05-05"],
    "10.10.2020 № 1648": ["2021-02-22", "2021-11-05", "2021-12-31"],
    "16.09.2021 № 1564": ["2022-03-07", "2022-05-03", "2022-05-10"],
    "29.08.2022 № 1505": ["2023-02-24", "2023-05-08"],
    "10.08.2023 № 1314": [
        "2024-04-29",
        "2024-04-30",
        "2024-05-10",
        "2024-12-30",
        "2024-12-31",
    ],
    "04.10.2024 № 1335": ["2025-05-02", "2025-05-08", "2025-06-13", "2025-11-03", "2025-12-31"],
    "24.09.2025 № 1466": ["2026-01-09", "2026-12-31"],
    "17.09.2026 № 1187": ["2027-02-22", "2027-11-05", "2027-12-31"],
}


@pytest.mark.parametrize(("act", "expected"), TRANSFERRED.items())
def test_every_day_off_moved_by_a_decree_names_it(act, expected):
    days = read_layer(FEDERAL).days

    moved = [one.day.isoformat() for one in days if one.act.endswith(act) and not one.working]

    assert moved == expected


def test_a_holiday_on_a_weekend_gives_the_next_working_day_except_in_january():
    given_by_law = [
        one.day.isoformat() for one in read_layer(FEDERAL).days if one.act.endswith("часть 2")
    ]

    assert [day for day in given_by_law if "-01-" in day] == []
    assert [day for day in given_by_law if day.startswith("2020")] == [
        "2020-02-24",
        "2020-03-09",
        "2020-05-11",
    ]


@pytest.mark.parametrize("name", [FEDERAL, PRESIDENTIAL])
def test_every_entry_changes_the_pattern_once_and_names_its_act(name):
    days = read_layer(name).days

    same = [one for one in days if one.working == PLAIN.is_working(one.day)]
    holidays = [one for one in same if not one.shortened]
    assert {one.act for one in holidays} <= {"Трудовой кодекс РФ, статья 112"}
    assert {one.day.weekday() for one in holidays} <= {5}
    assert [one for one in days if not one.act] == []
    assert len({one.day for one in days}) == len(days)


def test_the_presidential_days_are_applied_only_where_asked_for():
    day = date(2021, 5, 5)

    assert federal_calendar().is_working(day)
    assert not federal_calendar().with_layer(read_layer(PRESIDENTIAL)).is_working(day)


def test_the_presidential_days_add_to_the_federal_ones_and_repeat_none():
    federal = {one.day for one in read_layer(FEDERAL).days if not one.working}
    presidential = {one.day for one in read_layer(PRESIDENTIAL).days}

    assert federal & presidential == set()
    assert len(presidential) == 36


def test_the_calendar_says_which_years_it_knows():
    known = [year for year in range(2016, 2030) if federal_calendar().knows(year)]

    assert known == list(range(2018, 2028))


# Periods


@pytest.mark.parametrize(
    ("period", "day", "since", "until"),
    [
        ("quarter", (2023, 1, 1), (2023, 1, 1), (2023, 3, 31)),
        ("quarter", (2023, 12, 31), (2023, 10, 1), (2023, 12, 31)),
        ("half_year", (2024, 6, 30), (2024, 1, 1), (2024, 6, 30)),
        ("half_year", (2024, 7, 1), (2024, 7, 1), (2024, 12, 31)),
        ("year", (2024, 2, 29), (2024, 1, 1), (2024, 12, 31)),
    ],
)
def test_a_period_holds_the_day_with_both_its_ends(period, day, since, until):
    assert PERIODS[period](date(*day)) == (date(*since), date(*until))


@given(
    st.dates(date(2, 1, 1), date(9990, 1, 1)), st.sampled_from([*PERIODS.values(), school_year_of])
)
def test_periods_follow_one_another_without_a_gap(day, period):
    since, until = period(day)

    assert since <= day <= until
    assert period(since) == period(until) == (since, until)
    assert period(until + DAY)[0] == until + DAY
    assert period(since - DAY)[1] == since - DAY


def test_a_school_year_begins_on_the_first_of_september():
    assert school_year_of(date(2023, 8, 31)) == (date(2022, 9, 1), date(2023, 8, 31))
    assert school_year_of(date(2023, 9, 1)) == (date(2023, 9, 1), date(2024, 8, 31))


def test_the_last_day_of_february_knows_leap_years():
    assert last_of_month(2023, 2) == date(2023, 2, 28)
    assert last_of_month(2024, 2) == date(2024, 2, 29)
    assert last_of_month(2023, 12) == date(2023, 12, 31)


QUARTERS = (
    (date(2023, 9, 1), date(2023, 10, 28)),
    (date(2023, 11, 7), date(2023, 12, 29)),
    (date(2024, 1, 9), date(2024, 3, 22)),
    (date(2024, 4, 1), date(2024, 5, 25)),
)


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2023, 9, 1), (date(2023, 9, 1), date(2023, 11, 6))),
        (date(2023, 10, 30), (date(2023, 9, 1), date(2023, 11, 6))),
        (date(2023, 11, 7), (date(2023, 11, 7), date(2024, 1, 8))),
        (date(2024, 6, 30), (date(2024, 4, 1), date(2024, 8, 31))),
        (date(2024, 9, 1), (date(2024, 7, 1), date(2024, 9, 30))),
        (date(2023, 8, 31), (date(2023, 7, 1), date(2023, 9, 30))),
    ],
    ids=["first day", "holiday", "next", "summer", "not set yet", "before any"],
)
def test_a_day_counts_to_the_quarter_that_has_begun_and_else_to_the_calendars(day, quarter):
    assert school_quarter_of(day, QUARTERS) == quarter


@given(st.dates(date(2023, 9, 1), date(2024, 8, 31)))
def test_every_day_of_a_school_year_lies_in_its_quarter_and_neighbours_agree(day):
    first, last = school_quarter_of(day, QUARTERS)

    assert first <= day <= last
    assert school_quarter_of(first, QUARTERS) == school_quarter_of(last, QUARTERS) == (first, last)
