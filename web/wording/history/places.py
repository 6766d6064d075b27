"""What the field itself became: regions, schools, the list, the calendar, the paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from web.wording.grammar import counted, quoted, short_day
from web.wording.own_words import ground_title
from web.wording.titles import MODES, title_of

if TYPE_CHECKING:
    from web.wording.history.story import Story


def region_registered(story: Story) -> str:
    """A region came into the installation."""
    title = story.row("region").text("title") or story.subject
    return gettext("Зарегистрирован регион: %(title)s.", title=title)


def municipality_registered(story: Story) -> str:
    """A municipality came into a region."""
    title = story.row("municipality").text("title")
    return gettext("Зарегистрирован муниципалитет: %(title)s.", title=title)


def school_registered(story: Story) -> str:
    """A school came into a municipality."""
    row = story.row("school")
    return gettext(
        "Школа внесена в реестр: %(title)s (%(mode)s).",
        title=row.text("title") or story.subject,
        mode=title_of(MODES, row.text("mode")),
    )


def school_changed(story: Story) -> str:
    """A school has another title, mode, or is closed; says only what changed."""
    row, before = story.row("school"), story.body.values.get("before", {}).get("school", {})
    changes = []
    if row.text("title") != before.get("title"):
        changes.append(gettext("название — %(title)s", title=quoted(row.text("title"))))
    if row.text("mode") != before.get("mode"):
        changes.append(gettext("режим — %(mode)s", mode=title_of(MODES, row.text("mode"))))
    if row.flag("closed") != before.get("closed"):
        closed = row.flag("closed")
        changes.append(gettext("школа закрыта") if closed else gettext("школа снова работает"))
    said = "; ".join(changes) or gettext("без изменений")
    return gettext("Сведения о школе изменены: %(said)s.", said=said)


def listing_registered(story: Story) -> str:
    """An edition of the list was approved by an order."""
    row = story.row("list_edition")
    schools = sum(1 for table, _, _ in story.rows() if table == "list_entry")
    return gettext(
        "Зарегистрирован перечень «%(title)s» (%(schools)s): приказ № %(number)s от %(day)s.",
        title=row.text("title"),
        schools=counted(schools, "школа|школы|школ"),
        number=row.text("order_number"),
        day=short_day(row.day("order_date")),
    )


def objection_filed(story: Story) -> str:
    """The school contests a ground of its listing."""
    ground = ground_title(story.definition, story.row("case_record").text("key"))
    return gettext("Подано возражение против основания %(ground)s.", ground=quoted(ground))


def objection_decided(story: Story) -> str:
    """The coordinator has decided on an objection."""
    row = story.row("case_record")
    ground = quoted(ground_title(story.definition, row.text("key")))
    if row.text("status") == "upheld":
        return gettext("Возражение против основания %(ground)s принято.", ground=ground)
    return gettext("Возражение против основания %(ground)s отклонено.", ground=ground)


def calendar_changed(story: Story) -> str:
    """Days of the working calendar are others."""
    days = sum(1 for table, _, _ in story.rows() if table == "calendar_day")
    changed = days or story.fields.number("days")
    if not changed:
        return gettext("Рабочий календарь изменён.")
    return gettext("Рабочий календарь изменён: %(days)s.", days=counted(changed, "день|дня|дней"))


def quarters_set(story: Story) -> str:
    """A school year has its quarters."""
    year = story.fields.number("year")
    return gettext(
        "Установлены четверти %(year)s учебного года.", year=f"{year}/{year + 1}" if year else ""
    )


def installation_seeded(_story: Story) -> str:
    """The installation got its first data."""
    return gettext("Внесены начальные данные.")
