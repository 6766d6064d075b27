"""Keeping what a person decides about an uploaded document while it is reviewed.

A review is how somebody works, not what was decided: like the draft of a definition it stands
outside the journal. What it ends in goes through `importing` or `amending`, and that is remembered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.actions.filing import FilePaper, file_changes
from engine.domain.errors import InvalidInput, NotFound
from engine.domain.roadmaps.states import ImportState
from engine.domain.roles import Actor, Permission, Place, require
from engine.domain.terms import local_day
from engine.storage.changes import Insert, Update, apply_changes
from engine.storage.database import unit_of_work
from engine.storage.definitions import zone_of
from engine.storage.places import region_of
from engine.storage.roadmap_imports import KeptImport, former_review, lock_import
from engine.storage.storable import require_storable
from engine.storage.tables import RoadmapImportRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.storage.database import Transaction
    from engine.workbench import Workbench

MOST_DECISIONS = 20_000
LONGEST_ANSWER = 20_000


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """A document handed in for a place."""

    region_id: UUID
    municipality_id: UUID | None
    file: FilePaper


def begin_review(bench: Workbench, request: ReviewRequest, *, actor: Actor) -> UUID:
    """Keep a document for review; gives the id of the review.

    The same file in the same place goes on with the review that is open, or begins with the
    answers given in the one before: what was corrected by hand is not lost.
    """
    import_id, at = new_id(), bench.now()
    place = Place(request.region_id, request.municipality_id)
    require_storable([("file", request.file.name)])
    with unit_of_work(bench.database) as transaction:
        municipality = request.municipality_id
        if municipality is not None and region_of(transaction, municipality) != place.region_id:
            raise NotFound
        _require(bench, transaction, place, actor)
        former = former_review(transaction, place, request.file.sha256)
        if former is not None and former.open:
            return former.id
        values: dict[str, Any] = {
            "id": import_id,
            "region_id": request.region_id,
            "municipality_id": municipality,
            "account_id": actor.account_id,
            "sha256": request.file.sha256,
            "file_name": request.file.name,
            "decisions": dict(former.decisions) if former else {},
            "state": ImportState.OPEN.value,
            "roadmap_id": None,
            "revision": 1,
            "created_at": at,
            "changed_at": at,
        }
        kept = [*file_changes(request.file), Insert(RoadmapImportRow, values)]
        apply_changes(transaction, kept)
    return import_id


def keep_decisions(
    bench: Workbench, import_id: UUID, decisions: Mapping[str, str | None], *, actor: Actor
) -> None:
    """Keep answers by the key of their question; None takes an answer back.

    Answers to other questions stay, so two pages that are open at once do not undo each other.
    """
    require_storable([("answer", one) for pair in decisions.items() for one in pair])
    if any(len(one or "") > LONGEST_ANSWER for one in decisions.values()):
        raise InvalidInput(field="answer", rule="too_long", value=LONGEST_ANSWER)
    with unit_of_work(bench.database) as transaction:
        kept = _taken(bench, transaction, import_id, actor)
        merged = {**kept.decisions, **decisions}
        answers = {key: one for key, one in merged.items() if one is not None}
        if len(answers) > MOST_DECISIONS:
            raise InvalidInput(field="answer", rule="too_many")
        if answers == kept.decisions:
            return
        values = {
            "decisions": answers,
            "revision": kept.revision + 1,
            "changed_at": bench.now(),
        }
        apply_changes(transaction, [Update(RoadmapImportRow, {"id": import_id}, values)])


def drop_review(bench: Workbench, import_id: UUID, *, actor: Actor) -> None:
    """Let a review go; nothing was made of the document."""
    with unit_of_work(bench.database) as transaction:
        kept = _taken(bench, transaction, import_id, actor)
        values = {
            "decisions": {},
            "state": ImportState.DROPPED.value,
            "revision": kept.revision + 1,
            "changed_at": bench.now(),
        }
        apply_changes(transaction, [Update(RoadmapImportRow, {"id": import_id}, values)])


def _taken(bench: Workbench, transaction: Transaction, import_id: UUID, actor: Actor) -> KeptImport:
    """A review under its lock, for whoever may take in roadmaps of its place."""
    kept = lock_import(transaction, import_id)
    if kept is None:
        raise NotFound
    _require(bench, transaction, kept.place, actor)
    if kept.state is not ImportState.OPEN:
        raise InvalidInput(field="import", rule="closed")
    return kept


def _require(bench: Workbench, transaction: Transaction, place: Place, actor: Actor) -> None:
    today = local_day(bench.now(), zone_of(transaction, place.region_id))
    require(Permission.WRITE_ROADMAP, actor, place, today)
