"""A blank form to write a roadmap in; filled in, it is read without a question."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from flask import send_file
from flask_babel import gettext

from engine.domain.roles import Permission
from web.permissions import permission
from web.roadmap_out.pages import pages
from workflows.roadmaps.printing.form import blank_form

if TYPE_CHECKING:
    from flask import Response

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.get("/blank.xlsx")
@permission(Permission.WRITE_ROADMAP)
def blank() -> Response:
    """The form."""
    name = gettext("Дорожная карта, чистая форма")
    return send_file(
        BytesIO(blank_form()), mimetype=EXCEL, as_attachment=True, download_name=f"{name}.xlsx"
    )
