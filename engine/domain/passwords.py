"""Passwords: one normal form everywhere, argon2id, and refusal of what everybody tries first."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from engine.domain.errors import InvalidInput

SHORTEST, LONGEST = 12, 128
FEWEST_DIFFERENT = 5
LEAST_LOGIN = 4

_HASHER = PasswordHasher()
_ROWS = (
    "0123456789",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
)
_EVERYDAY = (
    "admin administrator director gfhjkm ghbdtn letmein login marshrut password qwerty school "
    "user welcome админ администратор вход директор йцукен логин маршрут пароль привет учитель "
    "школа"
)
_WORDS = frozenset(_EVERYDAY.split())


def normal_form(text: str) -> str:
    """The one form a password has when it is set and when it is checked (NFKC)."""
    return unicodedata.normalize("NFKC", text)


def checked_password(text: str, *, login: str) -> str:
    """The password in its normal form, if it may guard an account of this login.

    Raises InvalidInput: too_short, too_long or common.
    """
    password = normal_form(text)
    if len(password) < SHORTEST:
        raise InvalidInput(field="password", rule="too_short", value=SHORTEST)
    if len(password) > LONGEST:
        raise InvalidInput(field="password", rule="too_long", value=LONGEST)
    if is_common(password, login=login):
        raise InvalidInput(field="password", rule="common")
    return password


def is_common(password: str, *, login: str = "") -> bool:
    """Whether a guesser tries it early: a known one, word and digits, a row of keys, the login."""
    folded = password.casefold()
    core = re.sub(r"[\W\d_]+$", "", re.sub(r"^[\W\d_]+", "", folded))
    return (
        folded in _known()
        or core in _WORDS
        or (core == "" and len(set(folded)) < SHORTEST)
        or len(set(folded)) < FEWEST_DIFFERENT
        or any(_runs_along(folded, row) for row in _ROWS)
        or (len(login) >= LEAST_LOGIN and login.casefold() in folded)
    )


def hash_password(password: str) -> str:
    """The argon2id hash of a password already in its normal form."""
    return _HASHER.hash(password)


def matches(kept: str | None, text: str) -> bool:
    """Whether the text is the password; without a kept hash the same work is done, in vain."""
    try:
        _HASHER.verify(kept or _nobodys(), normal_form(text)[: LONGEST + 1])
    except (Argon2Error, InvalidHashError, UnicodeEncodeError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with weaker settings than today's."""
    return _HASHER.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody's")


@cache
def _known() -> frozenset[str]:
    text = files("engine.domain").joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


def _runs_along(text: str, row: str) -> bool:
    """Whether the text is nothing but walks of four and more keys along rows and their repeats."""
    pieces = {row[start : start + 4] for start in range(len(row) - 3)}
    pieces |= {piece[::-1] for piece in pieces}
    covered = [text[start : start + 4] in pieces for start in range(len(text) - 3)]
    return sum(covered) >= len(text) - 6
