"""The path of a region in forms: its stages in order, what was found, what changes, publishing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_admin.base import expose
from flask_babel import gettext as _

from admin.definitions import amending
from admin.definitions.amending import STAGE_OPERATIONS, Writing
from admin.definitions.beside import Beside, beside, page_of, told
from admin.definitions.publication import PublicationPages
from admin.definitions.work import Work, open_work
from admin.reading import typed_number
from admin.views import needs
from engine.actions.drafting import drop_draft
from engine.domain.errors import InvalidInput, NotFound, ProposalWaiting, StaleRevision
from engine.domain.roles import Permission

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from engine.domain.definition import Definition, Move, Stage


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A move of a stage's list; `change` is added or changed against the version in force."""

    move: Move
    targets: tuple[str, ...]
    change: str
    problems: list[Beside]


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage with the moves that leave it."""

    stage: Stage
    change: str
    moves: list[MoveRow]
    problems: list[Beside]


class PathPages(PublicationPages):
    """The overview of the forms; it belongs to the view of definitions."""

    @expose("/stream/<uuid:stream_id>/path")
    @needs(Permission.PUBLISH_DEFINITION)
    def path(self, stream_id: UUID) -> str:
        """The stages in their order, with everything that can be changed by a form."""
        return self._path(open_work(self.host, stream_id))

    @expose("/stream/<uuid:stream_id>/path", methods=("POST",))
    @needs(Permission.PUBLISH_DEFINITION)
    def act(self, stream_id: UUID) -> ResponseReturnValue:
        """Publish the draft, let it go, or put back what was taken out."""
        work = open_work(self.host, stream_id)
        deed, _colon, element = request.form.get("do", "").partition(":")
        if deed == "publish":
            return self._publish_draft(work)
        if deed == "drop":
            drop_draft(self.bench, stream_id, actor=self.actor)
            flash(_("Черновик удалён. Действует опубликованная версия."), "success")
            target = ".path" if work.current else ".index"
            return redirect(url_for(target, stream_id=stream_id if work.current else None), 303)
        if deed == "restore":
            return self._restored(work, element)
        return self._path(work)

    def _path(
        self, work: Work, *, conflict: bool = False, refusal: InvalidInput | None = None
    ) -> str:
        shown = work.definition
        return self.page(
            "path.html",
            work=work,
            rows=_rows(work, shown) if shown else [],
            everywhere=_everywhere(work, shown) if shown else [],
            general=_general(work),
            gone=_gone(work, shown) if shown else [],
            changes=work.changes(),
            theirs=work.theirs(),
            conflict=conflict,
            publication=self.publication(work.desk.region_id, work.stream_id, refusal),
            tab="path",
        )

    def _restored(self, work: Work, element: str) -> ResponseReturnValue:
        group, _dot, code = element.partition(".")
        if group not in ("stages", "moves"):
            raise NotFound
        writing = amending.restore(work.written(), group, code)
        return self._kept(work, writing, _("Возвращено в черновик."), ".path")

    def _kept(
        self, work: Work, writing: Writing, said: str, endpoint: str, **values: Any
    ) -> ResponseReturnValue:
        """Keep what was written and show it; where another tab was quicker, that is told."""
        try:
            work.keep(writing.text, self._seen())
            flash(said, "success")
        except StaleRevision:
            late = _("Черновик тем временем изменён в другой вкладке. Это изменение не внесено.")
            flash(late, "danger")
        return redirect(url_for(endpoint, stream_id=work.stream_id, **values), 303)

    def _seen(self) -> int | None:
        """The keeping of the draft a page was made from."""
        return typed_number(request.form, "revision") if "revision" in request.form else None

    def _publish_draft(self, work: Work) -> ResponseReturnValue:
        definition = work.desk.definition
        if definition is None or not work.edited:
            return self._path(work), 422
        # The page has shown what is in force now, so the text is meant as its successor.
        work.desk.expected = typed_number(request.form, "expected")
        try:
            receipt = self.submitted(work.desk, definition)
        except StaleRevision:
            return self._path(open_work(self.host, work.stream_id), conflict=True), 409
        except ProposalWaiting:
            return self._path(work), 409
        except InvalidInput as refusal:
            return self._path(work, refusal=refusal), 422
        return self.after_submitting(receipt, work.stream_id)


def _rows(work: Work, shown: Definition) -> list[StageRow]:
    return [
        StageRow(
            stage,
            _change(work, "stages", stage.code, stage),
            [
                _move_row(work, shown, move, stage.code)
                for move in shown.moves
                if any(stage.code in way.sources and not way.everywhere for way in move.ways)
            ],
            problems_of(work, "stages", stage.code),
        )
        for stage in shown.stages
    ]


def _everywhere(work: Work, shown: Definition) -> list[MoveRow]:
    """Moves from all open stages, and those that lead nowhere yet."""
    return [
        _move_row(work, shown, move)
        for move in shown.moves
        if not move.ways or any(way.everywhere for way in move.ways)
    ]


def _move_row(work: Work, shown: Definition, move: Move, source: str = "") -> MoveRow:
    targets = [
        way.target for way in move.ways if not source or source in way.sources or way.everywhere
    ]
    titles = tuple(
        shown.stage_by_code[one].title if one in shown.stage_by_code else ""
        for one in dict.fromkeys(targets)
    )
    change = _change(work, "moves", move.code, move)
    return MoveRow(move, titles, change, problems_of(work, "moves", move.code))


def problems_of(work: Work, group: str, code: str) -> list[Beside]:
    """What was found about an element, with what mends it."""
    errors = work.trial.errors
    found = beside(errors, work.trial.notes, group, code)
    return [told(one, error=one in errors) for one in found]


def _general(work: Work) -> list[Beside]:
    """What was found about no stage and no move that is shown."""
    shown = work.definition
    known = {
        *(("stages", code) for code in (shown.stage_by_code if shown else ())),
        *(("moves", code) for code in (shown.move_by_code if shown else ())),
    }
    errors = work.trial.errors
    return [
        told(one, error=one in errors)
        for one in (*errors, *work.trial.notes)
        if one.finding is None or page_of(one.finding) not in known
    ]


def _change(work: Work, group: str, code: str, now: object) -> str:
    if work.former is None:
        return ""
    known = work.former.stage_by_code if group == "stages" else work.former.move_by_code
    before = known.get(code)
    return "added" if before is None else "" if before == now else "changed"


def _gone(work: Work, shown: Definition) -> list[tuple[str, str, bool]]:
    """What the draft took out: the element, its title, and whether it can be put back."""
    former = work.former
    if former is None:
        return []
    base = work.writing.base if work.writing else None
    lost = [
        *(
            (f"stages.{s.code}", s.title)
            for s in former.stages
            if s.code not in shown.stage_by_code
        ),
        *((f"moves.{m.code}", m.title) for m in former.moves if m.code not in shown.move_by_code),
    ]
    known = {
        *(f"stages.{code}" for code in (base.stage_by_code if base else ())),
        *(f"moves.{code}" for code in (base.move_by_code if base else ())),
    }
    taken = work.writing.operations if work.writing else lambda _element: []
    names = {"remove_move", *STAGE_OPERATIONS}
    return [
        (element, title, element in known and bool(names & set(taken(element))))
        for element, title in lost
    ]
