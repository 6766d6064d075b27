"""The rules of the calendar: the working week, and where a term goes that ends on a day off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_admin.base import expose
from flask_babel import gettext as _

from admin.layers import FEDERAL, LayerPages
from admin.moves import Moves, moves_of
from admin.reading import typed_day, typed_line, typed_number
from engine.actions.calendar_rules import (
    RuleRequest,
    UndoRuleRequest,
    set_calendar_rule,
    undo_calendar_rule,
)
from engine.domain.calendar_rules import VALUES, CalendarRule, Setting
from engine.domain.errors import InvalidInput, NotFound
from engine.domain.roles import Permission, Place
from engine.queries.calendar_rules import RuleBook, read_rules, schools_of, undone_rule
from engine.queries.managed import managed_regions
from engine.queries.scope import reading_day

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

SHOWN_CHANGES = 10


@dataclass(frozen=True, slots=True)
class InForce:
    """A setting as it holds in the place that is looked at; without a rule the usual one does."""

    setting: Setting
    rule: CalendarRule | None


class RulePages(LayerPages):
    """The rules of a region and of what lies in it; they belong to the view of the calendar."""

    @expose("/rules")
    def rules(self) -> str:
        """What holds today in a place, and what is set there and below."""
        return self._rules(self._rule_layer(request.args.get("layer")), {})

    @expose("/rules", methods=("POST",))
    def change_rule(self) -> ResponseReturnValue:
        """Set a rule; the terms that move by it are shown first."""
        form = request.form
        region_id = self._rule_layer(form.get("layer"))
        try:
            rule = _ordered(form, region_id)
            self._require_place(rule.place)
            moves = moves_of(self.bench, region_id, rule=rule, actor=self.actor)
            if moves.some and form.get("moves") != moves.told:
                return self._rules(region_id, {}, moved=moves, proposed=rule), 200
            set_calendar_rule(self.bench, RuleRequest(rule), actor=self.actor)
        except InvalidInput as refusal:
            return self._rules(region_id, self.refused(refusal)), 422
        flash(_("Правило установлено."), "success")
        self._carry_out(moves)
        return redirect(self._rules_place(region_id), 303)

    @expose("/rules/undo", methods=("POST",))
    def undo_rule(self) -> ResponseReturnValue:
        """Take a change of a rule back; the terms that move with it are shown first."""
        form = request.form
        region_id = self._rule_layer(form.get("layer"))
        seq = typed_number(form, "seq")
        try:
            order = UndoRuleRequest(region_id, seq, typed_line(form, "undo_act"))
            rule = undone_rule(self.bench, region_id, seq, order.act)
            self._require_place(rule.place)
            moves = moves_of(self.bench, region_id, rule=rule, actor=self.actor)
            if moves.some and form.get("moves") != moves.told:
                return self._rules(region_id, {}, moved=moves, undoing=seq, proposed=rule), 200
            undo_calendar_rule(self.bench, order, actor=self.actor)
        except InvalidInput as refusal:
            return self._rules(region_id, self.refused(refusal), undoing=seq), 422
        flash(_("Изменение правила отменено."), "success")
        self._carry_out(moves)
        return redirect(self._rules_place(region_id), 303)

    def _rules(
        self,
        region_id: UUID | None,
        refused: dict[str, str],
        moved: Moves | None = None,
        undoing: int | None = None,
        proposed: CalendarRule | None = None,
    ) -> str:
        today = reading_day(self.bench.now())
        book = read_rules(self.bench, region_id, SHOWN_CHANGES, actor=self.actor)
        regions = self._rule_regions()
        region = next((one for one in regions if one.id == region_id), None)
        towns = region.municipalities if region else ()
        wanted = request.values.get("municipality", "")
        town = next((one for one in towns if str(one[0]) == wanted), None)
        place = Place(region_id, town[0] if town else None)
        return self.page(
            "rules.html",
            region_id=region_id,
            region=region,
            regions=regions,
            towns=towns,
            town=town,
            schools=schools_of(self.bench, town[0]) if town else [],
            whole=self._is_own(region_id),
            today=today,
            in_force=_in_force(book, place, today),
            book=book,
            values=VALUES,
            moved=moved,
            proposed=proposed,
            undoing=undoing,
            typed=request.form,
            refused=refused,
            federal=any(one == Place() for one in self._own_places()),
        )

    def _rule_layer(self, text: str | None) -> UUID | None:
        """The region whose rules are wanted; None is the whole country."""
        regions: dict[str, UUID] = {str(one.id): one.id for one in self._rule_regions()}
        if text == FEDERAL:
            return None
        if not text:
            return next(iter(regions.values()), None)
        if text not in regions:
            raise NotFound
        return regions[text]

    def _rule_regions(self) -> list[Any]:
        return managed_regions(self.bench, Permission.EDIT_CALENDAR, actor=self.actor)

    def _own_places(self) -> list[Place]:
        return list(self.actor.scopes(Permission.EDIT_CALENDAR, reading_day(self.bench.now())))

    def _require_place(self, place: Place) -> None:
        if not any(one.covers(place) for one in self._own_places()):
            raise NotFound

    def _rules_place(self, region_id: UUID | None) -> str:
        layer = str(region_id) if region_id else FEDERAL
        town = request.form.get("municipality") or None
        return url_for(".rules", layer=layer, municipality=town)


def _in_force(book: RuleBook, place: Place, today: Any) -> list[InForce]:
    return [InForce(one, book.deciding(one, place, today)) for one in Setting]


def _ordered(form: Mapping[str, str], region_id: UUID | None) -> CalendarRule:
    """The rule that a form asks for; raises InvalidInput."""
    setting, _colon, value = form.get("rule", "").partition(":")
    if setting not in {one.value for one in Setting}:
        raise InvalidInput(field="rule", rule="required")
    first = typed_day(form, "starts_on")
    if first is None:
        raise InvalidInput(field="starts_on", rule="required")
    act = typed_line(form, "act")
    return CalendarRule(_place(form, region_id), Setting(setting), value, first, act)


def _place(form: Mapping[str, str], region_id: UUID | None) -> Place:
    level, _colon, number = form.get("place", "").partition(":")
    if region_id is None or level == "region":
        return Place(region_id)
    try:
        own = UUID(number)
        if level == "municipality":
            return Place(region_id, own)
        return Place(region_id, UUID(form.get("municipality", "")), own)
    except ValueError as fault:
        raise InvalidInput(field="place", rule="unknown") from fault
