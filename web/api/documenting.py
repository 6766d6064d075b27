"""The parts of the OpenAPI document that many endpoints share."""

from __future__ import annotations

from typing import Any

IF_MATCH: dict[str, Any] = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": "The ETag of the case as it was read; `*` is not taken.",
    "schema": {"type": "string", "pattern": '^"[1-9][0-9]{0,8}"$'},
}
DEED_HEADERS: list[dict[str, Any]] = [
    {
        "in": "header",
        "name": "Idempotency-Key",
        "required": False,
        "description": "Sent again with the same key and body, the request is answered as before.",
        "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
    }
]
ETAG: dict[str, Any] = {
    "ETag": {"description": "The revision of the case.", "schema": {"type": "string"}}
}
REPLAYED: dict[str, Any] = {
    "Idempotent-Replayed": {
        "description": "`true` when the answer is that of the first sending.",
        "schema": {"type": "string", "enum": ["true"]},
    }
}
RECEIPT_HEADERS: dict[str, Any] = {**ETAG, **REPLAYED}


def problems(*statuses: int) -> dict[int | str, Any]:
    """The refusals an endpoint may answer with, by status."""
    told: dict[int | str, Any] = dict.fromkeys(statuses, _PROBLEM)
    return {**told, "default": _PROBLEM}


_PROBLEM = {"$ref": "#/components/responses/Problem"}
