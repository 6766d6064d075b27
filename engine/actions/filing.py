"""Documents of a case: versions with a file and its SHA-256; nothing is overwritten."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.actions.casework import CaseWork, on_case
from engine.actions.noticing import returned_notices
from engine.domain.audit import AuditKind
from engine.domain.errors import Forbidden, InvalidInput, NotFound
from engine.domain.roles import Actor, Permission
from engine.domain.situation import DocumentFact, DocumentStatus
from engine.storage.changes import Change, Insert, InsertMissing, Update
from engine.storage.journal import record
from engine.storage.tables import DocumentRow, FileRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes; scans of orders and programmes are 5-20 MB."""


_PROGRAM = (b"MZ\x90", b"\x7fELF")
_RUNNING = (
    *(".exe", ".com", ".bat", ".cmd", ".msi", ".scr", ".pif", ".cpl", ".dll", ".reg", ".lnk"),
    *(".vbs", ".vbe", ".js", ".jse", ".wsf", ".wsh", ".hta", ".ps1", ".jar", ".apk", ".sh"),
)
"""Nobody's evidence is a program, whatever its sender calls it."""


@dataclass(frozen=True, slots=True)
class FilePaper:
    """A file as it was handed in: its name, what it claims to be, its bytes and their SHA-256."""

    name: str
    media_type: str
    content: bytes
    sha256: str

    @classmethod
    def of(cls, name: str, media_type: str, content: bytes) -> FilePaper:
        """A file with its hash and its name on one line.

        Raises InvalidInput, field `file`: `empty`, `too_large`, and `program` for what would run
        on the machine of whoever opens it.
        """
        if not content:
            raise InvalidInput(field="file", rule="empty")
        if content.startswith(_PROGRAM) or name.strip().lower().endswith(_RUNNING):
            raise InvalidInput(field="file", rule="program")
        if len(content) > LARGEST_FILE:
            raise InvalidInput(field="file", rule="too_large", value=LARGEST_FILE)
        line = " ".join(name.split())
        return cls(line[-200:], media_type[:100], content, hashlib.sha256(content).hexdigest())


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """A new version of a document; `topic` is the risk factor an antirisk programme covers.

    `submit` hands it in at once; otherwise it stays a draft.
    """

    case_id: UUID
    kind: str
    title: str = ""
    topic: str | None = None
    file: FilePaper | None = None
    submit: bool = True
    expected_revision: int | None = None


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """What becomes of a document version: submitted, returned with remarks, approved, revoked."""

    case_id: UUID
    document_id: UUID
    verdict: DocumentStatus
    remarks: str = ""
    expected_revision: int | None = None


