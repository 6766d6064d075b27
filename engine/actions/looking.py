"""Noting that somebody looks at a case, so that the page can say what changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.errors import DatabaseBusy
from engine.domain.looking import Look, Looks
from engine.storage.looks import find_looks, keep_looks

if TYPE_CHECKING:
    from uuid import UUID

    from engine.domain.roles import Actor
    from engine.workbench import Workbench


def look_at_case(bench: Workbench, case_id: UUID, revision: int, *, actor: Actor) -> Look | None:
    """Note a visit to a case that was already shown; gives the visit before, None at the first.

    Written once a visit. It is a marker of the actor's own, no deed: nothing rests on it.
    """
    now = bench.now()
    looks = find_looks(bench.database, actor.account_id, case_id)
    if looks is not None and looks.goes_on(now):
        return looks.before
    begun = looks.next(revision, now) if looks else Looks(Look(revision, now))
    try:
        keep_looks(bench.database, actor.account_id, case_id, begun)
    except DatabaseBusy:
        # The page is worth more than its marker; the next look keeps it.
        return begun.before
    return begun.before
