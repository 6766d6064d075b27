"""The texts of definitions an actor is writing: one's own only, and in one's own regions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.roles import Permission, Place
from engine.queries.scope import reading_day
from engine.storage.database import Reader, reading
from engine.storage.drafts import Draft, draft_of, standing_drafts

if TYPE_CHECKING:
    from uuid import UUID

    from engine.domain.roles import Actor
    from engine.workbench import Workbench


def own_draft(bench: Workbench, stream_id: UUID, *, actor: Actor) -> Draft | None:
    """What the actor is writing of a definition, if anything."""
    with reading(bench.database) as connection:
        draft = draft_of(Reader(bench.database, connection), actor.account_id, stream_id)
    return draft if draft and draft.standing and _in_scope(bench, draft, actor) else None


def own_drafts(bench: Workbench, *, actor: Actor) -> list[Draft]:
    """Everything the actor is writing, the newest first."""
    with reading(bench.database) as connection:
        found = standing_drafts(Reader(bench.database, connection), actor.account_id)
    return [draft for draft in found if _in_scope(bench, draft, actor)]


def _in_scope(bench: Workbench, draft: Draft, actor: Actor) -> bool:
    places = actor.scopes(Permission.PUBLISH_DEFINITION, reading_day(bench.now()))
    return any(place.covers(Place(draft.region_id)) for place in places)
