"""«Мои ключи API»: a person's own tokens, issued once and revoked at will."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.actions.tokens import TokenRequest, grantable_scopes, issue_token, revoke_token
from engine.domain.errors import InvalidInput
from engine.domain.roles import Permission
from engine.queries.people import list_tokens
from engine.queries.scope import reading_day
from web.current import current_bench
from web.errors import rule_text
from web.identity import current_actor
from web.permissions import permission

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from engine.actions.tokens import IssuedToken

pages = Blueprint("tokens", __name__)

TERMS = (30, 90, 180, 365)
_LONGEST_NUMBER = 4


@pages.get("/tokens")
@permission(Permission.MANAGE_TOKENS)
def show() -> ResponseReturnValue:
    """The tokens there are, and the form for a new one."""
    return _page()


@pages.post("/tokens")
@permission(Permission.MANAGE_TOKENS)
def issue() -> ResponseReturnValue:
    """Make a token and show it this once."""
    try:
        return _page(issue_token(current_bench(), _request(), actor=current_actor()))
    except InvalidInput as refusal:
        return _page(refusal=refusal), 422


@pages.post("/tokens/<uuid:token_id>/revoke")
@permission(Permission.MANAGE_TOKENS)
def revoke(token_id: UUID) -> ResponseReturnValue:
    """End a token for good."""
    revoke_token(current_bench(), token_id, actor=current_actor())
    flash(_("Ключ отозван и больше не действует."), "success")
    return redirect(url_for("tokens.show"), 303)


def _request() -> TokenRequest:
    known = {one.value: one for one in Permission}
    chosen = request.form.getlist("scopes")
    if any(code not in known for code in chosen):
        raise InvalidInput(field="scopes", rule="unknown")
    days = request.form.get("days", "")
    if not (days.isascii() and days.isdecimal() and len(days) <= _LONGEST_NUMBER):
        raise InvalidInput(field="days", rule="range")
    scopes = frozenset(known[code] for code in chosen)
    return TokenRequest(request.form.get("title", ""), scopes, int(days))


def _page(issued: IssuedToken | None = None, *, refusal: InvalidInput | None = None) -> str:
    bench, actor = current_bench(), current_actor()
    now = bench.now()
    return render_template(
        "tokens.html",
        tokens=list_tokens(bench, actor=actor),
        # A token may not issue tokens, so there is nothing to tick.
        scopes=sorted(grantable_scopes(actor, reading_day(now)) - {Permission.MANAGE_TOKENS}),
        terms=TERMS,
        now=now,
        issued=issued,
        refused={refusal.fields["field"]: rule_text(refusal.fields["rule"])} if refusal else {},
    )
