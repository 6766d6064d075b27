"""The workbench: all that an action needs, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.domain.requirements import FactCatalogue
    from engine.storage.database import Database


@dataclass(frozen=True, slots=True)
class Workbench:
    """The database, the clock and the catalogue of facts; called `bench` where it is used."""

    database: Database
    now: Callable[[], datetime]
    facts: FactCatalogue
