"""The canonical form: the exact bytes that are hashed and stored (RFC 8785 without floats).

Strings, booleans, null, lists, objects with text keys, and integers within 2**53. Text is
normalised where it enters the system, never here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType, NoneType
from typing import Any
from uuid import UUID

LARGEST_INTEGER = 2**53

LEFT_OUT: Mapping[str, Any] = MappingProxyType({"left_out": True})
"""Marks a field that has no place in the form while it is None: values that were kept before the
field was thought of keep their digest."""

APART: Mapping[str, Any] = MappingProxyType({"apart": True})
"""Marks a field that goes along with a value without being part of its content."""


class NotCanonical(ValueError):
    """The value has no canonical form: a float, a large integer, NUL or a lone surrogate."""


def canonical_bytes(value: Any) -> bytes:
    """The bytes of a value made of JSON types; equal values give equal bytes."""
    _check(value)
    text = _ENCODER.encode(value)
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("lone surrogate") from error


# Keys of our bodies are ASCII, so sorting by code point equals RFC 8785's sorting by UTF-16 unit.
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)


def _check(value: Any) -> None:
    waiting = [value]
    for part in waiting:
        kind = type(part)
        if kind is str:
            if "\x00" in part:
                raise NotCanonical("NUL")
        elif kind is int:
            if not -LARGEST_INTEGER <= part <= LARGEST_INTEGER:
                raise NotCanonical("integer out of range")
        elif kind is dict:
            for key in part:
                if type(key) is not str or not key.isascii():
                    raise NotCanonical("key")
            waiting += part.values()
        elif kind is list or kind is tuple:
            waiting += part
        elif part is not None and kind is not bool:
            raise NotCanonical(kind.__name__)


PLAIN = frozenset({str, int, bool, NoneType})
"""Types whose values are their own plain form."""

_WRITTEN: Mapping[type, Callable[[Any], str]] = MappingProxyType(
    {
        UUID: str,
        bytes: bytes.hex,
        date: date.isoformat,
        datetime: datetime.isoformat,
    }
)
"""How values of these types are written; a deed of many rows has a million of them."""


def plain(value: Any) -> Any:
    """A frozen value of ours as JSON types: fields equal to their default `()`/None stay.

    A field marked APART is left out, one marked LEFT_OUT while it is None.
    """
    kind = type(value)
    if kind in PLAIN:
        return value
    write = _WRITTEN.get(kind)
    if write is not None:
        return write(value)
    if isinstance(value, (list, tuple)):
        return [part if type(part) in PLAIN else plain(part) for part in value]
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, (frozenset, set)):
        return sorted(plain(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: plain(part)
            for field in fields(value)
            if "apart" not in field.metadata
            and (
                (part := getattr(value, field.name)) is not None or "left_out" not in field.metadata
            )
        }
    return value


def sha256_hex(data: bytes) -> str:
    """SHA-256 of bytes in hex."""
    return hashlib.sha256(data).hexdigest()
