"""«Уведомления»: what happened to a person's schools and paths, and the bell above."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.actions.delivering import SeenRequest, mark_read
from engine.domain.errors import DatabaseBusy, InvalidInput
from engine.queries.inbox import MOST_COUNTED, InboxPlace, read_inbox, unseen_count
from web.current import current_bench
from web.identity import current_actor, known_holder
from web.navigation import local_target
from web.noticed import notice_head, notice_href, notice_place
from web.parsing import as_uuid, parse_instant
from web.permissions import signed_in
from web.wording.grammar import clock_text
from web.wording.notices import notice_author, notice_sentence, unread_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from flask import Flask
    from flask.typing import ResponseReturnValue

    from engine.queries.inbox import AnyLine

pages = Blueprint("notices", __name__, url_prefix="/notices")


@dataclass(frozen=True, slots=True)
class Shown:
    """A notice as the page shows it."""

    line: AnyLine
    head: str
    href: str
    sentence: str
    place: str
    author: str
    time: str


@dataclass(frozen=True, slots=True)
class Day:
    """The notices of a day, the newest first."""

    day: date
    notices: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Bell:
    """How many notices are unread: `mark` beside the bell, `text` for who hears the page."""

    number: int
    mark: str
    text: str


def install(app: Flask) -> None:
    """Give every page the bell."""

    @app.context_processor
    def for_templates() -> dict[str, Any]:
        return {"bell": _bell()}


@pages.get("")
@signed_in
def show() -> str:
    """A page of one's own notices by days."""
    unseen = request.args.get("unread") == "1"
    page = read_inbox(current_bench(), actor=current_actor(), after=_place(), unseen=unseen)
    return render_template(
        "notices.html",
        page=page,
        days=list(_days(page.lines, page.zone)),
        unread_only=unseen,
        unread=unread_text(page.unseen, MOST_COUNTED) if page.unseen else "",
        until=page.lines[0].at.isoformat() if page.lines else "",
        here=request.full_path.rstrip("?"),
        next=f"{page.next.at.isoformat()}_{page.next.notice_id}" if page.next else None,
    )


@pages.post("/<uuid:notice_id>/seen")
@signed_in
def see(notice_id: UUID) -> ResponseReturnValue:
    """Note that one notice was read."""
    mark_read(current_bench(), SeenRequest(notice_id=notice_id), actor=current_actor())
    return _back()


@pages.post("/seen")
@signed_in
def see_all() -> ResponseReturnValue:
    """Note that everything the page knew of was read; what came since stays unread."""
    until = parse_instant(request.form.get("until", ""))
    if until is None:
        raise InvalidInput(field="until", rule="unknown")
    mark_read(current_bench(), SeenRequest(until=until), actor=current_actor())
    flash(_("Все уведомления отмечены прочитанными."), "success")
    return _back()


def _back() -> ResponseReturnValue:
    return redirect(local_target(request.form.get("next")) or url_for("notices.show"), 303)


def _place() -> InboxPlace | None:
    """Where the page before ended; anything else begins anew."""
    instant, _sep, notice = request.args.get("after", "").partition("_")
    at, notice_id = parse_instant(instant), as_uuid(notice)
    return InboxPlace(at, notice_id) if at and notice_id else None


def _days(lines: Iterable[AnyLine], zone: str) -> Iterator[Day]:
    def day_of(line: AnyLine) -> date:
        return line.at.astimezone(ZoneInfo(zone)).date()

    for day, group in groupby(lines, day_of):
        shown = (
            Shown(
                line,
                notice_head(line),
                notice_href(line),
                notice_sentence(line),
                notice_place(line),
                notice_author(line),
                clock_text(line.at, zone),
            )
            for line in group
        )
        yield Day(day, tuple(shown))


def _bell() -> Bell | None:
    """The bell of this request; None for who has not signed in, and where it cannot be counted."""
    holder = known_holder()
    if holder is None:
        return None
    if "bell" not in g:
        g.bell = _counted(holder.actor)
    found: Bell | None = g.bell
    return found


def _counted(actor: Any) -> Bell | None:
    try:
        number = unseen_count(current_bench(), actor=actor)
    except DatabaseBusy:
        # The page that tells of it must not fail for the sake of the bell.
        return None
    mark = f"{MOST_COUNTED - 1}+" if number >= MOST_COUNTED else str(number)
    return Bell(number, mark, unread_text(number, MOST_COUNTED))
