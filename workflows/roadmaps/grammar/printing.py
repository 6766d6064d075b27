"""A term as a Russian phrase that reads back as the same term in the same period."""

from __future__ import annotations

from datetime import date

from engine.domain.calendar import last_of_month, school_year_of
from engine.domain.roadmaps.terms import Offset, Period, Side, Term, TermKind, Unit, Window
from workflows.roadmaps.grammar.meaning.placing import DAY, school_year_days
from workflows.roadmaps.grammar.printing_repeats import repeat_words, times_words
from workflows.roadmaps.grammar.printing_words import MONTH_NAMES, UNITS, counted, day_words

_ROMAN = ("", "I", "II", "III", "IV")


def print_term(term: Term, period: Period) -> str:
    """The term in words; nothing for no term at all."""
    words = []
    if term.repeat:
        repeat = repeat_words(term.repeat, term.min_count or 1, period)
        words.append(_labelled(repeat, term.repeat.label))
    elif term.windows:
        words.append(_windows(term.windows, period))
    if term.windows and term.min_count:
        words.append(f"не реже {term.min_count} {times_words(term.min_count)} в год")
    if term.event:
        words.append(term.event.text)
    elif term.offset:
        words.append(_offset(term.offset))
    return ", ".join(words)


def _offset(offset: Offset) -> str:
    if offset.side is Side.BEFORE:
        return f"за {counted(offset.count, offset.unit)}"
    return f"в течение {_counted_of(offset.count, offset.unit)}"


# Windows


def _windows(windows: tuple[Window, ...], period: Period) -> str:
    printed = ""
    for at, window in enumerate(windows):
        if at and _comes_then(window, windows[at - 1], period):
            printed += "" if window.label == windows[at - 1].label else f", {window.label}"
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


def _comes_then(window: Window, before: Window, period: Period) -> bool:
    """«Далее постоянно», «далее ежеквартально»: the words say it of all days that follow."""
    onward = window.start == before.end + DAY and window.end == period.last
    onward = onward and window.kind is TermKind.CONTINUOUS
    listed = window.start is None and window.kind is TermKind.BY_DATE
    return (onward or listed) and window.label.startswith("далее ")


def _window(window: Window, period: Period) -> str:
    start, end = window.start, window.end
    if start is None:
        return f"до {day_words(end)}"
    match window.kind:
        case TermKind.BY_DATE:
            return day_words(end) if start == end else _within(start, end)
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


def _within(start: date, end: date) -> str:
    return f"в течение {_counted_of((end - start).days, Unit.DAY)} с {day_words(start)}"


def _counted_of(count: int, unit: Unit) -> str:
    one = count % 10 == 1 and count % 100 != 11  # noqa: PLR2004 - how Russian counts
    if unit is Unit.WORKING_DAY:
        return f"{count} рабочего дня" if one else f"{count} рабочих дней"
    return f"{count} {UNITS[unit][1 if one else 2]}"


def _month(day: date) -> str:
    return f"{MONTH_NAMES[day.month - 1]} {day.year} г."


def _range(start: date, end: date) -> str:
    whole = start.day == 1 and end == last_of_month(end.year, end.month)
    if whole and (start.year, start.month) != (end.year, end.month):
        return f"{_month(start)} – {_month(end)}"
    return f"с {day_words(start)} по {day_words(end)}"


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
    return f"весь период с {day_words(start)} по {day_words(end)}"


def _continuous(start: date, end: date, period: Period) -> str:
    if (start, end) == (period.first, period.last):
        return "постоянно"
    if end == period.last:
        return f"с {day_words(start)} постоянно"
    return f"постоянно с {day_words(start)} по {day_words(end)}"
