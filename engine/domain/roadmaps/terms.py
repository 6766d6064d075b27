"""What a printed term can mean, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TermKind(StrEnum):
    """How a term says when."""

    BY_DATE = "by_date"
    MONTH = "month"
    MONTH_RANGE = "month_range"
    MONTHS_LIST = "months_list"
    QUARTER = "quarter"
    RECURRING = "recurring"
    WHOLE_PERIOD = "whole_period"
    CONTINUOUS = "continuous"
    ON_SCHEDULE = "on_schedule"
    ON_EVENT = "on_event"
    AS_NEEDED = "as_needed"
    NONE = "none"


class YearKind(StrEnum):
    """Which year a document counts by: from January, or from September."""

    CALENDAR = "calendar"
    ACADEMIC = "academic"


FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class Period:
    """The days a document is about, both inclusive; between `FIRST_DAY` and `LAST_DAY`."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if not FIRST_DAY <= self.first <= self.last <= LAST_DAY:
            raise ValueError(self.first, self.last)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Window:
    """The days one term leaves for the work, both inclusive; `end` is the due day.

    `start` is None where only the last day is printed («до 30.09.2020»). `kind` says how this
    window was printed: by_date, month, month_range, quarter, whole_period or continuous.
    """

    kind: TermKind
    start: date | None
    end: date
    label: str = ""


class Unit(StrEnum):
    """What repeats, and what is counted; a quarter is the calendar's, a term the school's."""

    DAY = "day"
    WORKING_DAY = "working_day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    SCHOOL_QUARTER = "school_quarter"
    SCHOOL_TRIMESTER = "school_trimester"
    SCHOOL_HALF_YEAR = "school_half_year"
    SCHOOL_YEAR = "school_year"


@dataclass(frozen=True, slots=True)
class Repeat:
    """A term that comes again and again between two days, both inclusive.

    Each occurrence is a due day. The unit says what is counted over; the other fields say on
    which day of it: `months` (1-12) for units of several months, `month_days` (-1 is the last),
    `weekdays` (1 is Monday; the `nths` of the month, -1 is the last). `opens` are the months in
    which the time for each of `months` begins, where that is another one. `at_edge` means near that
    day and no other («в конце четверти»), not at any time of the unit («раз в четверть»). `label`
    is what is printed beside it («информация – ежемесячно»).
    """

    unit: Unit
    start: date
    end: date
    interval: int = 1
    months: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = ()
    nths: tuple[int, ...] = ()
    at_edge: bool = False
    label: str = ""


class Side(StrEnum):
    """On which side of an event the days are counted."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Offset:
    """So many days, weeks or months before or after an event."""

    count: int
    unit: Unit
    side: Side


START_OF_QUARTER = "start_of_academic_quarter"
"""The kind of event that a region's school calendar dates: `quarter` of `academic_year` begins."""


@dataclass(frozen=True, slots=True)
class Event:
    """What a term waits for: an event, a plan, a need; `text` are the words as printed.

    `academic_year` is written «2020/21».
    """

    kind: str
    text: str
    academic_year: str = ""
    quarter: int = 0
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """When a measure is due.

    - by_date, month, month_range, months_list, quarter, whole_period, continuous: `windows`, in
      the order printed; none where a person must choose first;
    - recurring: `repeat`, and `min_count` times in each unit;
    - on_schedule, on_event, as_needed: `event`, with `offset` where days are counted from it.

    A window or a repeat may have an event too («по запросу»): then it waits for both. Where the
    windows are of different kinds («сентябрь 2020, далее - регулярно») the kind is the first's.
    """

    kind: TermKind
    windows: tuple[Window, ...] = ()
    repeat: Repeat | None = None
    min_count: int | None = None
    event: Event | None = None
    offset: Offset | None = None

    @property
    def start(self) -> date | None:
        """The first day of all windows; None where none is printed."""
        if self.repeat:
            return self.repeat.start
        starts = [one.start for one in self.windows if one.start]
        return min(starts) if starts and len(starts) == len(self.windows) else None

    @property
    def end(self) -> date | None:
        """The last day of all windows; None where none is known."""
        if self.repeat:
            return self.repeat.end
        return max((one.end for one in self.windows), default=None)


NO_TERM = Term(TermKind.NONE)
