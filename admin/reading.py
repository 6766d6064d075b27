"""From a sent form to typed values; a fault names its field, and the page shows it there."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import TypeVar
from uuid import UUID

from engine.domain.errors import InvalidInput

Choice = TypeVar("Choice", bound=Enum)
_FORBIDDEN = ("Cc", "Cs")
LONGEST = 2_000
EARLIEST, LATEST = 1990, 2100


def typed_line(form: Mapping[str, str], field: str, *, required: bool = True) -> str:
    """A line of text in the composed form, without signs that cannot be kept."""
    text = unicodedata.normalize("NFC", form.get(field, "")).strip()
    if required and not text:
        raise InvalidInput(field=field, rule="required")
    if len(text) > LONGEST:
        raise InvalidInput(field=field, rule="too_long", value=LONGEST)
    if any(unicodedata.category(sign) in _FORBIDDEN for sign in text if sign not in "\r\n\t"):
        raise InvalidInput(field=field, rule="character")
    return text


def typed_text(form: Mapping[str, str], field: str) -> str:
    """A text of many lines as it was typed; browsers send its lines with CR LF."""
    return form.get(field, "").replace("\r\n", "\n")


def typed_choice(form: Mapping[str, str], field: str, choices: type[Choice]) -> Choice:
    """One of a closed list."""
    try:
        return choices(form.get(field, ""))
    except ValueError as fault:
        raise InvalidInput(field=field, rule="unknown") from fault


def typed_day(form: Mapping[str, str], field: str, *, required: bool = True) -> date | None:
    """A day as the browser's own field sends it, or as people write it: 31.03.2023."""
    text = form.get(field, "").strip()
    if not text and not required:
        return None
    parts = text.split(".")
    try:
        day = date.fromisoformat("-".join(reversed(parts)) if len(parts) > 1 else text)
    except ValueError as fault:
        raise InvalidInput(field=field, rule="day") from fault
    if not EARLIEST <= day.year <= LATEST:
        raise InvalidInput(field=field, rule="range")
    return day


def typed_number(form: Mapping[str, str], field: str) -> int:
    """A whole number of up to nine digits."""
    text = form.get(field, "").strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):  # noqa: PLR2004
        raise InvalidInput(field=field, rule="number")
    return int(text)


def typed_id(form: Mapping[str, str], field: str) -> UUID:
    """An id that a list or a hidden field of ours gave."""
    try:
        return UUID(form.get(field, ""))
    except ValueError as fault:
        raise InvalidInput(field=field, rule="unknown") from fault
