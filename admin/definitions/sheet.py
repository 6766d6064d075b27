"""A form as it is filled in: values by name, several where a name may repeat, and what is wrong.

Lists of small forms (terms, ways, requirements) are numbered: `term` holds the numbers in their
order, and the fields of the third are `term-2-title`. So every deed on a list is an ordinary form.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.domain.checks.naming import LONGEST_TITLE

MOST_PARTS = 200
_UNPRINTABLE = ("Cc", "Cf", "Cs", "Zl", "Zp")


@dataclass(slots=True)
class Sheet:
    """The values of a form; `faults` are sentences by the name of their field."""

    values: dict[str, list[str]] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Mapping[str, list[str]]) -> Sheet:
        """The form as it was sent, in the composed form of its letters."""
        normal = {
            name: [unicodedata.normalize("NFC", value).strip() for value in values]
            for name, values in form.items()
        }
        return cls(normal)

    def get(self, name: str, default: str = "") -> str:
        """The value of a field."""
        found = self.values.get(name)
        return found[0] if found else default

    def all(self, name: str) -> list[str]:
        """All values of a field that may be chosen several times."""
        return [value for value in self.values.get(name, []) if value]

    def has(self, name: str, value: str) -> bool:
        """Whether a box is ticked."""
        return value in self.values.get(name, [])

    def put(self, name: str, *values: str) -> None:
        """Set a field."""
        self.values[name] = list(values)

    def refuse(self, name: str, sentence: object) -> None:
        """Say what is wrong with a field; the first thing said stands."""
        self.faults.setdefault(name, str(sentence))

    def numbers(self, part: str) -> list[int]:
        """The numbers of a list's small forms, in their order; strange ones are passed over."""
        given = self.values.get(part, [])
        sound = [int(one) for one in given if one.isascii() and one.isdecimal() and len(one) < 4]  # noqa: PLR2004
        return list(dict.fromkeys(sound))[:MOST_PARTS]

    def add(self, part: str, fields: Mapping[str, Iterable[str] | str]) -> int:
        """Put one more small form at the end of a list."""
        number = max(self.numbers(part), default=-1) + 1
        self.values[part] = [*self.values.get(part, []), str(number)]
        for name, value in fields.items():
            values = (value,) if isinstance(value, str) else value
            self.put(f"{part}-{number}-{name}", *values)
        return number

    def drop(self, part: str, number: int) -> None:
        """Take a small form out of a list."""
        self.values[part] = [one for one in self.values.get(part, []) if one != str(number)]

    def line(self, name: str, missing: object, too_long: object, most: int = LONGEST_TITLE) -> str:
        """A title; says what is missing or too long."""
        text = " ".join(self.get(name).split())
        text = "".join(sign for sign in text if unicodedata.category(sign) not in _UNPRINTABLE)
        if not text and missing:
            self.refuse(name, missing)
        if len(text) > most:
            self.refuse(name, too_long)
        return text

    def number(self, name: str) -> int | None:
        """A whole number of up to six digits, None for an empty field or something else."""
        text = self.get(name)
        sound = text.isascii() and text.isdecimal() and len(text) <= 6  # noqa: PLR2004
        return int(text) if sound else None
