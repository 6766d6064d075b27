"""What the work of every deed can say of itself, be it on a case or on a roadmap."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from engine.domain.errors import InvalidInput

if TYPE_CHECKING:
    from datetime import date

    from engine.domain.roles import Role

SHORTEST_REMARK = 5


class DeedWork(ABC):
    """Something on the bench for an actor whose roles on it are known."""

    __slots__ = ()

    roles: frozenset[Role]

    @property
    @abstractmethod
    def today(self) -> date:
        """The day in the region's zone."""

    def role_for_journal(self) -> Role | None:
        """The role the deed is done in: the first by name where several would do."""
        return min(self.roles) if self.roles else None

    def past_day(self, day: date | None, name: str = "happened_on") -> date:
        """The day given, or today; a day to come is refused."""
        if day is not None and day > self.today:
            raise InvalidInput(field=name, rule="future", value=day.isoformat())
        return day or self.today

    def remark(self, text: str, name: str) -> str:
        """A remark or reason that says something; a few characters do not."""
        if len(text.strip()) < SHORTEST_REMARK:
            raise InvalidInput(field=name, rule="too_short", value=SHORTEST_REMARK)
        return text
