"""A roadmap out again, as .docx or .xlsx in the columns it came in, with how far it is."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import send_file
from flask_babel import gettext as _

from engine.domain.roadmaps.progress import Standing
from engine.domain.roadmaps.states import MeasureStatus
from engine.domain.roles import Permission
from engine.queries.roadmaps.lines import Line, grouped, read_lines
from engine.queries.roadmaps.sheets import RoadmapSheet, read_sheet
from engine.storage.tables import OccurrenceRow
from web.current import current_bench
from web.files import safe_name
from web.identity import current_actor
from web.measures import words
from web.measures.pages import pages
from web.permissions import permission
from web.wording.grammar import short_day
from workflows.roadmaps.writing.excel import write_excel
from workflows.roadmaps.writing.table import PrintedRoadmap, columns_of, head_of, printed_rows
from workflows.roadmaps.writing.word import write_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flask import Response

_KINDS = {
    "docx": (
        write_word,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xlsx": (write_excel, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@pages.get("/roadmaps/<uuid:roadmap_id>.<any(docx, xlsx):kind>")
@permission(Permission.READ_ROADMAP)
def keep(roadmap_id: UUID, kind: str) -> Response:
    """The roadmap as a file of Word or Excel."""
    sheet = read_sheet(current_bench(), roadmap_id, actor=current_actor())
    write, media_type = _KINDS[kind]
    content = write(_printed(sheet, roadmap_id))
    name = safe_name(f"{words.shortened(sheet.card['title'], 80)}.{kind}")
    response = send_file(
        io.BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _printed(sheet: RoadmapSheet, roadmap_id: UUID) -> PrintedRoadmap:
    columns = columns_of(sheet.card["layout"])
    measures = [(one.id, one.content) for one in sheet.measures if one.status is MeasureStatus.OPEN]
    condition = OccurrenceRow.roadmap_id == roadmap_id
    lines = read_lines(current_bench(), condition, actor=current_actor())
    by_measure = grouped(lines, lambda one: one.kept.measure_id)
    progress = {measure: progress_text(own) for measure, own in by_measure.items()}
    return PrintedRoadmap(
        sheet.card["title"],
        tuple(_card(sheet.card)),
        head_of(columns, _("Отметка о выполнении")),
        tuple(printed_rows(columns, measures, progress)),
    )


def _card(card: dict[str, Any]) -> Iterator[str]:
    if card["body"]:
        yield card["body"]
    if card["number"] and card["signed_on"]:
        yield _("№ %(number)s от %(day)s", number=card["number"], day=short_day(card["signed_on"]))
    first, last = short_day(card["period_start"]), short_day(card["period_end"])
    yield _("Срок действия: %(first)s – %(last)s", first=first, last=last)


def progress_text(lines: Sequence[Line]) -> str:
    """«Принято 12 из 26; просрочено 3», for the last column."""
    figures = words.progress(lines)
    said = [_("Принято %(done)d из %(total)d", done=figures.done, total=figures.total)]
    late, waiting = figures.count(Standing.LATE), figures.count(Standing.REPORTED)
    if late:
        said.append(_("просрочено %(late)d", late=late))
    if waiting:
        said.append(_("на проверке %(waiting)d", waiting=waiting))
    return "; ".join(said)
