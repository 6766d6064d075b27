"""What a notice tells that is about no case: of versions, cases that went over, roadmaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from engine.domain.notices import (
    BASE_PUBLISHED,
    CASES_MIGRATED,
    CASES_RESTORED,
    MEASURES_ESCALATED,
    Topic,
)
from web.wording.fields import Fields
from web.wording.grammar import counted, quoted, short_day
from web.wording.measure_notices import escalated_text, reminded_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engine.queries.inbox import TopicLine


def topic_sentence(line: TopicLine) -> str:
    """What happened, in a few sentences; a kind this version does not know is named."""
    say = TOPIC_SENTENCES.get(line.kind)
    return say(line, Fields(line.fields)) if say else line.kind


def topic_title(line: TopicLine) -> str:
    """The name of the path or the roadmap that it is about."""
    unnamed = gettext("Дорожная карта") if line.topic is Topic.ROADMAP else gettext("Маршрут")
    return Fields(line.fields).text("title") or unnamed


def _submitted(_line: TopicLine, _fields: Fields) -> str:
    return gettext(
        "Новая версия маршрута ждёт утверждения. Прочитайте её и утвердите или верните "
        "с замечаниями."
    )


def _returned(_line: TopicLine, _fields: Fields) -> str:
    return gettext(
        "Ваша версия маршрута возвращена с замечаниями. Замечания — на её странице; "
        "черновик сохранён, его можно править дальше."
    )


def _published(line: TopicLine, fields: Fields) -> str:
    values = {"number": fields.number("version"), "day": short_day(fields.day("effective_on"))}
    if line.mine:
        return gettext(
            "Ваша версия %(number)d утверждена и опубликована. Новые дела начинаются по ней "
            "с %(day)s.",
            **values,
        )
    return gettext(
        "Опубликована версия %(number)d маршрута. Новые дела начинаются по ней с %(day)s. "
        "Идущие дела остаются на прежней версии, пока их не переведут.",
        **values,
    )


def _base_published(_line: TopicLine, fields: Fields) -> str:
    return gettext(
        "У основы %(base)s вышла версия %(number)d, а маршрут стоит на прежней. Сам он "
        "не изменится: посмотрите, что нового, и решите, что взять.",
        base=quoted(fields.text("base")),
        number=fields.number("version"),
    )


def _migrated(_line: TopicLine, fields: Fields) -> str:
    return gettext(
        "Дела, с которыми вы работаете, переведены на версию %(number)d маршрута: %(cases)s. "
        "Этапы и сроки могли измениться, посмотрите карточки.",
        number=fields.number("version"),
        cases=counted(fields.number("cases"), "дело|дела|дел"),
    )


def _restored(_line: TopicLine, fields: Fields) -> str:
    return gettext(
        "Перевод на версию %(number)d маршрута отменён. Дела, с которыми вы работаете, снова "
        "на прежней версии: %(cases)s.",
        number=fields.number("version"),
        cases=counted(fields.number("cases"), "дело|дела|дел"),
    )


def _roadmap_approved(_line: TopicLine, _fields: Fields) -> str:
    return gettext(
        "Утверждена дорожная карта, в которой ваша школа. Мероприятия школы и их сроки — "
        "в разделе «Мероприятия»."
    )


def _reported(_line: TopicLine, _fields: Fields) -> str:
    return gettext(
        "Школы сдают отчёты о мероприятиях. Проверьте их: примите или верните с замечаниями. "
        "О других отчётах этого дня отдельных уведомлений не будет."
    )


def _measures_reminded(_line: TopicLine, fields: Fields) -> str:
    return reminded_text(fields)


def _measures_escalated(_line: TopicLine, fields: Fields) -> str:
    return escalated_text(fields)


TOPIC_SENTENCES: Mapping[str, Callable[[TopicLine, Fields], str]] = {
    BASE_PUBLISHED: _base_published,
    CASES_MIGRATED: _migrated,
    CASES_RESTORED: _restored,
    "definition:published": _published,
    "definition:returned": _returned,
    "definition:submitted": _submitted,
    "measure:reported": _reported,
    MEASURES_ESCALATED: _measures_escalated,
    "measures:reminded": _measures_reminded,
    "roadmap:approved": _roadmap_approved,
}
"""A sentence for every kind of notice that is about no case; a test looks for the kinds."""
