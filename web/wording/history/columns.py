"""The names of what an entry changed, and its values as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext

from web.wording.fields import Fields
from web.wording.grammar import as_day, listed, short_day
from web.wording.own_words import ground_title, level_title
from web.wording.paths import stage_title, word_title
from web.wording.titles import (
    ATTACHMENTS,
    CATEGORIES,
    DOCUMENT_STATUSES,
    MODES,
    PROPOSAL_STATUSES,
    RECORDS,
    SUBJECTS,
    record_status,
    role_name,
    title_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from web.wording.history.story import Story

COLUMNS: Mapping[str, Any] = {
    "account_id": lazy_gettext("Человек"),
    "acting": lazy_gettext("Исполняет обязанности"),
    "assignment_id": lazy_gettext("Исполнение"),
    "approved_by": lazy_gettext("Утвердил"),
    "authority_id": lazy_gettext("Орган управления"),
    "before": lazy_gettext("Напоминать до срока, рабочих дней"),
    "escalate": lazy_gettext("Сообщать координатору через, рабочих дней"),
    "every": lazy_gettext("Повторять напоминание через, рабочих дней"),
    "closing": lazy_gettext("Напоминать до конца периода, рабочих дней"),
    "told_until": lazy_gettext("Последнее напоминание"),
    "author_id": lazy_gettext("Автор"),
    "author_role": lazy_gettext("Роль автора"),
    "blocked": lazy_gettext("Учётная запись закрыта"),
    "case_id": lazy_gettext("Дело"),
    "categories": lazy_gettext("Категории"),
    "closed": lazy_gettext("Закрыт"),
    "code": lazy_gettext("Код"),
    "counts_until": lazy_gettext("Засчитывается по"),
    "decision_id": lazy_gettext("Приказ"),
    "former_decision_id": lazy_gettext("Прежний приказ"),
    "successor_id": lazy_gettext("Чем заменён"),
    "definition_id": lazy_gettext("Маршрут"),
    "done_on": lazy_gettext("Сделано"),
    "due_on": lazy_gettext("Срок"),
    "edition_id": lazy_gettext("Перечень"),
    "decided_by": lazy_gettext("Решение принял"),
    "effective_on": lazy_gettext("Действует с"),
    "end_code": lazy_gettext("Почему закрыто"),
    "ends_on": lazy_gettext("Последний день"),
    "evidence_id": lazy_gettext("Подтверждение"),
    "expires_at": lazy_gettext("Действует до"),
    "grounds": lazy_gettext("Основания"),
    "happened_on": lazy_gettext("Когда произошло"),
    "in_force_on": lazy_gettext("Действует с"),
    "key": lazy_gettext("Предмет"),
    "kind": lazy_gettext("Вид"),
    "leads": lazy_gettext("Главный исполнитель"),
    "left_on": lazy_gettext("День выхода из перечня"),
    "level": lazy_gettext("Уровень"),
    "list_entry_id": lazy_gettext("Запись перечня"),
    "listed": lazy_gettext("Список"),
    "measure_id": lazy_gettext("Мероприятие"),
    "mode": lazy_gettext("Режим"),
    "municipality_id": lazy_gettext("Муниципалитет"),
    "needed": lazy_gettext("Нужно раз"),
    "number": lazy_gettext("Номер"),
    "occurrence_id": lazy_gettext("Срок мероприятия"),
    "order_body": lazy_gettext("Кем издан"),
    "order_date": lazy_gettext("Дата приказа"),
    "order_id": lazy_gettext("Общий приказ"),
    "order_number": lazy_gettext("Номер приказа"),
    "period_end": lazy_gettext("Конец срока действия"),
    "period_start": lazy_gettext("Начало срока действия"),
    "previous_case_id": lazy_gettext("Прежнее дело"),
    "previous_id": lazy_gettext("Прежняя дорожная карта"),
    "region_id": lazy_gettext("Регион"),
    "repealed_on": lazy_gettext("Утратил силу"),
    "replaces_id": lazy_gettext("Заменяет версию"),
    "resume_stage": lazy_gettext("Вернётся на этап"),
    "retroactive": lazy_gettext("Срок истёк до утверждения"),
    "retired_by": lazy_gettext("Вывел из действия"),
    "retired_on": lazy_gettext("Выведена из действия"),
    "returns_on": lazy_gettext("Возобновить собираются"),
    "revoked_at": lazy_gettext("Отозван"),
    "roadmap_id": lazy_gettext("Дорожная карта"),
    "role": lazy_gettext("Роль"),
    "round": lazy_gettext("Цикл"),
    "school_id": lazy_gettext("Школа"),
    "scopes": lazy_gettext("Права"),
    "sequence": lazy_gettext("Место в документе"),
    "sha256": lazy_gettext("SHA-256 файла"),
    "signed_on": lazy_gettext("Дата подписания"),
    "stage": lazy_gettext("Этап"),
    "stage_due_on": lazy_gettext("Срок этапа"),
    "stage_entered_on": lazy_gettext("На этапе с"),
    "stages": lazy_gettext("Этапы"),
    "starts_on": lazy_gettext("Первый день"),
    "state": lazy_gettext("Состояние"),
    "status": lazy_gettext("Статус"),
    "subject_id": lazy_gettext("Чьё дело"),
    "subject_kind": lazy_gettext("Вид дела"),
    "title": lazy_gettext("Название"),
    "topic": lazy_gettext("Фактор риска"),
    "value": lazy_gettext("Значение"),
    "version": lazy_gettext("Версия"),
    "year": lazy_gettext("Год"),
    "year_kind": lazy_gettext("Счёт лет"),
    "years_in_status": lazy_gettext("Год в перечне"),
    "zone": lazy_gettext("Часовой пояс"),
}
TABLES: Mapping[str, Any] = {
    "account": lazy_gettext("Учётная запись"),
    "api_token": lazy_gettext("Ключ API"),
    "calendar_feed": lazy_gettext("Адрес календаря"),
    "assignment": lazy_gettext("Исполнение"),
    "attachment": lazy_gettext("Закрепление"),
    "calendar_day": lazy_gettext("День календаря"),
    "calendar_rule": lazy_gettext("Правило календаря"),
    "case_file": lazy_gettext("Дело"),
    "case_record": lazy_gettext("Запись"),
    "decision": lazy_gettext("Приказ или протокол"),
    "definition": lazy_gettext("Версия маршрута"),
    "definition_proposal": lazy_gettext("Сданная версия"),
    "definition_retirement": lazy_gettext("Вывод версии"),
    "document": lazy_gettext("Документ"),
    "evidence_of": lazy_gettext("Чем подтверждено"),
    "list_edition": lazy_gettext("Перечень"),
    "list_entry": lazy_gettext("Запись перечня"),
    "measure": lazy_gettext("Мероприятие"),
    "measure_evidence": lazy_gettext("Подтверждение"),
    "measure_occurrence": lazy_gettext("Срок мероприятия"),
    "municipality": lazy_gettext("Муниципалитет"),
    "region": lazy_gettext("Регион"),
    "reminder_rule": lazy_gettext("Сроки напоминаний"),
    "carry_decision": lazy_gettext("Решение о мероприятии на следующий период"),
    "roadmap": lazy_gettext("Дорожная карта"),
    "roadmap_mapping": lazy_gettext("Столбцы дорожных карт"),
    "roadmap_school": lazy_gettext("Школа дорожной карты"),
    "role_grant": lazy_gettext("Роль"),
    "school": lazy_gettext("Школа"),
    "school_alias": lazy_gettext("Другое название школы"),
    "school_quarter": lazy_gettext("Четверть"),
}
_WORDS = {
    ("case_file", "end_code"): "end_code",
    ("decision", "kind"): "decision",
    ("document", "kind"): "document",
    ("document", "topic"): "risk_factor",
}
_CLOSED: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("attachment", "kind"): ATTACHMENTS,
    ("case_record", "kind"): RECORDS,
    ("definition_proposal", "status"): PROPOSAL_STATUSES,
    ("document", "status"): DOCUMENT_STATUSES,
    ("school", "mode"): MODES,
    ("case_file", "subject_kind"): SUBJECTS,
}
HIDDEN = frozenset(
    {
        "case_id",
        "definition_digest",
        "definition_id",
        "definition_stream_id",
        "digest",
        "mapping",
        "expected",
        "extends_digest",
        "opened_by",
        "order_id",
        "phase",
        "replaces_id",
        "revision",
        "roadmap_id",
        "row_key",
        "slot",
        "stage_entered_revision",
        "stream_id",
        "text_digest",
    }
)
"""What says nothing to a reader, or is told elsewhere in the entry: who did it, the version and
digest of the path, the phase of a stage, the number of the entry. The export for programs has them.
"""


def value_text(story: Story, table: str, column: str, value: Any, row: Fields) -> str:
    """A value as it is read: titles for codes and ids, days and yes or no in Russian."""
    if value is None:
        return gettext("нет")
    if isinstance(value, bool):
        return gettext("да") if value else gettext("нет")
    if isinstance(value, list):
        if column == "grounds":
            return listed(ground_title(story.definition, str(one)) for one in value)
        return listed(title_of(CATEGORIES, str(one)) for one in value)
    if isinstance(value, str):
        return _text(story, table, column, value, row)
    return str(value)


_ORDERS = frozenset({"decision_id", "former_decision_id", "successor_id"})
_DAYS = frozenset({"counts_until", "told_until"})


def _text(story: Story, table: str, column: str, value: str, row: Fields) -> str:
    if column in ("stage", "resume_stage"):
        return stage_title(story.definition, value)
    if (table, column) in _WORDS:
        return word_title(story.definition, _WORDS[table, column], value)
    if (table, column) in _CLOSED:
        return title_of(_CLOSED[table, column], value)
    if (table, column) == ("case_record", "status"):
        risk = row.text("kind") == "risk"
        definition = story.definition
        return level_title(definition, value) if risk else record_status(row.text("kind"), value)
    if column in ("role", "author_role"):
        return role_name(value)
    if column in ("approved_by", "decided_by", "retired_by"):
        return story.name(value) or value
    if column.endswith("_id"):
        return story.decision(value) if column in _ORDERS else story.name(value) or value
    return (
        short_day(value) if (column in _DAYS or column.endswith("_on")) and as_day(value) else value
    )
