"""«Моя учётная запись»: one's roles, and a new password."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from engine.actions.people import PasswordRequest, change_password
from engine.domain.errors import InvalidInput
from engine.domain.passwords import SHORTEST
from engine.queries.people import list_grants
from engine.queries.scope import reading_day
from web.current import current_bench
from web.errors import rule_text
from web.identity import current_actor, end_session
from web.permissions import signed_in

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

pages = Blueprint("account", __name__)


@pages.get("/account")
@signed_in
def show() -> ResponseReturnValue:
    """Who one is here, with which roles and where."""
    return _page()


@pages.post("/account/password")
@signed_in
def change() -> ResponseReturnValue:
    """Set a new password; every session ends, so that one signs in with it."""
    actor = current_actor()
    try:
        change_password(current_bench(), _request(actor.account_id), actor=actor)
    except InvalidInput as refusal:
        return _page(refusal), 422
    session.clear()
    flash(_("Пароль изменён. Войдите с новым паролем."), "success")
    response = redirect(url_for("signin.show"), 303)
    end_session(response)
    return response


def _request(account_id: UUID) -> PasswordRequest:
    form = request.form
    if form.get("password", "") != form.get("repeated", ""):
        raise InvalidInput(field="repeated", rule="mismatch")
    return PasswordRequest(account_id, form.get("password", ""), form.get("former", ""))


def _page(refusal: InvalidInput | None = None) -> str:
    bench, actor = current_bench(), current_actor()
    return render_template(
        "account.html",
        grants=list_grants(bench, actor.account_id, actor=actor),
        today=reading_day(bench.now()),
        shortest=SHORTEST,
        refused={refusal.fields["field"]: rule_text(refusal.fields["rule"])} if refusal else {},
    )
