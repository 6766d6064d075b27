"""Russian names of the kinds of entries and streams, for the filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from engine.domain.audit import AuditKind, StreamKind

STREAM_TITLES: Mapping[StreamKind, Any] = {
    StreamKind.ACCOUNT: _("учётная запись"),
    StreamKind.BULK: _("групповой перевод"),
    StreamKind.CASE: _("дело"),
    StreamKind.DEFINITION: _("маршрут"),
    StreamKind.READING: _("чтение"),
    StreamKind.REFUSAL: _("отказы"),
    StreamKind.REGION: _("регион"),
    StreamKind.ROADMAP: _("дорожная карта"),
    StreamKind.SCHOOL: _("школа"),
    StreamKind.SYSTEM: _("система"),
}

KIND_TITLES: Mapping[AuditKind, Any] = {
    AuditKind.ACCOUNT_BLOCKED: _("Учётная запись заблокирована"),
    AuditKind.ACCOUNT_CREATED: _("Учётная запись создана"),
    AuditKind.ACCOUNT_LOCKED: _("Вход временно закрыт"),
    AuditKind.ACCOUNT_UNBLOCKED: _("Учётная запись разблокирована"),
    AuditKind.BULK_PLANNED: _("Начат групповой перевод"),
    AuditKind.BULK_RETRIED: _("Групповой перевод повторён"),
    AuditKind.CALENDAR_CHANGED: _("Календарь изменён"),
    AuditKind.CASE_FORCED: _("Перевод вне схемы"),
    AuditKind.CASE_MOVED: _("Дело переведено"),
    AuditKind.CASE_OPENED: _("Дело открыто"),
    AuditKind.CURATOR_ATTACHED: _("Куратор закреплён"),
    AuditKind.CURATOR_ENDED: _("Куратор откреплён"),
    AuditKind.DECISION_REGISTERED: _("Приказ зарегистрирован"),
    AuditKind.DECISION_REPEALED: _("Приказ утратил силу"),
    AuditKind.DEED_REFUSED: _("В действии отказано"),
    AuditKind.DEFINITION_PUBLISHED: _("Маршрут опубликован"),
    AuditKind.DOCUMENT_APPROVED: _("Документ утверждён"),
    AuditKind.DOCUMENT_REGISTERED: _("Документ внесён"),
    AuditKind.DOCUMENT_RETURNED: _("Документ возвращён"),
    AuditKind.DOCUMENT_REVOKED: _("Документ отозван"),
    AuditKind.DOCUMENT_SUBMITTED: _("Документ сдан"),
    AuditKind.EXPERT_ATTACHED: _("Эксперт закреплён"),
    AuditKind.EXPERT_ENDED: _("Эксперт откреплён"),
    AuditKind.INSTALLATION_SEEDED: _("Внесены начальные данные"),
    AuditKind.LISTING_REGISTERED: _("Перечень зарегистрирован"),
    AuditKind.MAILBOX_CHANGED: _("Изменены настройки уведомлений"),
    AuditKind.MOVE_REFUSED: _("В переводе отказано"),
    AuditKind.MUNICIPALITY_REGISTERED: _("Муниципалитет внесён"),
    AuditKind.OBJECTION_DECIDED: _("Возражение рассмотрено"),
    AuditKind.OBJECTION_FILED: _("Подано возражение"),
    AuditKind.PASSWORD_CHANGED: _("Пароль изменён"),
    AuditKind.PERSONAL_DATA_READ: _("Прочитаны персональные данные"),
    AuditKind.QUARTERS_SET: _("Четверти учебного года установлены"),
    AuditKind.RECORD_REGISTERED: _("Внесена запись о работе"),
    AuditKind.REGION_REGISTERED: _("Регион внесён"),
    AuditKind.ROADMAP_AMENDED: _("Дорожная карта исправлена"),
    AuditKind.ROADMAP_IMPORTED: _("Дорожная карта загружена"),
    AuditKind.ROLE_ENDED: _("Роль завершена"),
    AuditKind.ROLE_GRANTED: _("Роль назначена"),
    AuditKind.SCHOOL_CHANGED: _("Сведения о школе изменены"),
    AuditKind.SCHOOL_REGISTERED: _("Школа внесена"),
    AuditKind.SIGN_IN_FAILED: _("Неудачный вход"),
    AuditKind.SIGNED_IN: _("Вход"),
    AuditKind.SIGNED_OUT: _("Выход из системы"),
    AuditKind.TERM_ESCALATED: _("Срок нарушен"),
    AuditKind.TERM_MET: _("Срок закрыт: сделано"),
    AuditKind.TERM_RECOUNTED: _("Сроки пересчитаны по календарю"),
    AuditKind.TERM_REMINDED: _("Напоминание о сроке"),
    AuditKind.TOKEN_ISSUED: _("Ключ API выпущен"),
    AuditKind.TOKEN_REVOKED: _("Ключ API отозван"),
    AuditKind.TUTOR_SCHOOL_ATTACHED: _("Школа-тьютор закреплена"),
    AuditKind.TUTOR_SCHOOL_ENDED: _("Школа-тьютор откреплена"),
}
