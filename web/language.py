"""The interface's language: Russian is the source of every sentence and the default.

A person chooses the language of the pages (`web.preferences`) and of the letters (`web.account`); a
browser's header never does, for browsers are often left in English. A program that calls the API
has nothing to choose with but that header.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask.json.provider import DefaultJSONProvider
from flask_babel import Babel

from engine.domain.mail import Language
from engine.domain.roles import Permission, Role
from engine.queries.scope import READING_ZONE
from web import catalogues
from web.current import is_api
from web.titles import PERMISSION_TITLES, ROLE_TITLES
from web.wording.grammar import day_text, moment_text

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

LOCALES = {Language.RUSSIAN: "ru", Language.ENGLISH: "en_GB"}
"""How days are written and numbers are counted, by the language."""

COOKIE = "language"


def install(app: Flask) -> None:
    """Let templates and code speak through gettext."""
    app.config |= {"BABEL_DEFAULT_LOCALE": "ru", "BABEL_DEFAULT_TIMEZONE": READING_ZONE}
    if isinstance(app.json, DefaultJSONProvider):
        app.json.ensure_ascii = False
    Babel(app, locale_selector=lambda: LOCALES[chosen_language()])
    catalogues.install(app)
    app.jinja_env.filters |= {
        "day": day_text,
        "moment": moment,
        "role_title": role_title,
        "permission_title": permission_title,
    }


def chosen_language() -> Language:
    """The language this request is answered in; anything unknown counts as Russian."""
    if is_api():
        wanted = request.accept_languages.best_match([*Language])
    else:
        wanted = request.cookies.get(COOKIE)
    return Language(wanted) if wanted in set(Language) else Language.RUSSIAN


def moment(value: datetime | None) -> str:
    """An instant as day and minute by Moscow's clocks; nothing for None."""
    return moment_text(value, READING_ZONE)


def role_title(code: str) -> str:
    """A role's name; a code of a former version is shown as it is."""
    return str(ROLE_TITLES[Role(code)]) if code in set(Role) else code


def permission_title(code: str) -> str:
    """A permission's name; a code of a former version is shown as it is."""
    return str(PERMISSION_TITLES[Permission(code)]) if code in set(Permission) else code
