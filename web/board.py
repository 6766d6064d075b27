"""The board: the schools on each stage of a path, since when they stand there, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from engine.domain.errors import NotFound
from engine.domain.roles import Permission
from engine.queries.board import Board, BoardCard, BoardPath, BoardStage, board_paths, read_board
from engine.queries.worklist import work_places
from web.cases.ahead import Lacks, NextStep, next_steps
from web.current import current_bench
from web.identity import current_actor
from web.parsing import as_uuid
from web.permissions import may, permission

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.domain.roles import Actor

pages = Blueprint("board", __name__, url_prefix="/board")


@dataclass(frozen=True, slots=True)
class Card:
    """A card as it is shown: the way on and what else can be done now, the others in its menu."""

    card: BoardCard
    steps: tuple[NextStep, ...]

    @property
    def onward(self) -> NextStep | None:
        """The first move of the path that leads on; a return only where there is nothing else."""
        return self.steps[0] if self.steps else None

    @property
    def besides(self) -> NextStep | None:
        """Where the way on is blocked, the first other step that the reader can make now."""
        if self.onward is None or self.onward.ready:
            return None
        return next((step for step in self.steps if step.ready), None)


@dataclass(frozen=True, slots=True)
class Column:
    """A stage with its cards."""

    stage: BoardStage
    cards: tuple[Card, ...]


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
        columns=_columns(board, actor),
        paths=paths,
        places=[place for place in places if place.region_id == path.region_id],
        municipality_id=municipality_id,
        moves=may(actor, Permission.MOVE_CASE),
        here=request.full_path.rstrip("?"),
    )


def _columns(board: Board, actor: Actor) -> list[Column]:
    lacks: Lacks = {}
    return [
        Column(
            stage,
            tuple(
                Card(card, tuple(next_steps(card.standing, actor, lacks))) for card in stage.cards
            ),
        )
        for stage in board.stages
    ]


def _chosen(paths: Sequence[BoardPath]) -> BoardPath | None:
    region, stream = as_uuid(request.args.get("region", "")), as_uuid(request.args.get("path", ""))
    for path in paths:
        if (path.region_id, path.stream_id) == (region, stream):
            return path
    if stream is not None:
        raise NotFound
    return max(paths, key=lambda path: path.cases, default=None)
