"""`marshrut journal verify`: whether anything was changed after it was written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click
from flask_babel import gettext
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from engine.domain.audit import Stream, StreamKind
from engine.domain.errors import EngineError
from engine.storage.database import reading
from engine.storage.verification import verify as verify_journal
from engine.storage.verification.exported import check_export, compare_export
from web.commands.opening import installation
from web.commands.refusals import Refused, exit_with, sentence_of
from web.commands.russian import RussianGroup
from web.settings import SettingsRefused
from web.wording.verification import export_text, finding_text, report_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.storage.verification import Finding, Report
    from engine.storage.verification.exported import ExportReport

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


@journal.command(
    "verify-export",
    help="Проверить историю, выгруженную в файл JSON: сам файл и, если установка под рукой, "
    "совпадает ли он с базой. Код выхода: 0 — сходится, 1 — изменён, 2 — не читается.",
)
@click.argument("file", type=click.Path(path_type=Path), metavar="ФАЙЛ")
@click.option("--alone", is_flag=True, help="Проверить только файл, без базы данных.")
def verify_export(*, file: Path, alone: bool) -> None:
    """Check an exported history alone, then against the database where there is one."""
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        exit_with(sentence_of(error), UNREADABLE)
    except (ValueError, RecursionError):
        exit_with(gettext("Файл %(file)s не читается: это не JSON.", file=file), UNREADABLE)
    report, hint = check_export(document), ""
    if not report.findings and not alone:
        hint = _compared(document, report)
    lines = [export_text(report), *([hint] if hint else []), *_found(report.findings)]
    click.echo("\n".join(lines))
    raise click.exceptions.Exit(report.exit_code)


def _compared(document: dict[str, Any], report: ExportReport) -> str:
    """Compare with the database; why not, where it is not at hand."""
    try:
        with installation(verifying=True) as bench, reading(bench.database) as connection:
            compare_export(connection, bench.database.keyring, document, report)
    except (Refused, SettingsRefused, EngineError, OSError, SQLAlchemyError) as error:
        return gettext("Установки под рукой нет. %(why)s", why=sentence_of(error))
    return ""


def _stream(text: str) -> Stream:
    kind, _, subject = text.partition(":")
    try:
        return Stream(StreamKind(kind), UUID(subject))
    except ValueError as error:
        kinds = ", ".join(one.value for one in StreamKind)
        raise Refused(f"Цепочка «{text}» не названа; вид — одно из: {kinds}.") from error


def _as_text(report: Report) -> str:
    lines = [report_text(report), *_found(report.findings)]
    left = len(report.findings) - MOST_SHOWN
    if left > 0:
        lines.append(f"И ещё {left}; все — с параметром --json.")
    return "\n".join(lines)


def _found(findings: Sequence[Finding]) -> Iterator[str]:
    for place, finding in enumerate(findings[:MOST_SHOWN]):
        first = "Первое нарушение: " if place == 0 else "- "
        where = f"цепочка {finding.stream}, " if finding.stream else ""
        detail = f" ({finding.detail})" if finding.detail else ""
        yield f"{first}{where}{finding_text(finding)}{detail}"


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
