"""From a sent form to typed values: every fault is a Russian sentence beside its field.

A reader never raises: it notes the fault, keeps what was typed and gives a value that is used only
when the whole form is right. Text is brought to the composed form (NFC) here and nowhere later.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.actions.filing import FilePaper
from engine.domain.errors import InvalidInput
from engine.storage.receipts import RequestKey
from engine.storage.types import new_id
from web.wording.grammar import MONTHS
from web.wording.rules import invalid_text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from werkzeug.datastructures import FileStorage, MultiDict

LONGEST_LINE = 300
LONGEST_TEXT = 4_000
LARGEST_NUMBER = 1_000_000
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s*г\.?)?", re.ASCII)
_SPELT = re.compile(r"(\d{1,2})\s+([а-я]+)\s+(\d{4})(?:\s*г\.?)?")
_KEY = re.compile(r"[0-9A-Za-z-]{8,64}")
_NO_ID = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Message:
    """What is told of a form as a whole: a sentence, and reasons under it."""

    text: str
    reasons: tuple[Any, ...] = ()


@dataclass(slots=True)
class Form:
    """A form of a page by its name: what was typed, what is wrong with it, and its own key.

    A form that was not sent shows its `values` as they are.
    """

    name: str
    values: dict[str, list[str]] = field(default_factory=dict)
    files: Mapping[str, FileStorage] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    message: Message | None = None
    sent: bool = False

    @classmethod
    def of(
        cls, name: str, sent: MultiDict[str, str], files: Mapping[str, FileStorage] | None = None
    ) -> Form:
        """The form as it was sent."""
        values = {key: sent.getlist(key) for key in sent}
        return cls(name, values, files or {}, sent=True)

    @property
    def valid(self) -> bool:
        """Whether nothing read so far is wrong."""
        return not self.errors and self.message is None

    def value(self, name: str, default: str = "") -> str:
        """What was typed, to be shown again."""
        typed = self.values.get(name)
        return typed[0] if typed else default

    def has(self, name: str, value: str) -> bool:
        """Whether a box was ticked or an option chosen."""
        return value in self.values.get(name, [])

    def file_name(self, name: str) -> str:
        """What a sent file is called; a form that is shown again does not hold it any more."""
        file = self.files.get(name)
        return file.filename or "" if file is not None else ""

    def refuse(self, name: str, rule: str, value: Any = None) -> None:
        """Note a fault; of several on one field the first is told."""
        self.errors.setdefault(name, invalid_text(rule, value))

    # Readers.

    def text(self, name: str, *, most: int = LONGEST_TEXT, required: bool = False) -> str:
        """A text without signs that cannot be kept, ends trimmed."""
        text = unicodedata.normalize("NFC", self.value(name).replace("\r\n", "\n")).strip()
        if not is_storable(text):
            self.refuse(name, "character")
        elif len(text) > most:
            self.refuse(name, "too_long", most)
        elif required and not text:
            self.refuse(name, "empty")
        return text

    def line(self, name: str, *, most: int = LONGEST_LINE, required: bool = False) -> str:
        """A text on one line."""
        return " ".join(self.text(name, most=most, required=required).split())

    def day(self, name: str, *, required: bool = False) -> date | None:
        """A day as «31.03.2023», «31 марта 2023» or 2023-03-31."""
        typed = self.value(name).strip()
        if not typed:
            if required:
                self.refuse(name, "empty")
            return None
        found = parse_day(typed)
        if found is None:
            self.refuse(name, "day")
        return found

    def needed_day(self, name: str) -> date:
        """A day that must be there."""
        return self.day(name, required=True) or date.min

    def choice(self, name: str, options: Collection[str], *, required: bool = True) -> str:
        """One of the options that the page offered."""
        typed = self.value(name)
        if not typed:
            if required:
                self.refuse(name, "empty")
        elif typed not in options:
            self.refuse(name, "unknown")
        return typed

    def many(self, name: str, options: Collection[str]) -> tuple[str, ...]:
        """Those of the options that were ticked."""
        typed = tuple(self.values.get(name, ()))
        if any(one not in options for one in typed):
            self.refuse(name, "unknown")
        return typed

    def identifier(self, name: str, *, required: bool = False) -> UUID | None:
        """An id out of a list of the page."""
        typed = self.value(name)
        if not typed:
            if required:
                self.refuse(name, "empty")
            return None
        found = as_uuid(typed)
        if found is None:
            self.refuse(name, "unknown")
        return found

    def needed_id(self, name: str) -> UUID:
        """An id that must be there."""
        return self.identifier(name, required=True) or _NO_ID

    def number(self, name: str, *, least: int = 0, most: int = LARGEST_NUMBER) -> int | None:
        """A whole number, or nothing."""
        typed = self.value(name).strip()
        if not typed:
            return None
        if not (typed.isascii() and typed.isdecimal() and len(typed) <= len(str(most))):
            self.refuse(name, "number")
        elif not least <= int(typed) <= most:
            self.refuse(name, "range")
        else:
            return int(typed)
        return None

    def upload(self, name: str, *, required: bool = False) -> FilePaper | None:
        """A file, or nothing when none was chosen."""
        file = self.files.get(name)
        if file is None or not file.filename:
            if required:
                self.refuse(name, "empty")
            return None
        title = unicodedata.normalize("NFC", file.filename)
        if not is_storable(title):
            self.refuse(name, "character")
            return None
        try:
            return FilePaper.of(title, file.mimetype or "", file.read())
        except InvalidInput as refusal:
            rule = "empty_file" if refusal.fields["rule"] == "empty" else refusal.fields["rule"]
            self.refuse(name, rule, refusal.fields.get("value"))
            return None

    @property
    def revision(self) -> int | None:
        """The revision the page was read at; a form without it is treated as stale."""
        typed = self.value("revision")
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1  # noqa: PLR2004

    def key(self, request: Any, suffix: str = "") -> RequestKey | None:
        """The key that makes a second sending of this form the same deed."""
        typed = self.value("key")
        return RequestKey.of(f"{typed}{suffix}", request) if _KEY.fullmatch(typed) else None


def new_key() -> str:
    """A key of a form, as the page hides it."""
    return new_id().hex


def parse_instant(text: str) -> datetime | None:
    """An instant of our time as an address carries it, with its zone; nothing for anything else.

    One at either end of the calendar has no counterpart in UTC.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    ours = found.tzinfo is not None and EARLIEST.year <= found.year <= LATEST.year
    return found if ours else None


