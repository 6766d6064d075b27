"""One step of a case by itself: what a card that was put on another stage of the board would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request

from engine.domain.roles import Permission
from web.cases.forms import Forms
from web.cases.page import read_page
from web.cases.pages import pages
from web.identity import current_actor
from web.navigation import local_target
from web.permissions import permission
from web.wording.paths import stage_title

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from web.cases.page import CasePage
    from web.cases.steps import Step


@pages.get("/<uuid:case_id>/step")
@permission(Permission.READ_CASE)
def step(case_id: UUID) -> str:
    """The moves that are meant, by their code or the stage they lead to: the form, or why not."""
    page = read_page(case_id, current_actor())
    to, args = request.args.get("to", ""), request.args
    known = to in page.definition.stage_by_code
    return render_template(
        "cases/step.html",
        page=page,
        line=page.card.line,
        steps=list(_meant(page, args.get("move", ""), to)),
        wanted=stage_title(page.definition, to) if known else "",
        forms=Forms(),
        back=local_target(args.get("back")) or "",
        part=args.get("part") == "1",
    )


def _meant(page: CasePage, move: str, to: str) -> Iterator[Step]:
    for one in (*page.steps.onward, *page.steps.aside):
        targets = {way.target for way in one.move.ways if page.stage.code in way.sources}
        if one.move.code == move or (one.decision.target or "") == to or to in targets:
            yield one
