"""Who came and went: attachments, roles, accounts, sign-ins, tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from web.wording.grammar import capitalised, short_day
from web.wording.titles import ATTACHMENTS, role_title, title_of

if TYPE_CHECKING:
    from web.wording.fields import Fields
    from web.wording.history.story import Story


def attached(story: Story) -> str:
    """A curator, an expert or a tutor school was attached to the case."""
    row = story.row("attachment")
    sentence = gettext(
        "%(kind)s: %(name)s, с %(day)s",
        kind=capitalised(title_of(ATTACHMENTS, row.text("kind"))),
        name=story.name(row.text("account_id") or row.text("school_id")),
        day=short_day(row.day("starts_on")),
    )
    if row.day("ends_on"):
        sentence += " " + gettext("по %(day)s", day=short_day(row.day("ends_on")))
    return gettext("Закрепление. %(sentence)s.", sentence=sentence)


def ended(story: Story) -> str:
    """An attachment got its last day."""
    link_id = story.row_id("attachment")
    link = story.mentioned.attachments.get(link_id) if link_id else None
    last = story.fields.day("last_day") or story.row("attachment").day("ends_on")
    return gettext(
        "Закрепление закончено. %(kind)s: %(name)s, последний день — %(day)s.",
        kind=capitalised(title_of(ATTACHMENTS, link.kind if link else "")),
        name=link.title if link else "",
        day=short_day(last),
    )


def role_granted(story: Story) -> str:
    """A person got a role on a place."""
    row = story.row("role_grant")
    person = story.name(row.text("account_id")) or story.subject
    sentence = gettext(
        "Роль «%(role)s» дана: %(person)s%(place)s, с %(day)s",
        role=role_title(row.text("role")),
        person=person,
        place=_place(story, row),
        day=short_day(row.day("starts_on")),
    )
    if row.day("ends_on"):
        sentence += " " + gettext("по %(day)s", day=short_day(row.day("ends_on")))
    if row.flag("acting"):
        sentence += ", " + gettext("исполняет обязанности")
    return f"{sentence}."


def _place(story: Story, row: Fields) -> str:
    levels = ("school_id", "municipality_id", "region_id")
    place = next((story.name(row.text(one)) for one in levels if row.text(one)), "")
    return f" ({place})" if place else ""


def role_ended(story: Story) -> str:
    """A role got its last day."""
    row = story.row("role_grant")
    role = row.text("role") or story.fields.text("role")
    day = short_day(row.day("ends_on") or story.fields.day("last_day"))
    if not role:
        return gettext(
            "Роль закончена: %(person)s, последний день — %(day)s.", person=story.subject, day=day
        )
    return gettext(
        "Роль «%(role)s» закончена: %(person)s, последний день — %(day)s.",
        role=role_title(role),
        person=story.subject,
        day=day,
    )


def account_created(story: Story) -> str:
    """A person got an account."""
    return gettext("Создана учётная запись: %(person)s.", person=story.subject)


def account_blocked(story: Story) -> str:
    """An account may no longer sign in."""
    return gettext("Учётная запись закрыта: %(person)s.", person=story.subject)


def account_unblocked(story: Story) -> str:
    """An account may sign in again."""
    return gettext("Учётная запись снова открыта: %(person)s.", person=story.subject)


def account_locked(story: Story) -> str:
    """Too many failures closed an account for a while."""
    return gettext(
        "Вход временно закрыт после нескольких неудачных попыток: %(person)s.", person=story.subject
    )


def password_changed(story: Story) -> str:
    """A password is another one."""
    return gettext("Пароль изменён: %(person)s.", person=story.subject)


def mailbox_changed(story: Story) -> str:
    """Where letters go, or which are wanted, is another; the address itself is not told."""
    fields = story.fields
    if "address" not in fields:
        return gettext("Изменены настройки уведомлений: %(person)s.", person=story.subject)
    if fields.flag("address"):
        return gettext("Указан адрес электронной почты: %(person)s.", person=story.subject)
    return gettext("Адрес электронной почты убран: %(person)s.", person=story.subject)


def sign_in_failed(story: Story) -> str:
    """Somebody did not prove to be who he says."""
    return gettext("Неудачная попытка входа: %(person)s.", person=story.subject)


def signed_in(story: Story) -> str:
    """A person came in."""
    return gettext("Вход в систему: %(person)s.", person=story.subject)


def signed_out(story: Story) -> str:
    """A person went out."""
    return gettext("Выход из системы: %(person)s.", person=story.subject)


def token_issued(story: Story) -> str:
    """A person got a key for programs."""
    return gettext("Выпущен ключ доступа к API: %(person)s.", person=story.subject)


def token_revoked(story: Story) -> str:
    """A key for programs is worth nothing any more."""
    return gettext("Отозван ключ доступа к API: %(person)s.", person=story.subject)


def feed_opened(story: Story) -> str:
    """A person got an address of the calendar; a former one answers no more."""
    return gettext("Создан личный адрес календаря: %(person)s.", person=story.subject)


def feed_closed(story: Story) -> str:
    """A person's calendar has no address any more."""
    return gettext("Личный адрес календаря закрыт: %(person)s.", person=story.subject)
