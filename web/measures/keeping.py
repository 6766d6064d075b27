"""A roadmap out again, as .docx or .xlsx in the columns it came in, with how far it is."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from uuid import UUID

from flask import request, send_file
from flask_babel import gettext as _

from engine.domain.roadmaps.progress import Standing
from engine.domain.roadmaps.states import MeasureStatus
from engine.domain.roles import Permission
from engine.queries.roadmaps.progress import progress_of_measures
from engine.queries.roadmaps.sheets import RoadmapSheet, read_sheet
from engine.storage.roadmap_carrying import card_from
from web.current import current_bench
from web.files import safe_name
from web.identity import current_actor
from web.measures import words
from web.measures.pages import pages
from web.permissions import permission
from workflows.roadmaps.printing.laying import PrintedRoadmap, Remarks, lay_out
from workflows.roadmaps.printing.sheets import excel_file
from workflows.roadmaps.printing.words import word_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Response

    from engine.domain.roadmaps.progress import Progress
    from engine.storage.roadmap_content import KeptMeasure

_KINDS = {
    "docx": (
        word_file,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xlsx": (excel_file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@pages.get("/roadmaps/<uuid:roadmap_id>.<any(docx, xlsx):kind>")
@permission(Permission.READ_ROADMAP)
def keep(roadmap_id: UUID, kind: str) -> Response:
    """The roadmap as a file of Word or Excel; `?plain=1` leaves out how far it is."""
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
    """The document; with a column of how far each measure is, unless it is wanted as it was."""
    measures = [one for one in sheet.measures if one.status is MeasureStatus.OPEN]
    remarks = None if request.args.get("plain") == "1" else _remarks(measures, roadmap_id)
    return lay_out(card_from(sheet.card), [one.content for one in measures], remarks)


def _remarks(measures: Sequence[KeptMeasure], roadmap_id: UUID) -> Remarks:
    figures = progress_of_measures(current_bench(), roadmap_id, actor=current_actor())
    texts = {
        one.content.sequence: progress_text(figures[one.id])
        for one in measures
        if one.id in figures
    }
    return Remarks(_("Отметка о выполнении"), texts)


def progress_text(figures: Progress) -> str:
    """«Принято 12 из 26; просрочено 3», for the last column."""
    said = [_("Принято %(done)d из %(total)d", done=figures.done, total=figures.total)]
    late, waiting = figures.count(Standing.LATE), figures.count(Standing.REPORTED)
    if late:
        said.append(_("просрочено %(late)d", late=late))
    if waiting:
        said.append(_("на проверке %(waiting)d", waiting=waiting))
    return "; ".join(said)
