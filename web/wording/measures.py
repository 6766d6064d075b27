"""The words of a living roadmap: how things stand, and what may be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext, lazy_pgettext

if TYPE_CHECKING:
    from collections.abc import Mapping

ROADMAP_STATUSES: Mapping[str, Any] = {
    "draft": lazy_gettext("проект"),
    "approved": lazy_pgettext("roadmap", "утверждена"),
    "amended": lazy_gettext("утверждена с изменениями"),
    "closed": lazy_pgettext("roadmap", "завершена"),
}
WORK_STATES: Mapping[str, Any] = {
    "planned": lazy_gettext("не начато"),
    "in_progress": lazy_gettext("в работе"),
    "reported": lazy_gettext("отчёт на проверке"),
    "accepted": lazy_gettext("принято"),
    "rejected": lazy_gettext("возвращено"),
    "cancelled": lazy_gettext("отменено"),
    "carried_over": lazy_gettext("перенесено на следующий год"),
    "submitted": lazy_gettext("на проверке"),
    "superseded": lazy_gettext("заменено новой версией"),
}
"""The states of assignments and occurrences, and of what was handed in for them."""

STANDINGS: Mapping[str, Any] = {
    "late": lazy_gettext("просрочено"),
    "returned": lazy_gettext("возвращено с замечаниями"),
    "behind": lazy_gettext("отстаём"),
    "soon": lazy_gettext("скоро срок"),
    "reported": lazy_gettext("отчёт на проверке"),
    "retroactive": lazy_gettext("срок истёк до утверждения"),
    "ahead": lazy_gettext("впереди"),
    "waiting": lazy_gettext("ждёт события"),
    "open": lazy_gettext("без срока"),
    "done": lazy_gettext("принято"),
    "dropped": lazy_gettext("снято"),
}
TONES: Mapping[str, str] = {
    "late": "bad",
    "returned": "bad",
    "behind": "warn",
    "soon": "warn",
    "reported": "plain",
    "done": "good",
}
"""How loudly a standing is shown; what is not named stands quietly."""
