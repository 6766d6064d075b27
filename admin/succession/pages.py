"""Taking cases over to a version: the plan as a form, its trial, the run, results, and undo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_admin.base import expose
from flask_babel import gettext as _

from admin.reading import typed_line
from admin.succession.impact import STOPS, ImpactPages, Shown, chosen_id
from admin.succession.sheet import plan_of_form, stage_choices, term_choices
from admin.views import needs
from engine.actions.succession import (
    SuccessionRequest,
    UndoRequest,
    begin_succession,
    begin_undo,
    carry_on_succession,
    retry_succession,
)
from engine.domain.errors import InvalidInput, NotFound, PlanInvalid
from engine.domain.roles import Permission
from engine.domain.succession import PaperPolicy, SuccessionPlan, TermPolicy
from engine.domain.succession.counting import Figure
from engine.domain.succession.results import ResultStatus
from engine.domain.terms import local_day
from engine.queries.authoring import version_by_id
from engine.queries.impact import Candidate, ImpactReport, impact_report
from engine.queries.successions import (
    SuccessionCard,
    SuccessionLine,
    succession_card,
    succession_items,
)
from engine.storage.receipts import RequestKey
from engine.storage.types import new_id

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from engine.queries.authoring import VersionText

SECONDS = 1.0
"""What one request does of a run: short enough to show that it goes on."""


@dataclass(frozen=True, slots=True)
class PlanForm:
    """The form as it stands: the plan, what was typed, and the faults beside the fields."""

    version: VersionText
    report: ImpactReport
    plan: SuccessionPlan
    typed: Any
    key: str
    refused: dict[str, str] = field(default_factory=dict)
    lacks: list[str] = field(default_factory=list)
    trial: Shown | None = None


class SuccessionPages(ImpactPages):
    """The pages of a succession; they belong to the view of definitions."""

    @expose("/<uuid:version_id>/succession")
    @needs(Permission.PUBLISH_DEFINITION)
    def succession(self, version_id: UUID) -> str:
        """The default plan as a form, for the version that is in force."""
        version = self._target(version_id)
        report = self._report(version)
        return self._plan(PlanForm(version, report, report.plan, {}, new_id().hex))

    @expose("/<uuid:version_id>/succession", methods=("POST",))
    @needs(Permission.PUBLISH_DEFINITION)
    def plan_succession(self, version_id: UUID) -> ResponseReturnValue:
        """Try the plan on every case, or begin the run."""
        version = self._target(version_id)
        report = self._report(version)
        plan, faults = plan_of_form(request.form, report.plan)
        key = request.form.get("key", "")[:100] or new_id().hex
        refused = {name: self.said(fault) for name, fault in faults.items()}
        form = PlanForm(version, report, plan, request.form, key, refused)
        if refused:
            return self._plan(form), 422
        if request.form.get("do") == "run":
            return self._run(form)
        return self._plan(self._tried(form))

    @expose("/succession/<uuid:succession_id>")
    @needs(Permission.PUBLISH_DEFINITION)
    def succession_run(self, succession_id: UUID) -> str:
        """How far a run is, and what came of each case."""
        return self._card(succession_id, {})

    @expose("/succession/<uuid:succession_id>", methods=("POST",))
    @needs(Permission.PUBLISH_DEFINITION)
    def carry_on(self, succession_id: UUID) -> ResponseReturnValue:
        """Do the next cases, take up the refused ones again, or take the whole back."""
        deed = request.form.get("do")
        if deed == "retry":
            retry_succession(self.bench, succession_id, actor=self.actor)
        elif deed == "undo":
            return self._undo(succession_id)
        else:
            carry_on_succession(self.bench, succession_id, actor=self.actor, seconds=SECONDS)
        return redirect(url_for(".succession_run", succession_id=succession_id, run=1), 303)

    @expose("/succession/<uuid:succession_id>/results.csv")
    @needs(Permission.PUBLISH_DEFINITION)
    def succession_table(self, succession_id: UUID) -> Response:
        """What came of each case, as a table to keep."""
        card = succession_card(self.bench, succession_id, actor=self.actor)
        day = card.succession.created_at.date().isoformat()
        name = _("Перевод на новую версию %(day)s.csv", day=day)
        answer: Response = self.host.table(name, self._rows(succession_id))
        return answer

    def _run(self, form: PlanForm) -> ResponseReturnValue:
        order = SuccessionRequest(form.version.id, form.plan)
        try:
            key = RequestKey.of(form.key, order)
            receipt = begin_succession(self.bench, order, actor=self.actor, request_key=key)
        except PlanInvalid as refusal:
            form.lacks.extend(self._findings(form, refusal.fields["findings"]))
            return self._plan(self._tried(form)), 422
        except InvalidInput:
            form.lacks.append(_("Переводить некого: дел на прежних версиях уже нет."))
            return self._plan(form), 422
        target = url_for(".succession_run", succession_id=receipt.created_id, run=1)
        return redirect(target, 303)

    def _tried(self, form: PlanForm) -> PlanForm:
        """The form with what the plan would do to every case; the run asks the same function."""
        figure = request.form.get("figure", "")
        candidate = Candidate(_region(form.version), form.version.definition, form.plan)
        trial = self.shown(
            candidate,
            Figure(figure) if figure in set(Figure) else None,
            after=chosen_id(request.form.get("after", "")),
        )
        return PlanForm(
            form.version,
            form.report,
            form.plan,
            form.typed,
            form.key,
            form.refused,
            form.lacks,
            trial,
        )

    def _findings(self, form: PlanForm, findings: Any) -> list[str]:
        say, olds, new = self.host.wording.plan_finding, form.report.olds, form.version.definition
        return [say(one, olds, new) for one in findings]

    def _plan(self, form: PlanForm) -> str:
        cases = {one.stage: one.cases for one in form.report.stages}
        new = form.version.definition
        return self.page(
            "succession.html",
            form=form,
            stages=stage_choices(form.plan, form.report.olds, new, cases),
            terms=term_choices(form.report.plan, form.plan, new),
            term_policies=list(TermPolicy),
            paper_policies=list(PaperPolicy),
            decisions=[one for one in new.words if one.dictionary == "decision"],
            stops=STOPS,
        )

    def _undo(self, succession_id: UUID) -> ResponseReturnValue:
        try:
            order = UndoRequest(succession_id, typed_line(request.form, "reason"))
            receipt = begin_undo(self.bench, order, actor=self.actor)
        except InvalidInput as refusal:
            if refusal.fields["field"] == "reason":
                return self._card(succession_id, self.refused(refusal)), 422
            flash(_("Отменять нечего."), "danger")
            return redirect(url_for(".succession_run", succession_id=succession_id), 303)
        return redirect(url_for(".succession_run", succession_id=receipt.created_id, run=1), 303)

    def _card(self, succession_id: UUID, refused: dict[str, str]) -> str:
        card = succession_card(self.bench, succession_id, actor=self.actor)
        chosen = request.args.get("show", "")
        if not chosen and card.refused and not card.waiting:
            chosen = ResultStatus.REFUSED.value
        statuses = (ResultStatus(chosen),) if chosen in set(ResultStatus) else ()
        after = chosen_id(request.args.get("after", ""))
        page = succession_items(
            self.bench, succession_id, actor=self.actor, statuses=statuses, after=after
        )
        return self.page(
            "succession_run.html",
            card=card,
            lines=[self._line(one) for one in page.lines],
            next=page.next,
            chosen=chosen if statuses else "",
            status=ResultStatus,
            until=self._until(card),
            refused=refused,
            typed=request.form,
            runs=request.args.get("run") == "1" and card.waiting > 0,
        )

    def _until(self, card: SuccessionCard) -> Any:
        """The last day on which the run can be taken back; nothing once that has passed."""
        one = card.succession
        if one.undoes_id is not None or not one.plan.undo_days:
            return None
        last = local_day(one.created_at, card.zone) + timedelta(days=one.plan.undo_days)
        return last if local_day(self.bench.now(), card.zone) <= last else None

    def _line(self, one: SuccessionLine) -> tuple[SuccessionLine, str, list[str]]:
        stage = one.definition.stage_by_code.get(one.line.stage)
        why = self.host.wording.succession_reasons(one.line.code, one.line.reasons, one.definition)
        return one, stage.title if stage else one.line.stage, why

    def _rows(self, succession_id: UUID) -> Iterator[list[object]]:
        yield [_("Школа"), _("Муниципалитет"), _("Результат"), _("Этап сейчас"), _("Почему")]
        after = None
        while True:
            page = succession_items(self.bench, succession_id, actor=self.actor, after=after)
            for one in page.lines:
                _one, stage, why = self._line(one)
                result = self.host.wording.named("succession_result", one.line.status)
                yield [one.line.subject, one.line.municipality, result, stage, " ".join(why)]
            after = page.next
            if after is None:
                return

    def _report(self, version: VersionText) -> ImpactReport:
        return impact_report(
            self.bench, Candidate(_region(version), version.definition), actor=self.actor
        )

    def _target(self, version_id: UUID) -> VersionText:
        """The version cases go over to: one of a region, for whoever may publish there."""
        version = version_by_id(self.bench, version_id, actor=self.actor)
        _region(version)
        return version


def _region(version: VersionText) -> UUID:
    if version.region_id is None:
        raise NotFound
    return version.region_id
