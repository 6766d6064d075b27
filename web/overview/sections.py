"""The sections of the page: a picture with the table of the same figures beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from markupsafe import Markup

from engine.queries.overview_stays import FEW
from web.charts import Bar, Box, Funnel, Step, draw_bars, draw_boxes, draw_funnels
from web.overview.tables import TABLES, Table, delay_title, stay_title
from web.wording.grammar import counted, percent_text
from web.wording.titles import PHASES, title_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from engine.queries.overview import Overview
    from engine.queries.overview_years import YearFigures

MOST_BARS, MOST_FUNNELS = 12, 4
"""Longer lists are whole in the table; the picture shows their beginning."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what is to be known of the figures, the picture and its table.

    `keys` name the colours of the picture: a class of static/charts.css and its meaning.
    """

    title: str
    told: str
    picture: Markup
    table: Table
    keys: tuple[tuple[str, str], ...] = ()


def sections_of(seen: Overview, where: Mapping[str, Any]) -> Iterator[Section]:
    """The sections that have anything to show, in the order of the page."""
    for name, make in _SECTIONS.items():
        table = TABLES[name](seen, where)
        if table.rows and (name != "places" or len(table.rows) > 1):
            title, told, picture, keys = make(seen)
            yield Section(title, told, picture, table, keys)


Made = tuple[str, str, Markup, tuple[tuple[str, str], ...]]


def _phases(seen: Overview) -> Made:
    bars = [
        Bar(
            title_of(PHASES, one.phase),
            one.cases,
            _with_late(one.cases, one.late),
            one.late,
            f"phase phase-{one.phase}",
        )
        for one in seen.phases
    ]
    title = _("Где школы сейчас")
    told = _("Открытые дела по фазам, общим для всех регионов.")
    return title, told, draw_bars("phases", title, _read(bars), bars), (("part", _("срок прошёл")),)


def _delays(seen: Overview) -> Made:
    bars = [Bar(delay_title(one), one.cases, str(one.cases), tone="bad") for one in seen.delays]
    title = _("Просроченные сроки")
    told = _("Дела, у которых срок этапа уже прошёл. Приостановленные не считаются.")
    return title, told, draw_bars("delays", title, _read(bars), bars), ()


def _places(seen: Overview) -> Made:
    bars = [
        Bar(one.title, one.cases, _with_late(one.cases, one.late), one.late)
        for one in seen.places[:MOST_BARS]
    ]
    title = _("По муниципалитетам")
    told = _("Сначала те, где просроченных дел больше.")
    return title, told, draw_bars("places", title, _read(bars), bars), (("part", _("срок прошёл")),)


def _stays(seen: Overview) -> Made:
    boxes = [
        Box(
            stay_title(one, seen),
            _("%(days)d дн., n = %(number)d", days=one.median, number=one.ended),
            one.quarter,
            one.median,
            one.three_quarters,
            one.ninetieth,
            "few" if one.ended < FEW else f"phase phase-{one.phase}",
        )
        for one in seen.stays
        if one.quarter is not None and one.median is not None and one.three_quarters is not None
    ]
    title = _("Сколько длится каждый этап")
    told = _(
        "Считаются только завершённые пребывания на этапе. Где их меньше %(few)d, "
        "девяностый процентиль не считается: он был бы просто самым долгим случаем.",
        few=FEW,
    )
    heard = "; ".join(f"{box.label}: {box.text}" for box in boxes)
    keys = (
        ("median", _("медиана")),
        ("plain", _("средняя половина случаев")),
        ("whisker", _("90 % случаев не дольше")),
        ("few", _("случаев меньше %(few)d", few=FEW)),
    )
    return title, told, draw_boxes("stays", title, heard, boxes), keys


def _years(seen: Overview) -> Made:
    years = [one for one in seen.years if one.entered][:MOST_FUNNELS]
    funnels = [Funnel(_year_title(one), _steps(one)) for one in years]
    title = _("Путь по годам включения")
    told = _("Сколько дел, открытых в этом году, дошло до каждого шага к сегодняшнему дню.")
    heard = "; ".join(
        f"{one.label}: {', '.join(f'{step.label} {step.text}' for step in one.steps)}"
        for one in funnels
    )
    return title, told, draw_funnels("years", title, heard, funnels), ()


def _exits(seen: Overview) -> Made:
    bars = [
        Bar(str(one.year), one.exits, _with_back(one), one.came_back, "good")
        for one in seen.years
        if one.exits
    ][:MOST_BARS]
    title = _("Выход из перечня и возвращения")
    told = _("Вернувшаяся школа — та, для которой после выхода открыто новое дело.")
    keys = (("good", _("вышли")), ("part", _("вернулись позже")))
    return title, told, draw_bars("exits", title, _read(bars), bars), keys


def _tutors(seen: Overview) -> Made:
    bars = [
        Bar(
            one.title,
            one.taken,
            _("%(taken)d из %(capacity)d", taken=one.taken, capacity=one.capacity),
            tone="warn" if one.taken >= one.capacity else "plain",
            room=one.capacity,
        )
        for one in seen.tutors[:MOST_BARS]
    ]
    title = _("Нагрузка школ-тьюторов")
    told = _(
        "Занятые места по делам в вашем доступе, включая закрепления на будущее. "
        "Школа-тьютор может вести и дела, которых вы не видите."
    )
    keys = (("plain", _("есть места")), ("warn", _("мест нет")))
    return title, told, draw_bars("tutors", title, _read(bars), bars), keys


_SECTIONS: Mapping[str, Callable[[Overview], Made]] = {
    "phases": _phases,
    "delays": _delays,
    "places": _places,
    "stays": _stays,
    "years": _years,
    "exits": _exits,
    "tutors": _tutors,
}


def _with_late(cases: int, late: int) -> str:
    return _("%(cases)d, просрочено %(late)d", cases=cases, late=late) if late else str(cases)


def _with_back(year: YearFigures) -> str:
    if not year.came_back:
        return str(year.exits)
    return _("%(exits)d, вернулись %(back)d", exits=year.exits, back=year.came_back)


def _year_title(year: YearFigures) -> str:
    cases = counted(year.entered, "дело|дела|дел")
    return _("%(year)d год: %(cases)s", year=year.year, cases=cases)


def _steps(year: YearFigures) -> tuple[Step, ...]:
    steps = (
        (_("Включены"), year.entered),
        (_("Программы утверждены"), year.approved),
        (_("Сопровождение"), year.mentored),
        (_("Решение о выходе"), year.reviewed),
        (_("Вышли"), year.exited),
    )
    return tuple(Step(name, value, _of(value, year.entered)) for name, value in steps)


def _of(value: int, whole: int) -> str:
    if whole < FEW or not value:
        return str(value)
    return f"{value} · {percent_text(round(value * 100 / whole))}"


def _read(bars: list[Bar]) -> str:
    """What a picture of bars tells, for who hears it."""
    return "; ".join(f"{bar.label}: {bar.text}" for bar in bars)
