"""What both databases and the canonical form can hold: the last look before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from types import NoneType
from typing import Any
from uuid import UUID

from engine.domain.errors import InvalidInput

SMALLEST, LARGEST = -(2**31), 2**31 - 1
"""The whole numbers of both databases."""

_ALWAYS = frozenset({NoneType, bool, UUID, bytes, date, datetime})
"""Types of which every value can be held."""


def require_storable(named: Iterable[tuple[str, Any]]) -> None:
    """Refuse a text with NUL or half a surrogate pair, and a number that is too large.

    One database would keep what the other cannot; here both refuse the same, and name the field.
    """
    for name, value in named:
        if type(value) in _ALWAYS:
            continue
        if isinstance(value, str):
            if not _is_text(value):
                raise InvalidInput(field=name, rule="character")
        elif isinstance(value, int):
            if not SMALLEST <= value <= LARGEST:
                raise InvalidInput(field=name, rule="range")
        elif isinstance(value, (list, tuple)):
            require_storable((name, part) for part in value)


def _is_text(value: str) -> bool:
    if "\x00" in value:
        return False
    if value.isascii():
        return True
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
