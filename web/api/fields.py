"""The fields of what is sent to the API: strict, bounded, refusing by the name of a rule."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias
from uuid import UUID

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, validate

LONGEST_CODE = 64
LONGEST_LINE = 500
LONGEST_TEXT = 4_000
EARLIEST = date(1990, 1, 1)
LATEST = date(2100, 12, 31)

_ID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"-?[0-9]{1,15}")
_YEARS = "^(199[0-9]|20[0-9]{2}|2100)"
# Control characters other than tab and line ends; a lone surrogate is no character at all.
_STORABLE = r"^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]*$"
_BASE64 = "^[A-Za-z0-9+/]*={0,2}$"
_ALLOWED_CONTROLS = "\t\n\r"


class Sent(Schema):
    """What is sent: a field that is not known is refused, never passed over."""

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": "unknown_field", "type": "not_object"}  # noqa: RUF012


Messages: TypeAlias = dict[str, str | list[Any] | dict[Any, Any]]


class Shown(Schema):
    """What is given: a client must bear fields that come later."""

    class Meta:
        unknown = EXCLUDE


def _messages(invalid: str) -> Messages:
    return {
        "required": "required",
        "null": "null",
        "validator_failed": "invalid",
        "invalid": invalid,
        "type": invalid,
    }


class Text(fields.String):
    """A text of bounded length in the composed form (NFC), without control characters."""

    default_error_messages = _messages("not_text")

    def __init__(self, *, most: int = LONGEST_LINE, least: int = 0, **options: Any) -> None:
        bounds = validate.Length(least, most, error="length_between:{min}:{max}")
        metadata = {"pattern": _STORABLE, **options.pop("metadata", {})}
        checks = [bounds, *options.pop("validate", ())]
        super().__init__(validate=checks, metadata=metadata, **options)
        self.most = most

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        # The composed form is never so much shorter; each sign of a book is not looked at.
        if len(value) <= 4 * self.most and not is_storable(value):
            raise ValidationError("unprintable")
        text = super()._deserialize(value, attr, data, **kwargs)
        return unicodedata.normalize("NFC", text)


def is_storable(text: str) -> bool:
    """Whether every character is a letter that both databases keep: no controls, no surrogates."""
    return text.isprintable() or not any(
        unicodedata.category(sign) in ("Cc", "Cs") and sign not in _ALLOWED_CONTROLS
        for sign in text
    )


class Code(Text):
    """A code of a definition or of a region, in Latin letters."""

    def __init__(self, **options: Any) -> None:
        form = validate.Regexp(r"^[a-z][a-z0-9_]*\Z", error="not_code")
        told = {"pattern": "^[a-z][a-z0-9_]*$"}
        super().__init__(most=LONGEST_CODE, least=1, validate=[form], metadata=told, **options)


class Whole(fields.Integer):
    """A whole number within bounds; 1.0 is one, as JSON has it. `text`: it comes as text."""

    default_error_messages = _messages("not_number")

    def __init__(self, least: int, most: int, *, text: bool = False, **options: Any) -> None:
        bounds = validate.Range(least, most, error="range_between:{min}:{max}")
        super().__init__(validate=bounds, **options)
        self.text = text

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> int:
        del attr, data, kwargs
        if self.text and isinstance(value, str) and _NUMBER.fullmatch(value):
            return int(value)
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        raise self.make_error("invalid")


class Flag(fields.Boolean):
    """Yes or no; `text`: it comes as the text `true` or `false`."""

    default_error_messages = _messages("not_flag")

    def __init__(self, *, text: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.text = text

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> bool:
        del attr, data, kwargs
        if isinstance(value, bool):
            return value
        if self.text and value in ("true", "false"):
            return bool(value == "true")
        raise self.make_error("invalid")


class Id(fields.UUID):
    """An identifier in its usual form."""

    default_error_messages = _messages("not_id")

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> UUID:
        del attr, data, kwargs
        if isinstance(value, str) and _ID.fullmatch(value):
            return UUID(value)
        raise self.make_error("invalid")


class Day(fields.Date):
    """A day of our times: what is counted from it stays a day."""

    default_error_messages = _messages("not_day")

    def __init__(self, **options: Any) -> None:
        super().__init__(metadata={"pattern": _YEARS + "-[0-9]{2}-[0-9]{2}$"}, **options)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> date:
        del attr, data, kwargs
        if not (isinstance(value, str) and _DAY.fullmatch(value)):
            raise self.make_error("invalid")
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise self.make_error("invalid") from None
        if not EARLIEST <= day <= LATEST:
            raise ValidationError(f"day_between:{EARLIEST}:{LATEST}")
        return day


class Choice(fields.String):
    """One member of a closed list, written as its value."""

    default_error_messages = _messages("not_text")

    def __init__(self, members: Iterable[StrEnum], **options: Any) -> None:
        self.members = {member.value: member for member in members}
        super().__init__(metadata={"enum": list(self.members)}, **options)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Any:
        del attr, data, kwargs
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if value not in self.members:
            raise ValidationError("choice:" + ", ".join(self.members))
        return self.members[value]


class Many(fields.List[Any]):
    """A list of bounded length, given as a tuple."""

    default_error_messages = _messages("not_list")

    def __init__(
        self, part: fields.Field[Any], *, most: int, least: int = 0, **options: Any
    ) -> None:
        bounds = validate.Length(least, most, error="many:{min}:{max}")
        super().__init__(part, validate=bounds, **options)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if not isinstance(value, list):
            raise self.make_error("invalid")
        # Counted before each part is looked at.
        for bound in self.validators:
            bound(value)
        return tuple(super()._deserialize(value, *args, **kwargs))


class Part(fields.Nested):
    """An object within the object."""

    default_error_messages = _messages("not_object")


class Base64(fields.String):
    """Bytes as base64; bytes of a form's file are taken as they are."""

    default_error_messages = _messages("not_base64")

    def __init__(self, **options: Any) -> None:
        super().__init__(metadata={"contentEncoding": "base64", "pattern": _BASE64}, **options)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Any:
        del attr, data, kwargs
        if isinstance(value, bytes):
            return value
        try:
            return base64.b64decode(value, validate=True)
        except (TypeError, ValueError, binascii.Error):
            raise self.make_error("invalid") from None
