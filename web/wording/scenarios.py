"""The promises of a path, as findings tell of them: what was expected, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext

from web.wording.grammar import quoted
from web.wording.paths import move_title, stage_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.domain.definition import Definition
    from web.wording.fields import Fields

REASON_NAMES: Mapping[str, Any] = {
    "actor_not": lazy_gettext("переход делает не тот, кому можно"),
    "any": lazy_gettext("не выполнено ни одно из условий на выбор"),
    "approvals": lazy_gettext("нет согласия второго лица"),
    "basis_given": lazy_gettext("не названо основание"),
    "carry_over_decided": lazy_gettext("не решено, что будет с незавершёнными мероприятиями"),
    "curator_assigned": lazy_gettext("не назначен куратор"),
    "date_window": lazy_gettext("не те дни года"),
    "decision_present": lazy_gettext("нет приказа или протокола"),
    "document_present": lazy_gettext("нет документа"),
    "end_code_given": lazy_gettext("не указано, почему дело закрывают"),
    "entry_facts": lazy_gettext("нет оснований включения"),
    "from_stage": lazy_gettext("дело стоит на другом этапе"),
    "indicator_rule": lazy_gettext("показатель другой"),
    "measures_ratio": lazy_gettext("не подведены итоги мероприятий"),
    "monitoring_closed": lazy_gettext("мониторинг не завершён"),
    "no_open": lazy_gettext("есть незавершённое"),
    "not": lazy_gettext("выполнено то, чего быть не должно"),
    "profile_complete": lazy_gettext("рисковый профиль заполнен не весь"),
    "publication_recorded": lazy_gettext("нет отметки о публикации"),
    "quota": lazy_gettext("не проведено нужное число событий"),
    "quota_met": lazy_gettext("мероприятие проведено за период меньше раз, чем нужно"),
    "reason_given": lazy_gettext("не названа причина"),
    "return_expected": lazy_gettext("не указано, когда дело возобновят"),
    "risks_covered": lazy_gettext("риск не закрыт программой"),
    "role": lazy_gettext("эта роль перехода не делает"),
    "role_of_actor": lazy_gettext("действующий в другой роли"),
    "stage": lazy_gettext("с этого этапа перехода нет"),
    "tutor_active": lazy_gettext("не закреплена школа-тьютор"),
    "years_in_status": lazy_gettext("другой год в перечне"),
}
"""What a reason of a refusal says in a few words."""


def reasons_text(codes: Iterable[str]) -> str:
    """«нет документа (document_present), не названа причина (reason_given)»."""
    return ", ".join(
        f"{REASON_NAMES[code]} ({code})" if code in REASON_NAMES else code for code in codes
    )


def expected_text(fields: Fields, definition: Definition | None) -> str:
    """What a step was to come to."""
    stage = fields.text("expected")
    if stage:
        return gettext("ожидался этап %(stage)s", stage=quoted(stage_title(definition, stage)))
    return gettext("ожидался отказ: %(reasons)s", reasons=reasons_text(fields.words("refused")))


def step_text(fields: Fields, definition: Definition | None) -> str:
    """Which step is meant: its number and its move."""
    move = quoted(move_title(definition, fields.text("move")))
    return gettext("шаг %(number)d, переход %(move)s", number=fields.number("step"), move=move)
