"""The roadmaps in sight, and the documents whose review waits for somebody."""

from __future__ import annotations

from flask import render_template

from engine.domain.roles import Permission
from engine.queries.roadmaps.repeals import read_repealed_in_cases, read_repeals
from engine.queries.roadmaps.reviews import open_reviews
from engine.queries.roadmaps.sheets import roadmap_lines
from web.current import current_bench
from web.identity import current_actor
from web.permissions import may, permission
from web.roadmaps.pages import pages


@pages.get("")
@permission(Permission.READ_ROADMAP)
def index() -> str:
    """The list."""
    bench, actor = current_bench(), current_actor()
    writes = may(actor, Permission.WRITE_ROADMAP)
    return render_template(
        "roadmaps/index.html",
        lines=roadmap_lines(bench, actor=actor),
        waiting=open_reviews(bench, actor=actor) if writes else [],
        writes=writes,
        repealed={one.repealed.id for one in read_repeals(bench, actor=actor)}
        | {one.roadmap.id for one in read_repealed_in_cases(bench, actor=actor)},
    )
