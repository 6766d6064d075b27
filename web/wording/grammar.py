"""How sentences are put together: numbers with nouns, lists, quotation marks, days."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask_babel import get_locale, gettext, lazy_gettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from babel import Locale

MOST_LISTED = 6
"""Of a longer list the first ones are named and the others counted."""


def counted(number: int, forms: str) -> str:
    """A number with its noun: 1 документ, 3 документа, 5 документов, 11 документов.

    `forms` are the noun's forms after 1, 2 and 5: «документ|документа|документов». They are one
    sentence of the catalogue, which gives the other language its two: `document|documents`.
    """
    return f"{number} {form_of(number, forms)}"


def form_of(number: int, forms: str) -> str:
    """The form that a noun, given as `counted` takes it, has after a number."""
    said = gettext(forms).split("|")
    tens, ones = abs(number) % 100 // 10, abs(number) % 10
    if len(said) == 2:  # noqa: PLR2004 - one and many, as in English
        return said[abs(number) != 1]
    if tens == 1 or ones == 0 or ones > 4:  # noqa: PLR2004 - the grammar's own numbers
        return said[2]
    return said[0] if ones == 1 else said[1]


def listed(parts: Iterable[str], *, last: str = "") -> str:
    """«а, б и в»; a long list ends with how many more there are."""
    shown = list(parts)
    hidden = len(shown) - MOST_LISTED
    if hidden > 1:
        others = counted(hidden, "другое|других|других")
        return gettext("%(some)s и ещё %(others)s", some=", ".join(shown[:-hidden]), others=others)
    if len(shown) > 1:
        last = last or gettext("и")
        return f"{', '.join(shown[:-1])} {last} {shown[-1]}"
    return shown[0] if shown else ""


def either(parts: Iterable[str]) -> str:
    """«а, б или в»."""
    return listed(parts, last=gettext("или"))


def quoted(text: str) -> str:
    """A title in quotation marks; marks inside it become inner ones."""
    if _in_english():
        return f"“{text}”"
    inner = text.replace("«", "„").replace("»", "“")
    return f"«{inner}»"


def numbered(number: object) -> str:
    """«№ 7» with a space that does not break; No. 7."""
    return gettext("№\u00a0%(number)s", number=number)


def said(title: str) -> str:
    """A title of a path in the language of the page; what a region wrote itself stands as it is."""
    return gettext(title) if title else ""


def capitalised(text: str) -> str:
    """The sentence with a capital letter; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def uncapitalised(text: str) -> str:
    """A title within a sentence: its first letter small, unless an abbreviation begins with it."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def closed_with_stop(text: str) -> str:
    """The sentence with a stop at its end, unless it has one."""
    text = text.strip()
    return text if not text or text[-1] in ".!?…" else f"{text}."


def day_text(value: date | str | None) -> str:
    """«3 апреля 2023 г.», 3 April 2023; an ISO day is read, nothing stays nothing."""
    day = as_day(value)
    return format_date(day, "long", locale=_locale()) if day else ""


def short_day(value: date | str | None) -> str:
    """«03.04.2023», as orders write it; 3 Apr 2023, whose day and month nobody mistakes."""
    day = as_day(value)
    return _short(day) if day else ""


def month_text(year: int, month: int) -> str:
    """«Апрель 2023»; April 2023."""
    return capitalised(format_date(date(year, month, 1), "LLLL y", locale=_locale()))


def weekday_text(day: date) -> str:
    """«понедельник»."""
    return format_date(day, "EEEE", locale=_locale())


def short_span(first: date, last: date) -> str:
    """«12.01–03.04.2023», «28.12.22–03.04.23»: two days where there is little room."""
    if _in_english():
        return f"{format_date(first, 'd MMM yy', locale='en_GB')}–{_short(last)}"
    if first.year == last.year:
        return f"{first:%d.%m}–{last:%d.%m.%Y}"
    return f"{first:%d.%m.%y}–{last:%d.%m.%y}"


def as_day(value: date | str | None) -> date | None:
    """The day a field of a fact or of a journal entry holds, if it holds one."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date) or value is None:
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def moment_text(value: datetime | None, zone: str) -> str:
    """«3 апреля 2023 г., 09:05» by the clocks of the zone."""
    if value is None:
        return ""
    form = "d MMMM y, HH:mm" if _in_english() else "d MMMM y 'г.', HH:mm"
    return format_datetime(value, form, tzinfo=ZoneInfo(zone), locale=_locale())


def short_moment(value: datetime | None, zone: str) -> str:
    """«03.04.2023, 09:05» by the clocks of the zone."""
    if value is None:
        return ""
    there = value.astimezone(ZoneInfo(zone))
    return f"{_short(there.date())}, {there:%H:%M}"


def clock_text(value: datetime, zone: str) -> str:
    """«09:05» by the clocks of the zone."""
    return f"{value.astimezone(ZoneInfo(zone)):%H:%M}"


MONTHS = (
    lazy_gettext("января"),
    lazy_gettext("февраля"),
    lazy_gettext("марта"),
    lazy_gettext("апреля"),
    lazy_gettext("мая"),
    lazy_gettext("июня"),
    lazy_gettext("июля"),
    lazy_gettext("августа"),
    lazy_gettext("сентября"),
    lazy_gettext("октября"),
    lazy_gettext("ноября"),
    lazy_gettext("декабря"),
)


def yearly_day(month: int, day: int) -> str:
    """«1 марта», whatever the year."""
    return f"{day} {MONTHS[month - 1]}"


def bound_text(bound: str) -> str:
    """A bound of a window: «1 июня» for `06-01`, «1 июня 2023 г.» for `2023-06-01`."""
    full = as_day(bound)
    if full:
        return day_text(full)
    month, _, day = bound.partition("-")
    return yearly_day(int(month), int(day)) if (month + day).isdecimal() else bound


def percent_text(number: int) -> str:
    """«80 %» with a space that does not break; 80%."""
    return f"{number}%" if _in_english() else f"{number}\u00a0%"


def decimal_text(number: float) -> str:
    """«1,4»; 1.4."""
    return format_decimal(number, "0.0", locale=_locale())


def _short(day: date) -> str:
    return format_date(day, "d MMM y", locale=_locale()) if _in_english() else f"{day:%d.%m.%Y}"


def _locale() -> Locale | str:
    """The locale of the page or letter; Russian at the command line."""
    return get_locale() or "ru"


def language() -> str:
    """The language of the page or letter: `ru` or `en`."""
    locale = get_locale()
    return locale.language if locale else "ru"


def _in_english() -> bool:
    return language() == "en"
