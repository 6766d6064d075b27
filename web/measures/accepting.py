"""Accepting several reports of the review list at once, each by the deed that accepts one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for
from flask_babel import gettext

from engine.actions.roadmaps.accepting import VerdictRequest, review_evidence
from engine.domain.errors import EngineError
from engine.domain.roadmaps.states import EvidenceStatus
from engine.domain.roles import Permission
from web.current import current_bench
from web.errors import answer_of
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
    refused = [said for said in map(_refusal, asked) if said is not None]
    if not marked:
        flash(gettext("Отметьте отчёты, которые принимаете."), "danger")
    if accepted := len(asked) - len(refused):
        flash(gettext("Принято: %(reports)s.", reports=_reports(accepted)), "success")
    if gone := len(marked) - len(asked):
        said = gettext("Больше не ждут проверки: %(reports)s.", reports=_reports(gone))
        flash(said, "info")
    for why, number in Counter(refused).items():
        said = gettext("Не приняты: %(reports)s. %(why)s", reports=_reports(number), why=why)
        flash(said, "danger")
    return redirect(url_for("measures.review"), 303)


def _refusal(one: Waiting) -> str | None:
    """Accept a report; why it was not accepted, if so."""
    asked = VerdictRequest(one.roadmap_id, one.piece.id, EvidenceStatus.ACCEPTED)
    try:
        review_evidence(current_bench(), asked, actor=current_actor())
    except EngineError as refusal:
        return str(answer_of(refusal).sentence)
    return None


def _reports(number: int) -> str:
    return counted(number, "отчёт|отчёта|отчётов")
