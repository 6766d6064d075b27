"""What is to be said about the reading of a printed term."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext

from workflows.roadmaps.terms import Doubt

if TYPE_CHECKING:
    from collections.abc import Mapping

SENTENCES: Mapping[Doubt, Any] = {
    Doubt.AMBIGUOUS: lazy_gettext("Срок можно прочитать по-разному: выберите."),
    Doubt.APPROXIMATE: lazy_gettext("Срок назван приблизительно; дни взяты по обычаю."),
    Doubt.BEFORE_DOCUMENT: lazy_gettext("Срок прошёл раньше, чем подписан документ."),
    Doubt.IMPOSSIBLE_DATE: lazy_gettext("Такого дня нет."),
    Doubt.NEEDS_CALENDAR: lazy_gettext("Точные дни даёт учебный или рабочий календарь региона."),
    Doubt.NEEDS_EVENT: lazy_gettext("Срок ждёт события."),
    Doubt.NEEDS_SCHEDULE: lazy_gettext("Дни стоят в другом плане или графике."),
    Doubt.OUTSIDE_PERIOD: lazy_gettext("Срок выходит за период документа."),
    Doubt.REVERSED_RANGE: lazy_gettext("Конец стоит раньше начала."),
    Doubt.SPELLING: lazy_gettext("Слово прочитано с исправлением опечатки."),
    Doubt.STARTS_BEFORE_DOCUMENT: lazy_gettext("Срок начинается раньше, чем подписан документ."),
    Doubt.STRAY_TOKEN: lazy_gettext("Эти слова к сроку не подошли."),
    Doubt.SUSPECT_YEAR: lazy_gettext("Год далёк от периода документа."),
    Doubt.TOO_LONG: lazy_gettext("Текст слишком длинный для срока."),
    Doubt.UNREAD: lazy_gettext("Срок не прочитан."),
}


def doubt_sentence(doubt: Doubt, words: str) -> str:
    """What the doubt is, and the printed words it is about."""
    said = str(SENTENCES[doubt])
    return f"«{words}»: {said}" if words else said
