"""«Мой календарь»: what falls due for a person, as a page and as a feed for calendar programs."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, render_template
from flask_babel import force_locale
from werkzeug.exceptions import Unauthorized

from engine.domain.roles import Permission
from engine.queries.agenda import read_agenda
from engine.queries.identity import feed_holder
from web.agenda.entries import Entry, entries_of
from web.agenda.feed import feed_text
from web.current import current_bench
from web.identity import current_holder
from web.language import LOCALES
from web.permissions import permission, public
from web.wording.grammar import month_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.queries.identity import Holder

pages = Blueprint("agenda", __name__, url_prefix="/calendar")


@pages.get("")
@permission(Permission.READ_CASE, Permission.READ_ROADMAP)
def show() -> str:
    """What is late, and what falls due, by months."""
    agenda = read_agenda(current_bench(), _holder())
    entries = entries_of(agenda)
    late = [one for one in entries if one.late]
    return render_template(
        "agenda.html",
        today=agenda.today,
        late=late,
        months=_by_month(one for one in entries if not one.late),
        total=len(entries),
    )


@pages.get("/<secret>.ics")
@public
def feed(secret: str) -> Response:
    """The calendar of whoever the address is; for the machines that read calendars."""
    bench = current_bench()
    holder = feed_holder(bench, secret)
    if holder is None:
        abort(404)
    agenda = read_agenda(bench, holder)
    with force_locale(LOCALES[agenda.language]):
        answer = Response(feed_text(agenda), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="marshrut.ics"'
    # The address is a secret; a search engine that finds it must not keep what it leads to.
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _holder() -> Holder:
    holder = current_holder()
    if holder is None:
        raise Unauthorized
    return holder


def _by_month(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    return [
        (month_text(key[0], key[1]), list(group))
        for key, group in groupby(entries, lambda one: (one.day.year, one.day.month))
    ]
