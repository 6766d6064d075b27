"""Publishing a version of a definition: checked, immutable, recorded; cases keep their version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

from engine.actions.footing import refuse_open_conflicts, refuse_wrong_level
from engine.domain.audit import AuditDraft, AuditKind, Stream, StreamKind
from engine.domain.checks import inspect_definition
from engine.domain.definition_form import stored_form
from engine.domain.errors import DefinitionInvalid, StaleRevision
from engine.domain.finality import never_stricter
from engine.domain.roles import Actor, Permission, Place, require
from engine.domain.terms import local_day
from engine.storage.changes import Insert
from engine.storage.database import unit_of_work
from engine.storage.definitions import current_definition, zone_of
from engine.storage.journal import lock_stream, record
from engine.storage.receipts import Receipt, RequestKey, replayed
from engine.storage.tables import DefinitionRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from engine.domain.definition import Definition
    from engine.domain.drafting import Change
    from engine.domain.finality import Stricter
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class PublishRequest:
    """A parsed definition with its text, for a region (None: the base of all regions).

    `expected_version` is the version the editor started from; another one published meanwhile is a
    conflict, never overwritten. Of a text that changes another one, `extends_digest` is the version
    it stands on, `changes` are its operations and `stricter` the order of settings they rest on.
    `municipality_id` is whose path it is, where it is not the whole region's.
    """

    region_id: UUID | None
    definition: Definition
    text: str
    extends_digest: str | None = None
    expected_version: int | None = None
    changes: tuple[Change, ...] = ()
    stricter: Stricter = never_stricter
    municipality_id: UUID | None = None


def publish_definition(
    bench: Workbench,
    request: PublishRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Publish the next version; the receipt names it. New cases begin on it at once.

    Raises DefinitionInvalid with every finding, StaleRevision when somebody else published first.
    """
    stream = definition_stream(request.region_id, request.definition.code)
    with unit_of_work(bench.database) as transaction:
        head = lock_stream(transaction, stream)
        answer = replayed(transaction, actor, request_key)
        if answer is not None:
            return answer
        at = bench.now()
        today = local_day(at, zone_of(transaction, request.region_id))
        roles = require(Permission.PUBLISH_DEFINITION, actor, Place(request.region_id), today)
        _check(bench, request)
        refuse_wrong_level(request)
        refuse_open_conflicts(transaction, request)
        current = current_definition(transaction, request.region_id, request.definition.code)
        version = current.version if current else 0
        if request.expected_version is not None and request.expected_version != version:
            raise StaleRevision(expected=request.expected_version, revision=version)
        row = _row(request, stream, version + 1, actor, at)
        draft = AuditDraft(
            kind=AuditKind.DEFINITION_PUBLISHED,
            actor=actor,
            at=at,
            happened_on=today,
            role=min(roles),
            definition_digest=request.definition.digest,
            fields={
                "code": request.definition.code,
                "version": version + 1,
                "former": current.digest if current else None,
            },
        )
        return record(
            transaction,
            head,
            draft,
            [Insert(DefinitionRow, row)],
            request_key=request_key,
            created_id=row["id"],
        )


def definition_stream(region_id: UUID | None, code: str) -> Stream:
    """The stream of a definition over all its versions: made from region and code."""
    return Stream(StreamKind.DEFINITION, uuid5(NAMESPACE_URL, f"definition:{region_id}:{code}"))


def _check(bench: Workbench, request: PublishRequest) -> None:
    findings = inspect_definition(request.definition, bench.facts)
    errors = tuple(finding for finding in findings if finding.severity == "error")
    if errors:
        raise DefinitionInvalid(findings=errors)


def _row(
    request: PublishRequest, stream: Stream, version: int, actor: Actor, at: object
) -> dict[str, Any]:
    definition = request.definition
    return {
        "id": new_id(),
        "stream_id": stream.subject_id,
        "region_id": request.region_id,
        "municipality_id": request.municipality_id,
        "code": definition.code,
        "version": version,
        "subject": definition.subject.value,
        "title": definition.title,
        "digest": definition.digest,
        "text": request.text,
        "content": stored_form(definition),
        "extends_digest": request.extends_digest,
        "published_at": at,
        "published_by": actor.account_id,
    }
