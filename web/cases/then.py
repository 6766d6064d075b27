"""The case as it was: at the end of a day in the region, or after an entry of its journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import render_template, request

from engine.domain.errors import InvalidInput
from engine.domain.reading import ReadPage
from engine.domain.roles import Permission
from engine.domain.terms import local_day
from engine.queries.as_of import Moment, case_as_of, case_named
from engine.queries.mentioned import read_mentioned
from web.cases.attached import LinkLine, links_of
from web.cases.audited import PastFinding, open_findings
from web.cases.filed import DecisionLine, Paper, decisions_of, papers_of
from web.cases.noted import RecordGroup, RiskLine, groups_of, risks_of
from web.cases.pages import pages
from web.cases.terms import TermLine, term_line
from web.current import current_bench
from web.identity import current_actor
from web.parsing import parse_day
from web.permissions import permission
from web.reading import noted
from web.telling import Told, tell
from web.wording.paths import stage_title
from web.wording.rules import invalid_text

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from engine.domain.definition import Definition, Stage
    from engine.queries.past_case import PastCase

LARGEST_REVISION = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Then:
    """What the page of the past shows; `last` is the entry that closes the view."""

    past: PastCase
    stage: Stage
    links: tuple[LinkLine, ...]
    terms: tuple[TermLine, ...]
    papers: tuple[Paper, ...]
    decisions: tuple[DecisionLine, ...]
    groups: tuple[RecordGroup, ...]
    risks: tuple[RiskLine, ...]
    findings: tuple[PastFinding, ...]
    last: Told
    later: tuple[Told, ...]

    @property
    def definition(self) -> Definition:
        """The version of the path that was in force."""
        return self.past.definition

    @property
    def in_force(self) -> tuple[DecisionLine, ...]:
        """The orders and minutes in force on the day."""
        return tuple(line for line in self.decisions if line.in_force)

    @property
    def known_risks(self) -> tuple[RiskLine, ...]:
        """The factors whose level had been determined."""
        return tuple(risk for risk in self.risks if risk.level)

    def attached(self, kind: str) -> tuple[LinkLine, ...]:
        """Who of a kind was attached on the day."""
        return tuple(link for link in self.links if link.row.kind == kind and link.state == "now")

    def stage_titled(self, code: str) -> str:
        """The title of a stage in that version."""
        return stage_title(self.definition, code)


@pages.get("/<uuid:case_id>/then")
@permission(Permission.READ_HISTORY)
@noted(ReadPage.CASE_PAST, "case_id")
def then(case_id: UUID) -> Any:
    """The case as of a day or an entry; why not, where it cannot be shown."""
    bench, actor = current_bench(), current_actor()
    line = case_named(bench, case_id, actor=actor)
    today = local_day(bench.now(), line.zone)
    moment, refused, shown = _moment(), "", None
    if moment is None:
        refused = invalid_text("day")
    else:
        try:
            shown = then_of(case_as_of(bench, case_id, moment, actor=actor))
        except InvalidInput as refusal:
            refused = invalid_text(refusal.fields["rule"], refusal.fields.get("value"))
    return render_template(
        "cases/then.html",
        line=line,
        today=today,
        opened_on=local_day(line.opened_at, line.zone),
        then=shown,
        refused=refused,
        typed=request.args.get("day", ""),
        by_entry=shown is not None and moment is not None and moment.revision is not None,
    )


def then_of(past: PastCase) -> Then:
    """The parts of a case of the past, as the pages call them."""
    definition, day = past.definition, past.day
    entries = [past.last, *past.later]
    told = tell(entries, read_mentioned(current_bench(), entries))
    return Then(
        past,
        definition.stage_by_code[past.state.stage],
        links_of(past.attachments, day),
        tuple(term_line(one, definition, past.state.stage, day) for one in past.terms),
        papers_of(definition, past.documents),
        decisions_of(definition, past.decisions, day),
        tuple(group for group in groups_of(definition, past.records) if group.lines),
        risks_of(definition, past.records, past.state.round),
        open_findings(past.records, day),
        told[0],
        told[1:],
    )


def _moment() -> Moment | None:
    """What the address asks for: an entry, a day, or now; None for a day that is none."""
    entry, day = request.args.get("entry", ""), request.args.get("day", "").strip()
    if entry.isascii() and entry.isdecimal() and len(entry) < len(str(LARGEST_REVISION)):
        return Moment(revision=int(entry))
    if not day:
        return Moment()
    found: date | None = parse_day(day)
    return None if found is None else Moment(day=found)
