"""The working calendar: days of the federal layer and of a region's own, each with its act."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, request, url_for
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from admin.day_orders import bounds_of, ordered_days, seen_days, told_moves
from admin.layers import FEDERAL, FIRST_YEAR, LAST_YEAR
from admin.quarters import QuarterPages
from admin.reading import typed_line, typed_number
from admin.year import months_of
from engine.actions.calendars import (
    CalendarRequest,
    UndoDaysRequest,
    change_calendar,
    undo_calendar_change,
)
from engine.actions.recounting import RecountRequest, recount_terms
from engine.domain.errors import EngineError, InvalidInput
from engine.domain.roles import Permission
from engine.queries.calendars import calendar_changes, calendar_days, days_of_layer, days_undone
from engine.queries.recounting import MovedCases, moved_cases

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOST_AT_ONCE = 500
"""Cases counted anew by one request; the page offers to go on with the rest."""

SHOWN_CHANGES = 10
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
        """Set days; those that are set already are replaced only by whoever has seen them."""
        form = request.form
        region_id = self._layer(form.get("layer"))
        self._require_own(region_id)
        try:
            days = ordered_days(form)
        except InvalidInput as refusal:
            return self._page(region_id, self.refused(refusal)), 422
        known = days_of_layer(self.bench, region_id, *bounds_of(days))
        if form.get("seen", "") != seen_days(known):
            return self._page(region_id, {}, known=known), 409
        moved = moved_cases(self.bench, region_id, days, actor=self.actor)
        if moved.case_ids and form.get("moves") != told_moves(moved):
            return self._page(region_id, {}, known=known, moved=moved), 200
        change_calendar(self.bench, CalendarRequest(region_id, days), actor=self.actor)
        flash(_("День внесён в календарь.") if len(days) == 1 else _("Дни внесены."), "success")
        self._recount(moved)
        self._recount_roadmaps(region_id)
        return redirect(self._place(region_id, days[0].day.year), 303)

    @expose("/undo", methods=("POST",))
    def undo(self) -> ResponseReturnValue:
        """Take a change back; the terms that move with it are shown first."""
        form = request.form
        region_id = self._layer(form.get("layer"))
        self._require_own(region_id)
        seq = typed_number(form, "seq")
        try:
            order = UndoDaysRequest(region_id, seq, typed_line(form, "undo_act"))
            days = days_undone(self.bench, region_id, seq, order.act)
            moved = moved_cases(self.bench, region_id, days, actor=self.actor)
            if moved.case_ids and form.get("moves") != told_moves(moved):
                return self._page(region_id, {}, moved=moved, undoing=seq), 200
            undo_calendar_change(self.bench, order, actor=self.actor)
        except InvalidInput as refusal:
            return self._page(region_id, self.refused(refusal), undoing=seq), 422
        flash(_("Изменение календаря отменено."), "success")
        self._recount(moved)
        self._recount_roadmaps(region_id)
        return redirect(self._place(region_id, days[0].day.year), 303)

    @expose("/recount", methods=("POST",))
    def recount(self) -> ResponseReturnValue:
        """Count the terms anew that were counted by a calendar which has changed since."""
        region_id = self._layer(request.form.get("layer"))
        self._require_own(region_id)
        self._recount(moved_cases(self.bench, region_id, actor=self.actor))
        self._recount_roadmaps(region_id)
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
        known: Any = (),
        moved: MovedCases | None = None,
        undoing: int | None = None,
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
            moves=told_moves(moved) if moved else "",
            behind=behind if moved is None else NOTHING_MOVES,
            typed=request.form,
            refused=refused,
            known=known,
            seen=seen_days(known),
            changes=calendar_changes(self.bench, region_id, SHOWN_CHANGES) if own else [],
            undoing=undoing,
        )
