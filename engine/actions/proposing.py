"""Two pairs of eyes: a version is submitted by its author and approved or returned by another.

What was submitted does not change any more, so that what is approved is what was read.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.actions.announcing import returned_notices, submitted_notices
from engine.actions.definitionwork import DefinitionWork, definition_stream, on_definition
from engine.actions.publishing import (
    PublishRequest,
    expected_current,
    needs_approval,
    publish_within,
    refuse_unfit,
)
from engine.domain.audit import AuditKind, Stream, StreamKind
from engine.domain.definition_form import definition_from_plain, stored_form
from engine.domain.errors import (
    Forbidden,
    InvalidInput,
    NotFound,
    OwnApproval,
    ProposalWaiting,
    StaleRevision,
)
from engine.domain.finality import never_stricter
from engine.domain.publication import ProposalStatus, checked_day, checked_note
from engine.domain.roles import Permission
from engine.storage.changes import Change, Insert, Update
from engine.storage.drafts import draft_of
from engine.storage.proposals import Proposal, proposal_by_id, waiting_proposal
from engine.storage.tables import DraftRow, ProposalRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from engine.domain import drafting
    from engine.domain.finality import Stricter
    from engine.domain.roles import Actor
    from engine.storage.database import Transaction
    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class ApproveRequest:
    """The approval of what was read: `digest` is that of the version on the approver's page.

    `changes` and `stricter` are the operations of the submitted text, as in publishing: they are
    asked for where the base has a newer version by now.
    """

    proposal_id: UUID
    digest: str
    changes: tuple[drafting.Change, ...] = ()
    stricter: Stricter = never_stricter


@dataclass(frozen=True, slots=True)
class ReturnRequest:
    """A version given back to its author, with what is to be changed."""

    proposal_id: UUID
    remarks: str


def submit_definition(
    bench: Workbench,
    request: PublishRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Publish at once, or leave the version waiting where another must approve it.

    The kind of the receipt says which. Raises what publishing raises, and ProposalWaiting while
    another version of the path waits.
    """

    def deed(work: DefinitionWork) -> Receipt:
        refuse_unfit(work, request)
        if not needs_approval(work, request.region_id):
            return publish_within(work, request, author_id=work.actor.account_id)
        expected_current(work, request)
        if waiting_proposal(work.transaction, work.head.stream.subject_id) is not None:
            raise ProposalWaiting
        row = _row(work, request)
        return work.write(
            AuditKind.DEFINITION_SUBMITTED,
            [Insert(ProposalRow, row), *submitted_notices(work, row)],
            created_id=row["id"],
            definition_digest=row["digest"],
            fields={"code": row["code"], "effective_on": row["effective_on"].isoformat()},
            text={"note": row["note"]},
        )

    stream = definition_stream(request.region_id, request.definition.code)
    return on_definition(
        bench,
        AuditKind.DEFINITION_SUBMITTED,
        lambda _transaction: (stream, request.region_id),
        deed,
        actor=actor,
        request_key=request_key,
    )


