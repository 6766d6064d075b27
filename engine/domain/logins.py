"""Logins and shown names of accounts: one normal form, few characters."""

from __future__ import annotations

import re
import unicodedata

from engine.domain.errors import InvalidInput

LONGEST_LOGIN, LONGEST_TITLE = 100, 200

_LOGIN = re.compile(r"[a-z0-9а-яё][a-z0-9а-яё._@+-]{2,99}")


def login_form(text: str) -> str:
    """The one form a login has when it is made and when it is asked for."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def checked_login(text: str) -> str:
    """A login a person may have; a colon is left to the accounts nobody signs in to."""
    login = login_form(text)
    if not _LOGIN.fullmatch(login):
        raise InvalidInput(field="login", rule="characters", value=LONGEST_LOGIN)
    return login


def checked_title(text: str) -> str:
    """A name to show: one line, not empty."""
    title = unicodedata.normalize("NFC", " ".join(text.split()))
    if not 1 <= len(title) <= LONGEST_TITLE or not title.isprintable():
        raise InvalidInput(field="title", rule="length", value=LONGEST_TITLE)
    return title
