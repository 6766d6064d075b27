"""A person's calendar in the form of RFC 5545, for the programs that read calendars."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import request
from flask_babel import gettext
from icalendar import Alarm, Calendar, Event

from web.agenda.entries import entries_of

if TYPE_CHECKING:
    from datetime import datetime

    from engine.queries.agenda import Agenda
    from web.agenda.entries import Entry

_UNPRINTABLE = re.compile(r"[^\S\n]+|[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_LONGEST = 200
_BEFORE = timedelta(hours=-15)
"""Nine in the morning of the day before, by the clocks of whoever looks."""

_AGAIN = timedelta(hours=4)


def feed_text(agenda: Agenda) -> bytes:
    """All entries as events of whole days, each with a bell unless its day is over."""
    calendar = Calendar()
    calendar.add("prodid", "-//Marshrut//calendar//RU")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", gettext("Маршрут: мои сроки"))
    calendar.add("refresh-interval", _AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    for entry in entries_of(agenda):
        rings = not entry.silent and entry.day >= agenda.today
        calendar.add_component(_event(entry, agenda.at, rings=rings))
    text: bytes = calendar.to_ical()
    return text


def _event(entry: Entry, at: datetime, *, rings: bool) -> Event:
    event = Event()
    title = shortened(entry.title)
    event.add("uid", f"{entry.key}@marshrut")
    event.add("dtstamp", at)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", title)
    event.add("description", printable(f"{entry.title}\n{entry.note}"))
    event.add("url", request.url_root.rstrip("/") + entry.path)
    # A term takes no time of its day: the person is free for meetings.
    event.add("transp", "TRANSPARENT")
    if rings:
        bell = Alarm()
        bell.add("action", "DISPLAY")
        bell.add("description", title)
        bell.add("trigger", _BEFORE)
        event.add_component(bell)
    return event


def printable(text: str) -> str:
    """A text without the characters that a line of a calendar may not hold."""
    return _UNPRINTABLE.sub(" ", text).strip()


def shortened(text: str) -> str:
    """What fits a line of a calendar; the whole stands in the description."""
    flat = " ".join(printable(text).split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1].rstrip()}…"
