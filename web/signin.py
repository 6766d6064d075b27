"""The page to sign in, and the button to sign out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, make_response, redirect, render_template, request, session, url_for

from engine.actions.signing_in import sign_in, sign_out
from engine.domain.errors import SignInLocked, SignInRefused
from engine.domain.roles import Role
from engine.queries.identity import session_holder
from engine.queries.people import demo_accounts
from web.current import current_bench, current_settings, request_id
from web.errors import answer_of
from web.identity import (
    current_actor,
    current_holder,
    end_session,
    session_secret,
    start_session,
)
from web.navigation import local_target, start_url
from web.permissions import public, signed_in

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from engine.domain.errors import EngineError
    from engine.queries.people import DemoAccount, DemoRegion

pages = Blueprint("signin", __name__)


@pages.get("/signin")
@public
def show() -> ResponseReturnValue:
    """The form; whoever is in already goes on."""
    holder = current_holder()
    if holder is not None:
        return redirect(local_target(request.args.get("next")) or start_url(holder.actor), 303)
    return _form()


@pages.post("/signin")
@public
def submit() -> ResponseReturnValue:
    """Try a name and a password; a new session has a new secret and a new form token."""
    login, password = request.form.get("login", ""), request.form.get("password", "")
    try:
        secret = sign_in(
            current_bench(),
            login,
            password,
            request.remote_addr or "",
            request_id=request_id(),
            length=current_settings().session_length,
        )
    except (SignInRefused, SignInLocked) as refusal:
        return _form(refusal, login)
    _end_former_session()
    session.clear()
    response = redirect(_next_page(secret), 303)
    start_session(response, secret)
    return response


@pages.post("/signout")
@signed_in
def leave() -> ResponseReturnValue:
    """End the session on the server; the cookie is worth nothing afterwards."""
    _end_former_session()
    session.clear()
    response = redirect(url_for("signin.show"), 303)
    end_session(response)
    return response


def _end_former_session() -> None:
    secret = session_secret()
    if secret is not None and current_holder() is not None:
        sign_out(current_bench(), secret, actor=current_actor())


def _next_page(secret: str) -> str:
    target = local_target(request.form.get("next"))
    holder = session_holder(current_bench(), secret)
    return target or (start_url(holder.actor) if holder else url_for("home.show"))


USERS = (
    Role.CURATOR,
    Role.MUNICIPAL_COORDINATOR,
    Role.TUTOR_SCHOOL_REP,
    Role.SCHOOL_DIRECTOR,
    Role.AUDITOR,
    Role.REGIONAL_ADMIN,
    Role.REGIONAL_COORDINATOR,
    Role.EXPERT,
    Role.METHODIST,
)
"""The order in which a demonstration offers its roles; the others follow."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The demonstration accounts of a region: one per role in front, the rest behind."""

    title: str | None
    front: list[DemoAccount]
    behind: list[DemoAccount]


def _shelf(region: DemoRegion) -> Shelf:
    first: dict[str, DemoAccount] = {}
    for account in region.accounts:
        first.setdefault(account.roles[0], account)
    order = [role for role in USERS if role in first]
    front = [first[role] for role in (*order, *(role for role in first if role not in order))]
    return Shelf(region.title, front, [one for one in region.accounts if one not in front])


def _form(refusal: EngineError | None = None, login: str = "") -> Response:
    answer = answer_of(refusal) if refusal else None
    demo = current_settings().demo
    page = render_template(
        "signin.html",
        answer=answer,
        login=login,
        next=local_target(request.values.get("next")),
        regions=[_shelf(one) for one in demo_accounts(current_bench())] if demo else [],
    )
    response = make_response(page)
    response.status_code = answer.status if answer else 200
    return response
