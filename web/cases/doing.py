"""The one way of a form on a case card: read, do, and show what changed; or show the form again.

What was typed is never lost: a refusal answers with the same page, the form as it was sent, the
reasons beside it, and the revision of now.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for
from flask_babel import gettext

from engine.domain.errors import (
    EngineError,
    Forbidden,
    InvalidInput,
    KeyReused,
    MoveRefused,
    NotFound,
    StaleRevision,
    TutorSchoolIneligible,
)
from engine.queries.history import entries_since, written_entry
from engine.queries.mentioned import read_mentioned
from engine.queries.telling import account_title, case_path
from web.cases.page import show_page
from web.current import current_bench
from web.errors import answer_of
from web.identity import current_actor
from web.navigation import local_target
from web.parsing import Form, Message
from web.wording import describe, unmet_sentence
from web.wording.fields import Fields
from web.wording.grammar import capitalised, moment_text, uncapitalised
from web.wording.paths import stage_title
from web.wording.refusals import FIELDS, ineligible_text, refused_text, stale_text
from web.wording.rules import invalid_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from engine.storage.receipts import Receipt


def sent_form(name: str) -> Form:
    """The form of this request."""
    return Form.of(name, request.form, request.files)


def submit(
    case_id: UUID, form: Form, deed: Callable[[], Receipt], anchor: str
) -> ResponseReturnValue:
    """Do the deed and go back to its part of the card, or to where the form was opened."""
    status = int(HTTPStatus.UNPROCESSABLE_ENTITY)
    if form.valid:
        try:
            receipt = deed()
        except NotFound:
            raise
        except EngineError as refusal:
            status = refuse(form, refusal, case_id)
        else:
            back = local_target(form.value("back"))
            tell_done(receipt, None if back else anchor)
            return redirect(back, HTTPStatus.SEE_OTHER) if back else back_to(case_id, anchor)
    return show_page(case_id, form), status


def tell_done(receipt: Receipt, anchor: str | None) -> None:
    """Say what changed, in the words of the journal, where it changed; or over the page."""
    entry = written_entry(current_bench(), receipt)
    said = describe(entry, read_mentioned(current_bench(), [entry])) if entry else ""
    flash(
        gettext("Готово: %(said)s", said=uncapitalised(said)),
        f"at:{anchor}" if anchor else "success",
    )


def back_to(case_id: UUID, anchor: str) -> ResponseReturnValue:
    """To the card, at the part where something was done."""
    return redirect(url_for("cases.show", case_id=case_id, _anchor=anchor), HTTPStatus.SEE_OTHER)


def refuse(form: Form, refusal: EngineError, case_id: UUID) -> int:
    """Note a refusal of the engine on its form; gives the status of the answer."""
    answer = answer_of(refusal)
    if isinstance(refusal, InvalidInput):
        _note_fault(form, Fields(refusal.fields))
    elif isinstance(refusal, MoveRefused):
        form.message = Message(str(answer.sentence), _reasons(refusal, case_id))
    elif isinstance(refusal, StaleRevision):
        form.message = Message(_stale(refusal, case_id), _since(refusal, case_id))
    elif isinstance(refusal, TutorSchoolIneligible):
        form.errors["school_id"] = ineligible_text(Fields(refusal.fields))
    elif isinstance(refusal, Forbidden):
        permission = str(refusal.fields.get("permission", ""))
        said = refused_text(refusal.code, permission, [refusal.fields])
        form.message = Message(gettext("Не получилось: %(said)s.", said=said))
    elif isinstance(refusal, KeyReused):
        form.message = Message(
            gettext("Эта форма уже отправлена с другим содержанием. Проверьте и отправьте снова.")
        )
        return int(HTTPStatus.CONFLICT)
    else:
        form.message = Message(f"{answer.sentence} {answer.advice}")
    return answer.status


def _note_fault(form: Form, fields: Fields) -> None:
    """Beside its field where the form has one, else over the form."""
    name, rule, value = fields.text("field"), fields.text("rule"), fields.values.get("value")
    # `key` of a form is the form's own; what a record is about has a name of its own there.
    name = "about" if name == "key" and "about" in form.values else name
    if name in form.values or name in form.files:
        form.refuse(name, rule, value)
        return
    label = capitalised(str(FIELDS.get(name, name)))
    form.message = Message(f"{label}. {invalid_text(rule, value)}")


def _reasons(refusal: MoveRefused, case_id: UUID) -> tuple[object, ...]:
    path = case_path(current_bench(), case_id)
    definition, today = (path.definition, path.today) if path else (None, None)
    return tuple(unmet_sentence(unmet, definition, today=today) for unmet in refusal.unmet)


@dataclass(frozen=True, slots=True)
class Happened:
    """What somebody did while a page was open, as a line under the refusal."""

    text: str


def _since(refusal: StaleRevision, case_id: UUID) -> tuple[object, ...]:
    """What it is now: everything done since the page was read, to who may read it."""
    expected = refusal.fields.get("expected")
    if not isinstance(expected, int) or expected < 1:
        return ()
    bench = current_bench()
    try:
        entries = entries_since(
            bench, case_id, expected, actor=current_actor(), own=True, limit=_MOST_SINCE
        )
    except NotFound:
        return ()
    mentioned = read_mentioned(bench, entries)
    return tuple(Happened(f"{one.actor}: {describe(one, mentioned)}") for one in entries)


_MOST_SINCE = 10


def _stale(refusal: StaleRevision, case_id: UUID) -> str:
    path, fields = case_path(current_bench(), case_id), refusal.fields
    if path is None or "changed_at" not in fields:
        return str(answer_of(refusal).sentence)
    return stale_text(
        account_title(current_bench(), fields["changed_by"]),
        moment_text(fields["changed_at"], path.zone),
        stage_title(path.definition, fields["stage"]),
    )
