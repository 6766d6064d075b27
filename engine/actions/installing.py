"""Making a migrated database an installation: its id, and the accounts that serve it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.actions.service_accounts import ensure_service_accounts
from engine.storage.database import unit_of_work
from engine.storage.installation import ensure_installation

if TYPE_CHECKING:
    from uuid import UUID

    from engine.workbench import Workbench


def install(bench: Workbench, *, demo: bool = False) -> UUID:
    """The id of the installation; installing again changes nothing, not even `demo`."""
    with unit_of_work(bench.database) as transaction:
        installation = ensure_installation(transaction, bench.now(), demo=demo)
    ensure_service_accounts(bench)
    return installation
