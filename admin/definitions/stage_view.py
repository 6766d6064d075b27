"""The form of a stage: added to the path, changed, or taken out of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_admin.base import expose
from flask_babel import gettext as _

from admin.definitions import amending
from admin.definitions.beside import field_of_stage
from admin.definitions.form_view import Form, FormPages
from admin.definitions.joining import Join, join_stage, make_room
from admin.definitions.sheet import Sheet
from admin.definitions.spelling import code_of
from admin.definitions.stage_sheet import EMPTY_TERM, sheet_of_stage, stage_of_sheet
from admin.definitions.work import Work, open_work
from admin.definitions.writing import LEADING, next_stage
from admin.views import needs
from engine.domain.definition import OnDue, Phase, Stage, StageKind
from engine.domain.errors import InvalidInput, NotFound
from engine.domain.roles import Permission
from engine.domain.terms import TermKind

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from admin.definitions.amending import Writing
    from engine.domain.definition import Definition, Move

NEW = ""
TAKEN = "new"


class StagePages(FormPages):
    """Pages of one stage; they belong to the view of definitions."""

    @expose("/stream/<uuid:stream_id>/stages/<code>")
    @needs(Permission.PUBLISH_DEFINITION)
    def stage(self, stream_id: UUID, code: str) -> ResponseReturnValue:
        """The form of a stage as the draft has it."""
        work = open_work(self.host, stream_id)
        stage = _known(work, code)
        sheet = sheet_of_stage(stage)
        sheet.put("after", _before(work.written().definition, code))
        return self._stage_page(Form(work, sheet, "stages", code, field_of_stage, work))

    @expose("/stream/<uuid:stream_id>/stages/<code>", methods=("POST",))
    @needs(Permission.PUBLISH_DEFINITION)
    def change_stage(self, stream_id: UUID, code: str) -> ResponseReturnValue:
        """Keep the form in the draft, show what it makes, or change its list of terms."""
        work = open_work(self.host, stream_id)
        stage = _known(work, code)
        sheet, deed, argument = self._sent()
        form = Form(work, sheet, "stages", code, field_of_stage, work)
        if deed == "remove":
            without = amending.remove_stage(work.written(), code)
            said = _("Этап «%(title)s» убран из черновика.", title=stage.title)
            return self._kept(work, without, said, ".path")
        if _fixed_kind(work, code):
            sheet.put("kind", stage.kind.value)
        if _listed(sheet, deed, argument):
            return self._stage_page(form)
        made = stage_of_sheet(sheet, code, stage.order, stage)
        writing = self._attempt(form, lambda: _put(work, sheet, made)) if made else None
        if writing is None or deed == "preview":
            return self._stage_page(form, 422)
        if not self._keep_form(form, writing):
            return self._stage_page(form, 409)
        flash(_("Этап сохранён в черновике."), "success")
        return redirect(url_for(".stage", stream_id=stream_id, code=code), 303)

    @expose("/stream/<uuid:stream_id>/add-stage")
    @needs(Permission.PUBLISH_DEFINITION)
    def new_stage(self, stream_id: UUID) -> ResponseReturnValue:
        """The empty form of a stage, with where it goes filled in."""
        work = open_work(self.host, stream_id)
        sheet = _empty(work.written().definition, request.args.get("after", ""))
        return self._stage_page(Form(work, sheet, "stages", NEW, field_of_stage, work))

    @expose("/stream/<uuid:stream_id>/add-stage", methods=("POST",))
    @needs(Permission.PUBLISH_DEFINITION)
    def add_stage(self, stream_id: UUID) -> ResponseReturnValue:
        """Put the stage into the draft with the moves into it and out of it."""
        work = open_work(self.host, stream_id)
        sheet, deed, argument = self._sent()
        form = Form(work, sheet, "stages", NEW, field_of_stage, work)
        if _listed(sheet, deed, argument):
            return self._stage_page(form)
        known = work.written().definition
        form.code = code_of(sheet.get("title"), _taken(work))
        made = stage_of_sheet(sheet, form.code, 0)
        writing = self._attempt(form, lambda: _join(work, sheet, made)) if made else None
        if writing is None or deed == "preview" or sheet.faults:
            return self._stage_page(form, 422)
        if not self._keep_form(form, writing):
            return self._stage_page(form, 409)
        flash(_joined(known, writing.definition), "success")
        return redirect(url_for(".stage", stream_id=stream_id, code=form.code), 303)

    def _stage_page(self, form: Form, status: int = 200) -> tuple[str, int]:
        work, new = form.work, form.code not in form.work.written().definition.stage_by_code
        shown = form.shown.definition or work.written().definition
        return self._form_page(
            "stage.html",
            form,
            status,
            new=new,
            fixed_kind=not new and _fixed_kind(work, form.code),
            stages=[one for one in work.written().definition.stages if one.code != form.code],
            targets=[one for one in work.written().definition.stages if one.code != form.code],
            leaving=[one for one in shown.moves if one.leaves(form.code)],
            entering=_entering(shown, form.code),
            shown=shown,
            phases=list(Phase),
            kinds=list(StageKind),
            term_kinds=list(TermKind),
            deeds=list(OnDue),
        )


def _known(work: Work, code: str) -> Stage:
    stage = work.written().definition.stage_by_code.get(code)
    if stage is None:
        raise NotFound
    return stage


def _put(work: Work, sheet: Sheet, stage: Stage | None) -> Writing:
    """The stage as the form has it, moved to another place where that was changed."""
    writing = work.written()
    assert stage is not None  # noqa: S101 - asked before
    after = sheet.get("after")
    if after != _before(writing.definition, stage.code) and after != stage.code:
        writing, order = make_room(writing, stage.code, after)
        stage = replace(stage, order=order)
    return amending.put_stage(writing, stage)


def _join(work: Work, sheet: Sheet, stage: Stage | None) -> Writing:
    writing = work.written()
    assert stage is not None  # noqa: S101 - asked before
    known = writing.definition.stage_by_code
    after = sheet.get("after") if sheet.get("after") in known else ""
    target = sheet.get("to") if sheet.get("to") in known else ""
    through = sheet.get("direct", "through") == "through"
    try:
        return join_stage(writing, Join(stage, after, target, through))
    except InvalidInput as refusal:
        move = refusal.fields.get("value")
        said = _("У перехода «%(move)s» есть условия пути. Оставьте его как есть.", move=move)
        sheet.refuse("direct", said)
        return join_stage(writing, Join(stage, after, target, through=False))


def _empty(definition: Definition, wanted: str) -> Sheet:
    leading = [one for one in definition.stages if one.kind in LEADING]
    known = definition.stage_by_code.get(wanted)
    after = known or (leading[0] if leading else None)
    sheet = Sheet()
    sheet.put("after", after.code if after else "")
    sheet.put("kind", StageKind.OPEN.value)
    sheet.put("phase", after.phase.value if after else Phase.IDENTIFICATION.value)
    target = next_stage(definition, after) if after else None
    sheet.put("to", target.code if target else "")
    sheet.put("direct", "through")
    return sheet


def _listed(sheet: Sheet, deed: str, argument: str) -> bool:
    """Whether the deed only changed the list of terms."""
    if deed == "add_term":
        sheet.add("term", EMPTY_TERM)
    elif deed == "drop_term" and argument.isascii() and argument.isdecimal():
        sheet.drop("term", int(argument))
    else:
        return False
    return True


def _before(definition: Definition, code: str) -> str:
    """The stage that stands before another one on the board."""
    codes = [stage.code for stage in definition.stages]
    place = codes.index(code)
    return codes[place - 1] if place else ""


def _fixed_kind(work: Work, code: str) -> bool:
    """Whether the kind of the stage is the base's own: no operation changes it."""
    base = work.written().base
    return base is not None and code in base.stage_by_code


def _taken(work: Work) -> set[str]:
    """Codes that mean something already: a code is never used again for something else."""
    known = [work.written().definition, work.written().base, work.former]
    return {code for one in known if one for code in one.stage_by_code}


def _entering(shown: Definition, code: str) -> list[Move]:
    return [
        move
        for move in shown.moves
        if any(way.target == code and not way.everywhere for way in move.ways)
    ]


def _joined(old: Definition, new: Definition) -> str:
    added = [move.title for move in new.moves if move.code not in old.move_by_code]
    if not added:
        return _("Этап добавлен в черновик.")
    titles = ", ".join(_("«%(title)s»", title=title) for title in added)
    return _("Этап добавлен в черновик, с ним переходы: %(titles)s.", titles=titles)
