"""Keeping the text of a definition while it is written, and letting it go.

A draft is how somebody works, not what was decided: like a kept filter it stands outside the
journal. What is published from it goes through `publishing`, and only that is remembered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.domain.errors import InvalidInput, NotFound, StaleRevision
from engine.domain.roles import Actor, Permission, Place, require
from engine.domain.terms import local_day
from engine.storage.changes import Update, Upsert, apply_changes
from engine.storage.database import unit_of_work
from engine.storage.definitions import zone_of
from engine.storage.drafts import draft_of
from engine.storage.storable import require_storable
from engine.storage.tables import DraftRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from uuid import UUID

    from engine.storage.database import Transaction
    from engine.storage.drafts import Draft
    from engine.workbench import Workbench

LONGEST_TEXT = 512 * 1024


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """A text for a definition of a region, begun from version `expected` (0: from none).

    `revision` is the one the writer has seen, 0 where there was no draft yet; None keeps the text
    whatever stands there. `extends_digest` is the version of the base it stands on,
    `municipality_id` whose path it is, where it is not the whole region's.
    """

    stream_id: UUID
    region_id: UUID
    text: str
    expected: int
    revision: int | None = None
    extends_digest: str | None = None
    municipality_id: UUID | None = None


def keep_draft(bench: Workbench, request: DraftRequest, *, actor: Actor) -> int:
    """Keep the text; gives the revision it has now.

    Raises StaleRevision when another page of the same person kept one meanwhile.
    """
    _refuse_unfit(request)
    at = bench.now()
    with unit_of_work(bench.database) as transaction:
        _require(bench, transaction, request.region_id, actor)
        known = draft_of(transaction, actor.account_id, request.stream_id)
        seen = known.revision if known and known.standing else 0
        if request.revision is not None and request.revision != seen:
            raise StaleRevision(expected=request.revision, revision=seen)
        revision = known.revision + 1 if known else 1
        values = {
            "text": request.text,
            "expected": request.expected,
            "extends_digest": request.extends_digest,
            "revision": revision,
            "kept_at": at,
            "dropped_at": None,
        }
        apply_changes(transaction, [_kept(known, request, actor, values)])
    return revision


def drop_draft(bench: Workbench, stream_id: UUID, *, actor: Actor) -> None:
    """Let one's own text go; nothing happens where there is none."""
    with unit_of_work(bench.database) as transaction:
        known = draft_of(transaction, actor.account_id, stream_id)
        if known and known.standing:
            values = {"text": "", "dropped_at": bench.now()}
            apply_changes(transaction, [Update(DraftRow, {"id": known.id}, values)])


def _kept(
    known: Draft | None, request: DraftRequest, actor: Actor, values: dict[str, Any]
) -> Update | Upsert:
    if known:
        return Update(DraftRow, {"id": known.id}, values)
    key = {"account_id": actor.account_id, "stream_id": request.stream_id}
    place = {"region_id": request.region_id, "municipality_id": request.municipality_id}
    new = {"id": new_id(), **place, **key, **values}
    # A form sent twice at once begins one draft.
    return Upsert(DraftRow, new, tuple(key))


def _require(bench: Workbench, transaction: Transaction, region_id: UUID, actor: Actor) -> None:
    today = local_day(bench.now(), zone_of(transaction, region_id))
    require(Permission.PUBLISH_DEFINITION, actor, Place(region_id), today)


def _refuse_unfit(request: DraftRequest) -> None:
    require_storable([("text", request.text)])
    if len(request.text.encode()) > LONGEST_TEXT:
        raise InvalidInput(field="text", rule="too_long", value=LONGEST_TEXT)
    if request.expected < 0:
        raise NotFound
