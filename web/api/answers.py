"""The answer to a deed, made from its receipt alone: sent again, it is the same to the byte."""

from __future__ import annotations

import json

from flask import Response, current_app

from engine.storage.receipts import Receipt
from web.api.conditions import etag


def answer_deed(receipt: Receipt, status: int) -> Response:
    """What was written and where it stands in the case's journal; asks the database nothing."""
    body = {
        "case_id": str(receipt.stream.subject_id),
        "revision": receipt.seq,
        "kind": receipt.kind,
        "at": receipt.at.isoformat(),
        "from": receipt.source,
        "to": receipt.target,
        "created_id": str(receipt.created_id) if receipt.created_id else None,
        "hash": receipt.hash.hex(),
    }
    text = json.dumps(body, separators=(",", ":")).encode()
    response: Response = current_app.response_class(text, status, mimetype="application/json")
    response.headers["ETag"] = etag(receipt.seq)
    if receipt.replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return response
