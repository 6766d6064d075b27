"""A repeat as a Russian phrase that reads back as the same repeat."""

from __future__ import annotations

from engine.domain.roadmaps.repeating import MONTHS, OPENINGS
from engine.domain.roadmaps.terms import Period, Repeat, Unit
from workflows.roadmaps.grammar.printing_words import (
    MONTH_NAMES,
    OF_MONTHS,
    UNITS,
    all_words,
    counted,
    day_words,
    form,
)

_WEEKDAYS = tuple(all_words("понедельник вторник среда четверг пятница суббота воскресенье"))
_ON_WEEKDAYS = tuple(
    all_words("понедельникам вторникам средам четвергам пятницам субботам воскресеньям")
)
_OF_EACH = {
    Unit.MONTH: "каждого месяца",
    Unit.QUARTER: "каждого квартала",
    Unit.HALF_YEAR: "каждого календарного полугодия",
    Unit.YEAR: "каждого календарного года",
    Unit.SCHOOL_QUARTER: "каждой четверти",
    Unit.SCHOOL_TRIMESTER: "каждого триместра",
    Unit.SCHOOL_HALF_YEAR: "каждого учебного полугодия",
    Unit.SCHOOL_YEAR: "каждого учебного года",
}
_GENDERS = (0, 0, 0, 1, 0, 1, 1, 2)
_WEEK_EDGES: dict[tuple[int, ...], str] = {(1,): "начале", (3,): "середине", (5,): "конце"}
_MONTH_EDGES = {
    -1: "в конце",
    7: "1-я неделя",
    10: "в начале",
    14: "2-я неделя",
    15: "первая половина",
    20: "в середине",
    21: "3-я неделя",
    28: "4-я неделя",
}
_TIMES = ("раз", "раза", "раз")


def repeat_words(repeat: Repeat, count: int, period: Period) -> str:
    """What comes again and again, with its bounds where they are not the period's."""
    phrase = _each(repeat, count)
    if (repeat.start, repeat.end) == (period.first, period.last):
        return phrase
    return f"{phrase}, с {day_words(repeat.start)} по {day_words(repeat.end)}"


def _each(repeat: Repeat, count: int) -> str:
    last_day = (repeat.months, repeat.month_days, repeat.opens) == ((12,), (-1,), ())
    if repeat.unit is Unit.YEAR and not (last_day or repeat.at_edge):
        return _yearly(repeat, count)
    if repeat.unit is Unit.WEEK and repeat.weekdays:
        return _with_count(_weekly(repeat), repeat, count)
    if repeat.unit is Unit.MONTH and _has_day(repeat):
        return _with_count(_monthly(repeat), repeat, count)
    if repeat.unit in MONTHS and _has_day(repeat):
        return _with_count(_in_long(repeat), repeat, count)
    return _rate(repeat, count)


def _has_day(repeat: Repeat) -> bool:
    return bool(repeat.weekdays) or repeat.at_edge or repeat.month_days not in ((), (-1,))


def _rate(repeat: Repeat, count: int) -> str:
    times = times_words(count)
    interval = _interval(repeat)
    unit = UNITS[repeat.unit][0] if interval == 1 else counted(interval, repeat.unit)
    return f"не реже {count} {times} в {unit}{_left_out(repeat)}"


def _left_out(repeat: Repeat) -> str:
    if repeat.unit is not Unit.MONTH or not repeat.months or _interval(repeat) > 1:
        return ""
    names = [OF_MONTHS[one - 1] for one in range(1, 13) if one not in repeat.months]
    return f", кроме {_listed(names)}" if names else ""


def times_words(count: int) -> str:
    """«1 раза», «2 раз»: how often at least."""
    return "раза" if count % 10 == 1 and count % 100 != 11 else "раз"  # noqa: PLR2004


