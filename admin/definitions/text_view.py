"""The text of a path: read, checked, kept and published as it was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_admin.base import expose
from flask_babel import gettext as _

from admin.definitions import editing
from admin.definitions.editing import Desk
from admin.definitions.path_view import PathPages
from admin.definitions.snippets import snippets
from admin.definitions.work import Work, open_work
from admin.views import needs
from engine.actions.definitionwork import definition_stream
from engine.actions.drafting import keep_draft
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
            order = editing.draft_of_desk(desk, stream.subject_id)
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
