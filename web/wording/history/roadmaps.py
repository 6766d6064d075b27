"""What happened to a roadmap: it was taken in from a document, corrected, approved, recounted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from web.wording.grammar import counted, numbered, quoted, short_day

if TYPE_CHECKING:
    from datetime import date

    from web.wording.history.story import Story


def imported(story: Story) -> str:
    """A document became a roadmap."""
    measures = sum(1 for table, _, _ in story.rows() if table == "measure")
    return gettext(
        "Загружена дорожная карта %(title)s: %(measures)s.",
        title=quoted(story.text("title") or story.subject),
        measures=counted(measures, "мероприятие|мероприятия|мероприятий"),
    )


def amended(story: Story) -> str:
    """A corrected document changed a roadmap; says how many measures of which kind."""
    return gettext(
        "Дорожная карта %(title)s исправлена: добавлено %(added)d, изменено %(changed)d, "
        "исключено %(gone)d.",
        title=quoted(story.text("title") or story.subject),
        added=story.fields.number("added"),
        changed=story.fields.number("changed"),
        gone=story.fields.number("gone"),
    )


def approved(story: Story) -> str:
    """A roadmap took effect; what had passed before is said."""
    times = counted(story.fields.number("occurrences"), "срок|срока|сроков")
    number, signed_on = story.fields.text("order_number"), story.fields.day("order_signed_on")
    title = quoted(story.subject)
    if number:
        said = gettext(
            "Дорожная карта %(title)s утверждена по приказу %(order)s: %(times)s.",
            title=title,
            order=order_named(number, signed_on),
            times=times,
        )
    else:
        said = gettext("Дорожная карта %(title)s утверждена: %(times)s.", title=title, times=times)
    passed = story.fields.number("retroactive")
    if not passed:
        return said
    past = gettext("Истекли до утверждения и не считаются просрочкой: %(passed)d.", passed=passed)
    return f"{said} {past}"


def recounted(story: Story) -> str:
    """A changed calendar, or a corrected measure, moved what was open."""
    if story.fields.text("cause") == "correction":
        return gettext(
            "После исправления пересчитаны сроки дорожной карты %(title)s: %(times)s.",
            title=quoted(story.subject),
            times=counted(story.fields.number("occurrences"), "срок|срока|сроков"),
        )
    return gettext(
        "После изменения календаря передвинуты сроки дорожной карты %(title)s: %(times)s.",
        title=quoted(story.subject),
        times=counted(story.fields.number("occurrences"), "срок|срока|сроков"),
    )


def carried(story: Story) -> str:
    """It was decided what becomes of measures that were open at the end of the period."""
    fields = story.fields
    return gettext(
        "По приказу %(order)s решено о мероприятиях дорожной карты %(title)s: выполнено "
        "%(done)d, продолжить %(on)d, пересмотреть %(revise)d.",
        order=order_named(fields.text("order_number"), fields.day("order_signed_on")),
        title=quoted(story.subject),
        done=fields.number("done"),
        on=fields.number("continue"),
        revise=fields.number("revise"),
    )


def closed(story: Story) -> str:
    """The period ended: what was open went over into the next roadmap, or was let go."""
    return gettext(
        "Дорожная карта %(title)s закрыта: в следующую перенесено %(measures)s.",
        title=quoted(story.subject),
        measures=counted(story.fields.number("carried"), "мероприятие|мероприятия|мероприятий"),
    )


def drafted(story: Story) -> str:
    """The roadmap of the next period was drafted out of the one that ended."""
    measures = sum(1 for table, _, _ in story.rows() if table == "measure")
    return gettext(
        "Составлен проект дорожной карты %(title)s из предыдущей: %(measures)s.",
        title=quoted(story.text("title") or story.subject),
        measures=counted(measures, "мероприятие|мероприятия|мероприятий"),
    )


def order_named(number: str, signed_on: date | None) -> str:
    """«№ 120 от 31.03.2023»."""
    return gettext("%(number)s от %(day)s", number=numbered(number), day=short_day(signed_on))
