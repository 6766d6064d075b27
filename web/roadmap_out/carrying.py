"""«Итоги периода»: each open measure is decided, then the next roadmap is drafted."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext

from engine.actions.roadmaps.carrying import (
    CarryDecision,
    CarryOrder,
    CarryRequest,
    NextRequest,
    decide_measures,
    draft_next,
)
from engine.domain.errors import Forbidden, InvalidInput, KeyReused, RoadmapStale
from engine.domain.roadmaps.carrying import CarryVerdict
from engine.domain.roles import Permission
from engine.queries.roadmaps.carrying import CarryView, read_carry
from engine.queries.roadmaps.repeals import read_repealed_in_cases, read_repeals
from web.current import current_bench
from web.errors import answer_of
from web.identity import current_actor
from web.measures.repealing import repeals_here
from web.parsing import Form, Message, new_key
from web.permissions import may_open, permission
from web.roadmap_out.marking import AT_ONCE, alike_measures, marked_measures
from web.roadmap_out.pages import pages, roadmap_url
from web.wording.rules import invalid_text
from workflows.roadmaps.printing.laying import deadlines_of

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from engine.domain.errors import EngineError
    from engine.queries.roadmaps.carrying import OpenMeasure

VERDICTS = {
    CarryVerdict.DONE: lazy_gettext("Выполнено"),
    CarryVerdict.CONTINUE: lazy_gettext("Продолжить"),
    CarryVerdict.REVISE: lazy_gettext("Пересмотреть"),
}


@pages.get("/<uuid:roadmap_id>/carry")
@permission(Permission.READ_ROADMAP)
def carry(roadmap_id: UUID) -> str:
    """What is open, what is decided of it, and the draft it led to."""
    return _page(roadmap_id, Form("carry"))


@pages.post("/<uuid:roadmap_id>/carry")
@permission(Permission.APPROVE_ROADMAP)
def decide(roadmap_id: UUID) -> ResponseReturnValue:
    """Keep the decisions that are marked; the others are left for another day."""
    bench, actor = current_bench(), current_actor()
    form = Form.of("carry", request.form)
    view = read_carry(bench, roadmap_id, actor=actor)
    asked = CarryRequest(
        roadmap_id,
        CarryOrder(
            form.line("number", most=100, required=True),
            form.needed_day("signed_on"),
            form.line("body"),
        ),
        tuple(_decisions(form, view)),
        form.revision,
    )
    if form.valid:
        try:
            decide_measures(bench, asked, actor=actor, request_key=form.key(asked))
            flash(gettext("Решения сохранены."), "success")
            return redirect(url_for("roadmap_out.carry", roadmap_id=roadmap_id), 303)
        except (Forbidden, InvalidInput, KeyReused, RoadmapStale) as refusal:
            _refuse(form, refusal)
    return _page(roadmap_id, form), HTTPStatus.UNPROCESSABLE_ENTITY


@pages.post("/<uuid:roadmap_id>/next")
@permission(Permission.APPROVE_ROADMAP)
def next_roadmap(roadmap_id: UUID) -> ResponseReturnValue:
    """Close the roadmap and draft the next one."""
    form = Form.of("next", request.form)
    asked = NextRequest(roadmap_id, form.revision)
    try:
        receipt = draft_next(
            current_bench(), asked, actor=current_actor(), request_key=form.key(asked)
        )
    except (Forbidden, InvalidInput, KeyReused, RoadmapStale) as refusal:
        _refuse(form, refusal)
        return _page(roadmap_id, form), HTTPStatus.UNPROCESSABLE_ENTITY
    if receipt.created_id is None:
        flash(gettext("Дорожная карта закрыта. Переносить было нечего."), "success")
        return redirect(roadmap_url(roadmap_id), 303)
    flash(gettext("Дорожная карта закрыта, составлен проект следующей."), "success")
    return redirect(url_for("roadmap_out.carry", roadmap_id=receipt.created_id), 303)


@pages.get("/repealed")
@permission(Permission.READ_ROADMAP)
def repealed() -> str:
    """Roadmaps whose orders are repealed by those of others."""
    repeals = read_repeals(current_bench(), actor=current_actor())
    return render_template(
        "roadmap_out/repealed.html",
        repeals=repeals,
        in_cases=read_repealed_in_cases(current_bench(), actor=current_actor()),
        of_cases=may_open("repealed.show", current_actor()),
        writes=may_open("roadmaps.card", current_actor()),
    )


def _decisions(form: Form, view: CarryView) -> list[CarryDecision]:
    """The rows in which something is marked; a revision needs its words."""
    found = []
    for one in view.open:
        key = str(one.measure.id)
        verdict = form.choice(f"verdict.{key}", [*CarryVerdict], required=False)
        note = form.text(f"note.{key}", most=1000)
        if verdict == CarryVerdict.REVISE and not note:
            form.refuse(f"note.{key}", "empty")
        if verdict in [*CarryVerdict] and _says_more(one, verdict, note):
            found.append(CarryDecision(one.measure.id, CarryVerdict(verdict), note))
    if not found and form.valid:
        form.message = Message(gettext("Отметьте решение хотя бы по одному мероприятию."))
    return found


def _says_more(one: OpenMeasure, verdict: str, note: str) -> bool:
    """Whether a row says anything but what is kept: what stays needs no other order."""
    return one.decision is None or (one.decision.verdict, one.decision.note) != (verdict, note)


def _refuse(form: Form, refusal: EngineError) -> None:
    fields = refusal.fields
    rule, value = fields.get("rule", ""), fields.get("value")
    if not isinstance(refusal, InvalidInput):
        answer = answer_of(refusal)
        form.message = Message(f"{answer.sentence} {answer.advice}")
    elif fields.get("field") in ("number", "signed_on", "body"):
        form.refuse(fields["field"], rule, value)
    else:
        form.message = Message(invalid_text(rule, value))


def _page(roadmap_id: UUID, form: Form) -> str:
    bench, actor = current_bench(), current_actor()
    view = read_carry(bench, roadmap_id, actor=actor)
    repeals = repeals_here(roadmap_id)
    return render_template(
        "roadmap_out/carry.html",
        view=view,
        alike=alike_measures(view, request.args),
        at_once=AT_ONCE,
        marked=marked_measures(view, request.args),
        sheet=view.sheet,
        card=view.sheet.card,
        form=form,
        deadlines=deadlines_of,
        key=new_key(),
        verdicts=VERDICTS,
        in_force=view.sheet.state.status.value in ("approved", "amended"),
        repealed_by=repeals.by,
        repeals=repeals.of,
    )
