"""The fields a definition's text is made of; a failure is the code of a finding.

After a colon stands what was expected: `value_type:number`, `value_choice:deny,warn`; or that the
fault lies in the key and not in its value: `code_malformed:key`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from marshmallow import ValidationError, fields, validate

from engine.domain.checks.naming import LONGEST_TITLE, fault_of
from engine.domain.overlay import ANY_OPEN, EXCEPT

MOST_VALUES = 50
OF_KEY = "key"
"""After the colon: the key itself is at fault."""

Messages = dict[str | int, Any]


class Part(fields.Nested):
    """A table within a table."""

    default_error_messages = {  # noqa: RUF012 - the name and form are marshmallow's
        "required": "key_missing",
        "null": "value_type:table",
        "type": "value_type:table",
    }


class Text(fields.String):
    """A text on one line, of bounded length; empty only where `least` is 0."""

    default_error_messages = {"required": "key_missing", "invalid": "value_type:text"}  # noqa: RUF012

    def __init__(
        self, *, required: bool = False, least: int = 1, most: int = LONGEST_TITLE
    ) -> None:
        super().__init__(required=required)
        self.least = least
        self.most = most

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if len(text) > self.most:
            raise ValidationError("value_too_long")
        if len(text.strip()) < self.least:
            raise ValidationError("value_empty")
        if any(unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp") for sign in text):
            raise ValidationError("value_unprintable")
        return text


class Code(fields.String):
    """A code in Latin letters, or one of the few special words in `also`."""

    default_error_messages = {"required": "key_missing", "invalid": "value_type:text"}  # noqa: RUF012

    def __init__(
        self, *, required: bool = False, data_key: str | None = None, also: Sequence[str] = ()
    ) -> None:
        super().__init__(required=required, data_key=data_key)
        self.also = also

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        code = super()._deserialize(value, attr, data, **kwargs)
        fault = None if code in self.also else fault_of(code)
        if fault is not None:
            raise ValidationError(fault)
        return code


class Whole(fields.Integer):
    """A whole number from 0 to `most`."""

    default_error_messages = {  # noqa: RUF012
        "required": "key_missing",
        "invalid": "value_type:number",
        "too_large": "value_range",
    }

    def __init__(self, most: int, *, required: bool = False) -> None:
        bounds = validate.Range(0, most, error="value_range")
        super().__init__(strict=True, required=required, validate=bounds)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> int:
        # marshmallow would read "5" as a number; the text says what it means.
        if not isinstance(value, int):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs) or 0


class Choice(fields.Field[str]):
    """One word of a closed list, given as the member it is written like."""

    default_error_messages = {"required": "key_missing"}  # noqa: RUF012

    def __init__(self, words: Iterable[str], *, required: bool = False) -> None:
        super().__init__(required=required)
        self.words = {str(word): word for word in words}

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        del attr, data, kwargs
        if not isinstance(value, str):
            raise ValidationError("value_type:text")
        if value not in self.words:
            raise ValidationError("value_choice:" + ",".join(self.words))
        return self.words[value]


class Many(fields.List[Any]):
    """A list of bounded length, given as a tuple."""

    default_error_messages = {"required": "key_missing", "invalid": "value_type:list"}  # noqa: RUF012

    def __init__(
        self,
        part: fields.Field[Any],
        *,
        most: int,
        least: int = 0,
        required: bool = False,
        data_key: str | None = None,
    ) -> None:
        super().__init__(part, required=required, data_key=data_key)
        self.least = least
        self.most = most

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if not isinstance(value, list):
            raise self.make_error("invalid")
        bounded(value, self.least, self.most)
        return tuple(super()._deserialize(value, *args, **kwargs))


class Table(fields.Field[Any]):
    """A table whose keys are codes; `make` turns a key and its value into one value of the list.

    Without `make` the table is given as a dict.
    """

    default_error_messages = {"required": "key_missing"}  # noqa: RUF012

    def __init__(
        self,
        part: fields.Field[Any],
        *,
        most: int,
        make: Callable[[str, Any], Any] | None = None,
        required: bool = False,
        names: Collection[str] | None = None,
    ) -> None:
        super().__init__(required=required)
        self.part = part
        self.most = most
        self.make = make
        self.names = names

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Any:
        del attr, data, kwargs
        bounded(table(value), 0, self.most)
        faults: Messages = {}
        found: dict[str, Any] = {}
        for key, part in value.items():
            try:
                self._named(key)
                found[key] = self.part.deserialize(part, key, value)
            except ValidationError as error:
                faults[key] = error.messages
        if faults:
            raise ValidationError(faults)
        if self.make is None:
            return found
        return tuple(self.make(key, part) for key, part in found.items())

    def _named(self, key: str) -> None:
        named(key)
        if self.names is not None and key not in self.names:
            raise ValidationError("key_unknown")


class Sources(fields.Field[tuple[str, ...]]):
    """Stages a way leaves: codes, every open stage, and all but some of these."""

    default_error_messages = {"required": "key_missing"}  # noqa: RUF012

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> tuple[str, ...]:
        del attr, data, kwargs
        if not isinstance(value, list):
            raise ValidationError("value_type:list")
        bounded(value, 1, MOST_VALUES)
        faults: Messages = {}
        for index, source in enumerate(value):
            if not isinstance(source, str):
                faults[index] = ["value_type:text"]
                continue
            exception = source.startswith(EXCEPT) and ANY_OPEN in value
            fault = fault_of(source.removeprefix(EXCEPT) if exception else source)
            if fault is not None and source != ANY_OPEN:
                faults[index] = [fault]
        if faults:
            raise ValidationError(faults)
        return tuple(value)


def named(key: str) -> None:
    """Refuse a key that is no code."""
    fault = fault_of(key)
    if fault is not None:
        raise ValidationError(f"{fault}:{OF_KEY}")


def table(value: Any) -> dict[str, Any]:
    """The value, if it is a table."""
    if not isinstance(value, dict):
        raise ValidationError("value_type:table")
    return value


def bounded(value: Any, least: int, most: int) -> None:
    """Refuse a list or table that is too long or too short."""
    if len(value) > most:
        raise ValidationError("too_many")
    if len(value) < least:
        raise ValidationError("value_empty")
