"""The filters somebody keeps, and one that was passed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.errors import NotFound
from engine.storage.database import Reader, reading
from engine.storage.views import SavedView, kept_view, kept_views

if TYPE_CHECKING:
    from uuid import UUID

    from engine.domain.roles import Actor
    from engine.workbench import Workbench


def views_of(bench: Workbench, *, actor: Actor) -> list[SavedView]:
    """The actor's own views, the oldest first."""
    with reading(bench.database) as connection:
        return kept_views(Reader(bench.database, connection), actor.account_id)


def read_view(bench: Workbench, view_id: UUID) -> SavedView:
    """A view by its id: it holds a filter, and whoever opens it sees with their own eyes only."""
    with reading(bench.database) as connection:
        view = kept_view(Reader(bench.database, connection), view_id)
    if view is None:
        raise NotFound
    return view
