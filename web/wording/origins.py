"""Who set what in a path, as sentences: the levels, the texts and their operations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext

from web.wording.grammar import capitalised
from web.wording.paths import element_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from engine.domain.definition import Definition
    from workflows.explaining import Explained, Origin

LEVELS: Mapping[str, Any] = {
    "base": lazy_gettext("основа"),
    "region": lazy_gettext("регион"),
    "municipality": lazy_gettext("муниципалитет"),
}
OPERATIONS: Mapping[str, Any] = {
    "add_move": lazy_gettext("добавлен переход"),
    "add_scenario": lazy_gettext("добавлена проверка"),
    "add_stage": lazy_gettext("добавлен этап"),
    "add_word": lazy_gettext("добавлено слово"),
    "drop_scenario": lazy_gettext("снята проверка"),
    "identify": lazy_gettext("заголовок"),
    "order_stage": lazy_gettext("другое место на доске"),
    "remove_move": lazy_gettext("переход убран"),
    "remove_stage": lazy_gettext("этап убран"),
    "remove_word": lazy_gettext("слово убрано"),
    "rename_move": lazy_gettext("другое название"),
    "rename_stage": lazy_gettext("другое название"),
    "rename_word": lazy_gettext("другое название"),
    "require": lazy_gettext("добавлены условия"),
    "reroute_move": lazy_gettext("другие пути"),
    "set": lazy_gettext("другое значение"),
    "set_effects": lazy_gettext("другие последствия"),
    "set_phase": lazy_gettext("другая фаза"),
    "set_roles": lazy_gettext("другие роли"),
    "set_terms": lazy_gettext("другие сроки"),
    "waive": lazy_gettext("снято условие"),
    "withdraw_word": lazy_gettext("слово больше не предлагается"),
    "written": lazy_gettext("написано"),
}
"""What an operation of an overlay did, in a few words."""


def explained_lines(
    explained: Iterable[Explained], definitions: Sequence[Definition]
) -> Iterator[str]:
    """A line for every element; what is gone is called as the text before it called it."""
    for one in explained:
        titles = (element_title(one.element, known) for known in reversed(definitions))
        plain = element_title(one.element)
        title = next((title for title in titles if title != plain), plain)
        made = "; ".join(origin_text(origin) for origin in one.origins)
        gone = "" if one.present else gettext(" (в маршруте этого больше нет)")
        yield f"{capitalised(title)} [{one.element}]{gone}: {made}."


def origin_text(origin: Origin) -> str:
    """«регион (sochi): другие сроки, изменение 3 (set_terms)»."""
    level = LEVELS[origin.level.value]
    said = OPERATIONS[origin.operation]
    if origin.index is None:
        return gettext(
            "%(level)s (%(path)s): %(said)s", level=level, path=origin.definition, said=said
        )
    return gettext(
        "%(level)s (%(path)s): %(said)s, изменение %(number)d (%(operation)s)",
        level=level,
        path=origin.definition,
        said=said,
        number=origin.index,
        operation=origin.operation,
    )
