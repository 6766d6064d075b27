"""A term as a Russian phrase that reads back as the same term in the same period."""

from __future__ import annotations

from datetime import date

from engine.domain.calendar import last_of_month, school_year_of
from engine.domain.roadmaps.repeating import MONTHS, OPENINGS
from engine.domain.roadmaps.terms import Offset, Period, Repeat, Side, Term, TermKind, Unit, Window
from workflows.roadmaps.grammar.meaning.placing import DAY, school_year_days


def _words(text: str) -> list[str]:
    return text.split()


_MONTHS = tuple(
    _words("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь")
)
_OF_MONTHS = tuple(
    _words("января февраля марта апреля мая июня июля августа сентября октября ноября декабря")
)
_ROMAN = ("", "I", "II", "III", "IV")
_WEEKDAYS = tuple(_words("понедельник вторник среда четверг пятница суббота воскресенье"))
_ON_WEEKDAYS = tuple(
    _words("понедельникам вторникам средам четвергам пятницам субботам воскресеньям")
)
_UNITS = {
    Unit.DAY: ("день", "дня", "дней"),
    Unit.WORKING_DAY: ("рабочий день", "рабочих дня", "рабочих дней"),
    Unit.WEEK: ("неделю", "недели", "недель"),
    Unit.MONTH: ("месяц", "месяца", "месяцев"),
    Unit.QUARTER: ("квартал", "квартала", "кварталов"),
    Unit.HALF_YEAR: ("календарное полугодие", "календарных полугодия", "календарных полугодий"),
    Unit.YEAR: ("календарный год", "календарных года", "календарных лет"),
    Unit.SCHOOL_QUARTER: ("четверть", "четверти", "четвертей"),
    Unit.SCHOOL_TRIMESTER: ("триместр", "триместра", "триместров"),
    Unit.SCHOOL_HALF_YEAR: ("учебное полугодие", "учебных полугодия", "учебных полугодий"),
    Unit.SCHOOL_YEAR: ("учебный год", "учебных года", "учебных лет"),
}
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
_LAST_OF_TEENS, _MANY = 20, 5


def print_term(term: Term, period: Period) -> str:
    """The term in words; nothing for no term at all."""
    words = []
    if term.repeat:
        words.append(_repeat(term.repeat, term.min_count or 1, period))
    elif term.windows:
        words.append(_windows(term.windows, period))
    if term.windows and term.min_count:
        words.append(f"не реже {term.min_count} {_times(term.min_count)} в год")
    if term.event:
        words.append(term.event.text)
    elif term.offset:
        words.append(_offset(term.offset))
    return ", ".join(words)


def _offset(offset: Offset) -> str:
    if offset.side is Side.BEFORE:
        return f"за {_counted(offset.count, offset.unit)}"
    return f"в течение {_counted_of(offset.count, offset.unit)}"


def _counted(count: int, unit: Unit) -> str:
    return f"{count} {_form(count, _UNITS[unit])}"


def _form(count: int, forms: tuple[str, str, str]) -> str:
    tens, ones = count % 100, count % 10
    if ones == 1 and tens != 11:  # noqa: PLR2004 - how Russian counts
        return forms[0]
    few = 1 < ones < _MANY and not 10 < tens < _LAST_OF_TEENS  # noqa: PLR2004
    return forms[1] if few else forms[2]


# Windows


def _windows(windows: tuple[Window, ...], period: Period) -> str:
    printed = ""
    for at, window in enumerate(windows):
        if at and _goes_on(window, windows[at - 1], period):
            printed += f", {window.label}"
            continue
        phrase = _window(window, period)
        labelled = _labelled(phrase, window.label)
        printed += f"; {labelled}" if at else labelled
    return printed


def _labelled(phrase: str, label: str) -> str:
    """A label stands before its time; how much is to be reached stands after it."""
    if "%" in label and label.lower().startswith("в "):
        return f"{phrase} {label}"
    return f"{label} – {phrase}" if label else phrase


def _goes_on(window: Window, before: Window, period: Period) -> bool:
    after = window.start == before.end + DAY and window.end == period.last
    return after and window.kind is TermKind.CONTINUOUS and window.label.startswith("далее ")


def _window(window: Window, period: Period) -> str:
    start, end = window.start, window.end
    if start is None:
        return f"до {_day(end)}"
    match window.kind:
        case TermKind.BY_DATE:
            return _day(end) if start == end else _within(start, end)
        case TermKind.MONTH:
            return _month(start)
        case TermKind.QUARTER:
            return _quarters(start, end)
        case TermKind.WHOLE_PERIOD:
            return _whole(start, end, period)
        case TermKind.CONTINUOUS:
            return _continuous(start, end, period)
        case _:
            return _range(start, end)


def _day(day: date) -> str:
    return f"{day.day} {_OF_MONTHS[day.month - 1]} {day.year} г."


def _within(start: date, end: date) -> str:
    return f"в течение {_counted_of((end - start).days, Unit.DAY)} с {_day(start)}"