def _interval(repeat: Repeat) -> int:
    """«Раз в два месяца» is kept as the months in which it falls due."""
    months = repeat.months
    if repeat.unit in MONTHS and repeat.interval == 1 and repeat.unit is not Unit.YEAR:
        return max(1, len(MONTHS[repeat.unit]) // len(months))
    if repeat.unit is not Unit.MONTH or not months:
        return repeat.interval
    step = len(MONTH_NAMES) // len(months)
    even = months == tuple(range(months[0], len(MONTH_NAMES) + 1, step))
    return step if even else 1


def _with_count(phrase: str, repeat: Repeat, count: int) -> str:
    plain = count == 1 and _interval(repeat) == 1
    phrase += _left_out(repeat)
    return phrase if plain else f"{phrase}, {_rate(repeat, count)}"


def _weekly(repeat: Repeat) -> str:
    if repeat.at_edge:
        return f"в {_WEEK_EDGES[repeat.weekdays]} каждой недели"
    days = [_ON_WEEKDAYS[one - 1] for one in repeat.weekdays]
    return f"по {_listed(days)}"


def _listed(words: list[str]) -> str:
    return " и ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _monthly(repeat: Repeat) -> str:
    if len(repeat.weekdays) > 1:
        return f"{_nths(repeat, 0)} рабочий день каждого месяца"
    if repeat.weekdays:
        weekday = repeat.weekdays[0]
        nths = _nths(repeat, _GENDERS[weekday])
        return f"{nths} {_WEEKDAYS[weekday - 1]} каждого месяца"
    if repeat.at_edge:
        return f"{_month_edges(repeat.month_days)} каждого месяца"
    return f"до {_listed([str(one) for one in repeat.month_days])} числа каждого месяца"


def _month_edges(days: tuple[int, ...]) -> str:
    """«В конце», «2-я и 4-я неделя»."""
    if len(days) == 1:
        return _MONTH_EDGES[days[0]]
    piece, length = ("декада", 10) if {*days} <= _DECADES else ("неделя", 7)
    nths = [_nth(day if day < 0 else day // length, 1) for day in days]
    return f"{_listed(nths)} {piece}"


_DECADES = {10, 20, -1}


def _nths(repeat: Repeat, gender: int) -> str:
    return _listed([_nth(one, gender) for one in repeat.nths])


def _nth(number: int, gender: int) -> str:
    if number == -1:
        return ("последний", "последняя", "последнее")[gender]
    return f"{number}-{'йяе'[gender]}"


def _in_long(repeat: Repeat) -> str:
    of_each, last = _OF_EACH[repeat.unit], MONTHS[repeat.unit]
    days = _listed([str(one) for one in repeat.month_days])
    if repeat.at_edge and repeat.months == OPENINGS[repeat.unit]:
        return f"в начале {of_each}"
    if repeat.at_edge and repeat.unit is Unit.QUARTER and repeat.months != last:
        return f"{repeat.months[0]}-й месяц {of_each}"
    if repeat.at_edge:
        return f"в конце {of_each}"
    if repeat.months == last:
        return f"до {days} числа последнего месяца {of_each}"
    unit = UNITS[repeat.unit][0]
    if repeat.months[0] == 2 and repeat.unit is Unit.QUARTER:  # noqa: PLR2004 - not the next one
        return f"до {days} числа 2-го месяца {of_each}"
    return f"1 раз в {unit}, до {days} числа следующего месяца"


def _yearly(repeat: Repeat, count: int) -> str:
    opens = repeat.opens or repeat.months
    if repeat.weekdays:
        nth = f"{_nths(repeat, _GENDERS[repeat.weekdays[0]])} {_WEEKDAYS[repeat.weekdays[0] - 1]}"
        days = [f"{nth} {OF_MONTHS[one - 1]}" for one in repeat.months]
        return f"{_times_a_year(count)}: {', '.join(days)}"
    days = [_month_each_year(*one, repeat) for one in zip(opens, repeat.months, strict=True)]
    return f"{_times_a_year(count)}: {', '.join(days)}"


def _times_a_year(count: int) -> str:
    return "ежегодно" if count == 1 else f"{count} {form(count, _TIMES)} в год"


def _month_each_year(first: int, last: int, repeat: Repeat) -> str:
    day = repeat.month_days[0]
    if day == -1:
        one = first == last
        return (
            MONTH_NAMES[last - 1] if one else f"{MONTH_NAMES[first - 1]} – {MONTH_NAMES[last - 1]}"
        )
    if first == last:
        return f"до {day} {OF_MONTHS[last - 1]}"
    return f"с 1 {OF_MONTHS[first - 1]} по {day} {OF_MONTHS[last - 1]}"
