"""The one way of a form about measures: read, do, say what changed; or show the form again."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import flash, redirect, request
from flask_babel import gettext

from engine.domain.errors import EngineError, Forbidden, InvalidInput, NotFound
from engine.domain.roles import Permission
from engine.queries.history import written_entry
from engine.queries.mentioned import read_mentioned
from web.current import current_bench
from web.errors import answer_of
from web.identity import current_actor
from web.parsing import Form, Message
from web.wording import describe
from web.wording.fields import Fields
from web.wording.grammar import capitalised
from web.wording.refusals import FIELDS, refused_text
from web.wording.rules import invalid_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from typing import Any

    from flask.typing import ResponseReturnValue

    from engine.domain.roles import Role
    from engine.storage.receipts import Receipt

    Deed = Callable[..., Receipt]


def sent_form(name: str) -> Form:
    """The form of this request."""
    return Form.of(name, request.form, request.files)


def do(deed: Deed, form: Form, asked: Any) -> Receipt:
    """Do what a form asks for, once for its key, as whoever is signed in."""
    return deed(current_bench(), asked, actor=current_actor(), request_key=form.key(asked))


def may_here(roles: Collection[Role]) -> frozenset[str]:
    """What the actor may do in these roles: a page offers nothing else."""
    actor = current_actor()
    return frozenset(one.value for one in Permission if actor.allows(one, roles))


def submit(
    form: Form,
    deed: Callable[[], Receipt],
    back: str,
    again: Callable[[Form], str],
) -> ResponseReturnValue:
    """Do the deed and go to `back`; a refusal shows the page again with what was typed."""
    status = int(HTTPStatus.UNPROCESSABLE_ENTITY)
    if form.valid:
        try:
            receipt = deed()
        except NotFound:
            raise
        except EngineError as refusal:
            status = _refuse(form, refusal)
        else:
            _tell_done(receipt)
            return redirect(back, HTTPStatus.SEE_OTHER)
    return again(form), status


def _tell_done(receipt: Receipt) -> None:
    """Say what changed, in the words of the journal."""
    entry = written_entry(current_bench(), receipt)
    said = describe(entry, read_mentioned(current_bench(), [entry])) if entry else ""
    flash(capitalised(said), "success")


def _refuse(form: Form, refusal: EngineError) -> int:
    answer = answer_of(refusal)
    if isinstance(refusal, InvalidInput):
        fields = Fields(refusal.fields)
        name, rule, value = fields.text("field"), fields.text("rule"), fields.values.get("value")
        if name in form.values or name in form.files:
            form.refuse(name, rule, value)
        else:
            label = capitalised(str(FIELDS.get(name, name)))
            form.message = Message(f"{label}. {invalid_text(rule, value)}")
    elif isinstance(refusal, Forbidden):
        permission = str(refusal.fields.get("permission", ""))
        said = refused_text(refusal.code, permission, [refusal.fields])
        form.message = Message(gettext("Не получилось: %(said)s.", said=said))
    else:
        form.message = Message(f"{answer.sentence} {answer.advice}")
    return answer.status
