"""The form of what a whole path goes by: its title, its act and the settings of the region."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import flash, redirect, url_for
from flask_admin.base import expose
from flask_babel import gettext as _

from admin.definitions import amending
from admin.definitions.beside import SETTINGS_GROUP, field_of_setting
from admin.definitions.form_view import Form, FormPages
from admin.definitions.settings_sheet import (
    head_of_sheet,
    setting_fields,
    settings_of_sheet,
    sheet_of_settings,
)
from admin.definitions.sheet import Sheet
from admin.definitions.work import Work, open_work
from admin.views import needs
from engine.domain.roles import Permission
from workflows.vocabulary import DICTIONARIES

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from admin.definitions.amending import Writing
    from engine.domain.definition import Definition, Move
    from engine.domain.requirements import FieldValue, Requirement

FOUR_EYES = "actor_not"


class SettingsPages(FormPages):
    """The settings of a path; they belong to the view of definitions."""

    @expose("/stream/<uuid:stream_id>/settings")
    @needs(Permission.PUBLISH_DEFINITION)
    def settings(self, stream_id: UUID) -> ResponseReturnValue:
        """The settings as the draft has them."""
        work = open_work(self.host, stream_id)
        sheet = sheet_of_settings(Sheet(), work.written().definition)
        return self._settings_page(_form(work, sheet))

    @expose("/stream/<uuid:stream_id>/settings", methods=("POST",))
    @needs(Permission.PUBLISH_DEFINITION)
    def change_settings(self, stream_id: UUID) -> ResponseReturnValue:
        """Keep the settings in the draft, or show what they would change."""
        work = open_work(self.host, stream_id)
        sheet, deed, _argument = self._sent()
        form = _form(work, sheet)
        definition = work.written().definition
        head, values = head_of_sheet(sheet), settings_of_sheet(sheet, definition)
        writing = None
        if not sheet.faults:
            writing = self._attempt(form, lambda: _written(work, head, values))
        if writing is None or deed == "preview":
            return self._settings_page(form, 422)
        if not self._keep_form(form, writing):
            return self._settings_page(form, 409)
        flash(_("Настройки сохранены в черновике."), "success")
        return redirect(url_for(".settings", stream_id=stream_id), 303)

    def _settings_page(self, form: Form, status: int = 200) -> tuple[str, int]:
        writing = form.work.written()
        return self._form_page(
            "settings.html",
            form,
            status,
            tab=SETTINGS_GROUP,
            sections=setting_fields(writing.base, self.host.wording),
            four_eyes=_four_eyes(writing.definition),
            calendar_open=self.host.may_open("admin_calendars.index"),
            dictionaries=[(name, _words(writing.definition, name)) for name in DICTIONARIES],
        )


def _form(work: Work, sheet: Sheet) -> Form:
    return Form(work, sheet, SETTINGS_GROUP, "", field_of_setting, work)


def _written(work: Work, head: tuple[str, str], values: dict[str, FieldValue]) -> Writing:
    writing = amending.put_head(work.written(), *head)
    for name, value in values.items():
        writing = amending.put_setting(writing, name, value)
    return writing


def _four_eyes(definition: Definition) -> list[tuple[Move, list[Requirement]]]:
    """The moves that somebody else must make, with what says so."""
    found = [
        (move, [one for one in move.requirements if one.fact == FOUR_EYES])
        for move in definition.moves
    ]
    return [(move, asked) for move, asked in found if asked]


def _words(definition: Definition, dictionary: str) -> int:
    return len(dict(definition.vocabulary).get(dictionary, ()))
