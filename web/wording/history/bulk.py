"""What happened to a bulk move: planned for so many cases, taken up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from web.wording.grammar import counted
from web.wording.titles import BULK_MODES, title_of

if TYPE_CHECKING:
    from web.wording.history.story import Story


def planned(story: Story) -> str:
    """One move was asked of many cases."""
    fields = story.fields
    return gettext(
        "Начат групповой перевод %(move)s: %(cases)s, %(mode)s.",
        move=story.move,
        cases=_cases(story),
        mode=title_of(BULK_MODES, fields.text("mode")),
    )


def retried(story: Story) -> str:
    """The cases that had not been moved were taken up again."""
    return gettext(
        "Групповой перевод %(move)s повторён для неудавшихся: %(cases)s.",
        move=story.move,
        cases=_cases(story),
    )


def _cases(story: Story) -> str:
    return counted(story.fields.number("cases"), "дело|дела|дел")
