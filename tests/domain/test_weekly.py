"""What comes weekly comes at its hour by the zone's own clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.weekly import Weekly, last_day, next_instant, owed_at

ZONES = ("Europe/Kaliningrad", "Europe/Moscow", "Asia/Yakutsk", "Asia/Kamchatka", "Europe/Berlin")
INSTANTS = st.integers(0, 10 * 366 * 24 * 60).map(
    lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
WEEKLY = st.builds(Weekly, st.integers(1, 7), st.integers(0, 23))
MONDAY = Weekly()


@pytest.mark.parametrize(
    ("zone", "instant"),
    [
        ("Europe/Kaliningrad", datetime(2023, 4, 10, 6, tzinfo=UTC)),
        ("Europe/Moscow", datetime(2023, 4, 10, 5, tzinfo=UTC)),
        ("Asia/Kamchatka", datetime(2023, 4, 9, 20, tzinfo=UTC)),
    ],
)
def test_monday_at_eight_is_another_instant_in_every_zone(zone, instant):
    assert next_instant(MONDAY, datetime(2023, 4, 5, tzinfo=UTC), zone) == instant
    assert next_instant(MONDAY, instant, zone) == instant + timedelta(days=7)
    assert last_day(MONDAY, instant, zone) == date(2023, 4, 10)
    assert last_day(MONDAY, instant - timedelta(seconds=1), zone) == date(2023, 4, 3)


@given(WEEKLY, INSTANTS, st.sampled_from(ZONES))
def test_the_next_instant_is_later_within_a_week_and_on_the_day_and_hour(weekly, after, zone):
    found = next_instant(weekly, after, zone)
    local = found.astimezone(ZoneInfo(zone))

    assert timedelta(0) < found - after <= timedelta(days=7, hours=1)
    assert local.isoweekday() == weekly.weekday
    # Where the clocks are set forward the hour may not exist; then it is the one after.
    assert local.hour - weekly.hour in (0, 1)


@given(WEEKLY, INSTANTS, st.sampled_from(ZONES))
def test_what_is_planned_is_owed_when_it_was_planned_unless_the_zone_changes(weekly, after, zone):
    planned = next_instant(weekly, after, zone)

    assert owed_at(weekly, planned, zone) == planned


def test_who_moves_east_gets_it_by_the_clocks_of_the_new_place():
    planned = next_instant(MONDAY, datetime(2023, 4, 5, tzinfo=UTC), "Asia/Kamchatka")

    assert owed_at(MONDAY, planned, "Europe/Moscow") == datetime(2023, 4, 10, 5, tzinfo=UTC)
