"""The Russian names of everything closed: phases, statuses, kinds, categories, grounds.

What a definition names itself (stages, moves, documents, risk factors) has its title there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext, lazy_pgettext

from web.titles import PERMISSION_TITLES, ROLE_TITLES
from web.wording.grammar import either, listed, uncapitalised

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.domain.requirements import FieldValue


PHASES: Mapping[str, Any] = {
    "identification": lazy_gettext("Идентификация"),
    "diagnosis": lazy_gettext("Диагностика"),
    "programme": lazy_gettext("Программы"),
    "mentoring": lazy_gettext("Сопровождение"),
    "monitoring": lazy_gettext("Мониторинг"),
    "exit": lazy_gettext("Выход"),
    "outside": lazy_gettext("Вне этапов"),
}
EVENT_GROUPS: Mapping[str, Any] = {
    "moves": lazy_gettext("Переходы между этапами"),
    "papers": lazy_gettext("Документы и приказы"),
    "people": lazy_gettext("Кураторы, эксперты, школы-тьюторы"),
    "records": lazy_gettext("Записи о работе"),
    "terms": lazy_gettext("Напоминания и сроки"),
    "refusals": lazy_gettext("Отказы"),
    "place": lazy_gettext("Сведения о школе и перечни"),
}
STAGE_KINDS: Mapping[str, Any] = {
    "start": lazy_gettext("начальный"),
    "open": lazy_gettext("рабочий"),
    "pause": lazy_gettext("пауза"),
    "end": lazy_gettext("конечный"),
}
SUBJECTS: Mapping[str, Any] = {
    "school": lazy_gettext("школа"),
    "municipality": lazy_gettext("муниципалитет"),
}
DOCUMENT_STATUSES: Mapping[str, Any] = {
    "draft": lazy_gettext("черновик"),
    "submitted": lazy_gettext("сдан"),
    "returned": lazy_gettext("возвращён"),
    "approved": lazy_gettext("утверждён"),
    "superseded": lazy_gettext("заменён новой версией"),
    "revoked": lazy_gettext("отозван"),
}
PROPOSAL_STATUSES: Mapping[str, Any] = {
    "approved": lazy_gettext("утверждена и опубликована"),
    "returned": lazy_gettext("возвращена автору"),
    "waiting": lazy_gettext("ждёт утверждения"),
    "withdrawn": lazy_gettext("отозвана автором"),
}
MODES: Mapping[str, Any] = {
    "at_risk": lazy_gettext("режим риска"),
    "effective": lazy_gettext("эффективный режим"),
    "development": lazy_gettext("режим развития"),
}
CATEGORIES: Mapping[str, Any] = {
    "low_results": lazy_gettext("ШНОР"),
    "adverse_conditions": lazy_gettext("ШНСУ"),
}
CATEGORY_MEANINGS: Mapping[str, Any] = {
    "low_results": lazy_gettext("школа с низкими образовательными результатами"),
    "adverse_conditions": lazy_gettext(
        "школа, функционирующая в неблагоприятных социальных условиях"
    ),
}
GROUNDS: Mapping[str, Any] = {
    "ege_low": lazy_gettext("низкие результаты ЕГЭ"),
    "oge_low": lazy_gettext("низкие результаты ОГЭ"),
    "vpr_low": lazy_gettext("низкие результаты ВПР"),
    "vpr_bias": lazy_gettext("признаки необъективности ВПР"),
    "context": lazy_gettext("контекстные данные школы"),
    "contest": lazy_gettext("конкурсный отбор"),
    "manual": lazy_gettext("решение органа управления образованием"),
}
ATTACHMENTS: Mapping[str, Any] = {
    "curator": lazy_gettext("куратор"),
    "expert": lazy_gettext("эксперт"),
    "tutor_school": lazy_gettext("школа-тьютор"),
}
RECORDS: Mapping[str, Any] = {
    "approval": lazy_gettext("согласие"),
    "event": lazy_gettext("событие"),
    "finding": lazy_gettext("замечание аудитора"),
    "indicator": lazy_gettext("показатель"),
    "measure": lazy_gettext("мероприятие"),
    "monitoring": lazy_gettext("мониторинг"),
    "objection": lazy_gettext("возражение"),
    "publication": lazy_gettext("публикация"),
    "recommendation": lazy_gettext("рекомендация"),
    "risk": lazy_gettext("фактор риска"),
}
RECORD_HEADINGS: Mapping[str, Any] = {
    "approval": lazy_gettext("Согласия"),
    "event": lazy_gettext("События"),
    "finding": lazy_gettext("Замечания аудитора"),
    "indicator": lazy_gettext("Показатели"),
    "measure": lazy_gettext("Мероприятия"),
    "monitoring": lazy_gettext("Мониторинги"),
    "objection": lazy_gettext("Возражения"),
    "publication": lazy_gettext("Публикации"),
    "recommendation": lazy_gettext("Рекомендации"),
    "risk": lazy_gettext("Рисковый профиль"),
}
RECORD_STATUSES: Mapping[tuple[str, str], Any] = {
    ("approval", "given"): lazy_gettext("дано"),
    ("event", "held"): lazy_gettext("проведено"),
    ("finding", "issued"): lazy_gettext("ждёт ответа"),
    ("finding", "acknowledged"): lazy_gettext("принято к исполнению"),
    ("finding", "executed"): lazy_gettext("исполнено, ждёт проверки"),
    ("finding", "verified"): lazy_gettext("исполнение подтверждено"),
    ("finding", "not_executed"): lazy_gettext("не исполнено"),
    ("finding", "withdrawn"): lazy_gettext("снято"),
    ("indicator", "met"): lazy_pgettext("indicator", "выполняется"),
    ("indicator", "not_met"): lazy_gettext("не выполняется"),
    ("measure", "planned"): lazy_gettext("запланировано"),
    ("measure", "in_progress"): lazy_gettext("выполняется"),
    ("measure", "done"): lazy_gettext("выполнено"),
    ("measure", "explained"): lazy_gettext("не выполнено, причина объяснена"),
    ("measure", "continue"): lazy_gettext("продолжить в следующем цикле"),
    ("measure", "revise"): lazy_gettext("пересмотреть"),
    ("monitoring", "open"): lazy_gettext("открыт"),
    ("monitoring", "closed"): lazy_gettext("закрыт"),
    ("objection", "filed"): lazy_gettext("подано, ждёт решения"),
    ("objection", "upheld"): lazy_gettext("принято"),
    ("objection", "dismissed"): lazy_gettext("отклонено"),
    ("publication", "published"): lazy_gettext("опубликован"),
    ("recommendation", "open"): lazy_gettext("исполняется"),
    ("recommendation", "verified"): lazy_gettext("исполнение подтверждено"),
    ("recommendation", "withdrawn"): lazy_gettext("снята"),
    ("risk", "high"): lazy_gettext("высокий"),
    ("risk", "medium"): lazy_gettext("средний"),
    ("risk", "low"): lazy_gettext("низкий"),
    ("risk", "none"): lazy_gettext("риска нет"),
}
STREAMS: Mapping[str, Any] = {
    "account": lazy_gettext("журнал учётной записи"),
    "bulk": lazy_gettext("журнал группового перевода"),
    "case": lazy_gettext("журнал дела"),
    "definition": lazy_gettext("журнал маршрута"),
    "reading": lazy_gettext("журнал чтения"),
    "refusal": lazy_gettext("журнал отказов"),
    "region": lazy_gettext("журнал региона"),
    "school": lazy_gettext("журнал школы"),
    "succession": lazy_gettext("журнал перевода на новую версию"),
    "system": lazy_gettext("журнал системы"),
}
BULK_MODES: Mapping[str, Any] = {
    "all_or_nothing": lazy_gettext("всё или ничего"),
    "each": lazy_gettext("каждое дело само по себе"),
}
ORIGINS: Mapping[str, Any] = {
    "ui": lazy_gettext("на странице"),
    "api": lazy_gettext("через API"),
    "command": lazy_gettext("командой на сервере"),
    "clock": lazy_gettext("по расписанию"),
}
DICTIONARIES: Mapping[str, Any] = {
    "category": lazy_gettext("категории школ"),
    "decision": lazy_gettext("приказы и решения"),
    "document": lazy_gettext("документы"),
    "end_code": lazy_gettext("основания закрытия"),
    "event": lazy_gettext("события"),
    "indicator": lazy_gettext("показатели"),
    "listing_ground": lazy_gettext("основания включения в перечень"),
    "measure": lazy_gettext("виды мероприятий"),
    "monitoring": lazy_gettext("мониторинги"),
    "risk_factor": lazy_gettext("факторы риска"),
    "risk_level": lazy_gettext("уровни риска"),
    "school_mode": lazy_gettext("режимы работы школы"),
}
SETTINGS: Mapping[str, Any] = {
    "curator_case_limit": lazy_gettext("сколько дел ведёт один куратор (0 — без ограничения)"),
    "force_approvals": lazy_gettext("сколько согласий нужно для перевода вне маршрута"),
    "force_reason_min": lazy_gettext("длина причины перевода вне маршрута"),
    "municipal_changes": lazy_gettext("что муниципалитет может менять в маршруте региона"),
    "opening_roles": lazy_gettext("кто открывает дело"),
    "publish_approval": lazy_gettext("кто утверждает новую версию маршрута"),
    "source": lazy_gettext("документ, по которому составлен маршрут"),
    "tutor_capacity_rule": lazy_gettext("что делать сверх числа мест школы-тьютора"),
    "tutor_school_capacity": lazy_gettext("сколько школ ведёт одна школа-тьютор"),
    "tutor_school_modes": lazy_gettext("режимы работы школы-тьютора"),
}
MUNICIPAL_CHANGES: Mapping[str, Any] = {
    "any": lazy_gettext("что угодно"),
    "tighten": lazy_gettext("только ужесточать требования и сроки"),
}
PUBLISH_APPROVALS: Mapping[str, Any] = {
    "another": lazy_gettext("другой администратор региона, не автор"),
    "author": lazy_gettext("публикует сам автор"),
}
CAPACITY_RULES: Mapping[str, Any] = {
    "deny": lazy_gettext("не закреплять"),
    "warn": lazy_gettext("закрепить и предупредить"),
}
EFFECTS: Mapping[str, Any] = {
    "end_attachments": lazy_gettext("закончатся все закрепления"),
    "next_round": lazy_gettext("начнётся следующий цикл"),
    "raise_class": lazy_gettext("год в перечне увеличится на один"),
    "return_documents": lazy_gettext("сданные документы вернутся авторам с замечаниями"),
}


_SETTING_VALUES: Mapping[str, Mapping[Any, Any]] = {
    "opening_roles": ROLE_TITLES,
    "municipal_changes": MUNICIPAL_CHANGES,
    "publish_approval": PUBLISH_APPROVALS,
    "tutor_capacity_rule": CAPACITY_RULES,
    "tutor_school_modes": MODES,
}


def setting_text(name: str, value: FieldValue) -> str:
    """The value of a setting in words; a number is a number."""
    words = value if isinstance(value, tuple) else (value,)
    titles = _SETTING_VALUES.get(name)
    return ", ".join(title_of(titles, str(one)) if titles else str(one) for one in words)


def role_title(role: str) -> str:
    """«Муниципальный координатор»."""
    return title_of(ROLE_TITLES, role)


def role_name(role: str) -> str:
    """«муниципальный координатор», within a sentence."""
    return uncapitalised(role_title(role))


def permission_name(permission: str) -> str:
    """«вносить документы», within a sentence."""
    return uncapitalised(title_of(PERMISSION_TITLES, permission))


def any_role(roles: Iterable[str]) -> str:
    """«куратор, эксперт или методист»."""
    return either(role_name(role) for role in roles)


def categories_text(categories: Iterable[str]) -> str:
    """«ШНОР и ШНСУ»."""
    return listed(title_of(CATEGORIES, one) for one in categories)


def record_status(kind: str, status: str) -> str:
    """The status of a record as its kind calls it."""
    found = RECORD_STATUSES.get((kind, status))
    return str(found) if found is not None else status


def title_of(titles: Mapping[Any, Any], code: str) -> str:
    """The title of a code, or the code itself where the title is not known."""
    found = titles.get(code)
    return str(found) if found is not None else code
