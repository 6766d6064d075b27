"""The board: how many schools stand on each stage of a path, and which of them are late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from engine.domain.errors import NotFound
from engine.domain.roles import Permission
from engine.queries.board import BoardPath, board_paths, read_board
from engine.queries.worklist import work_places
from web.current import current_bench
from web.identity import current_actor
from web.parsing import as_uuid
from web.permissions import permission

if TYPE_CHECKING:
    from collections.abc import Sequence

pages = Blueprint("board", __name__, url_prefix="/board")


@pages.get("")
@permission(Permission.READ_CASE)
def show() -> str:
    """The board of the path that was asked for, else of the one with the most cases."""
    bench, actor = current_bench(), current_actor()
    paths = board_paths(bench, actor=actor)
    path = _chosen(paths)
    if path is None:
        return render_template("board.html", board=None, paths=[], places=[])
    municipality_id = as_uuid(request.args.get("municipality", ""))
    board = read_board(bench, path, actor=actor, municipality_id=municipality_id)
    places = work_places(bench, actor=actor)
    return render_template(
        "board.html",
        board=board,
        paths=paths,
        places=[place for place in places if place.region_id == path.region_id],
        municipality_id=municipality_id,
    )


def _chosen(paths: Sequence[BoardPath]) -> BoardPath | None:
    region, stream = as_uuid(request.args.get("region", "")), as_uuid(request.args.get("path", ""))
    for path in paths:
        if (path.region_id, path.stream_id) == (region, stream):
            return path
    if stream is not None:
        raise NotFound
    return max(paths, key=lambda path: path.cases, default=None)
