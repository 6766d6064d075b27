"""The headers every deed carries: the state it starts from, and the key of a repeated request."""

from __future__ import annotations

import hashlib
import re

from flask import request

from engine.storage.receipts import RequestKey
from web.api.problems import Fault, Refusal

_TAG = re.compile(r'"([1-9][0-9]{0,8})"')
_KEY = re.compile(r"[!-~]{1,200}")


def etag(revision: int) -> str:
    """The tag of a case at a revision."""
    return f'"{revision}"'


def expected_revision() -> int:
    """The revision named in If-Match; a tag that was never ours is one that no case has.

    Raises Refusal 428 without one, and for `*`: a deed starts from a state its author has seen.
    """
    sent = request.headers.get("If-Match", "").strip()
    if sent in ("", "*"):
        raise Refusal(428, "precondition.required", [Fault("If-Match", "required")])
    tag = _TAG.fullmatch(sent)
    return int(tag.group(1)) if tag else 0


def request_key() -> RequestKey | None:
    """The key in Idempotency-Key with the digest of this request, or None without a key."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not _KEY.fullmatch(key):
        raise Refusal(422, "input.invalid", [Fault("Idempotency-Key", "key")])
    return RequestKey(key, _digest())


def _digest() -> bytes:
    """SHA-256 over method, path and body; the boundary of a form is chosen anew at each sending."""
    body = request.get_data()
    boundary = request.mimetype_params.get("boundary", "")
    if boundary:
        body = body.replace(boundary.encode(), b"")
    return hashlib.sha256(f"{request.method} {request.path}\n".encode() + body).digest()
