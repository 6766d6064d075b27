"""What a notice tells: a plain sentence, made anew each time it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext

from engine.domain.notices import MEASURES_ESCALATED, TUTOR_LISTED
from engine.domain.terms import local_day
from engine.queries.inbox import NoticeLine
from web.wording.audited import answered_text, issued_text, judged_text, reminded_text
from web.wording.fields import Fields, moves_in
from web.wording.grammar import as_day, counted, listed, quoted, short_day
from web.wording.own_words import ground_title
from web.wording.paths import move_title, stage_title, term_title, word_title
from web.wording.reasons import unmet_from_plain, unmet_sentence
from web.wording.terms import missed_text
from web.wording.topics import topic_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from engine.queries.inbox import AnyLine

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


def notice_sentence(line: AnyLine) -> str:
    """What happened, in one or a few sentences; a kind this version does not know is named."""
    if not isinstance(line, NoticeLine):
        return topic_sentence(line)
    say = SENTENCES.get(line.kind)
    return say(line, Fields(line.fields)) if say else line.kind


def notice_author(line: AnyLine) -> str:
    """Whose deed it was; what the clock does has nobody to name."""
    by_clock = line.kind.startswith("term:") or line.kind in _BY_CLOCK
    return "" if by_clock else line.author


_BY_CLOCK = frozenset({"finding:reminded", "measures:reminded", MEASURES_ESCALATED})


def unread_text(number: int, most: int) -> str:
    """«3 непрочитанных уведомления»; beyond what is counted «больше 99»."""
    if number >= most:
        return gettext("больше %(number)d непрочитанных", number=most - 1)
    return counted(
        number,
        "непрочитанное уведомление|непрочитанных уведомления|непрочитанных уведомлений",
    )


def notice_part(line: NoticeLine) -> str | None:
    """The part of the card that a notice is about."""
    return _PARTS.get(line.kind.partition(":")[0])


_PARTS = {
    "curator": "people",
    "document": "documents",
    "expert": "people",
    "finding": "findings",
    "tutor_school": "people",
}


def _moved(line: NoticeLine, fields: Fields) -> str:
    said = gettext(
        "Новый этап — %(stage)s. Сделан переход %(move)s.",
        stage=quoted(stage_title(line.definition, fields.text("to"))),
        move=quoted(move_title(line.definition, fields.text("move"))),
    )
    return f"{said} {_returned(line, fields)}" if "returned" in fields else said


def _returned(line: NoticeLine, fields: Fields) -> str:
    """Which papers went back; the remarks stand beside them on the card."""
    papers = list(_papers(line, fields))
    if not papers:
        return gettext("Документ возвращён на доработку.")
    if len(papers) == 1:
        return gettext(
            "Возвращён на доработку документ %(paper)s. Замечания — в карточке, рядом с ним.",
            paper=papers[0],
        )
    return gettext(
        "Возвращены на доработку документы: %(papers)s. Замечания — в карточке, рядом с ними.",
        papers=listed(papers),
    )


def _papers(line: NoticeLine, fields: Fields) -> Iterator[str]:
    papers = fields.values.get("returned")
    for one in papers if isinstance(papers, list) else []:
        paper = Fields(one if isinstance(one, dict) else {})
        title = quoted(word_title(line.definition, "document", paper.text("kind")))
        topic = paper.text("topic")
        if topic:
            title = gettext(
                "%(paper)s (%(topic)s)",
                paper=title,
                topic=word_title(line.definition, "risk_factor", topic),
            )
        yield gettext("%(paper)s, версия %(number)d", paper=title, number=paper.number("version"))


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
        said = gettext("Просрочено: %(term)s — было нужно до %(day)s.", term=term, day=day)
    elif due == told_on:
        said = gettext("Сегодня: %(term)s — %(day)s.", term=term, day=day)
    else:
        said = gettext("Скоро: %(term)s — до %(day)s.", term=term, day=day)
    return f"{said} {missed_text(fields)}".strip()


def _recounted(line: NoticeLine, fields: Fields) -> str:
    """A term that people were reminded of has another day."""
    moved = [
        gettext(
            "%(term)s — до %(now)s, было до %(was)s",
            term=quoted(term_title(line.definition, str(term))),
            now=short_day(as_day(now)),
            was=short_day(as_day(was)),
        )
        for term, was, now in moves_in(fields)
    ]
    if not moved:
        return gettext("Сроки пересчитаны по изменённому календарю.")
    return gettext("Срок перенесён: изменился календарь. %(moved)s.", moved="; ".join(moved))


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


def _attached(mine: Any, others: Any) -> Callable[[NoticeLine, Fields], str]:
    """A sentence to who is attached, and another one to the rest."""

    def say(line: NoticeLine, fields: Fields) -> str:
        days = _days(fields)
        return str(mine if line.mine else others) % {"whom": line.whom, "days": days}

    return say


def _ended(mine: Any, others: Any) -> Callable[[NoticeLine, Fields], str]:
    """The same for the last day of an attachment, which may be over or still to come."""

    def say(line: NoticeLine, fields: Fields) -> str:
        day = short_day(fields.day("last_day"))
        return str(mine if line.mine else others) % {"whom": line.whom, "day": day}

    return say


def _days(fields: Fields) -> str:
    first, last = short_day(fields.day("starts_on")), short_day(fields.day("ends_on"))
    if last:
        return gettext("с %(first)s по %(last)s", first=first, last=last)
    return gettext("с %(first)s", first=first)


def _evidence_returned(_line: NoticeLine, _fields: Fields) -> str:
    return gettext(
        "Отчёт о мероприятии дорожной карты возвращён. Замечания — в разделе «Мероприятия», "
        "рядом с ним."
    )


def _objected(line: NoticeLine, fields: Fields) -> str:
    ground = quoted(ground_title(line.definition, fields.text("ground")))
    return gettext("Школа возражает против основания %(ground)s.", ground=ground)


def _answered(line: NoticeLine, fields: Fields) -> str:
    ground = quoted(ground_title(line.definition, fields.text("ground")))
    if fields.text("status") == "upheld":
        return gettext("Возражение против основания %(ground)s принято.", ground=ground)
    return gettext("Возражение против основания %(ground)s отклонено.", ground=ground)


def _finding(say: Callable[[Fields], str]) -> Callable[[NoticeLine, Fields], str]:
    return lambda _line, fields: say(fields)


def _tutor_listed(line: NoticeLine, _fields: Fields) -> str:
    return gettext(
        "Школа-тьютор %(school)s сама включена в перечень. Закрепление само не прекратится: "
        "закончите его приказом или замените школу-тьютора.",
        school=line.whom,
    )


SENTENCES: Mapping[str, Callable[[NoticeLine, Fields], str]] = {
    "case:forced": _forced,
    "case:moved": _moved,
    "curator:attached": _attached(
        lazy_gettext("Вы назначены куратором, %(days)s."),
        lazy_gettext("Назначен куратор: %(whom)s, %(days)s."),
    ),
    "curator:ended": _ended(
        lazy_gettext("Последний день вашей работы куратором — %(day)s."),
        lazy_gettext("Последний день работы куратора — %(day)s: %(whom)s."),
    ),
    "document:returned": _returned,
    "evidence:returned": _evidence_returned,
    "expert:attached": _attached(
        lazy_gettext("Вы назначены экспертом, %(days)s."),
        lazy_gettext("Назначен эксперт: %(whom)s, %(days)s."),
    ),
    "expert:ended": _ended(
        lazy_gettext("Последний день вашей работы экспертом — %(day)s."),
        lazy_gettext("Последний день работы эксперта — %(day)s: %(whom)s."),
    ),
    "finding:answered": _finding(answered_text),
    "finding:issued": _finding(issued_text),
    "finding:judged": _finding(judged_text),
    "finding:reminded": _finding(reminded_text),
    "objection:decided": _answered,
    "objection:filed": _objected,
    "term:escalated": _escalated,
    "term:recounted": _recounted,
    "term:reminded": _reminded,
    "tutor_school:attached": _attached(
        lazy_gettext("Ваша школа назначена школой-тьютором, %(days)s: %(whom)s."),
        lazy_gettext("Назначена школа-тьютор: %(whom)s, %(days)s."),
    ),
    TUTOR_LISTED: _tutor_listed,
    "tutor_school:ended": _ended(
        lazy_gettext("Последний день вашей школы как школы-тьютора — %(day)s: %(whom)s."),
        lazy_gettext("Последний день школы-тьютора — %(day)s: %(whom)s."),
    ),
}
"""A sentence for every kind that a deed writes; a test looks for the kinds."""
