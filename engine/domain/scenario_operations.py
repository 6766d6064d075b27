"""The operations of an overlay on scenarios: its own ones, and those of the base it gives up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.domain.drafting import Change, Draft, element_exists, unknown_element

if TYPE_CHECKING:
    from engine.domain.scenario import Scenario


@dataclass(frozen=True, slots=True)
class AddScenario(Change):
    """A scenario of the overlay's own: a `[[scenario]]` table, not one of the `[[change]]` ones."""

    added: Scenario

    @property
    def element(self) -> str:
        return f"scenarios.{self.added.code}"

    def apply(self, draft: Draft) -> None:
        if self.added.code in draft.scenarios:
            raise element_exists()
        draft.scenarios[self.added.code] = self.added


@dataclass(frozen=True, slots=True)
class DropScenario(Change):
    """A promise of the base that this path does not keep, on purpose; the reason says why."""

    scenario: str
    reason: str

    @property
    def element(self) -> str:
        return f"scenarios.{self.scenario}"

    def apply(self, draft: Draft) -> None:
        if self.scenario not in draft.scenarios:
            raise unknown_element()
        del draft.scenarios[self.scenario]
