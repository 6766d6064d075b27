"""Which roadmap a document under review corrects, and what it would change of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.errors import NotFound
from engine.queries.roadmaps.sheets import Version, version_of
from web.current import current_bench
from web.identity import current_actor
from web.parsing import as_uuid

if TYPE_CHECKING:
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
