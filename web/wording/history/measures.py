"""What was done for the measures of a roadmap: reports, verdicts, events, days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from web.wording.grammar import closed_with_stop, counted, listed, quoted, short_day
from web.wording.history.story import as_list

if TYPE_CHECKING:
    from web.wording.history.story import Story


def reported(story: Story) -> str:
    """Somebody says that something is done."""
    about, title = _about(story), story.text("title")
    if not title:
        return gettext("Отчёт о мероприятии %(about)s.", about=about)
    said = gettext("Отчёт о мероприятии %(about)s: %(title)s", about=about, title=title)
    return closed_with_stop(said)


def started(story: Story) -> str:
    """The work on something began."""
    return gettext("Начата работа: %(about)s.", about=_about(story))


def cancelled(story: Story) -> str:
    """Something is not to be done any more."""
    said = gettext("Отменено: %(about)s.", about=_about(story))
    reason = story.text("reason")
    return gettext("%(said)s Причина: %(reason)s", said=said, reason=reason) if reason else said


def dated(story: Story) -> str:
    """What waited for an event got its day."""
    return gettext(
        "Назначен день для %(about)s: %(day)s. Срок — %(due)s.",
        about=_about(story),
        day=short_day(story.fields.day("day")),
        due=short_day(story.fields.day("due_on")),
    )


def held(story: Story) -> str:
    """An event that counts for several schools."""
    return gettext(
        "Проведено %(title)s (%(about)s). Засчитано: %(schools)s.",
        title=quoted(story.text("title")),
        about=_measures(story),
        schools=counted(story.fields.number("occurrences"), "школе|школам|школам"),
    )


def accepted(story: Story) -> str:
    """A report was accepted."""
    return gettext("Принят отчёт: %(about)s.", about=_about(story))


def returned(story: Story) -> str:
    """A report was returned with remarks."""
    said = gettext("Отчёт возвращён: %(about)s.", about=_about(story))
    remarks = story.text("remarks")
    if not remarks:
        return said
    return gettext("%(said)s Замечания: %(remarks)s", said=said, remarks=remarks)


def _about(story: Story) -> str:
    """The measures, and the school whose they are."""
    school = story.name(story.fields.text("school"))
    named = _measures(story)
    if not school:
        return named
    return gettext("%(measures)s, %(school)s", measures=named, school=school)


def _measures(story: Story) -> str:
    titles = [story.name(str(one)) for one in as_list(story.fields.values.get("measures"))]
    return listed(quoted(_short(one)) for one in titles if one)


_MOST = 90


def _short(title: str) -> str:
    """A title of a measure may be a paragraph long."""
    return title if len(title) <= _MOST else f"{title[:_MOST].rsplit(' ', 1)[0]}…"
