"""«Что будет с делами»: the figures of a version that is drafted, submitted or published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Response, request, url_for
from flask_admin.base import expose
from flask_babel import gettext as _

from admin.definitions.work import open_work
from admin.views import ConsoleView, needs
from engine.domain.errors import NotFound
from engine.domain.roles import Permission
from engine.domain.succession.counting import Figure, StageCount, figures_of
from engine.queries.authoring import version_by_id
from engine.queries.impact import (
    Candidate,
    ImpactCase,
    ImpactReport,
    every_impact_case,
    impact_cases,
    impact_report,
)
from engine.queries.proposals import proposal_shown

if TYPE_CHECKING:
    from admin.host import Host
    from engine.domain.definition import Definition

COUNTED = (
    Figure.READY,
    Figure.UNMAPPED,
    Figure.PAPERS,
    Figure.RESTAGED,
    Figure.GAINS,
    Figure.LOSES,
    Figure.MOVES,
    Figure.LACKING,
    Figure.HINDERED,
)
STOPS = (Figure.UNMAPPED, Figure.PAPERS)
"""What keeps a case from going over."""


@dataclass(frozen=True, slots=True)
class Told:
    """A case with what comes of it in sentences."""

    case: ImpactCase
    stage: str
    target: str
    figures: tuple[Figure, ...]
    terms: str
    lacking: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A report as a page shows it: the columns that have a number, the rows, the chosen cases."""

    report: ImpactReport
    columns: tuple[Figure, ...]
    rows: tuple[tuple[str, StageCount], ...]
    cases: tuple[Told, ...]
    next: UUID | None
    stage: str = ""
    figure: Figure | None = None
    findings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose impact is looked at: the candidate, its name, and the page one came from."""

    candidate: Candidate
    title: str
    back: str
    back_title: str
    table: str


class ImpactPages(ConsoleView):
    """The pages of the report; they read only and belong to the view of definitions."""

    @expose("/stream/<uuid:stream_id>/impact")
    @needs(Permission.PUBLISH_DEFINITION)
    def draft_impact(self, stream_id: UUID) -> str:
        """What one's draft would mean."""
        return self._impact(self._of_draft(stream_id))

    @expose("/stream/<uuid:stream_id>/impact.csv")
    @needs(Permission.PUBLISH_DEFINITION)
    def draft_impact_table(self, stream_id: UUID) -> Response:
        """The same case by case, as a table to keep."""
        return self._table(self._of_draft(stream_id))

    @expose("/proposal/<uuid:proposal_id>/impact")
    @needs(Permission.PUBLISH_DEFINITION)
    def proposal_impact(self, proposal_id: UUID) -> str:
        """What a submitted version would mean."""
        return self._impact(self._of_proposal(proposal_id))

    @expose("/proposal/<uuid:proposal_id>/impact.csv")
    @needs(Permission.PUBLISH_DEFINITION)
    def proposal_impact_table(self, proposal_id: UUID) -> Response:
        """The same case by case, as a table to keep."""
        return self._table(self._of_proposal(proposal_id))

    @expose("/<uuid:version_id>/impact")
    @needs(Permission.PUBLISH_DEFINITION)
    def version_impact(self, version_id: UUID) -> str:
        """What a published version means for the cases on older ones."""
        return self._impact(self._of_version(version_id))

    @expose("/<uuid:version_id>/impact.csv")
    @needs(Permission.PUBLISH_DEFINITION)
    def version_impact_table(self, version_id: UUID) -> Response:
        """The same case by case, as a table to keep."""
        return self._table(self._of_version(version_id))

    def shown(
        self,
        candidate: Candidate,
        figure: Figure | None = None,
        stage: str = "",
        after: UUID | None = None,
    ) -> Shown:
        """The report of a candidate with a page of its cases."""
        report = impact_report(self.bench, candidate, actor=self.actor)
        page = impact_cases(
            self.bench,
            candidate,
            actor=self.actor,
            stage=stage or None,
            figure=figure,
            after=after,
        )
        by = report.total.by
        rows = tuple((_old_title(report, one.stage), one) for one in _ordered(report))
        olds, new = report.olds, candidate.definition
        return Shown(
            report,
            tuple(one for one in COUNTED if by.get(one)),
            rows,
            tuple(told_case(self.host, one, new) for one in page.cases),
            page.next,
            stage,
            figure,
            [self.host.wording.plan_finding(one, olds, new) for one in report.findings],
        )

    def _impact(self, subject: Subject) -> str:
        figure = request.args.get("figure", "")
        shown = self.shown(
            subject.candidate,
            Figure(figure) if figure in set(Figure) else None,
            request.args.get("stage", ""),
            chosen_id(request.args.get("after", "")),
        )
        return self.page("impact.html", subject=subject, shown=shown, stops=STOPS)

    def _table(self, subject: Subject) -> Response:
        wording, candidate = self.host.wording, subject.candidate
        # Asked before the file begins: a refusal is a page, not half a table.
        impact_report(self.bench, candidate, actor=self.actor)

        def rows() -> Iterator[list[str]]:
            yield wording.impact_heads()
            cases = every_impact_case(self.bench, candidate, actor=self.actor)
            yield from wording.impact_rows(cases, candidate.definition)

        answer: Response = self.host.table(f"{subject.title}.csv", rows())
        return answer

    def _of_draft(self, stream_id: UUID) -> Subject:
        work = open_work(self.host, stream_id)
        definition = work.desk.definition
        if definition is None or work.current is None:
            raise NotFound
        return Subject(
            Candidate(work.desk.region_id, definition),
            _("Черновик: %(title)s", title=definition.title),
            url_for(".path", stream_id=stream_id),
            _("К черновику"),
            url_for(".draft_impact_table", stream_id=stream_id),
        )

    def _of_proposal(self, proposal_id: UUID) -> Subject:
        shown = proposal_shown(self.bench, proposal_id, actor=self.actor)
        return Subject(
            Candidate(shown.region_id, shown.definition),
            _("На утверждении: %(title)s", title=shown.definition.title),
            url_for(".proposal", proposal_id=proposal_id),
            _("К решению"),
            url_for(".proposal_impact_table", proposal_id=proposal_id),
        )

    def _of_version(self, version_id: UUID) -> Subject:
        shown = version_by_id(self.bench, version_id, actor=self.actor)
        if shown.region_id is None:
            raise NotFound
        return Subject(
            Candidate(shown.region_id, shown.definition),
            _("%(title)s, версия %(n)s", title=shown.definition.title, n=shown.version),
            url_for(".version", version_id=version_id),
            _("К версии"),
            url_for(".version_impact_table", version_id=version_id),
        )


def told_case(host: Host, one: ImpactCase, new: Definition) -> Told:
    """A case with its verdict in words."""
    (row,) = host.wording.impact_rows([one], new)
    verdict = one.verdict
    target = new.stage_by_code.get(verdict.target or "")
    found = figures_of(verdict)
    return Told(
        one,
        _stage_title(one.definition, verdict.source),
        target.title if target and verdict.target != verdict.source else "",
        tuple(figure for figure in COUNTED if figure in found),
        row[-2],
        row[-1],
    )


def chosen_id(text: str) -> UUID | None:
    """An id of an address; anything else chooses nothing."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _ordered(report: ImpactReport) -> list[StageCount]:
    """The stages in the order of the path."""
    order = {one.code: one.order for old in report.olds for one in old.stages}
    return sorted(report.stages, key=lambda one: (order.get(one.stage, 0), one.stage))


def _old_title(report: ImpactReport, code: str) -> str:
    known = (one for one in report.olds if code in one.stage_by_code)
    old: Any = next(known, None)
    return _stage_title(old, code) if old else code


def _stage_title(definition: Definition, code: str) -> str:
    found = definition.stage_by_code.get(code)
    return found.title if found else code
