"""A rebase in sentences: how each element came out, and what the answers to a conflict mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext

from engine.domain.rebasing import Choice, How

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.domain.rebasing import Entry

OUTCOMES: Mapping[How, Any] = {
    How.APART: lazy_gettext("основа и маршрут изменили разное: в силе и то и другое"),
    How.BASE_ONLY: lazy_gettext("придёт из основы"),
    How.BOTH: lazy_gettext("условия основы и маршрута складываются"),
    How.CHANGED: lazy_gettext("основа и маршрут изменили одно и то же по-разному"),
    How.EXISTS: lazy_gettext("такое теперь есть и в основе, но другое"),
    How.FINAL: lazy_gettext("основа больше не разрешает этого менять"),
    How.FOLLOWS: lazy_gettext("придёт из основы без тех этапов, которые в маршруте убраны"),
    How.GONE: lazy_gettext("в основе этого больше нет, а маршрут его меняет"),
    How.KEPT: lazy_gettext("останется как в маршруте: основа этого не касалась"),
    How.LOST: lazy_gettext("путь маршрута идёт через этап, которого в основе больше нет"),
    How.OWN: lazy_gettext("своё: основы это не касается"),
    How.REMOVED: lazy_gettext("в маршруте это убрано, а основа его переписала"),
    How.SAME: lazy_gettext("в основе теперь то же самое: своё изменение больше не нужно"),
    How.STILL_REMOVED: lazy_gettext("в маршруте это убрано и останется убранным"),
    How.WAIVES_MORE: lazy_gettext("снятое условие сняло бы и то, чего основа требует теперь"),
    How.WAIVES_OTHER: lazy_gettext("основа требует того же другими словами, а маршрут это снимает"),
    How.WORD_LOST: lazy_gettext("слова в основе больше нет, а маршрут его требует"),
}
"""A sentence for every way an element comes out of a rebase."""

CHOICES: Mapping[Choice, Any] = {
    Choice.OURS: lazy_gettext("Оставить как в маршруте"),
    Choice.THEIRS: lazy_gettext("Принять как в основе"),
    Choice.HAND: lazy_gettext("Поправлю в черновике сам"),
}
_MEANT: Mapping[tuple[How, Choice], Any] = {
    (How.EXISTS, Choice.OURS): lazy_gettext("Оставить своё: основа будет изменена под него"),
    (How.EXISTS, Choice.THEIRS): lazy_gettext("Взять то, что в основе, а своё убрать"),
    (How.FINAL, Choice.THEIRS): lazy_gettext("Отказаться от своего изменения"),
    (How.GONE, Choice.OURS): lazy_gettext("Оставить у себя: станет своим"),
    (How.GONE, Choice.THEIRS): lazy_gettext("Убрать и у себя"),
    (How.LOST, Choice.OURS): lazy_gettext("Оставить свои пути, но без этого этапа"),
    (How.REMOVED, Choice.OURS): lazy_gettext("Оставить убранным"),
    (How.REMOVED, Choice.THEIRS): lazy_gettext("Вернуть таким, как в основе"),
    (How.WAIVES_MORE, Choice.OURS): lazy_gettext("Снять оба условия"),
    (How.WAIVES_MORE, Choice.THEIRS): lazy_gettext("Не снимать ни одного"),
    (How.WAIVES_OTHER, Choice.OURS): lazy_gettext("Снять и новое условие"),
    (How.WAIVES_OTHER, Choice.THEIRS): lazy_gettext("Требовать, как в основе"),
    (How.WORD_LOST, Choice.OURS): lazy_gettext("Вернуть слово в свой словарь"),
    (How.WORD_LOST, Choice.THEIRS): lazy_gettext("Больше этого не требовать"),
}


def outcome_text(entry: Entry) -> str:
    """How an element came out; of a conflict, what is to be decided."""
    return str(OUTCOMES[entry.how])


def choice_text(entry: Entry, choice: Choice) -> str:
    """What an answer to this conflict means."""
    return str(_MEANT.get((entry.how, choice), CHOICES[choice]))
