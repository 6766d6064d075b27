"""What became of the versions of a path: submitted, approved, published, retired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from web.wording.grammar import quoted, said, short_day

if TYPE_CHECKING:
    from web.wording.history.story import Story


def published(story: Story) -> str:
    """A version is in force for new cases, from its first day on."""
    told = gettext(
        "Опубликован маршрут %(title)s, версия %(version)d.",
        title=_title(story),
        version=story.fields.number("version"),
    )
    day = short_day(story.fields.day("effective_on"))
    if day:
        told = f"{told} {gettext('Действует с %(day)s.', day=day)}"
    author = story.name(story.fields.text("author"))
    return f"{told} {gettext('Автор — %(author)s.', author=author)}" if author else told


def submitted(story: Story) -> str:
    """A version waits for another person to approve it."""
    return gettext("Сдана на утверждение новая версия маршрута %(title)s.", title=_title(story))


def returned(story: Story) -> str:
    """A version went back to its author."""
    return gettext("Возвращена автору новая версия маршрута %(title)s.", title=_title(story))


def withdrawn(story: Story) -> str:
    """An author took a version back."""
    return gettext("Автор отозвал новую версию маршрута %(title)s.", title=_title(story))


def retired(story: Story) -> str:
    """A version is offered no more."""
    return gettext(
        "Выведена из действия версия %(version)d маршрута %(title)s.",
        version=story.fields.number("version"),
        title=_title(story),
    )


def _title(story: Story) -> str:
    if story.definition:
        return quoted(said(story.definition.title))
    return quoted(story.row("definition_proposal").text("title") or story.fields.text("code"))
