"""Choosing the cases and the move, and looking at what would come of each before it starts."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import redirect, render_template, request, url_for

from engine.actions.bulk import MOST_CASES, plan_bulk
from engine.domain.bulk import BulkMode
from engine.domain.errors import InvalidInput
from engine.domain.roles import Permission
from engine.queries.selecting import filtered_cases, read_selection
from web.bulk.forms import NEW, Sent, packed, read_sent
from web.bulk.offers import (
    groups_of,
    lines_of,
    moves_of,
    new_order_of,
    order_title,
    orders_of,
    paths_of,
    said_beside,
)
from web.bulk.pages import pages
from web.current import current_bench
from web.identity import current_actor
from web.parsing import Form, new_key
from web.permissions import may, permission
from web.wording.grammar import said
from web.worklist import ALL, wanted_cases

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from engine.queries.selecting import SelectedCase


@pages.get("/new")
@permission(Permission.MOVE_CASE)
def whole() -> ResponseReturnValue:
    """Choose all the cases that a filter of the list lets through."""
    bench, actor = current_bench(), current_actor()
    wanted = wanted_cases(request.args.get("whose", ALL))
    found = filtered_cases(bench, wanted, actor=actor, most=MOST_CASES)
    form = Form("bulk-form", {"cases": [" ".join(one.hex for one in found)]})
    return _show(read_sent(form))


@pages.post("/new")
@permission(Permission.MOVE_CASE)
def look() -> ResponseReturnValue:
    """Show what was chosen and, once a move is named, what would come of each case."""
    sent = read_sent(Form.of("bulk-form", request.form))
    if sent.order is None and "look" in request.form:
        sent.form.refuse("move", "empty")
    faulty = sent.form.errors
    return _show(sent), HTTPStatus.UNPROCESSABLE_ENTITY if faulty else HTTPStatus.OK


@pages.post("")
@permission(Permission.MOVE_CASE)
def start() -> ResponseReturnValue:
    """Plan the bulk and go to the page that carries it out."""
    sent = read_sent(Form.of("bulk-form", request.form, request.files))
    if sent.order is None:
        sent.form.refuse("move", "empty")
    elif sent.form.valid:
        asked = sent.request(sent.order)
        try:
            receipt = plan_bulk(
                current_bench(), asked, actor=current_actor(), request_key=sent.form.key(asked)
            )
        except InvalidInput as refusal:
            rule, value = str(refusal.fields["rule"]), refusal.fields.get("value")
            sent.form.refuse(str(refusal.fields["field"]), rule, value)
        else:
            there = url_for("bulk.show", bulk_id=receipt.created_id, run=1)
            return redirect(there, HTTPStatus.SEE_OTHER)
    return _show(sent), HTTPStatus.UNPROCESSABLE_ENTITY


def _show(sent: Sent) -> str:
    bench, actor = current_bench(), current_actor()
    asked = sent.order if sent.form.valid else None
    chosen = [case_id for case_id, _ in sent.chosen][:MOST_CASES]
    selected = read_selection(bench, chosen, actor=actor, asked=asked)
    paths = paths_of(selected)
    shown: dict[str, Any] = {}
    if may(actor, Permission.REGISTER_DECISION):
        shown["new_order"] = offer = new_order_of(selected)
        if offer is not None and not sent.form.value("kind"):
            sent.form.values["kind"] = [offer.needed]
    if asked is not None and len(paths) == 1 and not sent.awaits_order:
        shown["ready"], shown["blocked"] = lines_of(selected, actor)
        shown["groups"] = groups_of(shown["blocked"])
        shown["move_title"] = _move_title(selected, asked.move)
        shown["basis_title"] = order_title(selected[-1].definition, asked.basis)
        shown["registered"] = sum(one.registers for one in shown["ready"])
    return render_template(
        "bulk/new.html",
        form=sent.form,
        selected=selected,
        paths=[(path, packed(path.cases)) for path in paths],
        cases=packed(selected),
        moves=moves_of(selected),
        beside=said_beside(selected),
        orders=orders_of(selected),
        asked=asked,
        mode=sent.mode,
        modes=BulkMode,
        key=new_key(),
        most=MOST_CASES,
        with_new_order=sent.with_new_order,
        new=NEW,
        **shown,
    )


def _move_title(selected: tuple[SelectedCase, ...], code: str) -> str:
    for case in reversed(selected):
        move = case.definition.move_by_code.get(code)
        if move is not None:
            return said(move.title)
    return code
