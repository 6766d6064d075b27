"""Accepting several reports of the review list at once, each by the deed that accepts one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for
from flask_babel import gettext

from engine.actions.roadmaps.accepting import VerdictRequest, review_evidence
from engine.domain.errors import DatabaseBusy, EngineError
from engine.domain.roadmaps.states import EvidenceStatus
from engine.domain.roles import Permission
from web.current import current_bench
from web.identity import current_actor
from web.measures.pages import pages
from web.measures.review import Waiting, waiting_reports
from web.permissions import permission
from web.wording.grammar import counted

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@pages.post("/review/accept")
@permission(Permission.REVIEW_MEASURE)
def accept_marked() -> ResponseReturnValue:
    """Accept what is ticked; what somebody judged meanwhile is told, and the rest goes on."""
    marked = set(request.form.getlist("report"))
    asked = [one for one in waiting_reports() if str(one.piece.id) in marked]
    accepted = sum(map(_accepted, asked))
    if not marked:
        flash(gettext("Отметьте отчёты, которые принимаете."), "danger")
    if accepted:
        reports = counted(accepted, "отчёт|отчёта|отчётов")
        flash(gettext("Принято: %(reports)s.", reports=reports), "success")
    if len(marked) > accepted:
        left = counted(len(marked) - accepted, "отчёт|отчёта|отчётов")
        flash(gettext("Не приняты, потому что уже проверены: %(reports)s.", reports=left), "info")
    return redirect(url_for("measures.review"), 303)


def _accepted(one: Waiting) -> bool:
    """Accept a report; whether it was still to be accepted by this person."""
    asked = VerdictRequest(one.roadmap_id, one.piece.id, EvidenceStatus.ACCEPTED)
    try:
        review_evidence(current_bench(), asked, actor=current_actor())
    except DatabaseBusy:
        raise
    except EngineError:
        return False
    return True
