"""The whole case card: read once, and put together for its template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import render_template, request

from engine.domain.roles import Permission
from engine.queries.cases import CaseCard, case_card
from engine.queries.history import last_of_case
from engine.queries.mentioned import read_mentioned
from engine.queries.repealed_orders import repealed_in
from engine.queries.roadmaps.stages import StageMeasure, measures_of_stage
from web.cases.attached import People, people_of
from web.cases.audited import FindingLine, audited_of
from web.cases.contested import Grounds, grounds_of_case
from web.cases.filed import DecisionLine, Paper, decisions_of, papers_of, verdicts_on
from web.cases.forms import Forms, offered_by
from web.cases.news import News, entries_new_to, news_of
from web.cases.noted import RecordGroup, RiskLine, groups_of, levels_of, risks_of
from web.cases.path import Path, path_of
from web.cases.steps import Steps, steps_of
from web.cases.terms import TermLine, passed_terms, terms_of
from web.current import current_bench
from web.identity import current_actor
from web.parsing import clean_words
from web.telling import Told, tell
from web.wording.grammar import said

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from engine.domain.definition import Definition, Stage
    from engine.domain.roles import Actor
    from web.parsing import Form


@dataclass(frozen=True, slots=True)
class CasePage:
    """What the template of the card looks at; days and times are of the region."""

    card: CaseCard
    definition: Definition
    stage: Stage
    today: date
    zone: str
    may: frozenset[str]
    path: Path
    terms: tuple[TermLine, ...]
    passed: tuple[tuple[str, date], ...]
    steps: Steps
    papers: tuple[Paper, ...]
    decisions: tuple[DecisionLine, ...]
    people: People
    groups: tuple[RecordGroup, ...]
    risks: tuple[RiskLine, ...]
    last: tuple[Told, ...]
    news: News
    sought: str
    grounds: Grounds
    findings: tuple[FindingLine, ...]
    measures: tuple[StageMeasure, ...]

    @property
    def tomorrow(self) -> date:
        """The first day that is still to come."""
        return self.today + timedelta(days=1)

    def successors(self, line: DecisionLine) -> tuple[DecisionLine, ...]:
        """The decisions that may take the place of one: in force, and signed no earlier."""
        day = line.row.signed_on
        return tuple(one for one in self.in_force if one is not line and one.row.signed_on >= day)

    @property
    def in_force(self) -> tuple[DecisionLine, ...]:
        """The decisions a deed may rest on."""
        return tuple(line for line in self.decisions if line.in_force)

    @property
    def usual_body(self) -> str:
        """Who issued the last order of the case: likely to issue the next one."""
        return str(self.decisions[0].row.body) if self.decisions else ""

    @property
    def other_stages(self) -> list[tuple[str, str]]:
        """Where a forced move may lead."""
        return [
            (stage.code, said(stage.title))
            for stage in self.definition.stages
            if stage.code != self.stage.code
        ]

    def words(self, dictionary: str) -> list[tuple[str, str]]:
        """A dictionary of the definition as options."""
        return [
            (word.code, said(word.title))
            for word in self.definition.words
            if word.dictionary == dictionary and not word.withdrawn
        ]


def show_page(case_id: UUID, sent: Form | None = None) -> str:
    """The card as HTML; the form that was just sent keeps what was typed."""
    page = read_page(case_id, current_actor())
    return render_template(
        "cases/show.html",
        page=page,
        line=page.card.line,
        forms=Forms(sent, offered_by(request.args)),
        levels=levels_of(page.definition),
    )


def read_page(case_id: UUID, actor: Actor) -> CasePage:
    """Everything the card shows, for an actor who may see the case; NotFound for others."""
    card = case_card(current_bench(), case_id, actor=actor, newest=True)
    definition, today = card.locked.definition, card.situation.today
    may = frozenset(one.value for one in Permission if actor.allows(one, card.roles))
    sought = clean_words(request.args.get("tutor", ""))
    steps = steps_of(card, today, lambda one: one.value in may)
    last, news = _told(card, actor, may)
    return CasePage(
        card=card,
        definition=definition,
        stage=definition.stage_by_code[card.line.stage],
        today=today,
        zone=card.line.zone,
        may=may,
        path=path_of(card, steps, today, may_move=Permission.MOVE_CASE.value in may),
        terms=terms_of(card, today),
        passed=passed_terms(card),
        steps=steps,
        papers=papers_of(definition, card.documents, lambda row: verdicts_on(row, card, actor)),
        decisions=decisions_of(
            definition,
            card.decisions,
            today,
            repealed_in(current_bench(), [case_id]),
            card.situation.attachments,
        ),
        people=people_of(card, actor, today, sought),
        groups=groups_of(definition, card.records),
        risks=risks_of(definition, card.records, card.line.round),
        last=last,
        news=news,
        sought=sought,
        grounds=grounds_of_case(card),
        findings=audited_of(card, today, may),
        measures=_measures(card, today, actor, may),
    )


def _measures(
    card: CaseCard, today: date, actor: Actor, may: frozenset[str]
) -> tuple[StageMeasure, ...]:
    """What the roadmap asks of the school in the stage it stands in."""
    school_id = card.line.school_id
    if school_id is None or Permission.READ_ROADMAP.value not in may:
        return ()
    bench = current_bench()
    return tuple(measures_of_stage(bench, school_id, card.line.stage, today, actor=actor))


def _told(card: CaseCard, actor: Actor, may: frozenset[str]) -> tuple[tuple[Told, ...], News]:
    """The last entries and what is new, told with one look at what they mention."""
    bench, last = current_bench(), []
    if Permission.READ_HISTORY.value in may:
        last = last_of_case(bench, card.line.id, actor=actor)
    since, new = entries_new_to(card, actor, may)
    told = tell([*last, *new], read_mentioned(bench, [*last, *new])) if last or new else ()
    return told[: len(last)], news_of(since, new, told[len(last) :])
