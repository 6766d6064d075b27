"""Why a term falls on its day: the rule of the path, and what moved the day since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from engine.domain.definition import OnDue
from engine.domain.terms import TermKind
from web.wording.grammar import MONTHS, counted, listed, quoted, short_day, yearly_day
from web.wording.paths import move_title

if TYPE_CHECKING:
    from datetime import date

    from engine.domain.definition import Definition, StageTerm
    from engine.domain.terms import Term
    from web.wording.fields import Fields


def due_reason(term: Term, entered_on: date, suspended: int = 0) -> str:
    """«Через 30 календарных дней после начала этапа 03.04.2023.»; and what a suspension added."""
    rule = _RULES.get(term.kind)
    said = rule(term, short_day(entered_on)) if rule else ""
    if suspended > 0:
        days = counted(suspended, "день|дня|дней")
        moved = gettext("Сдвинут на %(days)s: столько дело было приостановлено.", days=days)
        said = f"{said} {moved}".strip()
    return said


def due_consequence(term: StageTerm, definition: Definition) -> str:
    """What the clock does by itself on the day, where it does more than tell somebody."""
    if term.on_due is not OnDue.MOVE or not term.move:
        return ""
    move = quoted(move_title(definition, term.move))
    return gettext("В этот день переход %(move)s сделает система.", move=move)


def _calendar_days(term: Term, since: str) -> str:
    if not term.days:
        return gettext("В день начала этапа, %(since)s.", since=since)
    days = counted(term.days, "календарный день|календарных дня|календарных дней")
    return gettext("Через %(days)s после начала этапа %(since)s.", days=days, since=since)


def _working_days(term: Term, since: str) -> str:
    if not term.days:
        return gettext("Первый рабочий день с начала этапа %(since)s.", since=since)
    days = counted(term.days, "рабочий день|рабочих дня|рабочих дней")
    return gettext(
        "Через %(days)s после начала этапа %(since)s; выходные и праздники не считаются.",
        days=days,
        since=since,
    )


def _yearly(term: Term, since: str) -> str:
    day = yearly_day(term.month, term.day)
    return gettext(
        "Каждый год %(day)s: ближайшая такая дата после начала этапа %(since)s.",
        day=day,
        since=since,
    )


def _window(term: Term, since: str) -> str:
    last = str(MONTHS[term.month - 1])
    first = str(MONTHS[(term.from_month or term.month) - 1])
    if first == last:
        return gettext(
            "Последний день %(month)s, ближайшего после начала этапа %(since)s.",
            month=last,
            since=since,
        )
    return gettext(
        "Конец периода с начала %(first)s до конца %(last)s, ближайшего после начала этапа "
        "%(since)s.",
        first=first,
        last=last,
        since=since,
    )


def _return(_term: Term, since: str) -> str:
    return gettext("Этот день назвали, когда дело приостановили %(since)s.", since=since)


_RULES = {
    TermKind.CALENDAR_DAYS: _calendar_days,
    TermKind.WORKING_DAYS: _working_days,
    TermKind.YEARLY_DATE: _yearly,
    TermKind.MONTH_WINDOW: _window,
    TermKind.RETURN: _return,
}
"""An open term has no day and needs no reason."""


def missed_text(fields: Fields) -> str:
    """On which days a reminder should have come and did not; nothing where none was missed."""
    days = [short_day(one) for one in fields.words("missed")]
    if not days:
        return ""
    if len(days) == 1:
        return gettext("Напоминание от %(day)s вовремя не ушло.", day=days[0])
    return gettext("Напоминания от %(days)s вовремя не ушли.", days=listed(days))