def register_document(
    bench: Workbench,
    request: DocumentRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Register a document version; the former version of the round is superseded, not lost."""
    deed = partial(_register, request=request)
    return on_case(
        bench, request, Permission.REGISTER_DOCUMENT, deed, actor=actor, request_key=request_key
    )


def _register(work: CaseWork, *, request: DocumentRequest) -> Receipt:
    work.word("document", request.kind, "kind")
    if request.topic is not None:
        work.word("risk_factor", request.topic, "topic")
    former = _former(work, request)
    row = _document_row(work, request, former)
    superseded = (
        [
            Update(
                DocumentRow,
                {"id": former.id},
                {"status": DocumentStatus.SUPERSEDED.value},
                before={"status": former.status.value},
            )
        ]
        if former is not None and former.status is not DocumentStatus.REVOKED
        else []
    )
    draft = work.draft(
        AuditKind.DOCUMENT_REGISTERED,
        evidence=(request.file.sha256,) if request.file else (),
        text={"title": request.title, "file_name": request.file.name if request.file else ""},
    )
    return record(
        work.transaction,
        work.locked.head,
        draft,
        [*file_changes(request.file), *superseded, Insert(DocumentRow, row)],
        request_key=work.request_key,
        created_id=row["id"],
    )


def _former(work: CaseWork, request: DocumentRequest) -> DocumentFact | None:
    """The version this one follows: the last of the kind and topic in the round."""
    same = [
        document
        for document in work.situation.documents
        if (document.kind, document.topic) == (request.kind, request.topic)
        and document.round == work.locked.state.round
    ]
    return max(same, key=lambda document: document.version, default=None)


def _document_row(
    work: CaseWork, request: DocumentRequest, former: DocumentFact | None
) -> dict[str, Any]:
    status = DocumentStatus.SUBMITTED if request.submit else DocumentStatus.DRAFT
    file = request.file
    return {
        "id": new_id(),
        "case_id": work.locked.state.id,
        "kind": request.kind,
        "topic": request.topic,
        "version": former.version + 1 if former else 1,
        "round": work.locked.state.round,
        "status": status.value,
        "title": request.title.strip()[:500],
        "file_name": file.name if file else None,
        "media_type": file.media_type if file else None,
        "sha256": file.sha256 if file else None,
        "size": len(file.content) if file else None,
        "author_id": work.actor.account_id,
        "registered_at": work.at,
        "replaces_id": former.id if former else None,
        "remarks": None,
    }


def file_changes(file: FilePaper | None) -> list[Change]:
    """The content, kept once however many documents share it."""
    if file is None:
        return []
    values = {"sha256": file.sha256, "size": len(file.content), "content": file.content}
    return [InsertMissing(FileRow, values, ("sha256",))]


_VERDICTS: dict[DocumentStatus, tuple[AuditKind, tuple[DocumentStatus, ...]]] = {
    DocumentStatus.SUBMITTED: (
        AuditKind.DOCUMENT_SUBMITTED,
        (DocumentStatus.DRAFT, DocumentStatus.RETURNED),
    ),
    DocumentStatus.RETURNED: (AuditKind.DOCUMENT_RETURNED, (DocumentStatus.SUBMITTED,)),
    DocumentStatus.APPROVED: (AuditKind.DOCUMENT_APPROVED, (DocumentStatus.SUBMITTED,)),
    DocumentStatus.REVOKED: (
        AuditKind.DOCUMENT_REVOKED,
        (DocumentStatus.DRAFT, DocumentStatus.SUBMITTED, DocumentStatus.APPROVED),
    ),
}
"""What may become of a version, from which statuses (domain book 13.4)."""


def review_document(
    bench: Workbench,
    request: ReviewRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Change the status of a document version; returning and revoking ask for remarks.

    An author hands in and revokes; returning and approving take another person.
    """
    reviews = request.verdict in (DocumentStatus.RETURNED, DocumentStatus.APPROVED)
    permission = Permission.REVIEW_DOCUMENT if reviews else Permission.REGISTER_DOCUMENT
    deed = partial(_review, request=request)
    return on_case(bench, request, permission, deed, actor=actor, request_key=request_key)


def _review(work: CaseWork, *, request: ReviewRequest) -> Receipt:
    document = next(
        (one for one in work.situation.documents if one.id == request.document_id), None
    )
    if document is None:
        raise NotFound
    if request.verdict not in _VERDICTS:
        raise InvalidInput(field="verdict", rule="unknown", value=request.verdict.value)
    kind, allowed_from = _VERDICTS[request.verdict]
    if document.status not in allowed_from:
        raise InvalidInput(field="verdict", rule="status", value=document.status.value)
    _check_reviewer(work, document, request)
    values: dict[str, Any] = {"status": request.verdict.value}
    told: list[Change] = []
    if request.verdict is DocumentStatus.RETURNED:
        values["remarks"] = request.remarks
        told = returned_notices(work, document)
    draft = work.draft(
        kind,
        evidence=(document.sha256,) if document.sha256 else (),
        fields={"kind": document.kind, "version": document.version},
        text={"remarks": request.remarks},
    )
    change = Update(
        DocumentRow, {"id": document.id}, values, before={"status": document.status.value}
    )
    return record(
        work.transaction, work.locked.head, draft, [change, *told], request_key=work.request_key
    )


def _check_reviewer(work: CaseWork, document: DocumentFact, request: ReviewRequest) -> None:
    own = document.author_id == work.actor.account_id
    reviews = request.verdict in (DocumentStatus.RETURNED, DocumentStatus.APPROVED)
    if own and request.verdict is DocumentStatus.APPROVED:
        raise Forbidden(permission=Permission.REVIEW_DOCUMENT.value, rule="author")
    if not own and not reviews and not work.actor.allows(Permission.REVIEW_DOCUMENT, work.roles):
        raise Forbidden(permission=Permission.REGISTER_DOCUMENT.value, rule="not_author")
    if request.verdict in (DocumentStatus.RETURNED, DocumentStatus.REVOKED):
        work.remark(request.remarks, "remarks")
