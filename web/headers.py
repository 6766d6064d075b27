"""Hosts that are served, sizes that are accepted, and headers that every answer carries."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from flask import Response, g, request
from werkzeug.exceptions import BadRequest
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.sansio.utils import host_is_trusted

from web.current import current_settings, request_id

if TYPE_CHECKING:
    from flask import Flask

    from web.settings import Settings

LARGEST_BODY = 25 * 1024 * 1024
LARGEST_TEXT = 2 * 1024 * 1024

_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Our own pages are told the referrer: over HTTPS the check of forged forms looks at it.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


def install(app: Flask, settings: Settings) -> None:
    """Set the limits and have every answer carry the headers."""
    app.config |= {
        "MAX_CONTENT_LENGTH": LARGEST_BODY,
        "MAX_FORM_MEMORY_SIZE": LARGEST_TEXT,
        "MAX_FORM_PARTS": 2_000,
    }
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    app.jinja_env.globals["csp_nonce"] = csp_nonce
    app.before_request(_refuse_foreign_host)
    app.after_request(_add_headers)


def csp_nonce() -> str:
    """Allows one inline script of this answer; our own pages have none, the console's pages do."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def _refuse_foreign_host() -> None:
    """A name that is not ours cannot enter links or caches; probes of health come by address."""
    if request.blueprint == "health":
        return
    if not host_is_trusted(request.host, current_settings().hosts):
        raise BadRequest


def content_policy() -> str:
    """Nothing inline and nothing from elsewhere; `data:` images are Bootstrap's own icons."""
    nonce = f" 'nonce-{g.csp_nonce}'" if "csp_nonce" in g else ""
    return (
        f"default-src 'none'; script-src 'self'{nonce}; style-src 'self'{nonce}; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def _add_headers(response: Response) -> Response:
    headers = response.headers
    for name, value in _FIXED.items():
        headers.setdefault(name, value)
    headers.setdefault("Content-Security-Policy", content_policy())
    headers["X-Request-ID"] = request_id()
    if current_settings().secure_cookies:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.endpoint is None or not request.endpoint.endswith("static"):
        headers.setdefault("Cache-Control", "no-store")
    return response
