"""How an authority is reminded of its measures: a form for each place one may set it for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import UUID

from flask import render_template, url_for

from engine.actions.roadmaps.reminder_rules import RuleRequest, set_reminder_rule
from engine.domain.errors import NotFound
from engine.domain.roadmaps.reminding import LONGEST, ReminderRule
from engine.domain.roles import Permission
from engine.queries.roadmaps.reminders import ReminderPlace, reminder_places
from web.current import current_bench
from web.identity import current_actor
from web.measures.doing import sent_form, submit
from web.measures.pages import pages
from web.parsing import Form, new_key
from web.permissions import permission

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

_DAYS = re.compile(r"\d{1,3}")


@pages.get("/reminders")
@permission(Permission.APPROVE_ROADMAP)
def reminders() -> str:
    """The rule of each authority one may set it for, ready to be changed."""
    return _page()


@pages.post("/reminders/<uuid:authority_id>")
@permission(Permission.APPROVE_ROADMAP)
def set_reminders(authority_id: UUID) -> ResponseReturnValue:
    """Set when people of an authority are reminded."""
    places = reminder_places(current_bench(), actor=current_actor())
    asked = next((one for one in places if one.authority_id == authority_id), None)
    if asked is None:
        raise NotFound
    form = sent_form(_name(asked))
    request = RuleRequest(asked.place, _rule(form))
    return submit(
        form,
        lambda: set_reminder_rule(
            current_bench(), request, actor=current_actor(), request_key=form.key(request)
        ),
        url_for("measures.reminders"),
        _page,
    )


def _page(sent: Form | None = None) -> str:
    places = reminder_places(current_bench(), actor=current_actor())
    forms = [(one, sent if sent and sent.name == _name(one) else _shown(one)) for one in places]
    return render_template("measures/reminders.html", forms=forms, most=LONGEST, form_key=new_key())


def _name(one: ReminderPlace) -> str:
    return f"reminders-{one.authority_id}"


def _shown(one: ReminderPlace) -> Form:
    rule = one.rule
    values = {
        "before": [", ".join(map(str, rule.before))],
        "closing": [str(rule.closing)],
        "every": [str(rule.every)],
        "escalate": [str(rule.escalate)],
    }
    return Form(_name(one), values)


def _rule(form: Form) -> ReminderRule:
    """What was typed; days before are numbers with anything between them, 0 is never."""
    typed = form.line("before", required=True)
    if re.search(r"[^\d\s,;.]", typed):
        form.refuse("before", "number")
    before = tuple(int(one) for one in _DAYS.findall(typed) if int(one))
    return ReminderRule(before, *(_number(form, name) for name in ("closing", "every", "escalate")))


def _number(form: Form, name: str) -> int:
    """A number that must be there: an empty field would silently mean never."""
    form.line(name, required=True)
    return form.number(name, most=LONGEST) or 0