def parse_day(typed: str) -> date | None:
    """A day as people or browsers write it; nothing when it is no day of our time."""
    text = unicodedata.normalize("NFC", typed).strip().lower()
    year, month, day = _day_parts(text)
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None


def _day_parts(text: str) -> tuple[int, int, int]:
    if iso := _ISO.fullmatch(text):
        return int(iso[1]), int(iso[2]), int(iso[3])
    if dotted := _DOTTED.fullmatch(text):
        return int(dotted[3]), int(dotted[2]), int(dotted[1])
    spelt = _SPELT.fullmatch(text)
    months = [str(month) for month in MONTHS]
    if spelt and spelt[2] in months:
        return int(spelt[3]), months.index(spelt[2]) + 1, int(spelt[1])
    return 0, 0, 0


def as_uuid(typed: str) -> UUID | None:
    """The id a text is, if it is one."""
    try:
        return UUID(typed)
    except ValueError:
        return None


def is_storable(text: str) -> bool:
    """Whether both databases and the journal keep every sign: no controls, no lone surrogates."""
    return not any(
        unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t" for sign in text
    )


def clean_words(typed: str, most: int = 200) -> str:
    """A search as it may be shown and used; what cannot be kept is left out."""
    text = unicodedata.normalize("NFC", typed[:most])
    return " ".join("".join(sign for sign in text if is_storable(sign)).split())
