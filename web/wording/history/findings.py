"""What an auditor found on a case, and what was said of it since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.wording.audited import answered_text, issued_text, judged_text, reminded_text

if TYPE_CHECKING:
    from web.wording.history.story import Story


def issued(story: Story) -> str:
    """An auditor wrote a finding."""
    return issued_text(story.fields)


def answered(story: Story) -> str:
    """Who must act said something of it."""
    return answered_text(story.fields)


def judged(story: Story) -> str:
    """An auditor said what became of it."""
    return judged_text(story.fields)


def reminded(story: Story) -> str:
    """The clock reminded of its day."""
    return reminded_text(story.fields)
