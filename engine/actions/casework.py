"""The one way every deed on a case goes: lock, decide, record; a refusal is recorded apart."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from engine.actions.closing import close_met_terms
from engine.actions.deedwork import DeedWork
from engine.actions.refusing import record_refusal
from engine.domain.audit import ONLY_TELLS, AuditDraft, AuditKind
from engine.domain.errors import (
    DatabaseBusy,
    EngineError,
    InvalidInput,
    KeyReused,
    NotFound,
    StaleRevision,
)
from engine.domain.roles import Actor, Permission, Role, require
from engine.domain.terms import local_day
from engine.storage.cases import LockedCase, lock_case, lock_cases
from engine.storage.database import Transaction, unit_of_work
from engine.storage.duties import PausedDuty, paused_duties
from engine.storage.journal import kinds_since
from engine.storage.receipts import Receipt, RequestKey, replayed
from engine.storage.situations import read_situation, read_situations

if TYPE_CHECKING:
    from datetime import date, datetime

    from engine.domain.situation import Situation
    from engine.workbench import Workbench


class CaseDeed(Protocol):
    """What every request about a case names; `expected_revision` is what the page was read at."""

    @property
    def case_id(self) -> UUID: ...
    @property
    def expected_revision(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class CaseWork(DeedWork):
    """A case on the bench: locked, read, and the actor's roles on it known."""

    bench: Workbench
    transaction: Transaction
    locked: LockedCase
    situation: Situation
    actor: Actor
    roles: frozenset[Role]
    at: datetime
    request_key: RequestKey | None
    paused: tuple[PausedDuty, ...] = ()

    @property
    def today(self) -> date:
        """The day in the region's zone."""
        return self.situation.today

    @property
    def next_revision(self) -> int:
        """The revision the case will have when this deed is recorded."""
        return self.locked.state.revision + 1

    def draft(self, kind: AuditKind, **given: Any) -> AuditDraft:
        """A journal draft with what is the same for every deed on this case."""
        return AuditDraft(
            kind=kind,
            actor=self.actor,
            at=self.at,
            role=given.pop("role", None) or self.role_for_journal(),
            definition_digest=self.locked.state.definition_digest,
            happened_on=given.pop("happened_on", None) or self.today,
            recorded_on=self.today,
            fields={**_skew(self), **given.pop("fields", {})},
            **given,
        )

    def word(self, dictionary: str, code: str, name: str) -> str:
        """A code that the definition's dictionary has; anything else is refused."""
        if code not in self.situation.words(dictionary):
            raise InvalidInput(field=name, rule="unknown", value=code)
        return code


@dataclass(frozen=True, slots=True)
class SaidWork(CaseWork):
    """A case on the bench for the sake of something larger; every entry made here says of what."""

    said: Mapping[str, Any] = field(default_factory=dict)

    def draft(self, kind: AuditKind, **given: Any) -> AuditDraft:
        given["fields"] = {**self.said, **given.get("fields", {})}
        return CaseWork.draft(self, kind, **given)


def saying(work: CaseWork, said: Mapping[str, Any]) -> SaidWork:
    """The same work, whose entries say what it is a part of."""
    return SaidWork(**{one.name: getattr(work, one.name) for one in fields(CaseWork)}, said=said)


def settle(work: CaseWork, target: str | None = None, *, papers: bool = False) -> bool:
    """After a deed: close the terms of the stage the case is in now whose subject is done.

    Whether it closed any. Costs nothing where no term of the stage can be closed. `papers` says
    that the deed was on a document: the case may owe one since a succession.
    """
    closable = (target or work.locked.state.stage) in work.locked.definition.closable
    if not closable and not papers:
        return False
    locked = lock_case(work.transaction, work.locked.state.id)
    if locked is None:
        raise NotFound
    return close_met_terms(replace(work, locked=locked, request_key=None))


def after(work: SaidWork, receipt: Receipt) -> SaidWork:
    """The same work after one of its entries: the next one of the transaction follows on it."""
    state = replace(
        work.locked.state,
        revision=receipt.seq,
        head=receipt.hash,
        changed_at=receipt.at,
        changed_by=work.actor.account_id,
    )
    return replace(work, locked=replace(work.locked, state=state))


def _skew(work: CaseWork) -> dict[str, int]:
    """The clock stood behind the last entry: kept as it is, and said."""
    behind = (work.locked.state.changed_at - work.at).total_seconds()
    return {"skew_seconds": int(behind) + 1} if behind > 0 else {}


