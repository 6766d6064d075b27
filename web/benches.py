"""The bench of an installation: its database, the real clock and the facts of the field."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from engine.storage.database import open_database
from engine.workbench import Workbench
from workflows.facts import CATALOGUE

if TYPE_CHECKING:
    from web.settings import Settings


def open_bench(settings: Settings) -> Workbench:
    """A bench on the database of the settings, with the real clock."""
    database = open_database(settings.database_url, settings.journal_keys)
    return Workbench(database, lambda: datetime.now(UTC), CATALOGUE)
