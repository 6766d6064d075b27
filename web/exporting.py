"""Tables to keep: CSV that a spreadsheet opens in Russian and never takes for formulas."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Response, stream_with_context
from flask_babel import gettext

from web.wording.grammar import moment_text, short_day
from web.wording.titles import STREAMS, role_title, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from uuid import UUID

    from web.telling import Told

FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet read a cell as a formula; full-width signs do so too."""


def safe_cell(value: object) -> str:
    """A cell that stays a text: what looks like a formula gets an apostrophe before it."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_BEGINNINGS) else text


def csv_response(
    name: str, rows: Iterable[Iterable[object]], *, fallback: str = "history.csv"
) -> Response:
    """Rows as a file, sent while they are read; the mark at the beginning says UTF-8 to Excel.

    `fallback` is the name for what knows ASCII only.
    """
    response = Response(
        stream_with_context(_lines(rows)),
        mimetype="text/csv",
        content_type="text/csv; charset=utf-8",
    )
    response.headers["Content-Disposition"] = (
        f"attachment; filename={fallback}; filename*=UTF-8''{quote(name, safe='')}"
    )
    return response


def _lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    yield "\ufeff"
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    for row in rows:
        writer.writerow([safe_cell(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def history_rows(
    told: Iterable[Told], zone: str, labels: Mapping[UUID, str]
) -> Iterator[list[object]]:
    """A history as rows: when, what, who, why, on what, and the proof."""
    yield [
        gettext("Записано"),
        gettext("Произошло"),
        gettext("Дело"),
        gettext("Событие"),
        gettext("Кто"),
        gettext("Роль"),
        gettext("Причина"),
        gettext("Основание"),
        gettext("Маршрут и версия"),
        gettext("Журнал"),
        gettext("Номер записи"),
        gettext("Хеш записи"),
    ]
    for one in told:
        yield _row(one, zone, labels)


def _row(told: Told, zone: str, labels: Mapping[UUID, str]) -> list[object]:
    entry, body = told.entry, told.entry.body
    return [
        moment_text(entry.at, zone),
        short_day(body.get("on")),
        labels.get(entry.subject_id, ""),
        told.sentence,
        entry.actor,
        role_title(body["role"]) if body.get("role") else "",
        told.details.reason,
        "; ".join(told.details.basis),
        told.details.definition,
        title_of(STREAMS, entry.stream),
        entry.seq,
        entry.hash.hex(),
    ]
