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
    "decided": lazy_gettext("выполнено по приказу"),
    "withdrawn": lazy_gettext("снято исправленной картой"),
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
    "carried": lazy_gettext("перенесено на следующий период"),
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

RUNS = lazy_gettext("время идёт")
"""What has begun and is not late yet."""

GROUPS: Mapping[str, Any] = {
    "now": lazy_gettext("Нужно сейчас"),
    "running": lazy_gettext("Идёт сейчас"),
    "reported": lazy_gettext("На проверке"),
    "ahead": lazy_gettext("Впереди"),
    "open": lazy_gettext("Без срока и в ожидании события"),
    "retroactive": lazy_gettext("Срок истёк до утверждения"),
    "done": lazy_gettext("Принято и снято"),
}
"""The headings of a sheet."""

QUOTA_STATES: Mapping[str, Any] = {
    "ahead": lazy_gettext("период впереди"),
    "on_track": lazy_gettext("ещё есть время"),
    "behind": lazy_gettext("отстаёт"),
    "missed": lazy_gettext("не сделано"),
    "met": lazy_gettext("сделано"),
}
QUOTA_WAITS = lazy_gettext("отчёт на проверке")
QUOTA_TONES: Mapping[str, str] = {"behind": "warn", "missed": "bad", "met": "good"}


def title_of(titles: Mapping[Any, Any], code: str) -> str:
    """The title of a code, or the code itself where the title is not known."""
    found = titles.get(code)
    return str(found) if found is not None else code
