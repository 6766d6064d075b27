"""Retiring a published version: kept for ever, but no case begins on it any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.actions.definitionwork import DefinitionWork, on_definition
from engine.domain.audit import AuditKind, Stream, StreamKind
from engine.domain.errors import NotFound, VersionInUse
from engine.domain.publication import checked_note
from engine.storage.changes import Insert
from engine.storage.definitions import definition_in_force
from engine.storage.proposals import KeptVersion, kept_version
from engine.storage.tables import RetirementRow

if TYPE_CHECKING:
    from uuid import UUID

    from engine.domain.roles import Actor
    from engine.storage.database import Transaction
    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class RetireRequest:
    """A published version, and why it goes out of use."""

    definition_id: UUID
    reason: str


def retire_version(
    bench: Workbench,
    request: RetireRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Take a version out of use; one that was planned for a later day is called off so.

    Raises VersionInUse while cases are led by it, closed ones too, or while it is in force;
    NotFound for a version that is retired already.
    """

    def deed(work: DefinitionWork) -> Receipt:
        reason = checked_note(request.reason, "reason", required=True)
        version = _known(work.transaction, request.definition_id)
        _refuse_used(work, version)
        row = {
            "id": version.id,
            "retired_on": work.today,
            "retired_by": work.actor.account_id,
        }
        return work.write(
            AuditKind.DEFINITION_RETIRED,
            [Insert(RetirementRow, row)],
            definition_digest=version.digest,
            fields={"code": version.code, "version": version.version},
            text={"reason": reason},
        )

    def find(transaction: Transaction) -> tuple[Stream, UUID | None]:
        version = _known(transaction, request.definition_id)
        return Stream(StreamKind.DEFINITION, version.stream_id), version.region_id

    return on_definition(
        bench, AuditKind.DEFINITION_RETIRED, find, deed, actor=actor, request_key=request_key
    )


def _known(transaction: Transaction, definition_id: UUID) -> KeptVersion:
    version = kept_version(transaction, definition_id)
    if version is None:
        raise NotFound
    return version


def _refuse_used(work: DefinitionWork, version: KeptVersion) -> None:
    leading = definition_in_force(
        work.transaction, version.region_id, version.code, work.today, work.today
    )
    in_force = leading is not None and leading.id == version.id
    if version.cases or in_force:
        raise VersionInUse(cases=version.cases, in_force=in_force)
