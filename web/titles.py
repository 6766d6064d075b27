"""Russian names of the roles and permissions, as pages show them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from engine.domain.roles import Permission, Role

ROLE_TITLES = {
    Role.AUDITOR: _("Аудитор"),
    Role.CURATOR: _("Куратор"),
    Role.EXPERT: _("Эксперт"),
    Role.GOVERNING_COUNCIL: _("Управляющий совет"),
    Role.METHODIST: _("Методист"),
    Role.MUNICIPAL_COORDINATOR: _("Муниципальный координатор"),
    Role.REGIONAL_ADMIN: _("Администратор региона"),
    Role.REGIONAL_COORDINATOR: _("Региональный координатор"),
    Role.SCHEDULER: _("Система по расписанию"),
    Role.SCHOOL_DEPUTY: _("Заместитель директора школы"),
    Role.SCHOOL_DIRECTOR: _("Директор школы"),
    Role.SYSTEM_ADMIN: _("Системный администратор"),
    Role.TUTOR_SCHOOL_REP: _("Представитель школы-тьютора"),
    Role.VIEWER: _("Наблюдатель"),
}

PERMISSION_TITLES = {
    Permission.APPROVE_ROADMAP: _("Утверждать дорожные карты"),
    Permission.ATTACH_PEOPLE: _("Закреплять кураторов и школы-тьюторы"),
    Permission.EDIT_CALENDAR: _("Править календарь"),
    Permission.ANSWER_FINDING: _("Отвечать на замечания аудитора"),
    Permission.FORCE_MOVE: _("Переводить в обход требований"),
    Permission.ISSUE_FINDING: _("Писать замечания аудитора"),
    Permission.MANAGE_PEOPLE: _("Управлять учётными записями"),
    Permission.MANAGE_SCHOOLS: _("Вести реестр школ"),
    Permission.MANAGE_TOKENS: _("Выпускать ключи API"),
    Permission.MOVE_CASE: _("Переводить дела по этапам"),
    Permission.OPEN_CASE: _("Открывать дела"),
    Permission.PUBLISH_DEFINITION: _("Публиковать маршруты"),
    Permission.READ_CASE: _("Читать дела школ"),
    Permission.READ_DEFINITION: _("Читать маршруты"),
    Permission.READ_HISTORY: _("Читать историю дел"),
    Permission.READ_JOURNAL: _("Читать журнал системы"),
    Permission.READ_OVERVIEW: _("Читать сводку по делам"),
    Permission.READ_ROADMAP: _("Читать дорожные карты"),
    Permission.READ_SCHOOL: _("Читать реестр школ"),
    Permission.REGISTER_DECISION: _("Регистрировать приказы и решения"),
    Permission.REGISTER_DOCUMENT: _("Вносить документы"),
    Permission.REGISTER_RECORD: _("Вносить записи о работе"),
    Permission.REPORT_MEASURE: _("Отчитываться о мероприятиях"),
    Permission.REVIEW_DOCUMENT: _("Проверять документы"),
    Permission.REVIEW_MEASURE: _("Принимать мероприятия"),
    Permission.TUTOR_MEASURE: _("Отмечать проведённое для закреплённых школ"),
    Permission.WRITE_ROADMAP: _("Загружать и править дорожные карты"),
}
