"""The facts a requirement may name, as the forms offer them: titles, parameters and choices.

What a fact demands of a school is said by the application's own sentences; here stand only the
words of the form. A test holds this list and the catalogue of facts equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext

from engine.domain.requirements import ParamKind
from engine.domain.roles import GRANTED, Permission, Role

if TYPE_CHECKING:
    from admin.host import Wording
    from engine.domain.definition import Definition
    from engine.domain.requirements import FactCatalogue, Param

GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        _("Документы и решения"),
        ("document_present", "decision_present", "publication_recorded", "basis_given"),
    ),
    (
        _("Люди"),
        ("curator_assigned", "tutor_active", "approvals", "actor_not", "role_of_actor"),
    ),
    (
        _("Работа школы"),
        (
            "profile_complete",
            "risks_covered",
            "measures_ratio",
            "carry_over_decided",
            "monitoring_closed",
            "indicator_rule",
            "quota",
            "quota_met",
            "no_open",
        ),
    ),
    (
        _("Ход дела"),
        (
            "reason_given",
            "end_code_given",
            "return_expected",
            "date_window",
            "years_in_status",
            "entry_facts",
            "from_stage",
        ),
    ),
)
"""Every fact once, in the order of the list to choose from."""

FACTS: Mapping[str, Any] = {
    "actor_not": _("Переход делает другой человек"),
    "approvals": _("Есть согласие второго лица"),
    "basis_given": _("В основании указан приказ или протокол"),
    "carry_over_decided": _("Решено, что будет с незавершёнными мероприятиями"),
    "curator_assigned": _("Назначен куратор"),
    "date_window": _("Только в определённые дни года"),
    "decision_present": _("Зарегистрирован приказ или решение"),
    "document_present": _("Есть документ"),
    "end_code_given": _("Указано, почему дело закрывают"),
    "entry_facts": _("Школа внесена в перечень с основаниями"),
    "from_stage": _("Дело стоит на одном из этапов"),
    "indicator_rule": _("Показатель выполняется или не выполняется"),
    "measures_ratio": _("Выполнена доля мероприятий"),
    "monitoring_closed": _("Мониторинг закрыт"),
    "no_open": _("Не осталось незавершённого"),
    "profile_complete": _("Составлен рисковый профиль"),
    "publication_recorded": _("Отмечена публикация документа"),
    "quota": _("Проведено нужное число событий"),
    "quota_met": _("Мероприятие на счёт выполнено за период"),
    "reason_given": _("Указана причина"),
    "return_expected": _("Указано, когда дело возобновят"),
    "risks_covered": _("На каждый риск есть документ"),
    "role_of_actor": _("Переход делает человек в роли"),
    "tutor_active": _("Закреплена школа-тьютор"),
    "years_in_status": _("Который год школа в перечне"),
}

PARAMS: Mapping[tuple[str, str], Any] = {
    ("actor_not", "of"): _("Кто не может сделать этот переход"),
    ("actor_not", "kind"): _("Автор какого документа"),
    ("approvals", "roles"): _("Чьё согласие"),
    ("approvals", "min"): _("Сколько согласий"),
    ("basis_given", "kind"): _("Какой документ"),
    ("date_window", "from"): _("С какого дня"),
    ("date_window", "to"): _("По какой день"),
    ("decision_present", "kind"): _("Какой приказ или решение"),
    ("document_present", "kind"): _("Какой документ"),
    ("document_present", "min"): _("Сколько таких документов"),
    ("document_present", "status"): _("В каком состоянии"),
    ("from_stage", "stages"): _("Этапы"),
    ("indicator_rule", "result"): _("Результат"),
    ("indicator_rule", "rule"): _("Показатель"),
    ("measures_ratio", "at_least"): _("Не меньше, процентов"),
    ("measures_ratio", "statuses"): _("Какие мероприятия считать"),
    ("monitoring_closed", "kind"): _("Какой мониторинг"),
    ("no_open", "kind"): _("Чего не должно остаться"),
    ("profile_complete", "max_directions"): _("Направлений работы не больше"),
    ("profile_complete", "min_directions"): _("Направлений работы не меньше"),
    ("publication_recorded", "kind"): _("Какой документ"),
    ("quota", "at_least"): _("Сколько"),
    ("quota", "event"): _("Каких событий"),
    ("quota", "period"): _("За какое время"),
    ("quota_met", "measure"): _("Номер мероприятия; без номера — все"),
    ("quota_met", "period"): _("За какой период"),
    ("reason_given", "min_length"): _("Не короче, знаков"),
    ("risks_covered", "kind"): _("Какой документ"),
    ("risks_covered", "level"): _("Для рисков уровня не ниже"),
    ("risks_covered", "status"): _("В каком состоянии документ"),
    ("role_of_actor", "roles"): _("Роли"),
    ("tutor_active", "by_order"): _("Нужен приказ о закреплении"),
    ("tutor_active", "min"): _("Сколько школ-тьюторов"),
    ("tutor_active", "modes"): _("Режим школы-тьютора"),
    ("years_in_status", "at_least"): _("Не раньше года"),
    ("years_in_status", "at_most"): _("Не позже года"),
    ("", "per"): _("Где искать"),
    ("", "supplied_by"): _("Кто может это обеспечить"),
}

VALUES: Mapping[tuple[str, str], Any] = {
    ("by_order", "no"): _("нет"),
    ("by_order", "yes"): _("да"),
    ("kind", "document"): _("черновиков и возвращённых документов"),
    ("kind", "measure"): _("незавершённых мероприятий"),
    ("kind", "monitoring"): _("открытых мониторингов"),
    ("kind", "recommendation"): _("неисполненных рекомендаций"),
    ("level", "high"): _("высокого"),
    ("level", "low"): _("низкого"),
    ("level", "medium"): _("среднего"),
    ("of", "author"): _("автор документа"),
    ("of", "curator"): _("куратор дела"),
    ("of", "tutor"): _("представитель школы-тьютора"),
    ("per", "case"): _("во всём деле"),
    ("per", "round"): _("в этом цикле"),
    ("period", "ended"): _("за последний закончившийся"),
    ("period", "half_year"): _("за полугодие"),
    ("period", "quarter"): _("за квартал"),
    ("period", "round"): _("за этот цикл"),
    ("period", "running"): _("за тот, который идёт"),
    ("period", "year"): _("за год"),
    ("result", "met"): lazy_pgettext("indicator", "выполняется"),
    ("result", "not_met"): _("не выполняется"),
    ("status", "approved"): _("утверждён"),
    ("status", "draft"): _("хотя бы черновик"),
    ("status", "submitted"): _("сдан"),
}

DEFAULTS: Mapping[tuple[str, str], str | tuple[str, ...]] = {
    ("approvals", "min"): "1",
    ("document_present", "min"): "1",
    ("document_present", "per"): "round",
    ("document_present", "status"): "submitted",
    ("decision_present", "per"): "round",
    ("indicator_rule", "result"): "not_met",
    ("measures_ratio", "at_least"): "100",
    ("measures_ratio", "statuses"): ("done", "explained"),
    ("profile_complete", "min_directions"): "1",
    ("quota", "period"): "round",
    ("quota_met", "period"): "ended",
    ("reason_given", "min_length"): "10",
    ("risks_covered", "kind"): "antirisk_programme",
    ("risks_covered", "level"): "high",
    ("risks_covered", "status"): "submitted",
    ("tutor_active", "by_order"): "yes",
    ("tutor_active", "min"): "1",
    ("tutor_active", "modes"): ("effective", "development"),
}
"""What holds where nothing is given, as the facts themselves have it: the form begins with it."""

MOVING = tuple(role for role in Role if Permission.MOVE_CASE in GRANTED[role])
"""Roles that may make moves at all; the clock is one of them."""


@dataclass(frozen=True, slots=True)
class ParamField:
    """A parameter as a field: `widget` is select, many, number, text or day."""

    name: str
    title: str
    widget: str
    required: bool
    options: tuple[tuple[str, str], ...] = ()
    rare: bool = False


def fact_title(name: str) -> str:
    """What a fact is called in a form."""
    found = FACTS.get(name)
    return str(found) if found is not None else name


def fields_of(
    name: str, facts: FactCatalogue, definition: Definition, wording: Wording
) -> tuple[ParamField, ...]:
    """The fields of a fact, with the words of this definition to choose from."""
    fact = facts.get(name)
    return tuple(_field(name, one, definition, wording) for one in fact.params) if fact else ()


def _field(fact: str, param: Param, definition: Definition, wording: Wording) -> ParamField:
    title = PARAMS.get((fact, param.name)) or PARAMS.get(("", param.name), param.name)
    options = _options(param, definition, wording)
    rare = param.name in ("supplied_by", "per")
    return ParamField(param.name, str(title), _widget(param), param.required, options, rare)


def _widget(param: Param) -> str:
    if param.kind == ParamKind.NUMBER:
        return "number"
    if param.kind == ParamKind.DATE:
        return "day"
    if param.kind in (ParamKind.ROLES, ParamKind.STAGES, ParamKind.WORDS):
        return "many"
    if param.kind == ParamKind.TEXT and not param.choices and param.vocabulary is None:
        return "text"
    return "select"


def _options(param: Param, definition: Definition, wording: Wording) -> tuple[tuple[str, str], ...]:
    if param.vocabulary is not None:
        return tuple(
            (w.code, w.title)
            for w in definition.words
            if w.dictionary == param.vocabulary and not w.withdrawn
        )
    if param.kind == ParamKind.STAGES:
        return tuple((stage.code, stage.title) for stage in definition.stages)
    if param.kind == ParamKind.ROLES:
        people = (role for role in MOVING if role is not Role.SCHEDULER)
        return tuple((role.value, wording.role(role.value)) for role in people)
    choices = ("yes", "no") if param.kind == ParamKind.FLAG else param.choices
    return tuple((code, _value_title(param.name, code, wording)) for code in choices)


def _value_title(param: str, code: str, wording: Wording) -> str:
    if param == "modes":
        return wording.mode(code)
    if param == "statuses":
        return wording.named("measure_status", code)
    found = VALUES.get((param, code))
    return str(found) if found is not None else code
