"""Quarters of the calendar year, as an auditor asks for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from flask_babel import gettext

from admin.reading import EARLIEST, LATEST
from engine.domain.calendar import quarter_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_CODE = re.compile(r"(\d{4})-([1-4])", re.ASCII)
_ROMAN = ("I", "II", "III", "IV")
_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter by its year and number."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter a day lies in."""
        return cls(day.year, (day.month - 1) // _MONTHS + 1)

    @classmethod
    def parse(cls, code: str) -> Quarter | None:
        """The quarter of an address («2026-3»), or None."""
        found = _CODE.fullmatch(code)
        year = int(found[1]) if found else 0
        return cls(year, int(found[2])) if found and EARLIEST <= year <= LATEST else None

    @property
    def code(self) -> str:
        """How an address names it."""
        return f"{self.year}-{self.number}"

    @property
    def title(self) -> str:
        """«III квартал 2026 г.»."""
        number = _ROMAN[self.number - 1]
        return gettext("%(number)s квартал %(year)d г.", number=number, year=self.year)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number * _MONTHS - 2, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return quarter_of(self.first)[1]

    def before(self) -> Iterator[Quarter]:
        """It and the quarters before it, back in time."""
        year, number = self.year, self.number
        while year >= EARLIEST:
            yield Quarter(year, number)
            year, number = (year, number - 1) if number > 1 else (year - 1, len(_ROMAN))


def last_quarters(today: date, count: int) -> list[Quarter]:
    """The present quarter and those before it."""
    return list(islice(Quarter.of(today).before(), count))
