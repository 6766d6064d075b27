"""One choice for all open measures that are alike: marked in the list, kept when it is sent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext

from engine.domain.roadmaps.carrying import CarryVerdict
from engine.queries.roadmaps.carrying import HowFar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.queries.roadmaps.carrying import CarryView

TITLES: Mapping[HowFar, Any] = {
    HowFar.UNTOUCHED: lazy_gettext("Ничего не сделано"),
    HowFar.PARTLY: lazy_gettext("Сделано частично"),
    HowFar.UNDATED: lazy_gettext("Без дат: сделано ли, система не знает"),
}
AT_ONCE = (CarryVerdict.CONTINUE, CarryVerdict.DONE)
"""What many may get at once; a revision is of one measure and has words of its own."""


@dataclass(frozen=True, slots=True)
class AlikeMeasures:
    """Undecided measures that are alike: how many, and what is chosen for all of them."""

    kind: HowFar
    title: Any
    count: int
    chosen: str


def alike_measures(view: CarryView, asked: Mapping[str, str]) -> list[AlikeMeasures]:
    """The kinds of undecided measures; what nobody has touched goes on, unless it is said."""
    counts = Counter(one.how_far for one in view.open if one.decision is None)
    usual = {HowFar.UNTOUCHED: CarryVerdict.CONTINUE.value}
    return [
        AlikeMeasures(kind, title, counts[kind], asked.get(kind.value, usual.get(kind, "")))
        for kind, title in TITLES.items()
        if counts[kind]
    ]


def marked_measures(view: CarryView, asked: Mapping[str, str]) -> dict[str, str]:
    """The verdict marked for each undecided measure, by its id; nothing of it is kept yet."""
    found = {
        str(one.measure.id): asked.get(one.how_far.value, "")
        for one in view.open
        if one.decision is None
    }
    return {key: one for key, one in found.items() if one in AT_ONCE}
