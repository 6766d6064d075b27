"""What places set of their calendar: the working week, and where a term goes from a day off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext

from web.wording.grammar import quoted, short_day
from web.wording.titles import title_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from web.wording.history.story import Story

CALENDAR_SETTINGS: Mapping[str, Any] = {
    "day_off": lazy_gettext("Срок, который кончается в выходной"),
    "week": lazy_gettext("Рабочая неделя"),
}
DAY_OFF_RULES: Mapping[str, Any] = {
    "next": lazy_gettext("переходит на следующий рабочий день"),
    "previous": lazy_gettext("переходит на предыдущий рабочий день"),
    "stay": lazy_gettext("остаётся как записан"),
    "inherit": lazy_gettext("как установлено уровнем выше"),
}
WEEKS: Mapping[str, Any] = {
    "five_days": lazy_gettext("пятидневная: с понедельника по пятницу"),
    "six_days": lazy_gettext("шестидневная: с понедельника по субботу"),
    "inherit": lazy_gettext("как установлено уровнем выше"),
}
_VALUES: Mapping[str, Mapping[str, Any]] = {"day_off": DAY_OFF_RULES, "week": WEEKS}


def calendar_ruled(story: Story) -> str:
    """A place has set its working week, or where a term goes that ends on a day off."""
    fields = story.fields
    setting = title_of(CALENDAR_SETTINGS, fields.text("setting"))
    day, act = short_day(fields.day("starts_on")), fields.text("act")
    if "undoes" in fields:
        return gettext(
            "Правило календаря отменено: %(setting)s, с %(day)s. Акт: %(act)s.",
            setting=setting,
            day=day,
            act=act,
        )
    return gettext(
        "Установлено правило календаря: %(setting)s — %(value)s, с %(day)s%(place)s. Акт: %(act)s.",
        setting=setting,
        value=title_of(_VALUES.get(fields.text("setting"), {}), fields.text("value")),
        day=day,
        place=_place(story),
        act=act,
    )


def _place(story: Story) -> str:
    """«, школа «МБОУ СОШ № 1»», where it is set for a part of the region."""
    row = story.row("calendar_rule")
    title = story.name(row.text("school_id")) or story.name(row.text("municipality_id"))
    return gettext(", только %(place)s", place=quoted(title)) if title else ""
