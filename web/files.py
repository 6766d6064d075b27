"""Downloading the files of documents and orders, for whoever may see the case."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from flask import Blueprint, send_file

from engine.domain.reading import ReadPage
from engine.domain.roles import Permission
from engine.queries.papers import StoredFile, decision_file, document_file
from web.current import current_bench
from web.identity import current_actor
from web.permissions import permission
from web.reading import noted

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response

pages = Blueprint("files", __name__, url_prefix="/cases/<uuid:case_id>/files")

PLAIN = "application/octet-stream"
KNOWN = {
    b"%PDF-": ("application/pdf", ".pdf"),
    b"\x89PNG": ("image/png", ".png"),
    b"\xff\xd8\xff": ("image/jpeg", ".jpg"),
}
"""The beginnings of files whose kind is told by the content and not by the sender."""


@pages.get("/documents/<uuid:document_id>")
@permission(Permission.READ_CASE)
@noted(ReadPage.CASE_FILE, "document_id")
def document(case_id: UUID, document_id: UUID) -> Response:
    """The file of a document version."""
    found = document_file(current_bench(), case_id, document_id, actor=current_actor())
    return handed_out(found, found.name or "document")


@pages.get("/decisions/<uuid:decision_id>")
@permission(Permission.READ_CASE)
@noted(ReadPage.CASE_FILE, "decision_id")
def decision(case_id: UUID, decision_id: UUID) -> Response:
    """The scan of an order or minutes, named by its number."""
    found = decision_file(current_bench(), case_id, decision_id, actor=current_actor())
    _, ending = _kind(found)
    return handed_out(found, f"{found.name}{ending}")


def safe_name(name: str) -> str:
    """A name that stands in a header and leads into no other folder, whatever the sender wrote."""
    return " ".join(name.split()).replace("/", "_").replace("\\", "_")


def handed_out(file: StoredFile, name: str) -> Response:
    """To be saved and never shown: what a sender claims a file to be is not believed."""
    media_type, _ = _kind(file)
    response = send_file(
        io.BytesIO(file.content),
        mimetype=media_type,
        as_attachment=True,
        download_name=safe_name(name),
        etag=file.sha256,
        max_age=0,
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _kind(file: StoredFile) -> tuple[str, str]:
    return next(
        (kind for start, kind in KNOWN.items() if file.content.startswith(start)), (PLAIN, "")
    )
