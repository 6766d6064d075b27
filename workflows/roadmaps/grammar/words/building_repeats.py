"""What the rules of repeats make of their words."""

from dataclasses import replace

from engine.domain.roadmaps.repeating import MONTHS
from engine.domain.roadmaps.terms import Unit
from workflows.roadmaps.grammar.words import syntax as made
from workflows.roadmaps.grammar.words.building_parts import nth_of, nths_of
from workflows.roadmaps.grammar.words.building_times import (
    UNITS,
    day_span,
    year_of,
)
from workflows.roadmaps.grammar.words.lexicon import EVERY
from workflows.roadmaps.grammar.words.syntax import Span, Stamp
from workflows.roadmaps.grammar.words.taking import Taken

_ADVERBS = {
    "ежедневно": Unit.DAY,
    "еженедельно": Unit.WEEK,
    "ежемесячно": Unit.MONTH,
    "ежеквартально": Unit.QUARTER,
    "ежечетвертно": Unit.SCHOOL_QUARTER,
    "ежесеместрово": Unit.SCHOOL_HALF_YEAR,
    "ежегодно": Unit.YEAR,
}
_SCHOOL_UNITS = {Unit.YEAR: Unit.SCHOOL_YEAR, Unit.HALF_YEAR: Unit.SCHOOL_HALF_YEAR}

# Again and again


def on_working_days(m: Taken) -> object:
    """По будням."""
    del m
    return made.Every(Unit.WORKING_DAY)


def every_nth(m: Taken) -> object:
    """Каждый второй месяц; the first of them is every one."""
    nth = m.number("nth")
    return replace(_each_unit(m), interval=nth) if nth > 1 else None


def adverb(m: Taken) -> object:
    """Ежемесячно."""
    word = m.word("every")
    unit = _ADVERBS[word] if word in EVERY else Unit.MONTH
    return made.Every(unit, asks=unit is Unit.YEAR)


def each(m: Taken) -> object:
    """Каждый месяц, каждые две недели."""
    return _every(m, interval=m.number("interval", 1))


def rate(m: Taken) -> object:
    """Не реже двух раз в год."""
    counts = [one.number for one in m.tokens("count")]
    return _every(
        m,
        interval=m.number("interval", 1),
        most_interval=m.number("most"),
        count=counts[0] if counts else 1,
    )


def _every(m: Taken, *, interval: int, most_interval: int = 0, count: int = 0) -> object:
    if m.word("unit") == "декада":
        return made.Every(Unit.DAY, interval=10 * interval, count=count)
    every = _each_unit(m)
    return replace(every, interval=interval, most_interval=most_interval, count=count)


def _each_unit(m: Taken) -> made.Every:
    """The unit; of a year and a half-year it may be open whether it is the school's."""
    unit = UNITS[m.word("unit")]
    if "school" in m:
        unit = _SCHOOL_UNITS.get(unit, unit)
    if unit is Unit.DAY and "working" in m:
        unit = Unit.WORKING_DAY
    if unit is Unit.DAY and "school" in m:
        # Of five or of six days in a week, the school knows.
        return made.Every(Unit.WORKING_DAY, asks=True)
    plain = unit in (Unit.YEAR, Unit.HALF_YEAR) and "calendar" not in m
    return made.Every(unit, asks=plain)


def weekdays(m: Taken) -> object:
    """По пятницам."""
    days = tuple(sorted({one.number for one in m.tokens("weekday")}))
    nths = nths_of(m)
    said = [one.word for one in m.words]
    # «Каждый второй вторник» is the second of the month, or every other one.
    asks = len(nths) == 1 and nths[0] > 1 and "каждый" in said and "месяц" not in said
    alone = len(nths) == 1 and "каждый" not in said and "месяц" not in said
    unit = Unit.MONTH if nths else Unit.WEEK
    return made.Every(unit, weekdays=days, nths=nths, asks=asks, alone=alone)


def weekdays_through(m: Taken) -> object:
    """Пн-пт."""
    first, last = (one.number for one in m.tokens("weekday"))
    return made.Every(Unit.WEEK, weekdays=tuple(range(first, last + 1))) if first < last else None


def lone_weekday(m: Taken) -> object:
    """В пятницу: whether each, is not said."""
    return made.Every(Unit.WEEK, weekdays=(m.number("weekday"),), asks=True)


def weekday_and_hour(m: Taken) -> object:
    """Понедельник, 14.00: a line of a weekly timetable."""
    days = tuple(sorted({one.number for one in m.tokens("weekday")}))
    return made.Every(Unit.WEEK, weekdays=days)


def left_out(m: Taken) -> object:
    """Кроме июля и августа."""
    spans = [one for one in m.nodes("it") if isinstance(one, Span)]
    pairs = [(one.first.month, one.last.month) for one in spans]
    months = {
        (first + one - 1) % 12 + 1
        for first, last in pairs
        for one in range((last - first) % 12 + 1)
    }
    return made.Except(tuple(sorted(months)))


def new_year(m: Taken) -> object:
    """До нового года."""
    number = year_of(m)
    return made.Until(day_span(Stamp(number - 1 if number else 0, 12, 31)))


def month_days(m: Taken) -> object:
    """До 25 числа каждого месяца."""
    days = tuple(sorted({one.number for one in m.tokens("day")}))
    through = days[-1:] if "through" in m else days
    alone = not any(one.word in ("каждый", "месяц", "отчетный") for one in m.words)
    if "following" in m and "unit" in m:
        # Reports are of the calendar's half-years, unless the school's are named.
        return replace(_each_unit(m), month_days=through, following=True, asks=False)
    return made.Every(Unit.MONTH, month_days=through, following="following" in m, alone=alone)


