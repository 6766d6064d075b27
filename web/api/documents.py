"""Documents of a case and their files."""

from __future__ import annotations

import io
import re
from typing import Any
from uuid import UUID

from flask import Response, send_file

from engine.actions.filing import (
    DocumentRequest,
    FilePaper,
    ReviewRequest,
    register_document,
    review_document,
)
from engine.domain.roles import Permission
from engine.queries.cases import case_card
from engine.queries.papers import document_file
from engine.storage.receipts import Receipt
from web.api.conditions import expected_revision, request_key
from web.api.resource import Resource
from web.api.schemas.papers import DocumentSent, DocumentsSchema, ReviewSent
from web.current import current_bench
from web.files import safe_name
from web.identity import current_actor

documents = Resource("documents", "Documents of a case.")
RULE = "/cases/<uuid:case_id>/documents"

_MEDIA_TYPE = re.compile(r"[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+")
_FORM: dict[str, Any] = {
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {
                    "kind": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,63}$"},
                    "title": {"type": "string", "maxLength": 500},
                    "topic": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,63}$"},
                    "submit": {"type": "string", "enum": ["true", "false"]},
                    "file": {"type": "string", "contentMediaType": "application/octet-stream"},
                },
                "required": ["kind"],
                "additionalProperties": False,
            }
        }
    }
}


@documents.reads(RULE, needs=Permission.READ_CASE, gives=DocumentsSchema)
def show_documents(case_id: UUID) -> Any:
    """Versions of the documents of a case."""
    return {"items": case_card(current_bench(), case_id, actor=current_actor()).documents}


@documents.deed(RULE, needs=Permission.REGISTER_DOCUMENT, takes=DocumentSent, body=_FORM)
def register_new_document(sent: dict[str, Any], case_id: UUID) -> Receipt:
    """Register a version of a document, as JSON with base64 or as a form with a file."""
    file = sent.pop("file")
    request = DocumentRequest(
        case_id=case_id,
        file=FilePaper.of(file["name"], file["media_type"], file["content"]) if file else None,
        expected_revision=expected_revision(),
        **sent,
    )
    return register_document(
        current_bench(), request, actor=current_actor(), request_key=request_key()
    )


@documents.deed(
    f"{RULE}/<uuid:document_id>/review",
    needs=frozenset({Permission.REVIEW_DOCUMENT, Permission.REGISTER_DOCUMENT}),
    takes=ReviewSent,
    status=200,
)
def review_one_document(sent: dict[str, Any], case_id: UUID, document_id: UUID) -> Receipt:
    """Submit, return, approve or revoke a version."""
    request = ReviewRequest(
        case_id=case_id, document_id=document_id, expected_revision=expected_revision(), **sent
    )
    return review_document(
        current_bench(), request, actor=current_actor(), request_key=request_key()
    )


@documents.gives_file(f"{RULE}/<uuid:document_id>/file", needs=Permission.READ_CASE)
def show_file(case_id: UUID, document_id: UUID) -> Response:
    """The file of a version, to be saved and never shown by a browser."""
    file = document_file(current_bench(), case_id, document_id, actor=current_actor())
    known = _MEDIA_TYPE.fullmatch(file.media_type)
    response = send_file(
        io.BytesIO(file.content),
        mimetype=file.media_type if known else "application/octet-stream",
        as_attachment=True,
        download_name=safe_name(file.name) or f"{document_id}.bin",
        # The whole file or nothing: parts of one are not in the document.
        conditional=False,
    )
    response.set_etag(file.sha256)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