def approve_definition(
    bench: Workbench,
    request: ApproveRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Publish a submitted version; the receipt names the version.

    Where its first day has passed meanwhile it is in force from today. Raises OwnApproval for its
    author, StaleRevision when another was published or the page showed another text.
    """

    def decide(work: DefinitionWork, proposal: Proposal) -> Receipt:
        if proposal.author_id == work.actor.account_id:
            raise OwnApproval
        if proposal.digest != request.digest:
            raise StaleRevision(expected=proposal.expected, revision=proposal.expected)
        order = _order(proposal, work, request)
        refuse_unfit(work, order)
        version_id = new_id()
        decided = _decided(work, proposal, ProposalStatus.APPROVED, definition_id=version_id)
        return publish_within(
            work,
            order,
            author_id=proposal.author_id,
            approved_by=work.actor.account_id,
            also=[decided, *_draft_let_go(work, proposal)],
            version_id=version_id,
        )

    kind = AuditKind.DEFINITION_PUBLISHED
    return _decide(bench, kind, request.proposal_id, decide, actor=actor, request_key=request_key)


def return_definition(
    bench: Workbench,
    request: ReturnRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Give a submitted version back to its author with remarks; nothing is published."""

    def decide(work: DefinitionWork, proposal: Proposal) -> Receipt:
        remarks = checked_note(request.remarks, "remarks", required=True)
        if proposal.author_id == work.actor.account_id:
            raise InvalidInput(field="proposal_id", rule="own_return")
        decided = _decided(work, proposal, ProposalStatus.RETURNED, remarks=remarks)
        changes = [decided, *returned_notices(work, proposal)]
        return _written(work, proposal, AuditKind.DEFINITION_RETURNED, changes, remarks)

    kind = AuditKind.DEFINITION_RETURNED
    return _decide(bench, kind, request.proposal_id, decide, actor=actor, request_key=request_key)


def withdraw_definition(
    bench: Workbench,
    proposal_id: UUID,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Take back what one submitted oneself; the draft is still there to be changed."""

    def decide(work: DefinitionWork, proposal: Proposal) -> Receipt:
        if proposal.author_id != work.actor.account_id:
            raise Forbidden(permission=Permission.PUBLISH_DEFINITION.value, rule="not_author")
        changes = [_decided(work, proposal, ProposalStatus.WITHDRAWN)]
        return _written(work, proposal, AuditKind.DEFINITION_WITHDRAWN, changes)

    kind = AuditKind.DEFINITION_WITHDRAWN
    return _decide(bench, kind, proposal_id, decide, actor=actor, request_key=request_key)


def _decide(
    bench: Workbench,
    kind: AuditKind,
    proposal_id: UUID,
    decide: Callable[[DefinitionWork, Proposal], Receipt],
    *,
    actor: Actor,
    request_key: RequestKey | None,
) -> Receipt:
    """Decide on a waiting proposal under the lock of its path."""

    def deed(work: DefinitionWork) -> Receipt:
        proposal = _known(work.transaction, proposal_id)
        if proposal.status is not ProposalStatus.WAITING:
            raise InvalidInput(field="proposal_id", rule="decided", value=proposal.status.value)
        return decide(work, proposal)

    def find(transaction: Transaction) -> tuple[Stream, UUID | None]:
        proposal = _known(transaction, proposal_id)
        return Stream(StreamKind.DEFINITION, proposal.stream_id), proposal.region_id

    return on_definition(bench, kind, find, deed, actor=actor, request_key=request_key)


def _known(transaction: Transaction, proposal_id: UUID) -> Proposal:
    proposal = proposal_by_id(transaction, proposal_id)
    if proposal is None:
        raise NotFound
    return proposal


def _order(proposal: Proposal, work: DefinitionWork, request: ApproveRequest) -> PublishRequest:
    """What was submitted, word for word; a row that no longer says it is not published."""
    definition = definition_from_plain(dict(proposal.content))
    if (definition.digest, _digest(proposal.text)) != (proposal.digest, proposal.text_digest):
        raise InvalidInput(field="proposal_id", rule="altered")
    return PublishRequest(
        proposal.region_id,
        definition,
        proposal.text,
        proposal.extends_digest,
        proposal.expected,
        request.changes,
        request.stricter,
        proposal.municipality_id,
        max(proposal.effective_on, work.today),
        proposal.note,
    )


def _row(work: DefinitionWork, request: PublishRequest) -> dict[str, Any]:
    definition = request.definition
    current = expected_current(work, request)
    return {
        "id": new_id(),
        "stream_id": work.head.stream.subject_id,
        "region_id": request.region_id,
        "municipality_id": request.municipality_id,
        "code": definition.code,
        "title": definition.title,
        "expected": current.version if current else 0,
        "digest": definition.digest,
        "text": request.text,
        "text_digest": _digest(request.text),
        "content": stored_form(definition),
        "extends_digest": request.extends_digest,
        "effective_on": checked_day(request.effective_on, work.today),
        "note": checked_note(request.note),
        "author_id": work.actor.account_id,
        "submitted_at": work.at,
        "status": ProposalStatus.WAITING.value,
        "decided_by": None,
        "decided_at": None,
        "remarks": "",
        "definition_id": None,
    }


def _decided(
    work: DefinitionWork, proposal: Proposal, status: ProposalStatus, **values: Any
) -> Update:
    new = {
        "status": status.value,
        "decided_by": work.actor.account_id,
        "decided_at": work.at,
        **values,
    }
    before = {"status": proposal.status.value}
    return Update(ProposalRow, {"id": proposal.id}, new, before=before)


def _draft_let_go(work: DefinitionWork, proposal: Proposal) -> list[Change]:
    """The author's draft, unless he went on writing meanwhile."""
    draft = draft_of(work.transaction, proposal.author_id, proposal.stream_id)
    if draft is None or not draft.standing or draft.text != proposal.text:
        return []
    return [Update(DraftRow, {"id": draft.id}, {"text": "", "dropped_at": work.at})]


def _written(
    work: DefinitionWork,
    proposal: Proposal,
    kind: AuditKind,
    changes: Sequence[Change],
    remarks: str = "",
) -> Receipt:
    return work.write(
        kind,
        changes,
        definition_digest=proposal.digest,
        fields={"code": proposal.code, "author": str(proposal.author_id)},
        text={"remarks": remarks},
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
