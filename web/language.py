"""The interface's language: Russian is the source of every sentence and the default."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from flask.json.provider import DefaultJSONProvider
from flask_babel import Babel, format_date, format_datetime

from engine.domain.roles import Permission, Role
from web.titles import PERMISSION_TITLES, ROLE_TITLES

if TYPE_CHECKING:
    from flask import Flask


def install(app: Flask) -> None:
    """Let templates and code speak through gettext; a header never changes the language."""
    app.config |= {"BABEL_DEFAULT_LOCALE": "ru", "BABEL_DEFAULT_TIMEZONE": "Europe/Moscow"}
    if isinstance(app.json, DefaultJSONProvider):
        app.json.ensure_ascii = False
    Babel(app, locale_selector=lambda: "ru")
    app.jinja_env.filters |= {
        "day": day,
        "moment": moment,
        "role_title": role_title,
        "permission_title": permission_title,
    }


def day(value: date | None) -> str:
    """A day as «30 сентября 2020 г.»; nothing for None."""
    return format_date(value, "long") if value else ""


def moment(value: datetime | None) -> str:
    """An instant as day and minute in the zone of the page; nothing for None."""
    return format_datetime(value, "d MMMM y 'г.', HH:mm") if value else ""


def role_title(code: str) -> str:
    """A role's name; a code of a former version is shown as it is."""
    return str(ROLE_TITLES[Role(code)]) if code in set(Role) else code


def permission_title(code: str) -> str:
    """A permission's name; a code of a former version is shown as it is."""
    return str(PERMISSION_TITLES[Permission(code)]) if code in set(Permission) else code
