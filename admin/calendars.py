"""The working calendar: days of the federal layer and of a region's own, each with its act."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, request, url_for
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from admin.day_orders import bounds_of, ordered_days, seen_days
from admin.layers import FEDERAL, FIRST_YEAR, LAST_YEAR
from admin.moves import Moves, behind_of, moves_of
from admin.quarters import QuarterPages
from admin.reading import typed_line, typed_number
from admin.rules import SHOWN_CHANGES, RulePages
from admin.year import months_of
from engine.actions.calendars import (
    CalendarRequest,
    UndoDaysRequest,
    change_calendar,
    undo_calendar_change,
)
from engine.domain.errors import InvalidInput
from engine.domain.roles import Permission, Place
from engine.queries.calendar_rules import rules_in
from engine.queries.calendars import calendar_changes, calendar_days, days_of_layer, days_undone
from engine.queries.recounting import MovedCases
from engine.queries.scope import reading_day

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
NOTHING_MOVES = Moves(MovedCases((), ()), ())


class CalendarsView(QuarterPages, RulePages):
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
        moved = moves_of(self.bench, region_id, days, actor=self.actor)
        if moved.some and form.get("moves") != moved.told:
            return self._page(region_id, {}, known=known, moved=moved), 200
        change_calendar(self.bench, CalendarRequest(region_id, days), actor=self.actor)
        flash(_("День внесён в календарь.") if len(days) == 1 else _("Дни внесены."), "success")
        self._carry_out(moved)
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
            moved = moves_of(self.bench, region_id, days, actor=self.actor)
            if moved.some and form.get("moves") != moved.told:
                return self._page(region_id, {}, moved=moved, undoing=seq), 200
            undo_calendar_change(self.bench, order, actor=self.actor)
        except InvalidInput as refusal:
            return self._page(region_id, self.refused(refusal), undoing=seq), 422
        flash(_("Изменение календаря отменено."), "success")
        self._carry_out(moved)
        return redirect(self._place(region_id, days[0].day.year), 303)

    @expose("/recount", methods=("POST",))
    def recount(self) -> ResponseReturnValue:
        """Count the terms anew that were counted by a calendar which has changed since."""
        region_id = self._layer(request.form.get("layer"))
        self._require_own(region_id)
        self._carry_out(moves_of(self.bench, region_id, actor=self.actor))
        return redirect(self._place(region_id, self._year()), 303)

    def _place(self, region_id: UUID | None, year: int) -> str:
        layer = str(region_id) if region_id else FEDERAL
        return url_for(".index", layer=layer, year=year)

    def _page(
        self,
        region_id: UUID | None,
        refused: dict[str, str],
        known: Any = (),
        moved: Moves | None = None,
        undoing: int | None = None,
    ) -> str:
        year, own = self._year(), self._is_own(region_id)
        checked = own and request.args.get("check") == "1"
        behind = NOTHING_MOVES
        if own and moved is None:
            behind = behind_of(self.bench, region_id, roadmaps=checked, actor=self.actor)
        days = calendar_days(self.bench, region_id, year)
        wanted = request.args.get("day", "")
        return self.page(
            "calendar.html",
            days=days,
            months=months_of(year, days, rules_in(self.bench, Place(region_id))),
            wanted=wanted if _DAY.fullmatch(wanted) else "",
            first=FIRST_YEAR,
            last=LAST_YEAR,
            year=year,
            region_id=region_id,
            regions=self._regions(),
            own=own,
            moved=moved,
            moves=moved.told if moved else "",
            behind=behind,
            checked=checked,
            typed=request.form,
            refused=refused,
            known=known,
            seen=seen_days(known),
            changes=calendar_changes(self.bench, region_id, SHOWN_CHANGES) if own else [],
            undoing=undoing,
            today=reading_day(self.bench.now()),
        )
