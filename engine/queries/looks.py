"""When an actor last looked at a case, without noting that they look now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.storage.looks import find_looks

if TYPE_CHECKING:
    from uuid import UUID

    from engine.domain.looking import Look
    from engine.domain.roles import Actor
    from engine.workbench import Workbench


def former_look(bench: Workbench, case_id: UUID, *, actor: Actor) -> Look | None:
    """The actor's visit before the one under way, or None."""
    looks = find_looks(bench.database, actor.account_id, case_id)
    return looks.former(bench.now()) if looks else None
