"""Publishing a version of a definition: checked, immutable, recorded; cases keep their version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.actions.announcing import published_notices
from engine.actions.definitionwork import DefinitionWork, definition_stream, on_definition
from engine.actions.footing import refuse_unfit_base, refuse_wrong_level
from engine.domain.audit import AuditKind
from engine.domain.checks import inspect_definition
from engine.domain.definition_form import stored_form
from engine.domain.errors import ApprovalRequired, DefinitionInvalid, StaleRevision
from engine.domain.finality import never_stricter
from engine.domain.publication import asks_for_approval, checked_day, checked_note
from engine.storage.changes import Change, Insert
from engine.storage.definitions import current_definition, last_number, newest_of_region
from engine.storage.tables import DefinitionRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from engine.domain import drafting
    from engine.domain.definition import Definition
    from engine.domain.finality import Stricter
    from engine.domain.roles import Actor
    from engine.storage.definitions import CurrentVersion
    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class PublishRequest:
    """A parsed definition with its text, for a region (None: the base of all regions).

    `expected_version` is the version the editor started from; another one published meanwhile is a
    conflict, never overwritten. Of a text that changes another one, `extends_digest` is the version
    it stands on, `changes` are its operations and `stricter` the order of settings they rest on.
    `municipality_id` is whose path it is, where it is not the whole region's. New cases begin on it
    from `effective_on`, today unless named.
    """

    region_id: UUID | None
    definition: Definition
    text: str
    extends_digest: str | None = None
    expected_version: int | None = None
    changes: tuple[drafting.Change, ...] = ()
    stricter: Stricter = never_stricter
    municipality_id: UUID | None = None
    effective_on: date | None = None
    note: str = ""


def publish_definition(
    bench: Workbench,
    request: PublishRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Publish the next version; the receipt names it. Cases under way keep theirs.

    Raises DefinitionInvalid with every finding, StaleRevision when somebody else published first,
    ApprovalRequired where the region wants another person to approve, InvalidInput.
    """

    def deed(work: DefinitionWork) -> Receipt:
        refuse_unfit(work, request)
        if needs_approval(work, request.region_id):
            raise ApprovalRequired
        return publish_within(work, request, author_id=work.actor.account_id)

    stream = definition_stream(request.region_id, request.definition.code)
    return on_definition(
        bench,
        AuditKind.DEFINITION_PUBLISHED,
        lambda _transaction: (stream, request.region_id),
        deed,
        actor=actor,
        request_key=request_key,
    )


def publish_within(
    work: DefinitionWork,
    request: PublishRequest,
    *,
    author_id: UUID,
    approved_by: UUID | None = None,
    also: Sequence[Change] = (),
    version_id: UUID | None = None,
) -> Receipt:
    """Publish in a deed under way; `also` is written with it, `version_id` named beforehand."""
    current = expected_current(work, request)
    row = _row(work, request, version_id or new_id(), author_id, approved_by)
    told = published_notices(work, row, approved=approved_by is not None)
    return work.write(
        AuditKind.DEFINITION_PUBLISHED,
        [Insert(DefinitionRow, row), *also, *told],
        created_id=row["id"],
        definition_digest=request.definition.digest,
        fields={
            "code": request.definition.code,
            "version": row["version"],
            "former": current.digest if current else None,
            "effective_on": row["effective_on"].isoformat(),
            **({"author": str(author_id)} if approved_by else {}),
        },
        text={"note": row["note"]},
    )


def expected_current(work: DefinitionWork, request: PublishRequest) -> CurrentVersion | None:
    """The version that is followed; StaleRevision when it is another than the author knew."""
    current = current_definition(work.transaction, request.region_id, request.definition.code)
    version = current.version if current else 0
    if request.expected_version is not None and request.expected_version != version:
        raise StaleRevision(expected=request.expected_version, revision=version)
    return current


def needs_approval(work: DefinitionWork, region_id: UUID | None) -> bool:
    """Whether the region asks for another person: any of its paths says so, in its newest version.

    What a version says of itself does not bind it: else nobody could publish the first one, and
    its author could lift the rule with the same hand.
    """
    if region_id is None:
        return False
    return any(map(asks_for_approval, newest_of_region(work.transaction, region_id)))


def refuse_unfit(work: DefinitionWork, request: PublishRequest) -> None:
    """Raise DefinitionInvalid with every finding that forbids publishing, or InvalidInput."""
    findings = inspect_definition(request.definition, work.bench.facts)
    errors = tuple(finding for finding in findings if finding.severity == "error")
    if errors:
        raise DefinitionInvalid(findings=errors)
    refuse_wrong_level(work.transaction, request)
    refuse_unfit_base(work.bench, work.transaction, request)


def _row(
    work: DefinitionWork,
    request: PublishRequest,
    version_id: UUID,
    author_id: UUID,
    approved_by: UUID | None,
) -> dict[str, Any]:
    definition = request.definition
    number = last_number(work.transaction, request.region_id, definition.code)
    return {
        "id": version_id,
        "stream_id": work.head.stream.subject_id,
        "region_id": request.region_id,
        "municipality_id": request.municipality_id,
        "code": definition.code,
        "version": number + 1,
        "subject": definition.subject.value,
        "title": definition.title,
        "digest": definition.digest,
        "text": request.text,
        "content": stored_form(definition),
        "extends_digest": request.extends_digest,
        "published_at": work.at,
        "published_by": author_id,
        "effective_on": checked_day(request.effective_on, work.today),
        "note": checked_note(request.note),
        "approved_by": approved_by,
    }
