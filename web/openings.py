"""Opening a case: from an entry of a list, again after an exit, or for a municipality itself."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from engine.actions.deciding import OrderPaper
from engine.actions.opening import MOST_YEARS, OpenRequest, open_case
from engine.domain.errors import (
    CaseExists,
    EngineError,
    Forbidden,
    InvalidInput,
    KeyReused,
    NotFound,
)
from engine.domain.roles import Permission
from engine.domain.situation import SubjectKind
from engine.queries.openings import (
    OpenablePath,
    entries_to_open,
    entry_to_open,
    municipalities_to_open,
    openable_paths,
)
from web.current import current_bench
from web.errors import answer_of
from web.identity import current_actor
from web.parsing import Form, Message, clean_words, new_key
from web.permissions import permission
from web.wording.refusals import FIELDS
from web.wording.rules import invalid_text

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from engine.storage.receipts import Receipt

pages = Blueprint("openings", __name__, url_prefix="/openings")


@pages.get("")
@permission(Permission.OPEN_CASE)
def index() -> str:
    """Schools of the lists without a case, and municipalities without one of their own."""
    bench, actor = current_bench(), current_actor()
    words = clean_words(request.args.get("q", ""))
    municipalities = municipalities_to_open(bench, actor=actor)
    paths = openable_paths(bench, {row.region_id for row in municipalities})
    own = {path.region_id for path in paths if path.subject is SubjectKind.MUNICIPALITY}
    return render_template(
        "openings/index.html",
        entries=entries_to_open(bench, actor=actor, words=words),
        municipalities=[row for row in municipalities if row.region_id in own],
        words=words,
    )


@pages.get("/entries/<uuid:entry_id>")
@permission(Permission.OPEN_CASE)
def entry(entry_id: UUID) -> str:
    """The form that opens a case for a school of a list."""
    return _entry_page(entry_id, Form("opening"))


@pages.post("/entries/<uuid:entry_id>")
@permission(Permission.OPEN_CASE)
def open_entry(entry_id: UUID) -> ResponseReturnValue:
    """Open the case, by an order or as a candidate."""
    form = Form.of("opening", request.form)
    asked = _asked(form, SubjectKind.SCHOOL, list_entry_id=entry_id)
    return _submit(form, asked) or (_entry_page(entry_id, form), HTTPStatus.UNPROCESSABLE_ENTITY)


@pages.get("/municipalities/<uuid:municipality_id>")
@permission(Permission.OPEN_CASE)
def municipality(municipality_id: UUID) -> str:
    """The form that opens a municipality's own case."""
    return _municipality_page(municipality_id, Form("opening"))


@pages.post("/municipalities/<uuid:municipality_id>")
@permission(Permission.OPEN_CASE)
def open_municipality(municipality_id: UUID) -> ResponseReturnValue:
    """Open the municipality's own case."""
    form = Form.of("opening", request.form)
    asked = _asked(form, SubjectKind.MUNICIPALITY, subject_id=municipality_id)
    failed = HTTPStatus.UNPROCESSABLE_ENTITY
    return _submit(form, asked) or (_municipality_page(municipality_id, form), failed)


def _asked(form: Form, kind: SubjectKind, **subject: Any) -> OpenRequest:
    return OpenRequest(
        form.line("definition_code", required=True),
        kind,
        order=_order(form),
        years_in_status=form.number("years_in_status", least=1, most=MOST_YEARS) or 1,
        reason=form.text("reason"),
        opened_on=form.day("opened_on"),
        **subject,
    )


def _order(form: Form) -> OrderPaper | None:
    """The order, when any of its fields was filled in: then all of them are needed."""
    if not any(form.value(name).strip() for name in ("kind", "number", "signed_on")):
        return None
    return OrderPaper(
        form.line("kind", required=True),
        form.line("number", most=100, required=True),
        form.needed_day("signed_on"),
        form.line("body", required=True),
    )


def _submit(form: Form, asked: OpenRequest) -> ResponseReturnValue | None:
    """Open and go to the new card; nothing when the form must be shown again."""
    if not form.valid:
        return None
    try:
        receipt = open_case(
            current_bench(), asked, actor=current_actor(), request_key=form.key(asked)
        )
    except (CaseExists, Forbidden, InvalidInput, KeyReused) as refusal:
        _refuse(form, refusal)
        return None
    return _opened(receipt)


def _opened(receipt: Receipt) -> ResponseReturnValue:
    flash(gettext("Готово: дело открыто."), "at:top")
    return redirect(url_for("cases.show", case_id=receipt.created_id), HTTPStatus.SEE_OTHER)


def _refuse(form: Form, refusal: EngineError) -> None:
    fields = refusal.fields
    if isinstance(refusal, InvalidInput) and fields.get("field") in form.values:
        form.refuse(fields["field"], fields.get("rule", ""), fields.get("value"))
        return
    answer = answer_of(refusal)
    said = f"{answer.sentence} {answer.advice}"
    if isinstance(refusal, InvalidInput):
        name = str(FIELDS.get(fields.get("field", ""), ""))
        said = f"{name}: {invalid_text(fields.get('rule', ''), fields.get('value'))}"
    form.message = Message(said)


def _entry_page(entry_id: UUID, form: Form) -> str:
    row = entry_to_open(current_bench(), entry_id, actor=current_actor())
    paths = _paths(row.region_id, row.municipality_id, SubjectKind.SCHOOL)
    offered = {"number": row.order_number, "signed_on": row.order_date, "body": row.order_body}
    return render_template(
        "openings/entry.html", entry=row, form=form, paths=paths, offered=offered, key=new_key()
    )


def _municipality_page(municipality_id: UUID, form: Form) -> str:
    rows = municipalities_to_open(current_bench(), actor=current_actor())
    row = next((one for one in rows if one.id == municipality_id), None)
    if row is None:
        raise NotFound
    paths = _paths(row.region_id, municipality_id, SubjectKind.MUNICIPALITY)
    return render_template(
        "openings/municipality.html", row=row, form=form, paths=paths, offered={}, key=new_key()
    )


def _paths(region_id: UUID, municipality_id: UUID, subject: SubjectKind) -> list[OpenablePath]:
    paths = openable_paths(current_bench(), {region_id}, municipality_id)
    return [path for path in paths if path.subject is subject]
