"""Changes of the calendar that can be taken back, and the days that are shorter than others."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.calendar import CalendarDay, CalendarLayer, WorkingCalendar
from engine.domain.calendar_changes import CalendarChange, can_undo, change_from, fields_of, undone
from engine.domain.errors import InvalidInput, NotFound
from workflows.calendars import federal_calendar

FRIDAY = date(2026, 11, 27)

days = st.builds(
    CalendarDay,
    st.integers(0, 9).map(lambda n: FRIDAY + timedelta(days=n)),
    st.sampled_from((True, False, None)),
    st.sampled_from(("Указ", "Закон")),
)
layers = st.lists(
    st.lists(days, min_size=1, max_size=4, unique_by=lambda one: one.day), min_size=1, max_size=6
).map(lambda made: [CalendarChange(n, tuple(each)) for n, each in enumerate(made, 1)])


def calendar_of(changes: list[CalendarChange]) -> WorkingCalendar:
    """The calendar after the changes."""
    said = tuple(one for change in changes for one in change.days)
    return WorkingCalendar((CalendarLayer("region", said),))


@given(layers)
def test_taking_the_last_change_back_gives_the_calendar_before_it(
    changes: list[CalendarChange],
) -> None:
    back = CalendarChange(len(changes) + 1, undone(changes, len(changes), "Отменено"))

    after, before = calendar_of([*changes, back]), calendar_of(changes[:-1])

    for n in range(10):
        day = FRIDAY + timedelta(days=n)
        assert after.is_working(day) == before.is_working(day)
        assert after.set_by(day) == before.set_by(day)


@given(layers)
def test_a_change_can_be_taken_back_exactly_while_no_later_one_sets_its_days(
    changes: list[CalendarChange],
) -> None:
    free = can_undo(changes)

    for change in changes:
        if change.seq in free:
            assert len(undone(changes, change.seq, "Отменено")) == len(change.days)
        else:
            with pytest.raises(InvalidInput):
                undone(changes, change.seq, "Отменено")


@given(layers)
def test_the_journal_gives_a_change_back_as_it_was(changes: list[CalendarChange]) -> None:
    for change in changes:
        assert change_from(change.seq, fields_of(change.days)) == change


def test_an_entry_of_old_tells_no_acts() -> None:
    told = change_from(3, {"days": [["2026-11-27", False]]})

    assert told == CalendarChange(3, (CalendarDay(FRIDAY, False, ""),))


def test_what_never_was_cannot_be_taken_back() -> None:
    with pytest.raises(NotFound):
        undone([], 1, "Отменено")


def test_a_shortened_day_is_a_whole_working_day_to_terms() -> None:
    calendar = federal_calendar()
    eve = date(2026, 6, 11)

    found = calendar.set_by(eve)

    assert found is not None
    assert found[1].shortened
    assert calendar.is_working(eve)
    assert calendar.add_working_days(date(2026, 6, 10), 1) == eve


def test_a_day_taken_back_follows_the_layer_below() -> None:
    holiday = CalendarLayer("federal", (CalendarDay(FRIDAY, False, "ТК"),))
    own = CalendarLayer("region", (CalendarDay(FRIDAY, True), CalendarDay(FRIDAY, None)))

    assert not WorkingCalendar((holiday, own)).is_working(FRIDAY)
    assert WorkingCalendar((own,)).is_working(FRIDAY)
