"""What the clock reminded of, and how an authority wants to be reminded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext

from web.wording.fields import Fields
from web.wording.grammar import counted, listed, quoted
from web.wording.history.story import as_list

if TYPE_CHECKING:
    from collections.abc import Mapping

    from web.wording.history.story import Story

_WORDS: Mapping[str, Any] = {
    "late": lazy_gettext("срок прошёл"),
    "missed": lazy_gettext("период закончился"),
    "today": lazy_gettext("срок подошёл"),
    "closing": lazy_gettext("период заканчивается"),
    "ahead": lazy_gettext("скоро срок"),
    "escalated": lazy_gettext("передано координаторам"),
}


def reminded(story: Story) -> str:
    """People were reminded of measures of a roadmap; says of how many and why."""
    found = story.fields.values.get("occurrences")
    told = Fields(found if isinstance(found, dict) else {})
    parts = [
        gettext("%(word)s — %(number)d", word=str(word), number=len(as_list(told.values.get(code))))
        for code, word in _WORDS.items()
        if told.values.get(code)
    ]
    title, schools = quoted(story.subject), story.fields.number("schools")
    said = gettext("Напоминание о мероприятиях дорожной карты %(title)s.", title=title)
    if parts:
        said = gettext(
            "Напоминание о мероприятиях дорожной карты %(title)s: %(parts)s.",
            title=title,
            parts=listed(parts),
        )
    if not schools:
        return said
    whom = counted(schools, "школе|школам|школам")
    return gettext("%(said)s Относится к %(schools)s.", said=said, schools=whom)


def rule_set(story: Story) -> str:
    """An authority said how it wants to be reminded of measures."""
    fields = story.fields
    before = [str(one) for one in as_list(fields.values.get("before"))]
    return gettext(
        "Установлены сроки напоминаний о мероприятиях, в рабочих днях: до срока — %(before)s; "
        "до конца периода — %(closing)d; повтор — %(every)d; координатору — %(escalate)d.",
        before=listed(before) or gettext("нет"),
        closing=fields.number("closing"),
        every=fields.number("every"),
        escalate=fields.number("escalate"),
    )
