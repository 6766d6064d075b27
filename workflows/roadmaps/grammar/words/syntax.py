"""What the rules make of words, before the document's period is known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from engine.domain.roadmaps.terms import Event, Offset, Side, TermKind, Unit, YearKind
from workflows.roadmaps.grammar.values import Doubt


@dataclass(frozen=True, slots=True)
class Stamp:
    """A day, a month or a year as printed; 0 where it is not.

    `following` where «следующего года» stands for the year.
    """

    year: int = 0
    month: int = 0
    day: int = 0
    following: bool = False


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """A school year by its first calendar year; 0 where only «учебный год» is printed."""

    first: int = 0
    coming: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """Days from one stamp to another, of a known or unknown year; the weekday if it is said."""

    kind: TermKind
    first: Stamp
    last: Stamp
    school_year: SchoolYear | None = None
    doubts: tuple[Doubt, ...] = ()
    weekday: int = 0


@dataclass(frozen=True, slots=True)
class Spans:
    """Several windows printed together: «15 и 30 марта», «I, III квартал»."""

    spans: tuple[Span, ...]
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Either:
    """Words that have several meanings: «II 2023» is a quarter or a month.

    `sure` where the first may be taken, and the others need only be told.
    """

    nodes: tuple[Node, ...]
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Days, months or quarters with two years: «февраль-апрель 2020-2021».

    `each` where «гг.» or more than two years say that every one of them is meant.
    """

    span: Span
    first: int
    last: int
    each: bool = False


@dataclass(frozen=True, slots=True)
class Half:
    """A half-year, of the calendar or of the school."""

    nth: int
    year: int = 0
    school_year: SchoolYear | None = None
    said: YearKind | None = None


@dataclass(frozen=True, slots=True)
class SchoolTerm:
    """A quarter, trimester or half-year of the school, or several in a row."""

    unit: Unit
    first: int
    last: int
    year: int = 0
    school_year: SchoolYear | None = None


@dataclass(frozen=True, slots=True)
class Several:
    """Several times with one word for all: «I и III четверть», «до 1 июля и 1 декабря»."""

    nodes: tuple[Node, ...]
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Years:
    """Whole years; not sure where «2020-2021» may also be a school year."""

    first: int
    last: int
    sure: bool = True


@dataclass(frozen=True, slots=True)
class ThisYear:
    """«В течение года»: which one, the document knows."""

    said: YearKind | None = None


@dataclass(frozen=True, slots=True)
class WholePeriod:
    """«Весь период»."""


@dataclass(frozen=True, slots=True)
class Holidays:
    """School holidays, all of them or those of some seasons."""

    seasons: tuple[str, ...]
    year: int = 0
    school_year: SchoolYear | None = None
    text: str = ""


class Edge(StrEnum):
    """A part of something longer."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class PartOf:
    """The beginning, the middle or the end of something; or its nth week, decade, half."""

    target: Node
    edge: Edge | None = None
    nth: int = 0
    piece: str = ""
    until: int = 0
    """The last of several pieces: «1-2 неделя сентября»."""


@dataclass(frozen=True, slots=True)
class Piece:
    """«3 неделя», of a month that stands beside it or of every one."""

    nth: int
    piece: str
    until: int = 0
    others: tuple[int, ...] = ()
    """Those listed after the first: «1 и 3 неделя»."""


@dataclass(frozen=True, slots=True)
class WeekdayOf:
    """The nth weekday, working day or day of a month, as `weekdays` say; -1 is the last."""

    span: Span
    nth: int
    weekdays: tuple[int, ...]
    working: bool = False


@dataclass(frozen=True, slots=True)
class Until:
    """A last day: of something, before something, or not said which of the two."""

    target: Node
    edge: Edge | None = None
    inclusive: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Since:
    """A first day with no last one."""

    target: Node
    edge: Edge | None = None
    after: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """So many days before or after a printed day."""

    target: Node
    offset: Offset
    text: str = ""


@dataclass(frozen=True, slots=True)
class Every:
    """Again and again; a day without a month is `month_days` alone."""

    unit: Unit
    interval: int = 1
    most_interval: int = 0
    count: int = 0
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = ()
    nths: tuple[int, ...] = ()
    at_edge: bool = False
    following: bool = False
    asks: bool = False
    alone: bool = False
    """No month is named, and none is said to be every one: «до 25 числа»."""
    opening: bool = False
    """Near the beginning of the unit, not its end: «в начале каждой четверти»."""
    part: Piece | None = None
    """The piece of a month that is meant, where no month is named."""


@dataclass(frozen=True, slots=True)
class Except:
    """Months that are left out of a repeat: «кроме июля и августа»."""

    months: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Always:
    """All the time; `vague` where an interval is meant but not printed («регулярно»)."""

    vague: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """A term that waits for an event, a plan or a need; `target` is the time it is about."""

    kind: TermKind
    event: Event
    offset: Offset | None = None
    target: Node | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much is to be reached: «в 100% организаций»."""

    text: str


@dataclass(frozen=True, slots=True)
class Times:
    """How often, with no word of in what time: «дважды», «однократно»."""

    count: int


class Aside(StrEnum):
    """Words that say nothing about when."""

    FILLER = "filler"
    PLACE = "place"
    ROUGHLY = "roughly"
    THEN = "then"
    ABSENT = "absent"


Node: TypeAlias = (
    Span
    | Spans
    | Pair
    | Either
    | Half
    | SchoolTerm
    | Several
    | Piece
    | SchoolYear
    | Years
    | ThisYear
    | WholePeriod
    | Holidays
    | PartOf
    | WeekdayOf
    | Until
    | Since
    | Counted
    | Every
    | Except
    | Always
    | Waiting
    | Coverage
    | Times
    | Aside
)

__all__ = ["Doubt", "Event", "Node", "Offset", "Side", "Unit"]
