"""The working calendar: days of the federal layer and of a region's own, each with its act."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from admin.layers import FEDERAL, FIRST_YEAR, LAST_YEAR
from admin.quarters import QuarterPages
from admin.reading import typed_day, typed_line
from admin.year import months_of
from engine.actions.calendars import CalendarRequest, DayRequest, change_calendar
from engine.actions.recounting import RecountRequest, recount_terms
from engine.domain.calendar import CalendarDay
from engine.domain.errors import EngineError, InvalidInput
from engine.domain.roles import Permission
from engine.queries.calendars import calendar_day, calendar_days
from engine.queries.recounting import MovedCases, moved_cases

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOST_AT_ONCE = 500
"""Cases counted anew by one request; the page offers to go on with the rest."""

NOTHING_MOVES = MovedCases((), ())


class CalendarsView(QuarterPages):
    """Everybody who edits a calendar sees the federal layer under his region's own days."""

    permission = frozenset({Permission.EDIT_CALENDAR})
    about = lazy_gettext("Выходные, переносы и дни региона: по ним считаются рабочие дни сроков.")

    @expose("/")
    def index(self) -> str:
        """The days of a year."""
        return self._page(self._layer(request.args.get("layer")), {})

    @expose("/", methods=("POST",))
    def change(self) -> ResponseReturnValue:
        """Set a day; one that is set already is replaced only by whoever has seen it."""
        form = request.form
        region_id = self._layer(form.get("layer"))
        self._require_own(region_id)
        try:
            order = _order(form)
        except InvalidInput as refusal:
            return self._page(region_id, self.refused(refusal)), 422
        known = calendar_day(self.bench, region_id, order.day)
        if known is not None and form.get("seen") != _seen(known):
            return self._page(region_id, {}, known=known), 409
        changed = (CalendarDay(order.day, order.working, order.act),)
        moved = moved_cases(self.bench, region_id, changed, actor=self.actor)
        if moved.case_ids and form.get("moves") != _told(moved):
            return self._page(region_id, {}, known=known, moved=moved), 200
        change_calendar(self.bench, CalendarRequest(region_id, (order,)), actor=self.actor)
        flash(_("День внесён в календарь."), "success")
        self._recount(moved)
        return redirect(self._place(region_id, order.day.year), 303)

    @expose("/recount", methods=("POST",))
    def recount(self) -> ResponseReturnValue:
        """Count the terms anew that were counted by a calendar which has changed since."""
        region_id = self._layer(request.form.get("layer"))
        self._require_own(region_id)
        self._recount(moved_cases(self.bench, region_id, actor=self.actor))
        return redirect(self._place(region_id, self._year()), 303)

    def _recount(self, moved: MovedCases) -> None:
        """One deed a case; what somebody else moved on meanwhile has new terms already."""
        done = 0
        for case_id in moved.case_ids[:MOST_AT_ONCE]:
            with suppress(EngineError):
                recount_terms(self.bench, RecountRequest(case_id), actor=self.actor)
                done += 1
        if done:
            flash(_("Сроки пересчитаны в делах: %(n)s.", n=done), "success")

    def _place(self, region_id: UUID | None, year: int) -> str:
        layer = str(region_id) if region_id else FEDERAL
        return url_for(".index", layer=layer, year=year)

    def _page(
        self,
        region_id: UUID | None,
        refused: dict[str, str],
        known: Any = None,
        moved: MovedCases | None = None,
    ) -> str:
        year, own = self._year(), self._is_own(region_id)
        behind = moved_cases(self.bench, region_id, actor=self.actor) if own else NOTHING_MOVES
        days = calendar_days(self.bench, region_id, year)
        wanted = request.args.get("day", "")
        return self.page(
            "calendar.html",
            days=days,
            months=months_of(year, days),
            wanted=wanted if _DAY.fullmatch(wanted) else "",
            first=FIRST_YEAR,
            last=LAST_YEAR,
            year=year,
            region_id=region_id,
            regions=self._regions(),
            own=own,
            moved=moved,
            moves=_told(moved) if moved else "",
            behind=behind if moved is None else NOTHING_MOVES,
            typed=request.form,
            refused=refused,
            known=known,
            seen=_seen(known) if known is not None else "",
        )


def _order(form: Mapping[str, str]) -> DayRequest:
    day = typed_day(form, "day")
    if day is None or form.get("working") not in ("yes", "no"):
        raise InvalidInput(field="working", rule="required")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InvalidInput(field="day", rule="range")
    return DayRequest(day, form["working"] == "yes", typed_line(form, "act"))


def _told(moved: MovedCases) -> str:
    """What of the moving terms was shown, so that more of them are shown again."""
    said = "".join(f"{case_id}" for case_id in sorted(moved.case_ids))
    return hashlib.sha256(said.encode()).hexdigest()


def _seen(known: Any) -> str:
    """What of a day was shown, so that a change in between is noticed."""
    return f"{'yes' if known.working else 'no'} {known.act}"
