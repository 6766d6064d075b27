"""Keeping a filter under a name, and letting it go.

A view is how somebody looks, not what was decided: like a session it stands outside the journal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from engine.domain.errors import InvalidInput, NotFound
from engine.storage.changes import Insert, Update, apply_changes
from engine.storage.database import unit_of_work
from engine.storage.storable import require_storable
from engine.storage.tables import SavedViewRow
from engine.storage.types import new_id
from engine.storage.views import kept_views

if TYPE_CHECKING:
    from engine.domain.roles import Actor
    from engine.workbench import Workbench

MOST_VIEWS = 30
LONGEST_TITLE = 80
LONGEST_QUERY = 1_000


@dataclass(frozen=True, slots=True)
class ViewRequest:
    """A name, and the query of the address it stands for."""

    title: str
    query: str


def keep_view(bench: Workbench, request: ViewRequest, *, actor: Actor) -> UUID:
    """Keep a filter under a name; one of the same name is replaced. Raises InvalidInput."""
    _refuse_unfit(request)
    view_id, at = new_id(), bench.now()
    values = {
        "id": view_id,
        "account_id": actor.account_id,
        "title": request.title,
        "query": request.query,
        "created_at": at,
    }
    with unit_of_work(bench.database) as transaction:
        views = kept_views(transaction, actor.account_id)
        same = [view.id for view in views if view.title == request.title]
        if len(views) - len(same) >= MOST_VIEWS:
            raise InvalidInput(field="title", rule="too_many", value=MOST_VIEWS)
        dropped = [Update(SavedViewRow, {"id": one}, {"dropped_at": at}) for one in same]
        apply_changes(transaction, [*dropped, Insert(SavedViewRow, values)])
    return view_id


def drop_view(bench: Workbench, view_id: UUID, *, actor: Actor) -> None:
    """Let a view of one's own go; its address then leads nowhere. Raises NotFound."""
    with unit_of_work(bench.database) as transaction:
        if view_id not in {view.id for view in kept_views(transaction, actor.account_id)}:
            raise NotFound
        values = {"dropped_at": bench.now()}
        apply_changes(transaction, [Update(SavedViewRow, {"id": view_id}, values)])


def _refuse_unfit(request: ViewRequest) -> None:
    if not request.title:
        raise InvalidInput(field="title", rule="empty")
    if len(request.title) > LONGEST_TITLE:
        raise InvalidInput(field="title", rule="too_long", value=LONGEST_TITLE)
    if len(request.query) > LONGEST_QUERY:
        raise InvalidInput(field="query", rule="too_long", value=LONGEST_QUERY)
    require_storable([("title", request.title), ("query", request.query)])
