"""The page and its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from engine.domain.roles import Permission
from engine.queries.board import board_paths
from engine.queries.overview import OverviewFilter, read_overview
from engine.queries.scope import reading_day
from engine.queries.worklist import work_places
from web.current import current_bench
from web.exporting import csv_response
from web.identity import current_actor
from web.overview.sections import sections_of
from web.overview.tables import TABLES, cases_url, rows_to_keep
from web.parsing import as_uuid
from web.permissions import may_open, permission
from web.wording.grammar import form_of

if TYPE_CHECKING:
    from flask import Response

pages = Blueprint("overview", __name__, url_prefix="/overview")

_NAMES = ", ".join(TABLES)


@pages.get("")
@permission(Permission.READ_OVERVIEW)
def show() -> str:
    """The figures of the cases in sight, or of a part of them."""
    bench, actor, where = current_bench(), current_actor(), _where()
    seen = read_overview(bench, _wanted(), actor=actor)
    places = work_places(bench, actor=actor)
    return render_template(
        "overview/index.html",
        seen=seen,
        sections=list(sections_of(seen, where)),
        where=where,
        cases_url=cases_url,
        regions=list(dict.fromkeys((place.region_id, place.region) for place in places)),
        places=places,
        paths=board_paths(bench, actor=actor),
        year=reading_day(bench.now()).year,
        repealed=may_open("repealed.show", actor),
        case_noun=form_of(seen.cases, "открытое дело|открытых дела|открытых дел"),
        school_noun=form_of(seen.schools, "школа в работе|школы в работе|школ в работе"),
    )


@pages.get(f"/<any({_NAMES}):name>.csv")
@permission(Permission.READ_OVERVIEW)
def keep(name: str) -> Response:
    """One of the tables as a file."""
    bench = current_bench()
    seen = read_overview(bench, _wanted(), actor=current_actor())
    table = TABLES[name](seen, _where())
    title = _("%(caption)s, %(day)s", caption=table.caption, day=reading_day(bench.now()))
    return csv_response(f"{title}.csv", rows_to_keep(table), fallback=f"overview-{name}.csv")


def _wanted() -> OverviewFilter:
    args = request.args
    return OverviewFilter(
        as_uuid(args.get("region", "")),
        as_uuid(args.get("municipality", "")),
        as_uuid(args.get("path", "")),
    )


def _where() -> dict[str, Any]:
    """The filter as links carry it on; what is no id is no filter."""
    wanted = _wanted()
    given = {
        "region": wanted.region_id,
        "municipality": wanted.municipality_id,
        "path": wanted.stream_id,
    }
    return {name: value for name, value in given.items() if value is not None}
