"""Records of a case: one at a time, and the whole risk profile in one form."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import flash
from flask_babel import gettext

from engine.actions.recording import LONGEST_KEY, RecordRequest, register_record
from engine.domain.errors import EngineError, NotFound
from engine.domain.roles import Permission
from engine.domain.situation import RecordKind
from engine.queries.cases import case_card
from web.cases.doing import back_to, refuse, sent_form, submit
from web.cases.noted import risks_of
from web.cases.page import show_page
from web.cases.pages import pages
from web.current import current_bench
from web.identity import current_actor
from web.permissions import permission
from web.wording.grammar import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from web.parsing import Form

_NOTE = 2_000
_KINDS = "approval, event, indicator, measure, monitoring, publication, recommendation"


@pages.post(f"/<uuid:case_id>/records/<any({_KINDS}):kind>")
@permission(Permission.REGISTER_RECORD)
def record(case_id: UUID, kind: str) -> ResponseReturnValue:
    """Register a fact about the case."""
    form = sent_form(f"record-{kind}")
    asked = RecordRequest(
        case_id,
        RecordKind(kind),
        form.line("about", most=LONGEST_KEY, required=True),
        form.line("status", required=True),
        form.number("value"),
        form.day("happened_on"),
        form.text("note", most=_NOTE),
        form.revision,
    )
    return submit(
        case_id,
        form,
        lambda: register_record(
            current_bench(), asked, actor=current_actor(), request_key=form.key(asked)
        ),
        f"part-record-{kind}",
    )


@pages.post("/<uuid:case_id>/risks")
@permission(Permission.REGISTER_RECORD)
def profile(case_id: UUID) -> ResponseReturnValue:
    """Register every factor whose level or choice is another than before, one record each."""
    form, saved = sent_form("risks"), 0
    changed = list(_changed(case_id, form))
    if not form.valid:
        return show_page(case_id, form), HTTPStatus.UNPROCESSABLE_ENTITY
    revision = form.revision
    for one in changed:
        asked = replace(one, expected_revision=revision)
        key = form.key(asked, f"-{asked.key}")
        try:
            receipt = register_record(
                current_bench(), asked, actor=current_actor(), request_key=key
            )
        except NotFound:
            raise
        except EngineError as refusal:
            status = refuse(form, refusal, case_id)
            return show_page(case_id, form), status
        revision, saved = receipt.seq, saved + 1
    flash(_said(saved), "at:part-risks")
    return back_to(case_id, "part-risks")


def _said(saved: int) -> str:
    if not saved:
        return gettext("Готово: в рисковом профиле ничего не изменилось.")
    factors = counted(saved, "фактор|фактора|факторов")
    return gettext("Готово: в рисковом профиле записано — %(factors)s.", factors=factors)


def _changed(case_id: UUID, form: Form) -> Iterator[RecordRequest]:
    """The factors to be written, as the card stands now."""
    day = form.day("happened_on")
    card = case_card(current_bench(), case_id, actor=current_actor(), newest=True)
    for risk in risks_of(card.locked.definition, card.records, card.line.round):
        level = form.value(f"level-{risk.code}")
        chosen = form.has(f"chosen-{risk.code}", "1")
        if level and (level, chosen) != (risk.level, risk.chosen):
            yield RecordRequest(case_id, RecordKind.RISK, risk.code, level, int(chosen), day)
