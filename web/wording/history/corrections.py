"""What was corrected by hand in a roadmap: its card, its measures, those who act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext

from web.wording.grammar import closed_with_stop, counted, listed, quoted
from web.wording.history.story import as_list
from web.wording.roadmaps import FIELD_TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from web.wording.history.story import Story

_FIELDS: Mapping[str, Any] = {
    **FIELD_TITLES,
    "actors": lazy_gettext("задачи исполнителей"),
    "body": lazy_gettext("кем издан"),
    "controller": lazy_gettext("кто контролирует"),
    "milestones": lazy_gettext("ключевые результаты по годам"),
    "notes": lazy_gettext("примечания"),
    "period_end": lazy_gettext("последний день периода"),
    "period_start": lazy_gettext("первый день периода"),
    "schools": lazy_gettext("школы"),
    "sections": lazy_gettext("раздел"),
    "signatory": lazy_gettext("кто подписал"),
    "signed_on": lazy_gettext("дата приказа"),
    "stages": lazy_gettext("этапы маршрута"),
    "terms": lazy_gettext("сроки"),
}


def measures(story: Story) -> str:
    """One measure was corrected, or many at once; says what of them, and why."""
    said, reason = _corrected(story), story.text("reason")
    if not reason:
        return said
    return closed_with_stop(gettext("%(said)s Причина: %(reason)s", said=said, reason=reason))


def _corrected(story: Story) -> str:
    title, fields = story.text("title"), listed(_named(story))
    if title:
        return gettext(
            "Исправлено мероприятие %(title)s: %(fields)s.", title=quoted(title), fields=fields
        )
    number = story.fields.number("measures")
    count = counted(number, "мероприятие|мероприятия|мероприятий")
    return gettext("Исправлено сразу: %(count)s (%(fields)s).", count=count, fields=fields)


def assigned(story: Story) -> str:
    """Somebody acts for a measure, leads it, or does so no more."""
    said = {"who": story.text("who"), "title": quoted(story.text("title"))}
    match story.fields.text("deed"):
        case "leads":
            return gettext("Главный исполнитель мероприятия %(title)s: %(who)s.", **said)
        case "released":
            return gettext("Больше не исполняет мероприятие %(title)s: %(who)s.", **said)
        case _:
            return gettext("Добавлен исполнитель мероприятия %(title)s: %(who)s.", **said)


def card(story: Story) -> str:
    """What a roadmap says of itself was corrected; in force, and why."""
    said, reason = _card(story), story.text("reason")
    if not reason:
        return said
    return closed_with_stop(gettext("%(said)s Причина: %(reason)s", said=said, reason=reason))


def _card(story: Story) -> str:
    return gettext(
        "Исправлены сведения о дорожной карте %(title)s: %(fields)s.",
        title=quoted(story.text("title") or story.subject),
        fields=listed(_named(story)),
    )


def _named(story: Story) -> list[str]:
    return [str(_FIELDS.get(one, one)) for one in as_list(story.fields.values.get("fields"))]
