"""The tables of the overview: the same rows are shown on the page and kept as a file.

A number leads to the list behind it wherever «Мои школы» has such a filter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from engine.queries.overview_stays import FEW
from engine.queries.overview_years import Course
from web.wording.grammar import counted, percent_text
from web.wording.titles import PHASES, SUBJECTS, title_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from engine.queries.overview import LateFigures, Overview
    from engine.queries.overview_stays import StageStays


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a table and the list it leads to; an unknown value is shown as a dash."""

    value: object
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table by its name, with its caption, its heads and its rows.

    The first cell names a row; the first `words` columns are words, the others numbers.
    """

    name: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    words: int = 1


def cases_url(where: Mapping[str, Any], **wanted: Any) -> str:
    """The list of the cases behind a number."""
    return url_for("worklist.show", whose="all", **{**where, **wanted})


def _to_cases(number: int, where: Mapping[str, Any], **wanted: Any) -> Cell:
    return Cell(number, cases_url(where, **wanted) if number else None)


def _of_year(number: int, where: Mapping[str, Any], year: int, course: Course) -> Cell:
    return _to_cases(number, where, closed=1, year=year, course=course.value)


def phases_table(seen: Overview, where: Mapping[str, Any]) -> Table:
    """Open cases by canonical phase."""
    return Table(
        "phases",
        _("Открытые дела по фазам"),
        (_("Фаза"), _("Дел"), _("Школ"), _("Срок прошёл")),
        tuple(
            (
                Cell(title_of(PHASES, one.phase)),
                _to_cases(one.cases, where, phase=one.phase),
                Cell(one.schools),
                _to_cases(one.late, where, phase=one.phase, due="late"),
            )
            for one in seen.phases
        ),
    )


def places_table(seen: Overview, where: Mapping[str, Any]) -> Table:
    """Open and late cases by municipality."""
    several = len({one.region for one in seen.places}) > 1
    return Table(
        "places",
        _("Открытые и просроченные дела по муниципалитетам"),
        (_("Муниципалитет"), _("Дел"), _("Срок прошёл"), _("Доля")),
        tuple(
            (
                Cell(f"{one.title}, {one.region}" if several else one.title),
                _to_cases(one.cases, where, municipality=one.municipality_id),
                _to_cases(one.late, where, municipality=one.municipality_id, due="late"),
                Cell(part_of(one.late, one.cases)),
            )
            for one in seen.places
        ),
    )


def delays_table(seen: Overview) -> Table:
    """Late cases by how late they are."""
    return Table(
        "delays",
        _("На сколько просрочено"),
        (_("Просрочено"), _("Дел"), _("Доля")),
        tuple(
            (Cell(delay_title(one)), Cell(one.cases), Cell(part_of(one.cases, seen.late)))
            for one in seen.delays
        ),
    )


def stays_table(seen: Overview, where: Mapping[str, Any]) -> Table:
    """How long cases stay on each stage."""
    return Table(
        "stays",
        _("Сколько дней дело находится на этапе"),
        (
            _("Этап"),
            _("Завершено (n)"),
            _("Медиана, дней"),
            _("90 % не дольше, дней"),
            _("Дольше всего, дней"),
            _("Сейчас на этапе"),
        ),
        tuple(
            (
                Cell(stay_title(one, seen)),
                Cell(one.ended),
                Cell(one.median),
                Cell(one.ninetieth),
                Cell(one.longest),
                _to_cases(
                    one.standing, where, stage=one.code, **({"closed": 1} if one.over else {})
                ),
            )
            for one in seen.stays
        ),
    )


_COURSES = (
    Course.ENTERED,
    Course.RETURNS,
    Course.APPROVED,
    Course.MENTORED,
    Course.REVIEWED,
    Course.EXITED,
    Course.RETAINED,
    Course.CLOSED,
    Course.GOING_ON,
)
"""The columns of a year, as its figures are named."""


def years_table(seen: Overview, where: Mapping[str, Any]) -> Table:
    """How far the cases of each year of entry came."""
    return Table(
        "years",
        _("Дела по году включения в перечень"),
        (
            _("Год"),
            _("Включено"),
            _("Повторно"),
            _("Программы утверждены"),
            _("Сопрово­ждение"),
            _("Решение о выходе"),
            _("Вышли"),
            _("Новый цикл"),
            _("Закрыты иначе"),
            _("В работе"),
        ),
        tuple(
            (
                Cell(one.year),
                *(_of_year(getattr(one, course), where, one.year, course) for course in _COURSES),
            )
            for one in seen.years
            if one.entered
        ),
    )


def exits_table(seen: Overview, where: Mapping[str, Any]) -> Table:
    """Exits by their year, and how many had to return."""
    return Table(
        "exits",
        _("Выход из перечня по годам и возвращения"),
        (_("Год выхода"), _("Вышли"), _("из них вернулись позже"), _("Доля вернувшихся")),
        tuple(
            (
                Cell(one.year),
                _of_year(one.exits, where, one.year, Course.EXITS),
                _of_year(one.came_back, where, one.year, Course.CAME_BACK),
                Cell(part_of(one.came_back, one.exits)),
            )
            for one in seen.years
            if one.exits
        ),
    )


def tutors_table(seen: Overview) -> Table:
    """Places of tutor schools."""
    return Table(
        "tutors",
        _("Занятые места школ-тьюторов"),
        (_("Школа-тьютор"), _("Муниципалитет"), _("Занято мест"), _("Всего мест"), _("Свободно")),
        tuple(
            (
                Cell(one.title, url_for("schools.show", school_id=one.school_id)),
                Cell(one.municipality),
                Cell(one.taken),
                Cell(one.capacity),
                Cell(max(one.capacity - one.taken, 0)),
            )
            for one in seen.tutors
        ),
        words=2,
    )


TABLES: Mapping[str, Callable[[Overview, Mapping[str, Any]], Table]] = {
    "phases": phases_table,
    "delays": lambda seen, _where: delays_table(seen),
    "places": places_table,
    "stays": stays_table,
    "years": years_table,
    "exits": exits_table,
    "tutors": lambda seen, _where: tutors_table(seen),
}
"""Every table by its name, in the order of the page."""


def rows_to_keep(table: Table) -> Iterator[list[object]]:
    """The table as a file has it: the heads, then the values."""
    yield list(table.heads)
    for row in table.rows:
        yield [cell.value for cell in row]


def stay_title(one: StageStays, seen: Overview) -> str:
    """The title of a stage; of several with one title each says whose it is, or of which path."""
    same = [other for other in seen.stays if other.title == one.title]
    if len(same) == 1:
        return one.title
    by_subject = len({other.subject for other in same}) == len(same)
    return f"{one.title} ({title_of(SUBJECTS, one.subject) if by_subject else one.path})"


def delay_title(one: LateFigures) -> str:
    """«от 8 до 30 дней», «больше 90 дней»."""
    if one.last is None:
        return _("больше %(days)s", days=counted(one.first - 1, "дня|дней|дней"))
    if one.first == 1:
        return _("до %(days)s", days=counted(one.last, "дня|дней|дней"))
    return _("от %(first)d до %(last)s", first=one.first, last=counted(one.last, "дня|дней|дней"))


def part_of(part: int, whole: int) -> str | None:
    """A share in percent; of fewer than ten a percentage says less than the numbers do."""
    return percent_text(round(part * 100 / whole)) if whole >= FEW else None
