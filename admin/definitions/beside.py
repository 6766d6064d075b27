"""Where a finding belongs in the forms, and what mends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _

from admin.definitions.stage_sheet import NUMBERS
from engine.domain.terms import TermKind

if TYPE_CHECKING:
    from admin.definitions.sheet import Sheet
    from admin.definitions.trial import Problem
    from engine.domain.checks import Finding

MENDING: Mapping[str, Any] = {
    "end_is_left": _("Если так и задумано, ничего не меняйте: дело откроется снова."),
    "end_unreachable": _("Добавьте отсюда переход на этап, с которого есть путь к концу."),
    "hint_too_long": _("Сократите подсказку."),
    "move_only_scheduler": _("Отметьте ещё хотя бы одного человека."),
    "move_without_roles": _("Отметьте, кто может сделать этот переход."),
    "move_without_ways": _("Добавьте путь: откуда и куда."),
    "only_outside_reachable": _("Добавьте отсюда переход дальше по маршруту."),
    "param_missing": _("Заполните это поле."),
    "param_negative": _("Впишите число от нуля."),
    "pause_without_return": _("Добавьте отсюда переход на рабочий этап."),
    "resume_without_pause": _("Вернуть можно только с паузы: выберите другой этап."),
    "role_cannot_move": _("Снимите отметку: у этой роли нет права переводить дела."),
    "role_cannot_open": _("Снимите отметку: у этой роли нет права открывать дела."),
    "stage_dead_end": _("Добавьте переход, который ведёт отсюда дальше."),
    "stage_unknown": _("Выберите этап, который есть в маршруте."),
    "stage_unreachable": _("Добавьте переход, который ведёт сюда."),
    "start_missing": _("Сделайте один из этапов начальным."),
    "start_several": _("Оставьте начальным только один этап."),
    "term_met_by_attempt": _("Выберите условие о деле: о приказе, документе, человеке."),
    "term_met_moves": _("Уберите условие или выберите «напомнить»."),
    "term_move_elsewhere": _("Выберите переход, который выходит с этого этапа."),
    "term_move_missing": _("Выберите переход, который сделает система."),
    "term_move_not_scheduled": _("Откройте этот переход и отметьте, что его делает система."),
    "term_move_unknown": _("Выберите переход из списка."),
    "term_move_unused": _("Уберите переход или выберите «перевести дело»."),
    "term_never_due": _("Задайте день или выберите «напомнить»."),
    "term_out_of_range": _("Впишите другое число."),
    "timed_moves_turn": _("Уберите у одного из этих этапов перевод по сроку."),
    "title_empty": _("Впишите название."),
    "title_too_long": _("Сократите название."),
    "way_shadowed": _("Уберите лишний путь или поставьте путь с условием раньше."),
    "way_unknown_stage": _("Выберите этап, который есть в маршруте."),
    "word_unknown": _("Выберите из списка или добавьте слово в словарь."),
}
"""What to do about a finding, where one thing is the usual way out."""

SETTINGS_GROUP = "settings"
_OF_THE_WHOLE = (SETTINGS_GROUP, "definition")

_STAGE_FIELDS = {
    "hint_too_long": "hint",
    "phase": "phase",
    "title_empty": "title",
    "title_too_long": "title",
}
_MOVE_FIELDS = {
    "loosens_effects": "effects",
    "loosens_roles": "roles",
    "loosens_ways": "way",
    "move_only_scheduler": "roles",
    "move_without_roles": "roles",
    "move_without_ways": "way",
    "resume_without_pause": "way",
    "role_cannot_move": "roles",
    "title_empty": "title",
    "title_too_long": "title",
    "way_shadowed": "way",
    "way_unknown_stage": "way",
}
_TERM_FIELDS = {
    "term_move_elsewhere": "move",
    "term_move_missing": "move",
    "term_move_not_scheduled": "move",
    "term_move_unknown": "move",
    "term_move_unused": "move",
    "term_never_due": "kind",
    "title_empty": "title",
    "title_too_long": "title",
}


@dataclass(frozen=True, slots=True)
class Beside:
    """A finding as a form shows it: the sentence, what mends it, and whether it is an error."""

    sentence: str
    mending: str
    error: bool
    code: str = ""


def page_of(finding: Finding) -> tuple[str, str]:
    """The group and the code of the element a finding is about: («stages», «listed»)."""
    group, _dot, rest = finding.element.partition(".")
    return group, rest.partition(".")[0]


def concerns(finding: Finding, group: str, code: str) -> bool:
    """Whether a finding is about what a form changes; one form has all settings and the title."""
    found = page_of(finding)
    return found[0] in _OF_THE_WHOLE if group == SETTINGS_GROUP else found == (group, code)


def beside(problems: list[Problem], notes: list[Problem], group: str, code: str) -> list[Problem]:
    """What was found about one element, errors first."""
    return [
        one
        for one in (*problems, *notes)
        if one.finding is not None and concerns(one.finding, group, code)
    ]


def told(problem: Problem, *, error: bool = True) -> Beside:
    """A problem with what mends it."""
    code = problem.finding.code if problem.finding else ""
    return Beside(problem.sentence, str(MENDING.get(code, "")), error, code)


def field_of_stage(finding: Finding, sheet: Sheet) -> str:
    """The field of a stage's form a finding stands beside; `moves` is the list of its moves."""
    _stages, _dot, rest = finding.element.partition(".")
    _code, _dot, part = rest.partition(".")
    if not part.startswith("terms."):
        return _STAGE_FIELDS.get(finding.code, "moves")
    term = part.removeprefix("terms.")
    for number in sheet.numbers("term"):
        if sheet.get(f"term-{number}-code") == term:
            return _term_field(finding, sheet, f"term-{number}-")
    return "term"


def field_of_setting(finding: Finding, _sheet: Sheet) -> str:
    """The field of the settings' form a finding stands beside."""
    group, _dot, name = finding.element.partition(".")
    return name if group == SETTINGS_GROUP else "title"


def field_of_move(finding: Finding, sheet: Sheet) -> str:
    """The field of a move's form a finding stands beside."""
    known = _MOVE_FIELDS.get(finding.code)
    if known:
        return known
    fields = dict(finding.fields)
    fact, param = str(fields.get("fact", "")), str(fields.get("param", ""))
    if fact == "basis_given" and sheet.get("basis"):
        return "basis_kind"
    if fact == "reason_given" and sheet.get("reason"):
        return "reason_length"
    for number in sheet.numbers("req"):
        if sheet.get(f"req-{number}-fact") == fact and _meant(finding, sheet, number, param):
            return f"req-{number}-{param}" if param else f"req-{number}"
    return "req"


def _meant(finding: Finding, sheet: Sheet, number: int, param: str) -> bool:
    """Whether it is this one of several requirements of the same fact."""
    word = dict(finding.fields).get("word")
    values = sheet.values.get(f"req-{number}-{param}", [])
    return not param or (str(word) in values if word is not None else True)


def _term_field(finding: Finding, sheet: Sheet, prefix: str) -> str:
    if finding.code in _TERM_FIELDS:
        return prefix + _TERM_FIELDS[finding.code]
    name = str(dict(finding.fields).get("name", ""))
    if name == "remind_before":
        return f"{prefix}remind"
    kind = sheet.get(f"{prefix}kind")
    known = NUMBERS[TermKind(kind)] if kind in set(TermKind) else ()
    renamed = {"days": "working", "month": "until_month"}.get(name, name)
    return prefix + (renamed if renamed in known else name if name in known else "kind")
