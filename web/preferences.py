"""How a person wants the pages: look and language, a choice of this browser kept in cookies.

They are no secret and say nothing about anybody: they work before signing in and outlive a
session.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, request, url_for
from flask_babel import lazy_gettext as _

from engine.domain.mail import Language
from web.current import current_settings
from web.language import COOKIE, chosen_language
from web.navigation import local_target
from web.permissions import public

if TYPE_CHECKING:
    from typing import Any

    from flask import Flask
    from flask.typing import ResponseReturnValue

pages = Blueprint("preferences", __name__)

_YEAR = 365 * 24 * 3600


class Theme(StrEnum):
    """Light, dark, or whatever the device itself is set to."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


THEMES = (
    (Theme.AUTO, _("как на устройстве")),
    (Theme.LIGHT, _("светлое")),
    (Theme.DARK, _("тёмное")),
)


LANGUAGES = ((Language.RUSSIAN, "Русский"), (Language.ENGLISH, "English"))
"""Each by its own name, so that it is found by whoever does not read the other."""


def install(app: Flask) -> None:
    """Let every page know the theme and the language, and offer the others."""

    @app.context_processor
    def for_templates() -> dict[str, Any]:
        return {
            "chosen_theme": chosen_theme(),
            "themes": THEMES,
            "chosen_language": chosen_language(),
            "languages": LANGUAGES,
        }


def chosen_theme() -> Theme:
    """The theme of this browser; anything unknown in the cookie counts as none."""
    value = request.cookies.get("theme", "")
    return Theme(value) if value in set(Theme) else Theme.AUTO


@pages.post("/preferences")
@public
def choose() -> ResponseReturnValue:
    """Keep the choice and go back to the page it was made on."""
    response = redirect(local_target(request.form.get("next")) or url_for("home.show"), 303)
    for name, known in (("theme", set(Theme)), (COOKIE, set(Language))):
        wanted = request.form.get(name, "")
        if wanted in known:
            response.set_cookie(
                name,
                wanted,
                max_age=_YEAR,
                secure=current_settings().secure_cookies,
                httponly=True,
                samesite="Lax",
            )
    return response
