"""The form of a move: added to the path, changed, or taken out of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_admin.base import expose
from flask_babel import gettext as _

from admin.definitions import amending
from admin.definitions.beside import field_of_move
from admin.definitions.catalogue import GROUPS, MOVING, fact_title
from admin.definitions.form_view import Form, FormPages
from admin.definitions.joining import order_of_move
from admin.definitions.move_sheet import (
    DEFAULT_LENGTH,
    empty_way,
    in_order,
    move_of_sheet,
    sheet_of_move,
)
from admin.definitions.requirement_deeds import add_fact, drop, unwrap, wrap
from admin.definitions.requirement_sheet import branches, groups_in_words, kept_requirement
from admin.definitions.sheet import Sheet
from admin.definitions.spelling import code_of
from admin.definitions.work import Work, open_work
from admin.definitions.writing import next_stage
from admin.views import needs
from engine.domain.definition import RESUME, Effect, Move, StageKind
from engine.domain.errors import NotFound
from engine.domain.requirements import COMBINATORS
from engine.domain.roles import Permission

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from engine.domain.definition import Definition

NEW = ""


class MovePages(FormPages):
    """Pages of one move; they belong to the view of definitions."""

    @expose("/stream/<uuid:stream_id>/moves/<code>")
    @needs(Permission.PUBLISH_DEFINITION)
    def move(self, stream_id: UUID, code: str) -> ResponseReturnValue:
        """The form of a move as the draft has it."""
        work = open_work(self.host, stream_id)
        sheet = sheet_of_move(_known(work, code), work.shop)
        return self._move_page(Form(work, sheet, "moves", code, field_of_move, work))

    @expose("/stream/<uuid:stream_id>/moves/<code>", methods=("POST",))
    @needs(Permission.PUBLISH_DEFINITION)
    def change_move(self, stream_id: UUID, code: str) -> ResponseReturnValue:
        """Keep the form in the draft, show what it makes, or change one of its lists."""
        work = open_work(self.host, stream_id)
        known = _known(work, code)
        sheet, deed, argument = self._sent()
        if deed == "remove":
            without = amending.remove_move(work.written(), code)
            said = _("Переход «%(title)s» убран из черновика.", title=known.title)
            return self._kept(work, without, said, ".path")
        form = Form(work, sheet, "moves", code, field_of_move, work)
        return self._moved(form, deed, argument, known)

    @expose("/stream/<uuid:stream_id>/add-move")
    @needs(Permission.PUBLISH_DEFINITION)
    def new_move(self, stream_id: UUID) -> ResponseReturnValue:
        """The empty form of a move, with its ends filled in."""
        work = open_work(self.host, stream_id)
        sheet = _empty(work.written().definition, request.args)
        return self._move_page(Form(work, sheet, "moves", NEW, field_of_move, work))

    @expose("/stream/<uuid:stream_id>/add-move", methods=("POST",))
    @needs(Permission.PUBLISH_DEFINITION)
    def add_move(self, stream_id: UUID) -> ResponseReturnValue:
        """Put the move into the draft."""
        work = open_work(self.host, stream_id)
        sheet, deed, argument = self._sent()
        code = code_of(sheet.get("title"), _taken(work))
        form = Form(work, sheet, "moves", code, field_of_move, work)
        return self._moved(form, deed, argument, None)

    def _moved(
        self, form: Form, deed: str, argument: str, known: Move | None
    ) -> ResponseReturnValue:
        work, sheet = form.work, form.sheet
        if _listed(work, sheet, deed, argument):
            return self._move_page(form)
        made = move_of_sheet(sheet, work.shop, form.code, known.order if known else 0)
        writing = None
        if made is not None:
            move = in_order(made, known) if known else _placed(work, made)
            writing = self._attempt(form, lambda: amending.put_move(work.written(), move))
        if writing is None or deed == "preview":
            return self._move_page(form, 422)
        if not self._keep_form(form, writing):
            return self._move_page(form, 409)
        flash(_("Переход сохранён в черновике."), "success")
        return redirect(url_for(".move", stream_id=work.stream_id, code=form.code), 303)

    def _move_page(self, form: Form, status: int = 200) -> tuple[str, int]:
        work, shop = form.work, form.work.shop
        definition = work.written().definition
        return self._form_page(
            "move.html",
            form,
            status,
            new=form.code not in definition.move_by_code,
            shop=shop,
            stages=definition.stages,
            pauses=[one for one in definition.stages if one.kind is StageKind.PAUSE],
            resume=RESUME,
            roles=MOVING,
            effects=list(Effect),
            decisions=[
                one
                for one in definition.words
                if one.dictionary == "decision" and not one.withdrawn
            ],
            groups=GROUPS,
            fact_title=fact_title,
            kept=kept_requirement,
            tree=branches(form.sheet),
            in_words=groups_in_words(form.sheet, shop),
            combined=COMBINATORS,
        )


def _known(work: Work, code: str) -> Move:
    move = work.written().definition.move_by_code.get(code)
    if move is None:
        raise NotFound
    return move


def _placed(work: Work, move: Move) -> Move:
    sources = tuple(source for way in move.ways for source in way.sources)
    order = order_of_move(work.written().definition, sources)
    return replace(move, order=order)


def _empty(definition: Definition, wanted: Any) -> Sheet:
    known = definition.stage_by_code
    source, target = known.get(wanted.get("from", "")), known.get(wanted.get("to", ""))
    if source is not None and target is None:
        target = next_stage(definition, source)
    sheet = Sheet()
    sheet.put("reason_length", str(DEFAULT_LENGTH))
    sheet.add("way", empty_way(source.code if source else "", target.code if target else ""))
    return sheet


def _listed(work: Work, sheet: Sheet, deed: str, argument: str) -> bool:
    """Whether the deed only changed a list: ways or requirements."""
    number = int(argument) if argument.isascii() and argument.isdecimal() else -1
    name, _dash, kind = deed.partition("-")
    if deed == "add_way":
        sheet.add("way", empty_way())
    elif deed == "drop_way":
        _drop_way(sheet, number)
    elif deed == "add_req":
        add_fact(sheet, work.shop, sheet.get(f"new_fact{argument}"), argument)
    elif deed == "drop_req":
        drop(sheet, number)
    elif deed == "unwrap":
        unwrap(sheet, number)
    elif name == "wrap":
        wrap(sheet, kind, number)
    else:
        return False
    return True


def _drop_way(sheet: Sheet, number: int) -> None:
    """A way goes with its condition."""
    for one in branches(sheet).get(f"way-{number}", []):
        drop(sheet, one)
    sheet.drop("way", number)


def _taken(work: Work) -> set[str]:
    """Codes that mean something already: a code is never used again for something else."""
    known = [work.written().definition, work.written().base, work.former]
    return {code for one in known if one for code in one.move_by_code}
