"""Cursors of long lists: opaque, signed, and good only for the list they come from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer

from engine.queries.history import HistoryPlace
from web.api.problems import Fault, Refusal
from web.current import current_settings

Row = TypeVar("Row")


def page_of(
    rows: Sequence[Row], limit: int, kind: str, place: Callable[[Row], list[Any]]
) -> dict[str, Any]:
    """A page of rows asked for with one more than the limit; `next` is None on the last page."""
    shown = rows[:limit]
    more = len(rows) > limit
    return {"items": shown, "next": _serializer(kind).dumps(place(shown[-1])) if more else None}


def after_id(kind: str, cursor: str | None) -> UUID | None:
    """The id a page of a list in the order of ids begins after."""
    parts = _parts(kind, cursor)
    return UUID(parts[0]) if parts else None


def after_entry(kind: str, cursor: str | None) -> HistoryPlace | None:
    """The place a page of a history begins after."""
    parts = _parts(kind, cursor)
    if not parts:
        return None
    at, subject, stream, seq = parts
    return HistoryPlace(datetime.fromisoformat(at), UUID(subject), stream, seq)


def id_place(row: Any) -> list[Any]:
    """The place of a row in a list in the order of ids."""
    return [str(row.id)]


def entry_place(entry: Any) -> list[Any]:
    """The place of an entry in a history."""
    return [entry.at.isoformat(), str(entry.subject_id), entry.stream, entry.seq]


def _parts(kind: str, cursor: str | None) -> list[Any] | None:
    if cursor is None:
        return None
    try:
        # Signed by us, so what is in it has the form we gave it.
        parts: list[Any] = _serializer(kind).loads(cursor)
    except BadData as error:
        raise Refusal(422, "input.invalid", [Fault("cursor", "not_cursor")]) from error
    return parts


def _serializer(kind: str) -> URLSafeSerializer:
    keys = list(reversed(current_settings().secret_keys))
    return URLSafeSerializer(keys, salt=f"marshrut.cursor.{kind}")
