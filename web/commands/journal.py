"""`marshrut journal verify`: whether anything was changed after it was written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

import click
from sqlalchemy.exc import DatabaseError

from engine.domain.audit import Stream, StreamKind
from engine.domain.errors import EngineError
from engine.storage.verification import verify as verify_journal
from web.commands.opening import installation
from web.commands.refusals import Refused, exit_with, sentence_of
from web.commands.russian import RussianGroup
from web.settings import SettingsRefused
from web.wording.verification import finding_text, report_text

if TYPE_CHECKING:
    from engine.storage.verification import Report

UNREADABLE, NOT_CHECKED = 2, 3
MOST_SHOWN = 20


@click.group(cls=RussianGroup, help="Проверить журнал.")
def journal() -> None:
    """The journal of the installation."""


@journal.command(
    help="Проверить, не изменяли ли записи после внесения. "
    "Код выхода: 0 — цел, 1 — изменён, 2 — не читается, 3 — не проверен."
)
@click.option("--stream", metavar="ВИД:НОМЕР", help="Только одна цепочка, например case:018f…")
@click.option("--json", "as_json", is_flag=True, help="Ответ в виде JSON.")
def verify(*, stream: str | None, as_json: bool) -> None:
    """Check chains, seals, texts and the state that rests on them; nothing is mended."""
    try:
        only = _stream(stream) if stream else None
        with installation(verifying=True) as bench:
            report = verify_journal(bench.database, only)
    except DatabaseError as error:
        exit_with(f"Журнал не читается: {type(error.orig).__name__}.", UNREADABLE)
    except (Refused, SettingsRefused, EngineError, OSError) as error:
        exit_with(f"Журнал не проверен. {sentence_of(error)}", NOT_CHECKED)
    except Exception as error:  # noqa: BLE001 - what cannot be read is told, whatever broke on it
        exit_with(f"Журнал не читается. {sentence_of(error)}", UNREADABLE)
    click.echo(_as_json(report) if as_json else _as_text(report))
    raise click.exceptions.Exit(report.exit_code)


def _stream(text: str) -> Stream:
    kind, _, subject = text.partition(":")
    try:
        return Stream(StreamKind(kind), UUID(subject))
    except ValueError as error:
        kinds = ", ".join(one.value for one in StreamKind)
        raise Refused(f"Цепочка «{text}» не названа; вид — одно из: {kinds}.") from error


def _as_text(report: Report) -> str:
    lines = [report_text(report)]
    for place, finding in enumerate(report.findings[:MOST_SHOWN]):
        first = "Первое нарушение: " if place == 0 else "- "
        where = f"цепочка {finding.stream}, " if finding.stream else ""
        detail = f" ({finding.detail})" if finding.detail else ""
        lines.append(f"{first}{where}{finding_text(finding)}{detail}")
    left = len(report.findings) - MOST_SHOWN
    if left > 0:
        lines.append(f"И ещё {left}; все — с параметром --json.")
    return "\n".join(lines)


def _as_json(report: Report) -> str:
    found = [
        {"code": one.code, "stream": one.stream, "seq": one.seq, "detail": one.detail}
        for one in report.findings
    ]
    whole = {
        "holds": not found,
        "entries": report.entries,
        "streams": report.streams,
        "findings": found,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)
