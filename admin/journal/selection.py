"""What a reader of the journal asks for, from the address of the page and back into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _

from admin.journal.quarters import Quarter
from admin.reading import typed_day, typed_number
from engine.domain.audit import AuditKind, StreamKind
from engine.domain.terms import day_begins, day_ends
from engine.queries.journal import JournalFilter, Watched

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

FIELDS = ("stream", "kind", "day", "quarter", "watch", "late")
WATCHED_TITLES: Mapping[Watched, Any] = {
    Watched.ALL: _("задним числом, вне схемы и отказы"),
    Watched.LATE: _("только записи задним числом"),
    Watched.FORCED: _("только переводы вне схемы"),
    Watched.REFUSED: _("только отказы"),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """The filter, and the words of the address that gave it."""

    wanted: JournalFilter
    given: dict[str, str]

    def with_(self, **changed: str) -> dict[str, str]:
        """The words of an address that asks for the same with something changed."""
        kept = {name: value for name, value in (self.given | changed).items() if value}
        return dict(sorted(kept.items()))


def selection_of(args: Mapping[str, str], zone: str) -> Selection:
    """The selection of an address; days and quarters are those of the zone.

    Raises InvalidInput for a day or a number that is none.
    """
    given = {name: args[name] for name in FIELDS if args.get(name)}
    stream, kind, watch = (given.get(name, "") for name in ("stream", "kind", "watch"))
    span = _span(given)
    wanted = JournalFilter(
        StreamKind(stream) if stream in set(StreamKind) else None,
        kind if kind in set(AuditKind) else None,
        day_begins(span[0], zone) if span else None,
        day_ends(span[1], zone) if span else None,
        Watched(watch) if watch in set(Watched) else None,
        typed_number(given, "late") if given.get("late") else 0,
    )
    return Selection(wanted, given)


def _span(given: Mapping[str, str]) -> tuple[date, date] | None:
    """A day is narrower than a quarter, so it goes first."""
    day = typed_day(given, "day", required=False)
    if day is not None:
        return day, day
    quarter = Quarter.parse(given.get("quarter", ""))
    return (quarter.first, quarter.last) if quarter else None
