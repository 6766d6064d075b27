"""The text of a path: read, checked, kept and published as it was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_admin.base import expose
from flask_babel import gettext as _

from admin.definitions import editing
from admin.definitions.editing import Desk
from admin.definitions.ground import BASE, ground_of
from admin.definitions.path_view import PathPages
from admin.definitions.sheet import Sheet
from admin.definitions.snippets import snippets
from admin.definitions.spelling import code_of
from admin.definitions.work import Work, open_work
from admin.definitions.writing import header
from admin.views import needs
from engine.actions.definitionwork import definition_stream
from engine.actions.drafting import DraftRequest, keep_draft
from engine.domain.audit import AuditKind
from engine.domain.errors import InvalidInput, NotFound, ProposalWaiting, StaleRevision
from engine.domain.roles import Permission
from engine.queries.authoring import (
    VersionText,
    list_current,
    regions_to_author,
    version_by_id,
    version_text,
)
from engine.queries.drafts import own_draft

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


class TextPages(PathPages):
    """The text of a path, for whoever would rather write it; the forms write the same text."""

    @expose("/stream/<uuid:stream_id>/edit")
    @needs(Permission.PUBLISH_DEFINITION)
    def edit(self, stream_id: UUID) -> str:
        """The text of the draft, else the text in force."""
        work = open_work(self.host, stream_id)
        work.desk.sent = False
        return self._editor(work.desk, work)

    @expose("/stream/<uuid:stream_id>/edit", methods=("POST",))
    @needs(Permission.PUBLISH_DEFINITION)
    def submit(self, stream_id: UUID) -> ResponseReturnValue:
        """Check the text, keep it as the draft, or publish it."""
        work = open_work(self.host, stream_id)
        region_id, ground = work.desk.region_id, work.desk.ground
        desk = editing.sent_desk(self.host, region_id, work.current, request.form, ground)
        if request.form.get("do") == "publish":
            return self._publish(desk, work)
        stale = not self._keep_text(desk, work)
        status = 409 if stale else 200 if desk.definition else 422
        return self._editor(desk, work, stale=stale), status

    @expose("/region/<uuid:region_id>/new")
    @needs(Permission.PUBLISH_DEFINITION)
    def new(self, region_id: UUID) -> str:
        """The name of a region's new path, or its whole text."""
        region = self._region(region_id)
        title = _("Маршрут: %(region)s", region=region.title)
        text = header(f"{region.code}_path", title, "base")
        desk = editing.opened_desk(self.host, region_id, None, text)
        return self.page("new_path.html", desk=desk, region=region, title=title, refused={})

    @expose("/region/<uuid:region_id>/new", methods=("POST",))
    @needs(Permission.PUBLISH_DEFINITION)
    def create(self, region_id: UUID) -> ResponseReturnValue:
        """Begin a draft under a name, or do the deeds of a text that was never published."""
        region = self._region(region_id)
        if request.form.get("do") == "begin":
            return self._begun(region)
        desk = editing.sent_desk(self.host, region_id, None, request.form)
        if request.form.get("do") == "publish":
            return self._publish(desk, None)
        return self._editor(desk, None), 200 if desk.definition else 422

    def _begun(self, region: Any) -> ResponseReturnValue:
        """A draft with nothing but a name: the path of the base, to be changed by forms."""
        sheet = Sheet.of(dict(request.form.lists()))
        missing, long = _("Впишите название."), _("Название длиннее 200 знаков.")
        title = sheet.line("title", missing, long)
        if sheet.faults:
            text = header(f"{region.code}_path", title, "base")
            desk = editing.opened_desk(self.host, region.id, None, text)
            values = {"desk": desk, "region": region, "title": title, "refused": sheet.faults}
            return self.page("new_path.html", **values), 422
        taken = {row.code for row in list_current(self.bench, actor=self.actor)}
        code = code_of(title, taken | {BASE})
        stream_id = definition_stream(region.id, code).subject_id
        if own_draft(self.bench, stream_id, actor=self.actor) is None:
            text = header(code, title, BASE)
            digest = ground_of(self.host, region.id).digest_of(BASE)
            order = DraftRequest(stream_id, region.id, text, 0, 0, digest)
            keep_draft(self.bench, order, actor=self.actor)
        flash(_("Черновик начат: пока это базовый маршрут. Измените в нём что нужно."), "success")
        return redirect(url_for(".path", stream_id=stream_id), 303)

    def _keep_text(self, desk: Desk, work: Work) -> bool:
        """Keep what was typed; False where another tab kept something else meanwhile."""
        if work.draft is None and work.current and work.current.text == desk.text:
            return True
        work.desk.expected = desk.expected
        try:
            work.keep(desk.text, self._seen())
        except StaleRevision:
            return False
        except InvalidInput:
            # What no database holds is told as a finding already, and stays in the field.
            return True
        return True

    def _publish(self, desk: Desk, work: Work | None) -> ResponseReturnValue:
        definition, current = desk.definition, desk.current
        if definition is None:
            return self._editor(desk, work), 422
        same = current is not None and current.definition.digest == definition.digest
        if current is not None and same and current.text == desk.text:
            flash(_("Этот текст уже опубликован как версия %(n)s.", n=current.version), "success")
            return redirect(url_for(".version", version_id=current.id), 303)
        stream = definition_stream(desk.region_id, definition.code)
        try:
            receipt = self.submitted(desk, definition)
        except StaleRevision:
            return self._conflict(desk, work, definition.code)
        except ProposalWaiting:
            return redirect(url_for(".path", stream_id=stream.subject_id), 303)
        except InvalidInput as refusal:
            return self._editor(desk, work, refusal=refusal), 422
        if receipt.kind == AuditKind.DEFINITION_SUBMITTED.value:
            # What is returned must still be there to be changed.
            order = DraftRequest(stream.subject_id, desk.region_id, desk.text, desk.expected)
            keep_draft(self.bench, order, actor=self.actor)
        return self.after_submitting(receipt, stream.subject_id)

    def _conflict(self, desk: Desk, work: Work | None, code: str) -> ResponseReturnValue:
        """Somebody else was quicker: both are shown, and nothing typed is lost."""
        desk.current = current = desk.current or self._published(desk.region_id, code)
        started = self._started(desk, current) if current else None
        editing.published_meanwhile(desk, started)
        editing.try_again(desk)
        return self._editor(desk, work, conflict=True), 409

    def _editor(
        self,
        desk: Desk,
        work: Work | None,
        *,
        conflict: bool = False,
        stale: bool = False,
        refusal: InvalidInput | None = None,
    ) -> str:
        kept = open_work(self.host, work.stream_id) if work else None
        return self.page(
            "editor.html",
            desk=desk,
            work=kept,
            conflict=conflict,
            stale=stale,
            publication=self.publication(desk.region_id, work.stream_id if work else None, refusal),
            snippets=snippets(desk.known),
            region=self._region(desk.region_id),
            tab="text",
        )

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
