"""«Моя учётная запись»: one's roles, which letters come, and a new password."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from engine.actions.feeds import OpenedFeed, close_feed, open_feed
from engine.actions.mailboxes import MailboxRequest, Wishes, change_mailbox
from engine.actions.people import PasswordRequest, change_password
from engine.domain.errors import InvalidInput
from engine.domain.mail import Language
from engine.domain.passwords import SHORTEST
from engine.domain.roles import Role
from engine.domain.weekly import Weekly
from engine.queries.agenda import feed_opened_at
from engine.queries.mail import last_letters, read_mailbox
from engine.queries.people import list_grants
from engine.queries.scope import reading_day
from web.current import current_bench, current_settings
from web.errors import rule_text
from web.identity import current_actor, end_session
from web.mailing.ways import Way
from web.permissions import signed_in
from web.wording.notices import LETTER_STATUSES, LETTERS, WEEKDAYS
from web.wording.rules import invalid_text

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from engine.domain.roles import Actor

pages = Blueprint("account", __name__)


@pages.get("/account")
@signed_in
def show() -> ResponseReturnValue:
    """Who one is here, with which roles and where."""
    return _page()


@pages.post("/account/password")
@signed_in
def change() -> ResponseReturnValue:
    """Set a new password; every session ends, so that one signs in with it."""
    actor = current_actor()
    try:
        change_password(current_bench(), _request(actor.account_id), actor=actor)
    except InvalidInput as refusal:
        return _page(refusal), 422
    session.clear()
    flash(_("Пароль изменён. Войдите с новым паролем."), "success")
    response = redirect(url_for("signin.show"), 303)
    end_session(response)
    return response


@pages.post("/account/mail")
@signed_in
def set_mail() -> ResponseReturnValue:
    """Set where one's letters go and which are wanted."""
    actor = current_actor()
    try:
        change_mailbox(current_bench(), _mailbox(actor), actor=actor)
    except InvalidInput as refusal:
        return _page(refusal), 422
    flash(_("Настройки писем сохранены."), "success")
    return redirect(url_for("account.show", _anchor="mail"), 303)


@pages.post("/account/calendar")
@signed_in
def open_calendar() -> ResponseReturnValue:
    """Make an address for one's calendar, in place of a former one, and show it this once."""
    return _page(opened=open_feed(current_bench(), actor=current_actor()))


@pages.post("/account/calendar/close")
@signed_in
def close_calendar() -> ResponseReturnValue:
    """Let the address of one's calendar answer no more; closed already is closed as well."""
    with contextlib.suppress(InvalidInput):
        close_feed(current_bench(), actor=current_actor())
    flash(_("Адрес календаря закрыт: по нему больше ничего не открывается."), "success")
    return redirect(url_for("account.show", _anchor="calendar"), 303)


def _request(account_id: UUID) -> PasswordRequest:
    form = request.form
    if form.get("password", "") != form.get("repeated", ""):
        raise InvalidInput(field="repeated", rule="mismatch")
    return PasswordRequest(account_id, form.get("password", ""), form.get("former", ""))


def _mailbox(actor: Actor) -> MailboxRequest:
    form = request.form
    former = read_mailbox(current_bench(), actor.account_id, actor=actor)
    # Who gets no escalations has no box to tick: the wish stays as it was.
    escalations = bool(form.get("escalations")) if _coordinates(actor) else former.escalations
    weekly = Weekly(_number("weekday"), _number("hour"))
    language = _language(former.language)
    wishes = Wishes(bool(form.get("digest")), weekly, escalations, language)
    return MailboxRequest(actor.account_id, form.get("email", ""), wishes)


def _number(name: str) -> int:
    typed = request.form.get(name, "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 2):  # noqa: PLR2004 - two digits
        raise InvalidInput(field=name, rule="unknown")
    return int(typed)


def _language(former: Language) -> Language:
    wanted = request.form.get("language", former)
    if wanted not in set(Language):
        raise InvalidInput(field="language", rule="unknown")
    return Language(wanted)


def _coordinates(actor: Actor) -> bool:
    today = reading_day(current_bench().now())
    coordinators = (Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR)
    return any(one.role in coordinators and one.in_force(today) for one in actor.grants)


def _page(refusal: InvalidInput | None = None, *, opened: OpenedFeed | None = None) -> str:
    bench, actor = current_bench(), current_actor()
    mail, mine = current_settings().mail, actor.account_id
    return render_template(
        "account.html",
        grants=list_grants(bench, mine, actor=actor),
        today=reading_day(bench.now()),
        shortest=SHORTEST,
        refused={refusal.fields["field"]: _said(refusal)} if refusal else {},
        feed=_feed_address(opened) if opened else "",
        feed_since=feed_opened_at(bench, actor=actor),
        box=read_mailbox(bench, mine, actor=actor),
        letters=last_letters(bench, mine, actor=actor),
        letter_titles=LETTERS,
        letter_statuses=LETTER_STATUSES,
        weekdays=WEEKDAYS,
        coordinates=_coordinates(actor),
        mail_leaves=mail.way is not Way.NONE,
        mail_folder=mail.folder if current_settings().demo else None,
        typed=request.form,
    )


def _feed_address(opened: OpenedFeed) -> str:
    return url_for("agenda.feed", secret=opened.secret, _external=True)


def _said(refusal: InvalidInput) -> str:
    field, rule = refusal.fields["field"], refusal.fields["rule"]
    if field == "email":
        return invalid_text(rule, refusal.fields.get("value"))
    return rule_text(rule)
