"""Orders of cases that are repealed while something still rests on them: a list for auditors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template
from flask_babel import gettext

from engine.domain.roles import Permission
from engine.queries.repealed_acts import repealed_acts
from engine.queries.repealed_orders import RepealedBy, repealed_in, repealed_orders
from web.current import current_bench
from web.identity import current_actor
from web.permissions import permission
from web.wording.grammar import counted, listed, short_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from engine.queries.history import HistoryEntry
    from engine.queries.repealed_acts import RepealedAct
    from engine.queries.repealed_orders import Repealed

pages = Blueprint("repealed", __name__)


@pages.get("/orders/repealed")
@permission(Permission.READ_HISTORY)
def show() -> str:
    """The repealed orders in sight on which something rests."""
    bench, actor = current_bench(), current_actor()
    return render_template(
        "repealed.html",
        found=repealed_orders(bench, actor=actor),
        acts=repealed_acts(bench, actor=actor),
    )


@pages.app_template_global("entries_text")
def entries_text(act: RepealedAct) -> str:
    """«12 дней, 1 правило»."""
    parts = (
        act.days and counted(act.days, "день|дня|дней"),
        act.rules and counted(act.rules, "правило|правила|правил"),
        act.quarters and counted(act.quarters, "четверть|четверти|четвертей"),
    )
    return listed(str(part) for part in parts if part)


@pages.app_template_global("resting_text")
def resting_text(one: Repealed) -> str:
    """«1 закрепление, 2 перехода»."""
    others = len(one.deeds) - one.moves - one.attachings
    parts = (
        one.attachments and counted(one.attachments, "закрепление|закрепления|закреплений"),
        one.moves and counted(one.moves, "переход|перехода|переходов"),
        others and counted(others, "другая запись|другие записи|других записей"),
    )
    return listed(str(part) for part in parts if part)


@pages.app_template_global("repealed_text")
def repealed_text(one: Repealed) -> str:
    """By what an order is repealed, and from when."""
    day = short_day(one.on)
    if one.by is RepealedBy.ROADMAP:
        return gettext("отменён приказом № %(number)s от %(day)s", number=one.number, day=day)
    if one.by is RepealedBy.OTHER_CASE:
        return gettext("утратил силу с %(day)s: так записано в другом деле", day=day)
    return gettext("утратил силу с %(day)s", day=day)


def shaken_entries(entries: Iterable[HistoryEntry]) -> frozenset[tuple[UUID, int]]:
    """The entries of cases that name a repealed order as their ground, by case and place."""
    grounded = {one.subject_id for one in entries if one.body.get("basis")}
    repealed = repealed_in(current_bench(), grounded)
    return frozenset((one.case_id, seq) for one in repealed.values() for seq in one.deeds)
