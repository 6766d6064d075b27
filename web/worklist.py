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
from engine.queries.conflicts import ListedTutor
from engine.queries.ends import ends_in_sight
from engine.queries.lacking import BACK, Lack, Subject, words_to_lack
from engine.queries.late import DueWindow
from engine.queries.overview_years import Course
from engine.queries.roadmaps.tasks import read_tasks
from engine.queries.views import views_of
from engine.queries.worklist import (
    WorkFilter,
    WorkLine,
    WorkPlace,
    attached_count,
    read_worklist,
    work_places,
)
from web.cases.ahead import NextStep, next_steps
from web.cases.audited import owed_on
from web.cases.terms import TermLine, term_lines
from web.current import current_bench
from web.identity import current_actor
from web.measures import words as measure_words
from web.parsing import as_uuid, clean_words
from web.permissions import may, permission
from web.wording.paths import stage_title
from web.wording.titles import DICTIONARIES, PHASES, title_of

if TYPE_CHECKING:
    from sqlalchemy import Row

    from engine.domain.roles import Actor

pages = Blueprint("worklist", __name__, url_prefix="/worklist")

MINE, ALL = "mine", "all"
KEPT = (
    *("region", "municipality", "path", "phase", "stage", "due", "lack", "quarter"),
    *("closed", "end", "q", "whose", "year", "course"),
)
"""The parts of the filter, as links and kept filters carry them on."""

FOLDED = ("municipality", "phase", "due", "closed", "end")
"""The parts of the filter that stand under a fold, which is open while one of them is set."""

COURSES = {
    Course.ENTERED: _("включены в %(year)d году"),
    Course.RETURNS: _("включены повторно в %(year)d году"),
    Course.APPROVED: _("включены в %(year)d году, программы утверждены"),
    Course.MENTORED: _("включены в %(year)d году, дошли до сопровождения"),
    Course.REVIEWED: _("включены в %(year)d году, дошли до решения о выходе"),
    Course.EXITED: _("включены в %(year)d году, вышли из перечня"),
    Course.RETAINED: _("включены в %(year)d году, оставлены на новый цикл"),
    Course.CLOSED: _("включены в %(year)d году, закрыты иначе"),
    Course.GOING_ON: _("включены в %(year)d году, в работе"),
    Course.EXITS: _("вышли из перечня в %(year)d году"),
    Course.CAME_BACK: _("вышли из перечня в %(year)d году и вернулись"),
}
"""What the figures of a year in the overview count."""

WINDOWS = (
    (DueWindow.LATE, _("уже прошёл")),
    (DueWindow.WEEK, _("в ближайшие 7 дней")),
    (DueWindow.FORTNIGHT, _("в ближайшие 14 дней")),
    (DueWindow.MONTH, _("до конца месяца")),
    (DueWindow.QUARTER, _("до конца квартала")),
    (DueWindow.NONE, _("без срока")),
)


QUARTERS = (
    _("за эту четверть"),
    _("за прошлую четверть"),
    _("две четверти назад"),
    _("три четверти назад"),
)
"""The quarters to look at, the present one first."""


@dataclass(frozen=True, slots=True)
class School:
    """A line of the list."""

    line: Row[tuple[object, ...]]
    stage: str
    terms: tuple[TermLine, ...]
    steps: tuple[NextStep, ...]
    owed: tuple[str, ...]
    listed_tutor: ListedTutor | None
    may_attach: bool


@pages.get("")
@permission(Permission.READ_CASE)
def show() -> str:
    """The cases one is attached to, or all in one's places; what is late first."""
    bench, actor = current_bench(), current_actor()
    attached = attached_count(bench, actor=actor)
    whose = request.args.get("whose", MINE if attached else ALL)
    wanted, args = wanted_cases(whose), _kept()
    page = read_worklist(bench, wanted, actor=actor, after=_place())
    return render_template(
        "worklist.html",
        page=page,
        views=views_of(bench, actor=actor),
        view_query=urlencode(args),
        narrowed=bool(args.keys() - {"whose"}),
        conditions=len(args.keys() & set(FOLDED)),
        windows=WINDOWS,
        may_open_cases=may(actor, Permission.OPEN_CASE),
        schools=[_school(line, actor) for line in page.lines],
        attached=attached,
        tasks=read_tasks(bench, actor=actor),
        w=measure_words,
        whose=whose,
        places=work_places(bench, actor=actor),
        phases=[(phase.value, title_of(PHASES, phase.value)) for phase in Phase],
        args=args,
        of_year=str(COURSES[wanted.course]) % {"year": wanted.year} if wanted.year else "",
        lacking=[
            (
                title_of(DICTIONARIES, subject),
                [(f"{subject}.{code}", words[code]) for code in words],
            )
            for subject, words in words_to_lack(bench, actor=actor).items()
        ],
        quarters=QUARTERS,
        ends=ends_in_sight(bench, actor=actor),
        words=clean_words(request.args.get("q", "")),
        next=f"{page.next.due_on:%Y-%m-%d}_{page.next.case_id}" if page.next else None,
    )


def wanted_cases(whose: str) -> WorkFilter:
    """The filter that the address of the list says."""
    args = request.args
    return WorkFilter(
        region_id=as_uuid(args.get("region", "")),
        municipality_id=as_uuid(args.get("municipality", "")),
        stream_id=as_uuid(args.get("path", "")),
        phase=args.get("phase") if args.get("phase") in {one.value for one in Phase} else None,
        stage=clean_words(args.get("stage", "")) or None,
        due=DueWindow(due) if (due := args.get("due", "")) in set(DueWindow) else None,
        lack=_lack(),
        attached=whose == MINE,
        closed=args.get("closed") == "1",
        end_code=clean_words(args.get("end", "")) or None,
        words=clean_words(args.get("q", "")),
        year=_year(args.get("year", "")),
        course=Course(named)
        if (named := args.get("course", "")) in set(Course)
        else Course.ENTERED,
    )


def _year(text: str) -> int | None:
    """A year as addresses name it; anything else is no filter."""
    return int(text) if len(text) == len("2023") and text.isdecimal() and text.isascii() else None


def _lack() -> Lack | None:
    """What the cases have not got in a quarter, if the address asks for that."""
    subject, _dot, code = request.args.get("lack", "").partition(".")
    if subject not in set(Subject) or not code:
        return None
    back = request.args.get("quarter", "")
    known = back in {str(one) for one in range(BACK)}
    return Lack(Subject(subject), clean_words(code), int(back) if known else 0)


def _place() -> WorkPlace | None:
    """Where the page before ended; anything else begins anew."""
    day, _, case = request.args.get("after", "").partition("_")
    case_id = as_uuid(case)
    try:
        return WorkPlace(date.fromisoformat(day), case_id) if case_id else None
    except ValueError:
        return None


def _kept() -> dict[str, str]:
    """The filter as the links of the page carry it on; a quarter alone narrows nothing."""
    kept = {name: request.args[name] for name in KEPT if request.args.get(name)}
    if "lack" not in kept:
        kept.pop("quarter", None)
    return kept


def _school(line: WorkLine, actor: Actor) -> School:
    definition, stage = line.standing.definition, line.line.stage
    return School(
        line.line,
        stage_title(definition, stage),
        term_lines(line.terms, definition, stage, line.standing.today),
        tuple(next_steps(line.standing, actor)),
        owed_on(line.standing, actor),
        line.listed_tutor,
        actor.allows(Permission.ATTACH_PEOPLE, line.standing.roles),
    )