def _counted_of(count: int, unit: Unit) -> str:
    one = count % 10 == 1 and count % 100 != 11  # noqa: PLR2004 - how Russian counts
    if unit is Unit.WORKING_DAY:
        return f"{count} рабочего дня" if one else f"{count} рабочих дней"
    return f"{count} {_UNITS[unit][1 if one else 2]}"


def _month(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year} г."


def _range(start: date, end: date) -> str:
    whole = start.day == 1 and end == last_of_month(end.year, end.month)
    if whole and (start.year, start.month) != (end.year, end.month):
        return f"{_month(start)} – {_month(end)}"
    return f"с {_day(start)} по {_day(end)}"


def _quarters(start: date, end: date) -> str:
    first, last = _quarter(start), _quarter(end)
    if start.year != end.year:
        return f"{first} квартал {start.year} г. – {last} квартал {end.year} г."
    numbers = first if first == last else f"{first}–{last}"
    return f"{numbers} квартал {end.year} г."


def _quarter(day: date) -> str:
    return _ROMAN[(day.month + 2) // 3]


def _whole(start: date, end: date, period: Period) -> str:
    if (start, end) == (period.first, period.last):
        return "весь период"
    if (start, end) == (date(start.year, 1, 1), date(end.year, 12, 31)):
        one = start.year == end.year
        return f"{start.year} год" if one else f"{start.year}–{end.year} годы"
    first = school_year_of(start)[0]
    if (start, end) == school_year_days(first.year, period):
        return f"{first.year}/{(first.year + 1) % 100:02d} учебный год"
    return f"весь период с {_day(start)} по {_day(end)}"


def _continuous(start: date, end: date, period: Period) -> str:
    if (start, end) == (period.first, period.last):
        return "постоянно"
    if end == period.last:
        return f"с {_day(start)} постоянно"
    return f"постоянно с {_day(start)} по {_day(end)}"


# Repeats


def _repeat(repeat: Repeat, count: int, period: Period) -> str:
    phrase = _each(repeat, count)
    if (repeat.start, repeat.end) == (period.first, period.last):
        return phrase
    return f"{phrase}, с {_day(repeat.start)} по {_day(repeat.end)}"


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
    times = _times(count)
    interval = _interval(repeat)
    unit = _UNITS[repeat.unit][0] if interval == 1 else _counted(interval, repeat.unit)
    return f"не реже {count} {times} в {unit}{_left_out(repeat)}"


def _left_out(repeat: Repeat) -> str:
    if repeat.unit is not Unit.MONTH or not repeat.months or _interval(repeat) > 1:
        return ""
    names = [_OF_MONTHS[one - 1] for one in range(1, 13) if one not in repeat.months]
    return f", кроме {_listed(names)}" if names else ""


def _times(count: int) -> str:
    return "раза" if count % 10 == 1 and count % 100 != 11 else "раз"  # noqa: PLR2004


def _interval(repeat: Repeat) -> int:
    """«Раз в два месяца» is kept as the months in which it falls due."""
    months = repeat.months
    if repeat.unit in MONTHS and repeat.interval == 1 and repeat.unit is not Unit.YEAR:
        return max(1, len(MONTHS[repeat.unit]) // len(months))
    if repeat.unit is not Unit.MONTH or not months:
        return repeat.interval
    step = len(_MONTHS) // len(months)
    even = months == tuple(range(months[0], len(_MONTHS) + 1, step))
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
    unit = _UNITS[repeat.unit][0]
    if repeat.months[0] == 2 and repeat.unit is Unit.QUARTER:  # noqa: PLR2004 - not the next one
        return f"до {days} числа 2-го месяца {of_each}"
    return f"1 раз в {unit}, до {days} числа следующего месяца"


def _yearly(repeat: Repeat, count: int) -> str:
    opens = repeat.opens or repeat.months
    if repeat.weekdays:
        nth = f"{_nths(repeat, _GENDERS[repeat.weekdays[0]])} {_WEEKDAYS[repeat.weekdays[0] - 1]}"
        days = [f"{nth} {_OF_MONTHS[one - 1]}" for one in repeat.months]
        return f"{_times_a_year(count)}: {', '.join(days)}"
    days = [_month_each_year(*one, repeat) for one in zip(opens, repeat.months, strict=True)]
    return f"{_times_a_year(count)}: {', '.join(days)}"


def _times_a_year(count: int) -> str:
    return "ежегодно" if count == 1 else f"{count} {_form(count, _TIMES)} в год"


def _month_each_year(first: int, last: int, repeat: Repeat) -> str:
    day = repeat.month_days[0]
    if day == -1:
        one = first == last
        return _MONTHS[last - 1] if one else f"{_MONTHS[first - 1]} – {_MONTHS[last - 1]}"
    if first == last:
        return f"до {day} {_OF_MONTHS[last - 1]}"
    return f"с 1 {_OF_MONTHS[first - 1]} по {day} {_OF_MONTHS[last - 1]}"
