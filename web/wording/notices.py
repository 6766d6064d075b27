"""What a notice tells: a plain sentence about a case, made anew each time it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext

from engine.domain.terms import local_day
from web.wording.fields import Fields
from web.wording.grammar import counted, quoted, short_day
from web.wording.paths import move_title, stage_title, term_title
from web.wording.reasons import unmet_from_plain, unmet_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engine.queries.inbox import NoticeLine

LETTERS: Mapping[str, Any] = {
    "digest": lazy_gettext("Сводка за неделю"),
    "escalation": lazy_gettext("Сообщение о просроченном сроке"),
}
LETTER_STATUSES: Mapping[str, Any] = {
    "waiting": lazy_gettext("ждёт отправки"),
    "sending": lazy_gettext("отправляется"),
    "sent": lazy_gettext("отправлено"),
    "skipped": lazy_gettext("не отправлялось: сообщать было не о чем"),
    "failed": lazy_gettext("не доставлено"),
    "uncertain": lazy_gettext(
        "неизвестно, дошло ли: связь с почтовым сервером прервалась; второй раз не отправляем"
    ),
}
WEEKDAYS = (
    lazy_gettext("понедельник"),
    lazy_gettext("вторник"),
    lazy_gettext("среда"),
    lazy_gettext("четверг"),
    lazy_gettext("пятница"),
    lazy_gettext("суббота"),
    lazy_gettext("воскресенье"),
)


def notice_sentence(line: NoticeLine) -> str:
    """What happened, in one or a few sentences; a kind this version does not know is named."""
    say = SENTENCES.get(line.kind)
    return say(line, Fields(line.fields)) if say else line.kind


def notice_author(line: NoticeLine) -> str:
    """Whose deed it was; what the clock does has nobody to name."""
    return "" if line.kind.startswith("term:") else line.author


def unread_text(number: int, most: int) -> str:
    """«3 непрочитанных уведомления»; beyond what is counted «больше 99»."""
    if number >= most:
        return gettext("больше %(number)d непрочитанных", number=most - 1)
    return counted(
        number,
        "непрочитанное уведомление|непрочитанных уведомления|непрочитанных уведомлений",
    )


def _moved(line: NoticeLine, fields: Fields) -> str:
    return gettext(
        "Новый этап — %(stage)s. Сделан переход %(move)s.",
        stage=quoted(stage_title(line.definition, fields.text("to"))),
        move=quoted(move_title(line.definition, fields.text("move"))),
    )


def _forced(line: NoticeLine, fields: Fields) -> str:
    return gettext(
        "Перевод вне маршрута: с этапа %(source)s на этап %(target)s.",
        source=quoted(stage_title(line.definition, fields.text("from"))),
        target=quoted(stage_title(line.definition, fields.text("to"))),
    )


def _reminded(line: NoticeLine, fields: Fields) -> str:
    due = fields.day("due_on")
    term, day = quoted(term_title(line.definition, fields.text("term"))), short_day(due)
    told_on = local_day(line.at, line.zone)
    if due is not None and due < told_on:
        return gettext("Просрочено: %(term)s — было нужно до %(day)s.", term=term, day=day)
    if due == told_on:
        return gettext("Сегодня: %(term)s — %(day)s.", term=term, day=day)
    return gettext("Скоро: %(term)s — до %(day)s.", term=term, day=day)


def _escalated(line: NoticeLine, fields: Fields) -> str:
    term = quoted(term_title(line.definition, fields.text("term")))
    day = short_day(fields.day("due_on"))
    if not fields.text("move"):
        return gettext("Просрочено: %(term)s — было нужно до %(day)s.", term=term, day=day)
    said = gettext(
        "Переход %(move)s в срок %(day)s не сделан.",
        move=quoted(move_title(line.definition, fields.text("move"))),
        day=day,
    )
    reasons = fields.values.get("unmet")
    lacks = [
        unmet_sentence(unmet_from_plain(one), line.definition).lack
        for one in (reasons if isinstance(reasons, list) else [])
        if isinstance(one, dict) and "code" in one
    ]
    return " ".join([said, *lacks])


SENTENCES: Mapping[str, Callable[[NoticeLine, Fields], str]] = {
    "case:forced": _forced,
    "case:moved": _moved,
    "term:escalated": _escalated,
    "term:reminded": _reminded,
}
"""A sentence for every kind that a deed writes; a test looks for the kinds."""
