"""Carrying a bulk out a second at a time, what came of it, and trying the failed again."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from engine.actions.bulk import carry_on_bulk, retry_bulk
from engine.domain.bulk import NOT_MOVED, BulkMode, ItemStatus
from engine.domain.roles import Permission
from engine.queries.bulk import BulkCard, bulk_card, bulk_items, list_bulks
from web.bulk.offers import order_title
from web.bulk.pages import pages
from web.bulk.results import ResultLine, result_lines, result_rows
from web.current import current_bench
from web.exporting import csv_response
from web.identity import current_actor
from web.parsing import as_uuid
from web.permissions import may, permission
from web.wording.paths import move_title
from web.wording.titles import BULK_MODES, title_of
from web.worklist import ALL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Response
    from flask.typing import ResponseReturnValue

SECONDS = 1.0
"""What one request does: short enough to show that it goes on."""

FAILED = "failed"
FILTERS = {FAILED: NOT_MOVED, **{status.value: (status,) for status in ItemStatus}}
TITLES = {
    FAILED: _("Не переведены"),
    ItemStatus.PLANNED: _("Ждут очереди"),
    ItemStatus.MOVED: _("Переведены"),
    ItemStatus.REFUSED: _("Отказано"),
    ItemStatus.CONFLICT: _("Конфликт: дело изменили раньше"),
    ItemStatus.SKIPPED: _("Можно перевести, но не переведены"),
}


@pages.get("")
@permission(Permission.READ_CASE)
def index() -> str:
    """The latest bulk moves: one's own, or with them those of one's places; and how to begin."""
    actor = current_actor()
    begins = may(actor, Permission.MOVE_CASE)
    mine = begins and request.args.get("whose") != ALL
    cards = list_bulks(current_bench(), actor=actor, mine=mine)
    shown = [
        (card, move_title(card.definition, card.bulk.order.move), _mode(card), card.zone)
        for card in cards
    ]
    return render_template("bulk/index.html", bulks=shown, begins=begins, mine=mine)


@pages.get("/<uuid:bulk_id>")
@permission(Permission.READ_CASE)
def show(bulk_id: UUID) -> str:
    """How far a bulk is, and what came of each case."""
    bench, actor = current_bench(), current_actor()
    card = bulk_card(bench, bulk_id, actor=actor)
    chosen = request.args.get("show", "")
    if not chosen and card.failed and not card.waiting:
        chosen = FAILED
    page = bulk_items(
        bench,
        bulk_id,
        actor=actor,
        statuses=FILTERS.get(chosen, ()),
        after=as_uuid(request.args.get("after", "")),
    )
    mine = may(actor, Permission.MOVE_CASE)
    return render_template(
        "bulk/show.html",
        card=card,
        move=move_title(card.definition, card.bulk.order.move),
        mode=_mode(card),
        basis=order_title(card.definition, card.bulk.order.basis),
        lines=result_lines(page.lines, actor),
        next=page.next,
        chosen=chosen if chosen in FILTERS else "",
        title=TITLES.get(chosen, gettext("Все дела")),
        zone=card.zone,
        status=ItemStatus,
        modes=BulkMode,
        may_carry_on=mine,
        runs=mine and request.args.get("run") == "1" and card.waiting > 0,
    )


@pages.post("/<uuid:bulk_id>/continue")
@permission(Permission.MOVE_CASE)
def carry_on(bulk_id: UUID) -> ResponseReturnValue:
    """Do the next cases for about a second."""
    carry_on_bulk(current_bench(), bulk_id, actor=current_actor(), seconds=SECONDS)
    return _back(bulk_id)


@pages.post("/<uuid:bulk_id>/retry")
@permission(Permission.MOVE_CASE)
def retry(bulk_id: UUID) -> ResponseReturnValue:
    """Take up the cases that were not moved, as they stand now."""
    retry_bulk(current_bench(), bulk_id, actor=current_actor())
    return _back(bulk_id)


@pages.get("/<uuid:bulk_id>/results.csv")
@permission(Permission.READ_CASE)
def results(bulk_id: UUID) -> Response:
    """What came of each case, as a table to keep."""
    bench, actor = current_bench(), current_actor()
    card = bulk_card(bench, bulk_id, actor=actor)

    def lines() -> Iterator[ResultLine]:
        after = None
        while True:
            page = bulk_items(bench, bulk_id, actor=actor, after=after)
            yield from result_lines(page.lines, actor)
            after = page.next
            if after is None:
                return

    day = card.bulk.created_at.date().isoformat()
    name = gettext("Групповой перевод %(day)s.csv", day=day)
    return csv_response(name, result_rows(lines()), fallback="bulk-move.csv")


def _back(bulk_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("bulk.show", bulk_id=bulk_id, run=1), HTTPStatus.SEE_OTHER)


def _mode(card: BulkCard) -> str:
    return title_of(BULK_MODES, card.bulk.mode.value)
