"""Reading the fields of reasons, findings and journal entries: whatever is there, typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from web.wording.grammar import as_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields by name; what is absent or of another type reads as empty, never as an error.

    A journal is older than the code that shows it, so nothing about it may be taken for granted.
    """

    values: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, Any]]) -> Fields:
        """The fields of a reason or a finding."""
        return cls(dict(pairs))

    def __contains__(self, name: str) -> bool:
        """Whether the field is there at all."""
        return name in self.values

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name)
        return value if isinstance(value, str) else default

    def number(self, name: str, default: int = 0) -> int:
        value = self.values.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else default

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.values.get(name)
        return value if isinstance(value, bool) else default

    def words(self, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        value = self.values.get(name)
        if isinstance(value, str):
            return (value,)
        return tuple(str(one) for one in value) if isinstance(value, (list, tuple)) else default

    def day(self, name: str) -> date | None:
        return as_day(self.text(name) or None)


def moves_in(fields: Fields) -> list[list[Any]]:
    """The terms that fall on other days: term, former day, new day."""
    days = fields.values.get("days")
    whole = len(("term", "was", "now"))
    listed = days if isinstance(days, list) else []
    return [one for one in listed if isinstance(one, list) and len(one) == whole]
