"""How sentences are put together: numbers with nouns, lists, quotation marks, days."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from flask_babel import gettext, lazy_gettext

if TYPE_CHECKING:
    from collections.abc import Iterable

LANGUAGE = "ru"
MOST_LISTED = 6
"""Of a longer list the first ones are named and the others counted."""


def counted(number: int, one: str, few: str, many: str) -> str:
    """A number with its noun: 1 документ, 3 документа, 5 документов, 11 документов."""
    return f"{number} {form_of(number, one, few, many)}"


def form_of(number: int, one: str, few: str, many: str) -> str:
    """The form a noun takes after a number; catalogues know two forms, Russian needs three."""
    tens, ones = abs(number) % 100 // 10, abs(number) % 10
    if tens == 1 or ones == 0 or ones > 4:  # noqa: PLR2004 - the grammar's own numbers
        return many
    return one if ones == 1 else few


def listed(parts: Iterable[str], *, last: str = "и") -> str:
    """«а, б и в»; a long list ends with how many more there are."""
    shown = list(parts)
    hidden = len(shown) - MOST_LISTED
    if hidden > 1:
        others = counted(hidden, "другое", "других", "других")
        return gettext("%(some)s и ещё %(others)s", some=", ".join(shown[:-hidden]), others=others)
    if len(shown) > 1:
        return f"{', '.join(shown[:-1])} {last} {shown[-1]}"
    return shown[0] if shown else ""


def either(parts: Iterable[str]) -> str:
    """«а, б или в»."""
    return listed(parts, last=gettext("или"))


def quoted(text: str) -> str:
    """A title in quotation marks; marks inside it become inner ones."""
    inner = text.replace("«", "„").replace("»", "“")
    return f"«{inner}»"


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
    """«3 апреля 2023 г.»; an ISO day is read, nothing stays nothing."""
    day = as_day(value)
    return format_date(day, "long", locale=LANGUAGE) if day else ""


def short_day(value: date | str | None) -> str:
    """«03.04.2023», as orders write it."""
    day = as_day(value)
    return f"{day:%d.%m.%Y}" if day else ""


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
    return format_datetime(value, "d MMMM y 'г.', HH:mm", tzinfo=ZoneInfo(zone), locale=LANGUAGE)


def short_moment(value: datetime | None, zone: str) -> str:
    """«03.04.2023, 09:05» by the clocks of the zone."""
    return f"{value.astimezone(ZoneInfo(zone)):%d.%m.%Y, %H:%M}" if value else ""


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
    """«80 %» with a space that does not break."""
    return f"{number}\u00a0%"