def day_in_brackets(m: Taken) -> object:
    """Август (до 25): of the month before the brackets; elsewhere «до 25» may count anything."""
    marks = [one.text for one in (*m.chart.tokens[: m.first][-1:], *m.chart.tokens[m.last :][:1])]
    alone = made.Every(Unit.MONTH, month_days=(m.number("day"),), alone=True)
    return alone if marks == ["(", ")"] else None


def in_next_year(m: Taken) -> object:
    """До 20 января года, следующего за отчетным: on that day of each year."""
    months, days = (m.number("month"),), (m.number("day"),)
    return made.Every(Unit.YEAR, months=months, month_days=days)


def piece_of_every_month(piece: made.Piece) -> made.Every:
    """«3 неделя» of every month; whether of every one must be asked."""
    length, last = _PIECES[piece.piece], _LAST_PIECE[piece.piece]
    nths = (piece.nth, *piece.others) if piece.others else (piece.until or piece.nth,)
    days = tuple(-1 if nth == -1 or nth >= last else nth * length for nth in nths)
    return made.Every(Unit.MONTH, month_days=days, at_edge=True, alone=True, part=piece)


def working_days_of(m: Taken) -> object:
    """Последний рабочий день месяца."""
    unit, alone = UNITS.get(m.word("unit"), Unit.MONTH), "unit" not in m
    nths = nths_of(m)
    if any(one.text.lower() == "дней" for one in m.words):
        # «Не позднее 3 рабочих дней» is a length of time.
        return None
    if "working" in m and alone:
        return made.Every(unit, weekdays=(1, 2, 3, 4, 5), nths=nths, alone=True)
    if alone or unit is Unit.DAY or m.word("unit") == "декада":
        return None
    if "working" in m and unit is Unit.MONTH:
        return made.Every(unit, weekdays=(1, 2, 3, 4, 5), nths=nths)
    days = (-1,) if unit is Unit.MONTH else ()
    if nths != (-1,):
        return None
    # The last working day of a quarter is no last day of it; which, a person says.
    every = replace(_each_unit(m), month_days=days, at_edge=True)
    return replace(every, asks=True) if "working" in m else every


_PIECES = {"неделя": 7, "декада": 10, "половина": 15}
_LAST_PIECE = {"неделя": 5, "декада": 3, "половина": 2}


def piece_of_each(m: Taken) -> object:
    """Последняя неделя месяца, вторая декада каждого месяца."""
    unit, nths = UNITS.get(m.word("unit")), nths_of(m)
    length, last = _PIECES[m.word("piece")], _LAST_PIECE[m.word("piece")]
    if unit is not Unit.MONTH:
        return replace(_each_unit(m), at_edge=True) if unit and nths == (-1,) else None
    days = [-1 if nth == -1 or nth >= last else nth * length for nth in nths]
    return made.Every(unit, month_days=tuple(days if "listed" in m else days[-1:]), at_edge=True)


_EDGE_DAYS = {"начало": 10, "середина": 20, "конец": -1}


def edge_of_each(m: Taken) -> object:
    """В конце четверти: near that day, in each of them."""
    unit = UNITS.get(m.word("unit"))
    if unit is None or unit is Unit.DAY:
        return None
    edge = m.word("edge")
    if unit is Unit.WEEK:
        day = {"начало": 1, "середина": 3, "конец": 5}[edge]
        return made.Every(unit, weekdays=(day,), at_edge=True)
    if unit is not Unit.MONTH:
        if edge == "середина":
            return None
        # «К началу каждой четверти» is before it, and so no time within it.
        before = edge == "начало" and m.words[0].word == "к"
        every = replace(_each_unit(m), at_edge=True, opening=edge == "начало")
        return None if before else every
    return made.Every(unit, month_days=(_EDGE_DAYS[edge],), at_edge=True)


def until_each(m: Taken) -> object:
    """До конца каждой четверти: at any time before."""
    if m.word("unit") == "декада":
        return None
    current = any(one.word == "текущий" for one in m.words)
    if "unit" not in m or (current and UNITS[m.word("unit")] is Unit.MONTH):
        return made.Every(Unit.MONTH, month_days=(-1,), alone=True)
    # «До конца текущего квартала» is that of one quarter, and nobody said which.
    return replace(_each_unit(m), asks=True) if current else _each_unit(m)


def day_of_one_month(m: Taken) -> object:
    """До 10 числа последнего месяца квартала."""
    every = _each_unit(m) if "unit" in m else made.Every(Unit.QUARTER, asks=True)
    months, nth = MONTHS.get(every.unit), nth_of(m)
    if every.unit is Unit.QUARTER and 0 < nth <= _OF_QUARTER:
        months = tuple(range(nth, 13, _OF_QUARTER))
    elif nth != -1 or not months:
        return None
    return replace(every, months=months, month_days=(m.number("day"),))


_OF_QUARTER = 3


def month_of_each(m: Taken) -> object:
    """Последний месяц квартала."""
    unit, nth = UNITS.get(m.word("unit")), nth_of(m)
    if unit is None or unit in (Unit.DAY, Unit.WEEK, Unit.MONTH):
        return None
    if unit is not Unit.QUARTER:
        return replace(_each_unit(m), at_edge=True) if nth == -1 else None
    nth = 3 if nth == -1 else nth
    return made.Every(unit, months=tuple(nth + 3 * one for one in range(4)), at_edge=True)
