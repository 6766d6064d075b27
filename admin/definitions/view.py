"""The pages of definitions: what is in force, former versions, and the editor of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_admin.base import expose
from flask_babel import gettext as _

from admin.definitions import editing
from admin.definitions.editing import Desk
from admin.definitions.snippets import snippets
from admin.definitions.writing import LEADING, header
from admin.views import ConsoleView, needs
from engine.actions.publishing import publish_definition
from engine.domain.definition import Phase, StageKind
from engine.domain.difference import difference
from engine.domain.errors import InvalidInput, NotFound, StaleRevision
from engine.domain.roles import Permission, Place, require
from engine.queries.authoring import (
    VersionText,
    list_current,
    list_versions,
    regions_to_author,
    version_by_id,
    version_text,
)
from engine.queries.scope import reading_day

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

SHOWN_VERSIONS = 200


class DefinitionsView(ConsoleView):
    """A definition is published version by version; what was published is never changed."""

    permission = frozenset({Permission.READ_DEFINITION})

    @expose("/")
    def index(self) -> str:
        """The versions in force in the actor's sight."""
        regions = regions_to_author(self.bench, actor=self.actor)
        return self.page(
            "definitions.html",
            rows=list_current(self.bench, actor=self.actor),
            mine={region.id for region in regions},
            regions=regions,
        )

    @expose("/<uuid:version_id>")
    def version(self, version_id: UUID) -> str:
        """A version as it was written, with what it changed in the one before."""
        shown = version_by_id(self.bench, version_id, actor=self.actor)
        rows = list_versions(self.bench, shown.stream_id, actor=self.actor)
        regions = regions_to_author(self.bench, actor=self.actor)
        return self.page(
            "version.html",
            shown=shown,
            rows=rows[:SHOWN_VERSIONS],
            changes=self._changes(shown, {row.version for row in rows}),
            editable=shown.region_id in {region.id for region in regions},
        )

    @expose("/stream/<uuid:stream_id>/edit")
    @needs(Permission.PUBLISH_DEFINITION)
    def edit(self, stream_id: UUID) -> str:
        """The editor, starting from the text in force."""
        current, region_id = self._current(stream_id)
        return self._editor(editing.opened_desk(self.host, region_id, current, current.text))

    @expose("/stream/<uuid:stream_id>/edit", methods=("POST",))
    @needs(Permission.PUBLISH_DEFINITION)
    def submit(self, stream_id: UUID) -> ResponseReturnValue:
        """Check, compare, add to the text, or publish it."""
        current, region_id = self._current(stream_id)
        return self._submitted(editing.sent_desk(self.host, region_id, current, request.form))

    @expose("/region/<uuid:region_id>/new")
    @needs(Permission.PUBLISH_DEFINITION)
    def new(self, region_id: UUID) -> str:
        """The editor with the beginning of a text for a region's new path."""
        region = self._region(region_id)
        text = header(f"{region.code}_path", _("Маршрут: %(region)s", region=region.title), "base")
        return self._editor(editing.opened_desk(self.host, region_id, None, text))

    @expose("/region/<uuid:region_id>/new", methods=("POST",))
    @needs(Permission.PUBLISH_DEFINITION)
    def create(self, region_id: UUID) -> ResponseReturnValue:
        """The same deeds on a text that has no published version yet."""
        self._region(region_id)
        return self._submitted(editing.sent_desk(self.host, region_id, None, request.form))

    def _submitted(self, desk: Desk) -> ResponseReturnValue:
        deed = request.form.get("do", "check")
        if deed == "publish":
            return self._publish(desk)
        if deed in _APPENDING:
            return self._appended(desk, deed)
        status = 200 if desk.definition else 422
        return self._editor(desk), status

    def _appended(self, desk: Desk, deed: str) -> ResponseReturnValue:
        try:
            _APPENDING[deed](desk)
        except InvalidInput as refusal:
            desk.refused = self._field_of_form(refusal)
            return self._editor(desk), 422
        desk.told = _("Изменение дописано в конец текста и проверено. Оно ещё не опубликовано.")
        return self._editor(desk)

    def _publish(self, desk: Desk) -> ResponseReturnValue:
        definition = desk.definition
        if definition is None:
            return self._editor(desk), 422
        current = desk.current
        same = current is not None and current.definition.digest == definition.digest
        if current is not None and same and current.text == desk.text:
            flash(_("Этот текст уже опубликован как версия %(n)s.", n=current.version), "success")
            return redirect(url_for(".version", version_id=current.id), 303)
        try:
            order = editing.request_of(desk, definition)
            receipt = publish_definition(self.bench, order, actor=self.actor)
        except StaleRevision:
            return self._conflict(desk, definition.code)
        flash(_("Опубликовано. Новые дела начнутся по этой версии."), "success")
        return redirect(url_for(".version", version_id=receipt.created_id), 303)

    def _conflict(self, desk: Desk, code: str) -> ResponseReturnValue:
        """Somebody else was quicker: both are shown, and nothing typed is lost."""
        desk.current = current = desk.current or self._published(desk.region_id, code)
        started = self._started(desk, current) if current else None
        editing.published_meanwhile(desk, started)
        editing.try_again(desk)
        return self._editor(desk, conflict=True), 409

    def _editor(self, desk: Desk, *, conflict: bool = False) -> str:
        stages = [one for one in desk.known.stages if one.kind in LEADING]
        targets = [one for one in desk.known.stages if one.kind is not StageKind.PAUSE]
        return self.page(
            "editor.html",
            desk=desk,
            conflict=conflict,
            snippets=snippets(desk.known),
            stages=stages,
            targets=targets,
            phases=list(Phase),
            region=self._region(desk.region_id),
        )

    def _field_of_form(self, refusal: InvalidInput) -> dict[str, str]:
        """Faults that only this page knows, in its own words."""
        own = {
            "code": _("Нужен новый код: строчные латинские буквы, цифры и «_»."),
            "same": _("Этап не может вести сам на себя."),
            "conditions": _(
                "У перехода «%(move)s» есть условия пути. Оставьте его или измените в тексте.",
                move=refusal.fields.get("value"),
            ),
        }
        name, rule = refusal.fields["field"], refusal.fields["rule"]
        name = "add_direct" if name == "direct" else name
        return {name: own[rule]} if rule in own else self.refused(refusal)

    def _changes(self, shown: VersionText, versions: set[int]) -> list[str] | None:
        if shown.version - 1 not in versions:
            return None
        before = version_text(self.bench, shown.stream_id, shown.version - 1, actor=self.actor)
        old, new = before.definition, shown.definition
        return [self.host.wording.difference(one, old, new) for one in difference(old, new)]

    def _current(self, stream_id: UUID) -> tuple[VersionText, UUID]:
        current = version_text(self.bench, stream_id, actor=self.actor)
        if current.region_id is None:
            # The base comes with the product and is only read here.
            raise NotFound
        place, today = Place(current.region_id), reading_day(self.bench.now())
        require(Permission.PUBLISH_DEFINITION, self.actor, place, today)
        return current, current.region_id

    def _region(self, region_id: UUID) -> Any:
        for region in regions_to_author(self.bench, actor=self.actor):
            if region.id == region_id:
                return region
        raise NotFound

    def _published(self, region_id: UUID, code: str) -> VersionText | None:
        for row in list_current(self.bench, actor=self.actor):
            if (row.region_id, row.code) == (region_id, code):
                return version_by_id(self.bench, row.id, actor=self.actor)
        return None

    def _started(self, desk: Desk, current: VersionText) -> VersionText | None:
        try:
            return version_text(self.bench, current.stream_id, desk.expected, actor=self.actor)
        except NotFound:
            return None


_APPENDING = {"rename_stage": editing.rename_stage, "add_stage": editing.add_stage}
