"""The words of a definition: its stages, moves, documents, terms, as sentences name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from engine.domain.succession import OWED
from engine.domain.terms import TermKind
from web.wording.grammar import MONTHS, counted, either, listed, quoted, said, yearly_day
from web.wording.titles import DICTIONARIES, SETTINGS, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.domain.definition import Definition
    from engine.domain.terms import Term


def stage_title(definition: Definition | None, code: str) -> str:
    """The title of a stage, or its code where this definition does not have it."""
    stage = definition.stage_by_code.get(code) if definition else None
    return said(stage.title) if stage else code


def move_title(definition: Definition | None, code: str) -> str:
    """The title of a move, or its code; a forced move is no move of any definition."""
    if code == "force_move":
        return gettext("Перевести вне маршрута")
    move = definition.move_by_code.get(code) if definition else None
    return said(move.title) if move else code


def scenario_title(definition: Definition | None, code: str) -> str:
    """The title of a scenario, or its code where this definition does not have it."""
    scenarios = definition.scenarios if definition else ()
    return next((said(one.title) for one in scenarios if one.code == code), code)


def term_title(definition: Definition | None, code: str, stage: str = "") -> str:
    """The title of a term of the stage, or of the first stage that has one of this code.

    A term that a succession set names the document that is owed.
    """
    if code.startswith(OWED):
        kind = code.removeprefix(OWED)
        paper = quoted(word_title(definition, "document", kind))
        return gettext("Принести документ %(paper)s", paper=paper)
    stages = definition.stages if definition else ()
    for one in sorted(stages, key=lambda one: one.code != stage):
        for term in one.terms:
            if term.code == code:
                return said(term.title)
    return code


def word_title(definition: Definition | None, dictionary: str, code: str) -> str:
    """The title a definition gives to a document, a decision, a factor."""
    return said(definition.word(dictionary, code)) if definition else code


def words_listed(definition: Definition | None, dictionary: str, codes: Iterable[str]) -> str:
    """«Дефицит кадров», «Низкая мотивация» и ещё 3 других."""
    return listed(quoted(word_title(definition, dictionary, code)) for code in codes)


def stages_listed(definition: Definition | None, codes: Iterable[str]) -> str:
    """«Сопровождение» или «Корректировка программ»."""
    return either(quoted(stage_title(definition, code)) for code in codes)


def due_text(term: Term) -> str:
    """How the day of a term is found: «10 рабочих дней», «ежегодно 1 марта»."""
    if term.kind is TermKind.CALENDAR_DAYS:
        return counted(term.days, "календарный день|календарных дня|календарных дней")
    if term.kind is TermKind.WORKING_DAYS:
        return counted(term.days, "рабочий день|рабочих дня|рабочих дней")
    if term.kind is TermKind.YEARLY_DATE:
        return gettext("ежегодно %(day)s", day=yearly_day(term.month, term.day))
    if term.kind is TermKind.MONTH_WINDOW:
        return _window(term)
    if term.kind is TermKind.RETURN:
        return gettext("день, когда дело собирались возобновить")
    return said(term.note) or gettext("без срока")


def _window(term: Term) -> str:
    last = str(MONTHS[term.month - 1])
    first = str(MONTHS[(term.from_month or term.month) - 1])
    if first == last:
        return gettext("до конца %(month)s", month=last)
    return gettext("с начала %(first)s до конца %(last)s", first=first, last=last)


def element_title(element: str, definition: Definition | None = None) -> str:
    """What an element of a text is called: этап «Самодиагностика» for `stages.self_diagnosis`."""
    head, _, rest = element.partition(".")
    code, _, more = rest.partition(".")
    if not code:
        return _PARTS.get(head, lambda: gettext("«%(part)s»", part=element))()
    if head == "stages":
        return _of_stage(definition, code, more)
    if head == "moves":
        move = gettext("переход %(title)s", title=quoted(move_title(definition, code)))
        return _with_key(move, more)
    if head == "words":
        return _of_word(definition, code, more)
    if head == "settings":
        setting = gettext("настройка %(title)s", title=quoted(title_of(SETTINGS, code)))
        return _with_key(setting, more)
    if head == "scenarios":
        title = quoted(scenario_title(definition, code))
        return _with_key(gettext("проверка %(title)s", title=title), more)
    if head == "scenario" and code.isdecimal():
        return _with_key(gettext("проверка %(number)d", number=int(code) + 1), more)
    if head == "change" and code.isdecimal():
        return _with_key(gettext("изменение %(number)d", number=int(code) + 1), more)
    return _with_key(gettext("«%(part)s»", part=head), rest)


def _with_key(whole: str, path: str) -> str:
    """The element with the key in it that is meant: `requires[1].min_length`, if any."""
    if not path:
        return whole
    parts = (f"[{int(one) + 1}]" if one.isdecimal() else f".{one}" for one in path.split("."))
    key = "".join(parts).removeprefix(".")
    return gettext("%(whole)s, ключ «%(key)s»", whole=whole, key=key)


def _of_stage(definition: Definition | None, code: str, more: str) -> str:
    stage = gettext("этап %(title)s", title=quoted(stage_title(definition, code)))
    if not more.startswith("terms.") or more.split(".")[1].isdecimal():
        return _with_key(stage, more)
    term = term_title(definition, more.removeprefix("terms."), code)
    return gettext("%(stage)s, срок %(term)s", stage=stage, term=quoted(term))


def _of_word(definition: Definition | None, dictionary: str, code: str) -> str:
    name = title_of(DICTIONARIES, dictionary)
    if not code:
        return gettext("словарь %(name)s", name=quoted(name))
    title = quoted(word_title(definition, dictionary, code))
    return gettext("слово %(title)s словаря %(name)s", title=title, name=quoted(name))


_PARTS = {
    "definition": lambda: gettext("маршрут"),
    "stages": lambda: gettext("этапы"),
    "moves": lambda: gettext("переходы"),
    "words": lambda: gettext("словари"),
    "settings": lambda: gettext("настройки"),
    "final": lambda: gettext("что нельзя менять"),
    "extends": lambda: gettext("основа маршрута"),
}
