"""Who is asking: a session kept on the server for pages, a bearer token for the API.

The cookie holds a random secret and the minute it was last used, both signed; everything else is
in the database and read again for every request, so that sign-out, blocking and a changed role
hold from the next request on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from flask import g, redirect, request, url_for
from flask_login import LoginManager, UserMixin, current_user
from itsdangerous import BadSignature, Signer
from werkzeug.exceptions import Unauthorized
from werkzeug.local import LocalProxy
from werkzeug.wrappers import Response

from engine.queries.identity import Holder, session_holder, token_holder
from web.current import current_bench, current_settings, is_api, request_id

if TYPE_CHECKING:
    from flask import Flask, Request
    from flask.typing import ResponseReturnValue

    from engine.domain.roles import Actor
    from web.settings import Settings

_REFRESH = timedelta(minutes=1)


@dataclass(frozen=True)
class SignedInUser(UserMixin):
    """Flask-Login's view of a holder; templates see it as `current_user`."""

    holder: Holder

    def get_id(self) -> str:
        return str(self.holder.actor.account_id)


def install(app: Flask) -> None:
    """Let Flask-Login ask us; its own session keys and remember-me cookie are not used."""
    app.config["SESSION_PROTECTION"] = None
    manager = LoginManager(app)
    manager.request_loader(_user_of)
    app.after_request(_keep_session)


def current_holder() -> Holder | None:
    """Who is asking, or None; read once per request."""
    user = current_user
    if isinstance(user, LocalProxy):
        user = user._get_current_object()  # noqa: SLF001 - the proxy's own way to its object
    return user.holder if isinstance(user, SignedInUser) else None


def current_actor() -> Actor:
    """The actor to hand to actions and queries; 401 when nobody has signed in."""
    holder = current_holder()
    if holder is None:
        raise Unauthorized
    return holder.actor


def known_holder() -> Holder | None:
    """The holder if this request has already asked; never touches the database (error pages)."""
    user = g.get("_login_user")
    return user.holder if isinstance(user, SignedInUser) else None


def sign_in_first() -> ResponseReturnValue:
    """The way to the sign-in page and back; the API is told what it lacks.

    Whoever sent something that was typed is told that it is not kept: a sign-in page alone looks as
    if it were, and the form is still one step back.
    """
    if is_api() or set(request.form) - {"csrf_token"}:
        raise Unauthorized
    here = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else None
    return redirect(url_for("signin.show", next=here), 303)


def start_session(response: Response, secret: str) -> None:
    """Hand the secret of a new session to the browser."""
    settings = current_settings()
    response.set_cookie(
        cookie_name(settings),
        cookie_value(settings, secret, current_bench().now()),
        max_age=settings.session_length,
        secure=settings.secure_cookies,
        httponly=True,
        samesite="Lax",
    )
    g.session_handed_over = True


def end_session(response: Response) -> None:
    """Take the cookie back; the session itself is ended by `sign_out`."""
    settings = current_settings()
    response.delete_cookie(
        cookie_name(settings), secure=settings.secure_cookies, httponly=True, samesite="Lax"
    )
    g.session_handed_over = True


def session_secret() -> str | None:
    """The secret in this request's cookie, if it is ours and was used lately."""
    used = _cookie()
    return used[0] if used else None


def cookie_name(settings: Settings) -> str:
    """Over HTTPS the browser itself holds the cookie to this host and path."""
    return "__Host-marshrut" if settings.secure_cookies else "marshrut"


def cookie_value(settings: Settings, secret: str, at: datetime) -> str:
    """A secret with the moment it was last used, signed."""
    return _signer(settings).sign(f"{secret}.{int(at.timestamp())}").decode()


def _signer(settings: Settings) -> Signer:
    # itsdangerous signs with the last key and accepts all of them.
    return Signer(tuple(reversed(settings.secret_keys)), salt="marshrut.session")


def _cookie() -> tuple[str, datetime] | None:
    settings = current_settings()
    try:
        signed = _signer(settings).unsign(request.cookies.get(cookie_name(settings), ""))
        secret, _, seconds = signed.decode().rpartition(".")
        used_at = datetime.fromtimestamp(int(seconds), UTC)
    except (BadSignature, ValueError):
        return None
    idle = current_bench().now() - used_at
    return None if idle > settings.idle_length else (secret, used_at)


def _user_of(request: Request) -> SignedInUser | None:
    """Flask-Login's question; a cookie says nothing to the API, a token nothing to the pages."""
    if is_api():
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        bearer = secret.strip() if kind.lower() == "bearer" else ""
        holder = token_holder(current_bench(), bearer, request_id=request_id()) if bearer else None
    else:
        held = session_secret()
        holder = session_holder(current_bench(), held, request_id=request_id()) if held else None
    return SignedInUser(holder) if holder else None


def _keep_session(response: Response) -> Response:
    """Note in the cookie that the session is in use, at most once a minute."""
    if known_holder() is None or is_api() or g.get("session_handed_over"):
        return response
    used = _cookie()
    if used and current_bench().now() - used[1] >= _REFRESH:
        start_session(response, used[0])
    return response
