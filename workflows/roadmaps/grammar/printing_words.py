"""Words that printed terms are made of."""

from __future__ import annotations

from datetime import date

from engine.domain.roadmaps.terms import Unit


def all_words(text: str) -> list[str]:
    """The words of a text."""
    return text.split()


MONTH_NAMES = tuple(
    all_words("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь")
)
OF_MONTHS = tuple(
    all_words("января февраля марта апреля мая июня июля августа сентября октября ноября декабря")
)
UNITS = {
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
_LAST_OF_TEENS, _MANY = 20, 5


def counted(count: int, unit: Unit) -> str:
    """«2 недели»."""
    return f"{count} {form(count, UNITS[unit])}"


def form(count: int, forms: tuple[str, str, str]) -> str:
    """The form of a noun after a number."""
    tens, ones = count % 100, count % 10
    if ones == 1 and tens != 11:  # noqa: PLR2004 - how Russian counts
        return forms[0]
    few = 1 < ones < _MANY and not 10 < tens < _LAST_OF_TEENS  # noqa: PLR2004
    return forms[1] if few else forms[2]


def day_words(day: date) -> str:
    """«1 марта 2023 г.»."""
    return f"{day.day} {OF_MONTHS[day.month - 1]} {day.year} г."
