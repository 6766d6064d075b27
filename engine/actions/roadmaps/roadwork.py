"""The one way every deed on a roadmap goes: lock, admit, decide, record; a refusal apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from engine.actions.deedwork import DeedWork
from engine.actions.refusing import reasons_of
from engine.domain.audit import ONLY_TELLS, AuditDraft, AuditKind, Stream, StreamKind
from engine.domain.errors import (
    DatabaseBusy,
    EngineError,
    KeyReused,
    NotFound,
    RoadmapStale,
)
from engine.domain.roles import Actor, Permission, Place, Role, require
from engine.domain.terms import local_day
from engine.storage.attachments import ties_of
from engine.storage.database import Transaction, unit_of_work
from engine.storage.journal import ChainHead, kinds_since, lock_stream, record
from engine.storage.receipts import Receipt, RequestKey, replayed
from engine.storage.roadmaps import (
    LockedRoadmap,
    RoadmapState,
    lock_roadmap,
    place_of_school,
    roadmap_state,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from engine.storage.changes import Change
    from engine.workbench import Workbench


class RoadmapDeed(Protocol):
    """What every request about a roadmap names; `expected_revision` is the page's, or None."""

    @property
    def roadmap_id(self) -> UUID: ...
    @property
    def expected_revision(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class RoadmapWork(DeedWork):
    """A roadmap on the bench: locked, and the actor's roles on it (or on the school) known."""

    bench: Workbench
    transaction: Transaction
    locked: LockedRoadmap
    actor: Actor
    roles: frozenset[Role]
    at: datetime
    request_key: RequestKey | None
    school_id: UUID | None = None

    @property
    def state(self) -> RoadmapState:
        """The roadmap as it stands."""
        return self.locked.state

    @property
    def head(self) -> ChainHead:
        """The head of its chain, held by the lock."""
        return self.locked.head

    @property
    def today(self) -> date:
        """The day in the region's zone."""
        return local_day(self.at, self.state.zone)

    def draft(self, kind: AuditKind, **given: Any) -> AuditDraft:
        """A journal draft with what is the same for every deed on this roadmap."""
        return AuditDraft(
            kind=kind,
            actor=self.actor,
            at=self.at,
            role=self.role_for_journal(),
            happened_on=given.pop("happened_on", None) or self.today,
            recorded_on=self.today,
            **given,
        )

    def record(
        self, draft: AuditDraft, changes: Sequence[Change], *, created_id: UUID | None = None
    ) -> Receipt:
        """Write the deed and its entry together."""
        return record(
            self.transaction,
            self.head,
            draft,
            changes,
            request_key=self.request_key,
            created_id=created_id,
        )


def on_roadmap(
    bench: Workbench,
    request: RoadmapDeed,
    permission: Permission,
    deed: Callable[[RoadmapWork], Receipt],
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
    school_id: UUID | None = None,
) -> Receipt:
    """Do a deed on a roadmap in one transaction; a refusal changes nothing but is itself recorded.

    The permission must hold on the roadmap's place, or on the school that is named.
    """
    try:
        with unit_of_work(bench.database) as transaction:
            work = take_roadmap(
                bench,
                transaction,
                request.roadmap_id,
                permission,
                actor=actor,
                request_key=request_key,
                school_id=school_id,
            )
            if isinstance(work, Receipt):
                return work
            _refuse_stale(work, request.expected_revision)
            return deed(work)
    except (DatabaseBusy, KeyReused):
        raise
    except EngineError as refusal:
        _record_refusal(bench, request.roadmap_id, refusal, actor=actor, permission=permission)
        raise


def take_roadmap(
    bench: Workbench,
    transaction: Transaction,
    roadmap_id: UUID,
    permission: Permission,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
    school_id: UUID | None = None,
) -> RoadmapWork | Receipt:
    """Lock a roadmap for an actor who may do this there; a known key gives its kept answer."""
    locked = lock_roadmap(transaction, roadmap_id)
    if locked is None:
        raise NotFound
    at = bench.now()
    place = _place(transaction, locked.state, school_id)
    today = local_day(at, locked.state.zone)
    tied = _tied(transaction, actor, school_id, today)
    roles = require(permission, actor, place, today, attached=tied)
    # Asked after the right to the deed: a key must not tell a foreign roadmap from an absent one.
    answer = replayed(transaction, actor, request_key)
    if answer is not None:
        return answer
    return RoadmapWork(bench, transaction, locked, actor, roles, at, request_key, school_id)


def _tied(
    transaction: Transaction, actor: Actor, school_id: UUID | None, today: date
) -> frozenset[Role]:
    """The role of a tutor school's representative, while the tutor school is tied to the school."""
    tutors = actor.tutor_schools(today)
    if school_id is None or not tutors:
        return frozenset()
    ties = ties_of(transaction, school_id, tutors)
    return frozenset({Role.TUTOR_SCHOOL_REP} if any(one.holds_on(today) for one in ties) else ())


def _place(transaction: Transaction, state: RoadmapState, school_id: UUID | None) -> Place:
    """Where the right to the deed must hold; a school outside the roadmap's place is no place."""
    if school_id is None:
        return state.place
    place = place_of_school(transaction, school_id)
    if place is None or not state.place.covers(place):
        raise NotFound
    return place


def _refuse_stale(work: RoadmapWork, expected: int | None) -> None:
    """Refuse where somebody did something since the page was read; being told is nothing."""
    if expected is None or expected == work.head.seq:
        return
    since = kinds_since(work.transaction, work.head.stream, expected)
    if expected > work.head.seq or not since <= ONLY_TELLS:
        raise RoadmapStale(roadmap_id=work.state.id, expected=expected, revision=work.head.seq)


def _record_refusal(
    bench: Workbench,
    roadmap_id: UUID,
    refusal: EngineError,
    *,
    actor: Actor,
    permission: Permission,
) -> None:
    """Write the attempt with its reasons; one on a roadmap that does not exist leaves nothing."""
    with unit_of_work(bench.database) as transaction:
        if roadmap_state(transaction, roadmap_id) is None:
            return
        head = lock_stream(transaction, Stream(StreamKind.REFUSAL, roadmap_id))
        draft = AuditDraft(
            kind=AuditKind.DEED_REFUSED,
            actor=actor,
            at=bench.now(),
            fields={
                "code": refusal.code,
                "permission": permission.value,
                "unmet": reasons_of(refusal),
            },
        )
        record(transaction, head, draft, [])


__all__ = ["RoadmapDeed", "RoadmapWork", "on_roadmap", "take_roadmap"]
