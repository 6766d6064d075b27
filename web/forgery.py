"""Forged forms: every form of a page carries a token, and comes from our own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import request
from flask_wtf.csrf import CSRFError, CSRFProtect

from web.current import is_api

if TYPE_CHECKING:
    from flask import Flask

    from web.settings import Settings


def install(app: Flask, settings: Settings) -> None:
    """Check every changing request that is not for the API (which knows no cookies at all)."""
    app.config |= {
        "SECRET_KEY": settings.secret_keys[0],
        "SECRET_KEY_FALLBACKS": list(settings.secret_keys[1:]),
        "SESSION_COOKIE_NAME": "__Host-form" if settings.secure_cookies else "form",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_CHECK_DEFAULT": False,
        # The token lives as long as the browser's session: a form may stay open over lunch.
        "WTF_CSRF_TIME_LIMIT": None,
    }
    protection = CSRFProtect(app)

    @app.before_request
    def refuse_forged() -> None:
        if not is_api() and app.config["WTF_CSRF_ENABLED"]:
            _refuse_foreign_origin()
            protection.protect()


def _refuse_foreign_origin() -> None:
    origin = request.headers.get("Origin")
    if origin and request.method not in ("GET", "HEAD", "OPTIONS"):
        try:
            sent = urlsplit(origin)
        except ValueError as error:
            raise CSRFError("malformed origin") from error
        if (sent.scheme, sent.netloc) != (request.scheme, request.host):
            raise CSRFError("foreign origin")