def on_case(
    bench: Workbench,
    request: CaseDeed,
    permission: Permission,
    deed: Callable[[CaseWork], Receipt],
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
    move: str | None = None,
) -> Receipt:
    """Do a deed on a case in one transaction; a refusal changes nothing but is itself recorded."""
    try:
        with unit_of_work(bench.database) as transaction:
            work = take_case(
                bench,
                transaction,
                request.case_id,
                permission,
                actor=actor,
                request_key=request_key,
            )
            if isinstance(work, Receipt):
                return work
            refuse_stale(work, request.expected_revision)
            receipt = deed(work)
            settle(work, receipt.target, papers=receipt.kind.startswith("document:"))
            return receipt
    except (DatabaseBusy, KeyReused):
        raise
    except EngineError as refusal:
        record_refusal(
            bench, request.case_id, refusal, actor=actor, permission=permission, move=move
        )
        raise


def take_case(
    bench: Workbench,
    transaction: Transaction,
    case_id: UUID,
    permission: Permission,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> CaseWork | Receipt:
    """Lock and read a case for an actor who may do this kind of deed on it.

    A request that was already answered gives its first answer instead.
    """
    locked = lock_case(transaction, case_id)
    if locked is None:
        raise NotFound
    at = bench.now()
    try:
        answer = replayed(transaction, actor, request_key)
    except KeyReused:
        # Told only to who may do the deed, or a key would tell a foreign case from an absent one.
        _admit(transaction, locked, permission, actor, at)
        raise
    if answer is not None:
        return answer
    situation, roles = _admit(transaction, locked, permission, actor, at)
    paused = _paused(transaction, [locked]).get(case_id, ())
    return CaseWork(bench, transaction, locked, situation, actor, roles, at, request_key, paused)


def _paused(
    transaction: Transaction, located: Iterable[LockedCase]
) -> dict[UUID, tuple[PausedDuty, ...]]:
    """The terms that stand still, of those cases that are suspended."""
    return paused_duties(transaction, [one.state.id for one in located if one.suspended])


def _admit(
    transaction: Transaction,
    locked: LockedCase,
    permission: Permission,
    actor: Actor,
    at: datetime,
) -> tuple[Situation, frozenset[Role]]:
    situation = read_situation(transaction, locked, local_day(at, locked.zone))
    attached = situation.attached_roles(actor)
    place = locked.state.place
    return situation, require(permission, actor, place, situation.today, attached=attached)


def refuse_stale(work: CaseWork, expected: int | None) -> None:
    """Refuse where somebody did something on the case since it was read; being told is nothing."""
    state = work.locked.state
    if expected is None or expected == state.revision:
        return
    since = kinds_since(work.transaction, work.locked.head.stream, expected)
    if expected > state.revision or not since <= ONLY_TELLS:
        raise StaleRevision(
            case_id=state.id,
            expected=expected,
            revision=state.revision,
            stage=state.stage,
            changed_by=state.changed_by,
            changed_at=state.changed_at,
        )


def take_cases(
    bench: Workbench,
    transaction: Transaction,
    case_ids: Collection[UUID],
    permission: Permission,
    *,
    actor: Actor,
) -> dict[UUID, CaseWork | EngineError]:
    """Lock and read many cases in the order of their ids; each is there for this actor or refused.

    All locks come before the first fact is read, so the facts are as new as the locks.
    """
    at = bench.now()
    taken: dict[UUID, CaseWork | EngineError] = {one: NotFound() for one in case_ids}
    located = lock_cases(transaction, case_ids)
    days = {zone: local_day(at, zone) for zone in {one.zone for one in located}}
    today = {one.state.id: days[one.zone] for one in located}
    situations = read_situations(transaction, located, today)
    paused = _paused(transaction, located)
    for locked in located:
        case_id, place = locked.state.id, locked.state.place
        situation = situations[case_id]
        attached = situation.attached_roles(actor)
        try:
            roles = require(permission, actor, place, situation.today, attached=attached)
        except EngineError as refusal:
            taken[case_id] = refusal
        else:
            taken[case_id] = CaseWork(
                bench,
                transaction,
                locked,
                situation,
                actor,
                roles,
                at,
                None,
                paused.get(case_id, ()),
            )
    return taken


__all__ = ["CaseDeed", "CaseWork", "on_case", "take_case", "take_cases"]
