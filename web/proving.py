"""A history as a file that proves itself: exact bytes, hashes, heads, a checksum over it all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Response

from engine.storage.verification.exported import sealed_export
from web.current import current_bench

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from engine.queries.chains import Chain, Chains

    Sentences = Mapping[tuple[UUID, str, int], str]


def proof_response(
    name: str, title: str, place: str, chains: Chains, sentences: Sentences
) -> Response:
    """The chains as a JSON file; `sentences` tell each entry, by its place, to whoever reads it."""
    document = sealed_export(
        {
            "made_at": current_bench().now().isoformat(timespec="seconds"),
            "installation": str(current_bench().database.keyring.installation_id),
            "subject": {"title": title, "place": place},
            "definitions": [
                {"digest": row.digest, "code": row.code, "title": row.title, "number": row.version}
                for row in chains.definitions
            ],
            "streams": [_chain(chain, sentences) for chain in chains.chains],
        }
    )
    response = Response(
        json.dumps(document, ensure_ascii=False, indent=1), mimetype="application/json"
    )
    response.headers["Content-Disposition"] = (
        f"attachment; filename=history.json; filename*=UTF-8''{quote(name, safe='')}"
    )
    return response


def _chain(chain: Chain, sentences: Sentences) -> dict[str, Any]:
    seq, digest = chain.head
    return {
        "stream": str(chain.stream),
        "head": {"seq": seq, "hash": digest.hex()},
        "entries": [_entry(chain, row, sentences) for row in chain.entries],
    }


def _entry(chain: Chain, row: Any, sentences: Sentences) -> dict[str, Any]:
    return {
        "seq": row.seq,
        "kind": row.kind,
        "at": row.at.isoformat(timespec="microseconds"),
        "told": sentences.get((row.subject_id, row.stream, row.seq), ""),
        # A body that was harmed is no text; then its hash will not hold, and that is told.
        "body": bytes(row.body).decode(errors="replace"),
        "prev": bytes(row.prev).hex(),
        "hash": bytes(row.hash).hex(),
        "mac": bytes(row.mac).hex(),
        "key": row.key_id,
        "alg": row.alg,
        "texts": [
            {"field": text.field, "salt": bytes(text.salt).hex(), "text": text.text}
            for text in chain.texts.get(row.seq, ())
        ],
    }
