"""Publishing from the console: submitted, read by another, approved or returned, and retired."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_admin.base import expose
from flask_babel import gettext as _

from admin.definitions.editing import Desk, request_of
from admin.definitions.ground import bases_of
from admin.definitions.trial import try_text
from admin.reading import typed_day, typed_line
from admin.views import ConsoleView, needs
from engine.actions.drafting import drop_draft
from engine.actions.proposing import (
    ApproveRequest,
    ReturnRequest,
    approve_definition,
    return_definition,
    submit_definition,
    withdraw_definition,
)
from engine.actions.retiring import RetireRequest, retire_version
from engine.domain.audit import AuditKind
from engine.domain.difference import difference
from engine.domain.errors import InvalidInput, NotFound, StaleRevision, VersionInUse
from engine.domain.roles import Permission
from engine.queries.authoring import VersionText, list_versions, version_by_id, version_text
from engine.queries.footing import footing_on
from engine.queries.proposals import (
    SubmittedVersion,
    approval_asked,
    approvers,
    latest_proposal,
    proposal_shown,
    region_today,
)
from workflows.vocabulary import stricter_setting

if TYPE_CHECKING:
    from datetime import date

    from flask.typing import ResponseReturnValue

    from engine.domain.definition import Definition
    from engine.domain.drafting import Change
    from engine.storage.receipts import Receipt


@dataclass(frozen=True, slots=True)
class Publication:
    """What the form of publishing goes by; `waiting` is what nobody has decided on yet.

    `returned` is one's own version that came back and was not submitted again; `planned` the newest
    version while its first day is still to come.
    """

    today: date
    asked: bool
    approvers: list[str]
    waiting: SubmittedVersion | None = None
    returned: SubmittedVersion | None = None
    planned: VersionText | None = None
    refused: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)


class PublicationPages(ConsoleView):
    """What the editors and the page of a submitted version do; part of the view of definitions."""

    def publication(
        self, region_id: UUID, stream_id: UUID | None, refusal: InvalidInput | None = None
    ) -> Publication:
        """How the next version of a path is published now."""
        found = latest_proposal(self.bench, stream_id, actor=self.actor) if stream_id else None
        waiting = found if found and found.waiting else None
        mine = found is not None and found.author_id == self.actor.account_id
        came_back = found if mine and found and found.status.value == "returned" else None
        today = region_today(self.bench, region_id)
        return Publication(
            today,
            approval_asked(self.bench, region_id),
            approvers(self.bench, region_id, actor=self.actor),
            waiting,
            came_back,
            self._planned(stream_id, today),
            self.refused(refusal) if refusal else {},
            {name: request.form.get(name, "") for name in ("effective_on", "note")},
        )

    def submitted(self, desk: Desk, definition: Definition) -> Receipt:
        """Publish or submit what stands on the desk, as its form says."""
        order = replace(
            request_of(desk, definition),
            effective_on=typed_day(request.form, "effective_on", required=False),
            note=typed_line(request.form, "note", required=False),
        )
        return submit_definition(self.bench, order, actor=self.actor)

    def after_submitting(self, receipt: Receipt, stream_id: UUID) -> ResponseReturnValue:
        """Tell what has come of it: a version, or one that waits."""
        if receipt.kind == AuditKind.DEFINITION_SUBMITTED.value:
            flash(_("Сдано на утверждение. До решения ничего не меняется."), "success")
            return redirect(url_for(".proposal", proposal_id=receipt.created_id), 303)
        drop_draft(self.bench, stream_id, actor=self.actor)
        return self._told(receipt)

    @expose("/proposal/<uuid:proposal_id>")
    @needs(Permission.PUBLISH_DEFINITION)
    def proposal(self, proposal_id: UUID) -> str:
        """A submitted version beside the one it follows, for whoever decides on it."""
        return self._proposal(proposal_id)

    @expose("/proposal/<uuid:proposal_id>", methods=("POST",))
    @needs(Permission.PUBLISH_DEFINITION)
    def decide(self, proposal_id: UUID) -> ResponseReturnValue:
        """Approve the version, return it, or take one's own back."""
        shown = proposal_shown(self.bench, proposal_id, actor=self.actor)
        deed = request.form.get("do")
        try:
            if deed == "approve":
                order = ApproveRequest(
                    proposal_id,
                    request.form.get("digest", ""),
                    self._operations(shown),
                    stricter_setting,
                )
                return self._told(approve_definition(self.bench, order, actor=self.actor))
            if deed == "return":
                remarks = typed_line(request.form, "remarks")
                back = ReturnRequest(proposal_id, remarks)
                return_definition(self.bench, back, actor=self.actor)
                flash(_("Возвращено автору с замечаниями."), "success")
                return redirect(url_for(".proposal", proposal_id=proposal_id), 303)
            if deed == "withdraw":
                withdraw_definition(self.bench, proposal_id, actor=self.actor)
                flash(_("Отозвано. Черновик остался у вас."), "success")
                return redirect(url_for(".path", stream_id=shown.stream_id), 303)
        except InvalidInput as refusal:
            return self._proposal(proposal_id, refusal), 422
        except StaleRevision:
            return self._proposal(proposal_id, stale=True), 409
        return self._proposal(proposal_id)

    @expose("/<uuid:version_id>/retire", methods=("POST",))
    @needs(Permission.PUBLISH_DEFINITION)
    def retire(self, version_id: UUID) -> ResponseReturnValue:
        """Take a version out of use, with the reason."""
        shown = version_by_id(self.bench, version_id, actor=self.actor)
        try:
            order = RetireRequest(version_id, typed_line(request.form, "reason"))
            retire_version(self.bench, order, actor=self.actor)
        except VersionInUse as refusal:
            cases = refusal.fields["cases"]
            in_use = _("По этой версии идут или шли дела: %(cases)d. Она остаётся.", cases=cases)
            in_force = _("Версия действует: новые дела начинаются по ней.")
            flash(in_use if cases else in_force, "danger")
        except InvalidInput:
            flash(_("Напишите, почему версия выводится из действия."), "danger")
        else:
            flash(_("Версия %(n)s выведена из действия.", n=shown.version), "success")
        return redirect(url_for(".version", version_id=version_id), 303)

    def _proposal(
        self, proposal_id: UUID, refusal: InvalidInput | None = None, *, stale: bool = False
    ) -> str:
        shown = proposal_shown(self.bench, proposal_id, actor=self.actor)
        former = self._followed(shown)
        old, new = former.definition if former else None, shown.definition
        changes = difference(old, new) if old else []
        return self.page(
            "proposal.html",
            shown=shown,
            former=former,
            overtaken=self._overtaken(shown),
            changes=[self.host.wording.difference(one, old, new) for one in changes],
            mine=shown.author_id == self.actor.account_id,
            approvers=approvers(self.bench, shown.region_id, actor=self.actor),
            today=region_today(self.bench, shown.region_id),
            refused=self.refused(refusal) if refusal else {},
            typed=request.form,
            stale=stale,
        )

    def _told(self, receipt: Receipt) -> ResponseReturnValue:
        version_id: Any = receipt.created_id
        shown = version_by_id(self.bench, version_id, actor=self.actor)
        if shown.in_force:
            flash(_("Опубликовано. Новые дела начнутся по этой версии."), "success")
        else:
            flash(_("Опубликовано. Версия вступит в силу в назначенный день."), "success")
        return redirect(url_for(".version", version_id=version_id), 303)

    def _operations(self, shown: SubmittedVersion) -> tuple[Change, ...]:
        """What the submitted text changes, read on the very version it was written on."""
        footing = footing_on(self.bench, shown.region_id, shown.extends_digest)
        bases = bases_of(self.host, shown.region_id if shown.municipality_id else None)
        if footing is not None:
            bases = {**bases, footing.old.code: footing.old.definition}
        return try_text(self.host, shown.text, bases).changes

    def _followed(self, shown: SubmittedVersion) -> VersionText | None:
        try:
            return version_text(self.bench, shown.stream_id, shown.expected, actor=self.actor)
        except NotFound:
            return None

    def _overtaken(self, shown: SubmittedVersion) -> bool:
        """Whether another version was published since: this one can only go back."""
        try:
            newest = version_text(self.bench, shown.stream_id, actor=self.actor).version
        except NotFound:
            newest = 0
        return shown.waiting and newest != shown.expected

    def _planned(self, stream_id: UUID | None, today: date) -> VersionText | None:
        """The kept version with the latest first day, while that is still to come."""
        if stream_id is None:
            return None
        try:
            rows = list_versions(self.bench, stream_id, actor=self.actor)
        except NotFound:
            return None
        ahead = [row for row in rows if row.effective_on and row.effective_on > today]
        kept = [row for row in ahead if row.retired_on is None]
        last = max(kept, key=lambda row: (row.effective_on, row.version), default=None)
        return version_by_id(self.bench, last.id, actor=self.actor) if last else None
