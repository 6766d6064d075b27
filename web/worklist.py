"""«Мои школы»: what is due, what is late, and what stands in the way of each next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from flask_babel import lazy_gettext as _

from engine.domain.definition import Phase
from engine.domain.roles import Permission
from engine.queries.late import DueWindow
from engine.queries.views import views_of
from engine.queries.worklist import (
    WorkFilter,
    WorkLine,
    WorkPlace,
    attached_count,
    read_worklist,
    work_places,
)
from web.cases.path import TermLine, term_lines
from web.cases.steps import Told, goes_back, is_mine, is_open, told
from web.current import current_bench
from web.identity import current_actor
from web.parsing import as_uuid, clean_words
from web.permissions import may, permission
from web.wording.paths import stage_title
from web.wording.titles import PHASES, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Row

    from engine.domain.definition import Definition
    from engine.domain.roles import Actor

pages = Blueprint("worklist", __name__, url_prefix="/worklist")

MINE, ALL = "mine", "all"
KEPT = ("region", "municipality", "path", "phase", "stage", "due", "closed", "q", "whose")
"""The parts of the filter, as links and kept filters carry them on."""

WINDOWS = (
    (DueWindow.LATE, _("уже прошёл")),
    (DueWindow.WEEK, _("в ближайшие 7 дней")),
    (DueWindow.FORTNIGHT, _("в ближайшие 14 дней")),
    (DueWindow.MONTH, _("до конца месяца")),
    (DueWindow.QUARTER, _("до конца квартала")),
    (DueWindow.NONE, _("без срока")),
)


@dataclass(frozen=True, slots=True)
class NextStep:
    """A move that leads on: whether it can be made now, and what stands in the way."""

    title: str
    open: bool
    mine: bool
    reasons: tuple[Told, ...]

    @property
    def waits(self) -> bool:
        """Whether only another role is needed."""
        return not self.mine and len(self.reasons) == 1


@dataclass(frozen=True, slots=True)
class School:
    """A line of the list."""

    line: Row[tuple[object, ...]]
    definition: Definition
    stage: str
    terms: tuple[TermLine, ...]
    steps: tuple[NextStep, ...]


@pages.get("")
@permission(Permission.READ_CASE)
def show() -> str:
    """The cases one is attached to, or all in one's places; what is late first."""
    bench, actor = current_bench(), current_actor()
    attached = attached_count(bench, actor=actor)
    whose = request.args.get("whose", MINE if attached else ALL)
    page = read_worklist(bench, _wanted(whose), actor=actor, after=_place())
    args = _kept()
    return render_template(
        "worklist.html",
        page=page,
        views=views_of(bench, actor=actor),
        view_query=urlencode(args),
        narrowed=bool(args.keys() - {"whose"}),
        windows=WINDOWS,
        may_open_cases=may(actor, Permission.OPEN_CASE),
        schools=[_school(line, actor) for line in page.lines],
        attached=attached,
        whose=whose,
        places=work_places(bench, actor=actor),
        phases=[(phase.value, title_of(PHASES, phase.value)) for phase in Phase],
        args=args,
        words=clean_words(request.args.get("q", "")),
        next=f"{page.next.due_on:%Y-%m-%d}_{page.next.case_id}" if page.next else None,
    )


def _wanted(whose: str) -> WorkFilter:
    args = request.args
    return WorkFilter(
        region_id=as_uuid(args.get("region", "")),
        municipality_id=as_uuid(args.get("municipality", "")),
        stream_id=as_uuid(args.get("path", "")),
        phase=args.get("phase") if args.get("phase") in {one.value for one in Phase} else None,
        stage=clean_words(args.get("stage", "")) or None,
        due=DueWindow(due) if (due := args.get("due", "")) in set(DueWindow) else None,
        attached=whose == MINE,
        closed=args.get("closed") == "1",
        words=clean_words(args.get("q", "")),
    )


def _place() -> WorkPlace | None:
    """Where the page before ended; anything else begins anew."""
    day, _, case = request.args.get("after", "").partition("_")
    case_id = as_uuid(case)
    try:
        return WorkPlace(date.fromisoformat(day), case_id) if case_id else None
    except ValueError:
        return None


def _kept() -> dict[str, str]:
    """The filter as the links of the page carry it on."""
    return {name: request.args[name] for name in KEPT if request.args.get(name)}


def _school(line: WorkLine, actor: Actor) -> School:
    definition, stage = line.definition, line.line.stage
    return School(
        line.line,
        definition,
        stage_title(definition, stage),
        term_lines(line.terms, definition, stage, line.today),
        tuple(_steps(line, actor)),
    )


def _steps(line: WorkLine, actor: Actor) -> Iterator[NextStep]:
    def may(permission: Permission) -> bool:
        return actor.allows(permission, line.roles)

    for decision in sorted(line.steps, key=lambda one: goes_back(one.move)):
        reasons = tuple(
            told(unmet, line.definition, line.line.id, line.today, may) for unmet in decision.unmet
        )
        yield NextStep(decision.move.title, is_open(decision), is_mine(decision), reasons)
