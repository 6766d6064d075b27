"""Filters of «Мои школы» kept under a name; the address of one may be passed on."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext

from engine.actions.views import LONGEST_QUERY, LONGEST_TITLE, ViewRequest, drop_view, keep_view
from engine.domain.errors import InvalidInput
from engine.domain.roles import Permission
from engine.queries.views import read_view
from web.current import current_bench
from web.identity import current_actor
from web.parsing import Form
from web.permissions import permission
from web.worklist import KEPT

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

pages = Blueprint("saved", __name__, url_prefix="/views")


@pages.post("")
@permission(Permission.READ_CASE)
def keep() -> ResponseReturnValue:
    """Keep the filter that is shown under a name."""
    form = Form.of("view", request.form)
    title = form.line("title", most=LONGEST_TITLE, required=True)
    query = form.line("query", most=LONGEST_QUERY)
    if form.valid:
        try:
            keep_view(current_bench(), ViewRequest(title, query), actor=current_actor())
        except InvalidInput as refusal:
            rule, value = str(refusal.fields["rule"]), refusal.fields.get("value")
            form.refuse("title", rule, value)
    if form.valid:
        flash(gettext("Отбор «%(title)s» сохранён.", title=title), "success")
    else:
        flash(gettext("Отбор не сохранён. %(why)s", why=next(iter(form.errors.values()))), "danger")
    return redirect(_list(query), 303)


@pages.get("/<uuid:view_id>")
@permission(Permission.READ_CASE)
def open_view(view_id: UUID) -> ResponseReturnValue:
    """The list through a kept filter, seen with the reader's own eyes."""
    return redirect(_list(read_view(current_bench(), view_id).query), 303)


@pages.post("/<uuid:view_id>/drop")
@permission(Permission.READ_CASE)
def drop(view_id: UUID) -> ResponseReturnValue:
    """Let a filter of one's own go."""
    drop_view(current_bench(), view_id, actor=current_actor())
    flash(gettext("Отбор убран."), "success")
    return redirect(url_for("worklist.show"), 303)


def _list(query: str) -> str:
    """The list's address with what of the query it knows; whatever else was sent stays out."""
    known = {name: value for name, value in parse_qsl(query) if name in KEPT}
    return f"{url_for('worklist.show')}?{urlencode(known)}"
