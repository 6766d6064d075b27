"""The day of a term, and the instants of a day in the zones of Russia."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.calendar import WorkingCalendar
from engine.domain.terms import (
    Term,
    TermKind,
    day_begins,
    day_ends,
    due_on,
    local_day,
    window_start,
)
from workflows.calendars import federal_calendar

DAY = timedelta(days=1)
ENTERED = date(2023, 9, 15)
ZONES = (
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
)
CHANGED_ZONES = ("Europe/Volgograd", "Europe/Saratov", "Asia/Tomsk", "Asia/Sakhalin", "Asia/Chita")

days = st.dates(date(2010, 1, 1), date(2040, 12, 31))
zones = st.sampled_from(ZONES + CHANGED_ZONES)


def due(kind, entered_on=ENTERED, calendar=None, **fields):
    return due_on(Term(TermKind(kind), **fields), entered_on, calendar or federal_calendar())


# The day


def test_calendar_days_are_counted_after_the_day_of_entry():
    assert due("calendar_days", days=30) == date(2023, 10, 15)
    assert due("calendar_days", days=0) == ENTERED


def test_working_days_step_over_the_new_year_holidays():
    # 30 and 31 December 2023 are a weekend; offices open on 9 January.
    assert due("working_days", date(2023, 12, 28), days=2) == date(2024, 1, 9)


def test_working_days_are_those_of_the_calendar_given():
    plain = WorkingCalendar()

    assert due("working_days", date(2023, 12, 28), plain, days=2) == date(2024, 1, 1)


@pytest.mark.parametrize(
    ("entered_on", "expected"),
    [
        (date(2023, 11, 30), date(2023, 12, 1)),
        (date(2023, 12, 1), date(2023, 12, 1)),
        (date(2023, 12, 2), date(2024, 12, 1)),
    ],
)
def test_a_yearly_date_is_the_next_one_on_or_after_the_day_of_entry(entered_on, expected):
    assert due("yearly_date", entered_on, day=1, month=12) == expected


def test_the_29th_of_february_is_the_28th_in_a_year_without_it():
    assert due("yearly_date", date(2023, 1, 1), day=29, month=2) == date(2023, 2, 28)
    assert due("yearly_date", date(2023, 3, 1), day=29, month=2) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("entered_on", "expected"),
    [
        (date(2023, 1, 10), date(2023, 3, 31)),
        (date(2023, 3, 31), date(2023, 3, 31)),
        (date(2023, 4, 1), date(2024, 3, 31)),
    ],
)
def test_a_window_of_months_is_due_on_its_last_day(entered_on, expected):
    assert due("month_window", entered_on, from_month=2, month=3) == expected


@pytest.mark.parametrize(
    ("entered_on", "begins", "ends"),
    [
        (date(2023, 10, 31), date(2023, 11, 1), date(2024, 2, 29)),
        (date(2023, 12, 5), date(2023, 11, 1), date(2024, 2, 29)),
        (date(2024, 2, 29), date(2023, 11, 1), date(2024, 2, 29)),
        (date(2024, 3, 1), date(2024, 11, 1), date(2025, 2, 28)),
    ],
)
def test_a_window_of_months_may_cross_the_new_year(entered_on, begins, ends):
    winter = Term(TermKind.MONTH_WINDOW, from_month=11, month=2)

    assert window_start(winter, entered_on) == begins
    assert due_on(winter, entered_on, federal_calendar()) == ends


def test_a_window_of_one_month_begins_on_its_first_day():
    june = Term(TermKind.MONTH_WINDOW, month=6)

    assert window_start(june, ENTERED) == date(2024, 6, 1)


def test_an_open_term_has_no_day_and_only_a_window_has_a_beginning():
    assert due("open", note="по графику") is None
    assert window_start(Term(TermKind.OPEN), ENTERED) is None
    assert window_start(Term(TermKind.CALENDAR_DAYS, days=3), ENTERED) is None


@given(days, st.integers(1, 12), st.integers(1, 31))
def test_a_yearly_date_agrees_with_looking_day_by_day(entered_on, month, day):
    def falls_on(one):
        return one.month == month and one.day == min(day, monthrange(one.year, month)[1])

    slow = next(one for ahead in range(367) if falls_on(one := entered_on + ahead * DAY))

    assert due("yearly_date", entered_on, day=day, month=month) == slow


@given(days, st.integers(1, 12), st.integers(1, 12))
def test_a_window_agrees_with_looking_day_by_day(entered_on, first, last):
    term = Term(TermKind.MONTH_WINDOW, from_month=first, month=last)
    end = next(
        one
        for ahead in range(367)
        if (one := entered_on + ahead * DAY).month == last and (one + DAY).month != last
    )
    begin = end
    while not (begin.month == first and begin.day == 1):
        begin -= DAY

    assert (window_start(term, entered_on), due_on(term, entered_on, WorkingCalendar())) == (
        begin,
        end,
    )


UNDATED = (TermKind.OPEN, TermKind.RETURN)


def test_the_day_named_for_a_return_stays_as_it_was_named():
    named = Term(TermKind.RETURN)

    assert due_on(named, ENTERED, WorkingCalendar(), date(2023, 9, 16)) == date(2023, 9, 16)
    assert due_on(named, ENTERED, WorkingCalendar()) is None


@given(days, st.sampled_from([one for one in TermKind if one not in UNDATED]))
def test_no_term_falls_before_the_day_of_entry(entered_on, kind):
    term = Term(kind, days=5, month=2, day=29, from_month=11)

    day = due_on(term, entered_on, federal_calendar())

    assert day is not None
    assert day >= entered_on


# The instants


@pytest.mark.parametrize(
    ("zone", "begins"),
    [
        ("Europe/Kaliningrad", datetime(2023, 9, 14, 22, tzinfo=UTC)),
        ("Europe/Moscow", datetime(2023, 9, 14, 21, tzinfo=UTC)),
        ("Asia/Yekaterinburg", datetime(2023, 9, 14, 19, tzinfo=UTC)),
        ("Asia/Vladivostok", datetime(2023, 9, 14, 14, tzinfo=UTC)),
        ("Asia/Kamchatka", datetime(2023, 9, 14, 12, tzinfo=UTC)),
    ],
)
def test_a_day_begins_at_its_local_midnight_given_in_utc(zone, begins):
    assert day_begins(ENTERED, zone) == begins
    assert day_begins(ENTERED, zone).utcoffset() == timedelta(0)
    assert day_ends(ENTERED, zone) == begins + DAY


def test_in_one_instant_kamchatka_is_a_day_ahead_of_kaliningrad():
    instant = datetime(2023, 9, 14, 12, tzinfo=UTC)

    assert local_day(instant, "Asia/Kamchatka") == date(2023, 9, 15)
    assert local_day(instant, "Europe/Kaliningrad") == date(2023, 9, 14)


def test_a_day_on_which_a_region_changed_its_zone_has_another_length():
    # Volgograd moved its clocks an hour ahead on 28 October 2018 and back on 27 December 2020.
    day, back = date(2018, 10, 28), date(2020, 12, 27)
    zone = "Europe/Volgograd"

    assert day_ends(day, zone) - day_begins(day, zone) == timedelta(hours=23)
    assert day_ends(back, zone) - day_begins(back, zone) == timedelta(hours=25)


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="naive instant"):
        local_day(datetime(2023, 9, 14, 12), "Europe/Moscow")  # noqa: DTZ001


@given(days, zones)
def test_the_instants_of_a_day_are_exactly_those_on_which_it_is_that_day(day, zone):
    begins, ends = day_begins(day, zone), day_ends(day, zone)
    moment = timedelta(microseconds=1)

    assert local_day(begins, zone) == local_day(ends - moment, zone) == day
    assert local_day(begins - moment, zone) == day - DAY
    assert local_day(ends, zone) == day + DAY


@pytest.mark.parametrize("zone", ZONES + CHANGED_ZONES)
def test_over_thirty_years_the_days_of_a_zone_follow_without_a_gap(zone):
    day, until = date(2010, 1, 1), date(2040, 1, 1)

    while day < until:
        midnight = day_begins(day, zone).astimezone(ZoneInfo(zone))
        assert (midnight.date(), midnight.hour, midnight.minute) == (day, 0, 0)
        assert day_ends(day, zone) == day_begins(day + DAY, zone)
        day += DAY
