"""Which roadmap a document under review corrects, and what it would change of it."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from engine.domain.errors import NotFound
from engine.domain.roadmaps.states import RoadmapStatus
from engine.queries.roadmaps.sheets import Version, version_of
from web.current import current_bench
from web.identity import current_actor
from web.parsing import as_uuid
from workflows.roadmaps.review.content import card_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.queries.roadmaps.sheets import RoadmapLine
    from web.roadmaps.reading import UnderReview

AMENDS = "amends"


def version_for(found: UnderReview) -> Version | None:
    """The roadmap that the document corrects: as chosen, else of the same file or order."""
    content, kept = found.review.content, found.kept.kept
    if content is None or not content.measures:
        return None
    chosen = as_uuid(found.decisions.get(AMENDS, ""))
    bench, actor = current_bench(), current_actor()
    try:
        return version_of(bench, kept.place, kept.sha256, content, actor=actor, roadmap_id=chosen)
    except NotFound:
        return version_of(bench, kept.place, kept.sha256, content, actor=actor)


_ALIKE = 0.9
"""So much of two titles is the same where only a year, a quotation mark or a slip differs."""


def alike(found: UnderReview, others: Iterable[RoadmapLine]) -> list[RoadmapLine]:
    """The roadmaps of the place that a document taken for a new one may be a version of.

    A draft that was made here has no order yet, so neither number nor day tells that the signed
    document is its version: the title and the period do, and a person decides.
    """
    period = found.review.roadmap.card.period
    if period is None:
        return []
    title = card_text(found.review.roadmap.card, "title", found.decisions).casefold()
    return [
        one
        for one in others
        if one.status is not RoadmapStatus.CLOSED
        and one.period_start <= period.last
        and period.first <= one.period_end
        and SequenceMatcher(None, title, one.title.casefold()).ratio() >= _ALIKE
    ]
