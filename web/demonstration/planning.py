"""When the moves of a story were made: counted back from today, within the windows of the path."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from workflows.facts.course import in_window
from workflows.facts.reading import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.domain.requirements import Requirement
    from workflows.driving import Leg

LATEST, SPREAD = 3, 14
"""The last move is made so many days before today, and up to so many more."""

LONGEST_STORY = timedelta(days=880)
LONGEST_STEP = timedelta(days=75)
PREPARING = timedelta(days=9)
"""How long before a move its papers are put together."""

MOST_DAYS = 400


def plan_days(
    legs: Sequence[Leg], last: date, number: int, span: timedelta = LONGEST_STORY
) -> list[date]:
    """The day of each move, the opening of the case first and the last move by the last day.

    They fill the span at most, unless the windows need more; `number` sets cases of a kind apart.
    """
    step = min(LONGEST_STEP, span / (len(legs) + 1))
    day, days = last, []
    for place, leg in enumerate(reversed(legs)):
        day = latest_day(leg, day)
        days.append(day)
        day -= step + timedelta(days=(number + place) * 11 % 13 - 6)
    return [*reversed([*days, day])]


def last_move(today: date, number: int) -> date:
    """The day by which the last move was made: days or weeks ago."""
    return today - timedelta(days=LATEST + number * 5 % SPREAD)


def latest_day(leg: Leg, day: date) -> date:
    """The last day up to the given one on which the windows of the move are open."""
    windows = [window for one in leg.requirements for window in _windows(one)]
    days = (day - timedelta(days=back) for back in range(MOST_DAYS))
    found = (one for one in days if all(in_window(one, *window) for window in windows))
    return next(found, day)


def _windows(requirement: Requirement) -> Iterator[tuple[str, str]]:
    """The bounds of every window that has to be open."""
    if requirement.fact == "date_window":
        params = dict(requirement.params)
        yield text(params, "from"), text(params, "to")
    elif requirement.fact == "all":
        for part in requirement.parts:
            yield from _windows(part)
