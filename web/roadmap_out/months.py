"""A roadmap laid out over its months: a column a month, a stacked bar of what stands how."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext

from engine.domain.roadmaps.progress import Standing
from web.charts.svg import block, label, picture
from web.roadmap_out.standing import STANDINGS
from web.wording.grammar import month_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from uuid import UUID

    from markupsafe import Markup

    from engine.queries.roadmaps.months import MonthCount

_TONES = {
    Standing.DONE: "good",
    Standing.REPORTED: "warn",
    Standing.LATE: "bad",
    Standing.RETROACTIVE: "few",
    Standing.AHEAD: "plain",
    Standing.DROPPED: "room",
}
SHOWN = tuple(_TONES)
"""How a time that has a day can stand, in the order of a bar."""

_ROW, _BAR, _BASELINE = 40, 16, 13


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A measure in a month: how many of its times stand how."""

    measure_id: UUID
    counts: Counter[Standing]


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its measures, and how all its times stand."""

    title: str
    anchor: str
    current: bool
    counts: Counter[Standing]
    lines: tuple[MonthLine, ...]

    @property
    def total(self) -> int:
        """All times of the month."""
        return sum(self.counts.values())


def months_of(counts: Iterable[MonthCount], order: Sequence[UUID], today: date) -> list[Month]:
    """The months that have a day of something, each with its measures in the document's order."""
    found: dict[tuple[int, int], dict[UUID, Counter[Standing]]] = defaultdict(dict)
    for one in counts:
        if one.year is not None and one.month is not None:
            lines = found[one.year, one.month]
            lines.setdefault(one.measure_id, Counter())[one.standing] += one.count
    place = {measure_id: at for at, measure_id in enumerate(order)}
    return [
        Month(
            month_text(year, month),
            f"m-{year}-{month:02}",
            (year, month) == (today.year, today.month),
            sum(lines.values(), Counter()),
            tuple(
                MonthLine(measure_id, lines[measure_id])
                for measure_id in sorted(lines, key=lambda one: place.get(one, 0))
            ),
        )
        for (year, month), lines in sorted(found.items())
    ]


def draw_months(months: Sequence[Month]) -> Markup:
    """The months one below the other; a bar is as long as the month has times."""
    longest = max((one.total for one in months), default=1)
    told = "; ".join(f"{one.title}: {told_counts(one.counts)}" for one in months)
    title = gettext("Сроки дорожной карты по месяцам")
    parts = (part for row, month in enumerate(months) for part in _bar(month, row, longest))
    return picture("months", title, told, len(months) * _ROW, parts)


def _bar(month: Month, row: int, longest: int) -> Iterator[Markup]:
    top = row * _ROW
    yield label(month.title, top + _BASELINE, kind="head" if month.current else "label")
    yield label(str(month.total), top + _BASELINE, kind="value", x="100%", end=True)
    yield block(0, top + 18, 100, _BAR, "room")
    start = 0.0
    for one in SHOWN:
        width = 100 * month.counts[one] / longest
        if width:
            yield block(start, top + 18, width, _BAR, _TONES[one])
            start += width


def told_counts(counts: Counter[Standing]) -> str:
    """«выполнено 5, просрочено 3»."""
    return ", ".join(f"{title} {counts[one]}" for one, title in STANDINGS.items() if counts[one])


def keys() -> list[tuple[str, str]]:
    """What the colours mean: a class of the picture and its name."""
    return [(_TONES[one], str(STANDINGS[one])) for one in SHOWN]
