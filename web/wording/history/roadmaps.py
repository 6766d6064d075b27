"""What happened to a roadmap: it was taken in from a document, or a new document corrected it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from web.wording.grammar import counted, quoted

if TYPE_CHECKING:
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
