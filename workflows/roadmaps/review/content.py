"""A reviewed document as the values that are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from engine.domain.roadmaps.by_hand import DOCUMENTED, corrected_by_hand
from engine.domain.roadmaps.content import (
    Assignee,
    LayoutColumn,
    ListedSchool,
    MeasureContent,
    RepealedOrder,
    RoadmapCard,
)
from engine.domain.roadmaps.states import RoadmapList
from engine.domain.roadmaps.terms import Period, YearKind
from workflows.roadmaps.periods import ACADEMIC, CALENDAR
from workflows.roadmaps.review.parts import leader_of
from workflows.roadmaps.review.terms import printed_terms
from workflows.roadmaps.schools import FIVE_HUNDRED, LEFT, SHNOR, SHNSU

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from workflows.roadmaps.card import DocumentCard
    from workflows.roadmaps.measures import Measure
    from workflows.roadmaps.reading import Roadmap
    from workflows.roadmaps.review.names import Names

CARD_TEXTS = ("title", "body", "number", "level", "signatory", "controller")
CARD_DAY = "card.day"
LISTS = {
    SHNOR: RoadmapList.LOW_RESULTS,
    SHNSU: RoadmapList.HARD_CONDITIONS,
    FIVE_HUNDRED: RoadmapList.FIVE_HUNDRED,
    LEFT: RoadmapList.LEFT,
}
_KINDS = {CALENDAR: YearKind.CALENDAR, ACADEMIC: YearKind.ACADEMIC}


def card_text(card: DocumentCard, name: str, answers: Mapping[str, str]) -> str:
    """A text of the card: as corrected, else as read."""
    key = f"card.{name}"
    if key in answers:
        return answers[key].strip()
    if name in {"signatory", "controller"}:
        official = getattr(card, name)
        if official is None:
            return ""
        # Printed in whatever case the sentence asks for; here it stands alone.
        return " ".join(filter(None, (official.position, official.name))) or official.printed
    return str(getattr(card, name))


def card_day(card: DocumentCard, answers: Mapping[str, str]) -> date | None:
    """The day of the document: as corrected, else as read; an empty one is none."""
    if CARD_DAY not in answers:
        return card.day
    try:
        return date.fromisoformat(answers[CARD_DAY])
    except ValueError:
        return None


def kept_card(roadmap: Roadmap, answers: Mapping[str, str]) -> RoadmapCard | None:
    """The card as it is kept; None while no period is known."""
    card = roadmap.card
    if card.period is None:
        return None
    header = roadmap.headers[0] if roadmap.headers else None
    texts = {name: card_text(card, name, answers) for name in CARD_TEXTS}
    return RoadmapCard(
        period=Period(card.period.first, card.period.last),
        order_title=card.order_title,
        signed_on=card_day(card, answers),
        year_kind=_KINDS.get(card.period.kind),
        repeals=tuple(RepealedOrder(one.number, one.day, one.body) for one in card.repealed),
        items=card.items,
        preface=card.preface,
        printed=tuple(_card_as_read(card, answers)),
        layout=tuple(
            LayoutColumn(one.field.value, one.heading, one.year, one.actor)
            for one in (header.columns if header else ())
        ),
        **texts,
    )


def _card_as_read(
    card: DocumentCard, answers: Mapping[str, str]
) -> Iterator[tuple[str, tuple[str | None]]]:
    """What the document says where it was corrected, by the column it is kept in."""
    for name in CARD_TEXTS:
        read = card_text(card, name, {})
        if card_text(card, name, answers) != read:
            yield name, (read,)
    if card_day(card, answers) != card.day:
        yield "signed_on", (card.day.isoformat() if card.day else None,)


def kept_schools(card: DocumentCard, schools: Mapping[str, UUID]) -> tuple[ListedSchool, ...]:
    """The schools a document lists, once a list."""
    return tuple(
        ListedSchool(one.name, LISTS.get(name, RoadmapList.NONE), schools.get(one.name))
        for one in card.schools
        for name in (one.lists or ("",))
    )


def kept_measures(
    measures: Iterable[Measure], names: Names, answers: Mapping[str, str]
) -> tuple[MeasureContent, ...]:
    """The measures as they are kept."""
    return tuple(_measure(one, names, answers) for one in measures)


def remembering(
    measures: Sequence[MeasureContent], bare: Sequence[MeasureContent]
) -> tuple[MeasureContent, ...]:
    """The measures with what the document says where a text was corrected; `bare` say only that."""
    return tuple(
        one if one == read else replace(one, printed=_former(read, one))
        for one, read in zip(measures, bare, strict=True)
    )


def _former(read: MeasureContent, one: MeasureContent) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    return corrected_by_hand(read, {name: getattr(one, name) for name in DOCUMENTED}).printed


def _measure(measure: Measure, names: Names, answers: Mapping[str, str]) -> MeasureContent:
    return MeasureContent(
        sequence=measure.sequence,
        title=measure.title,
        number=measure.number,
        sections=measure.sections,
        level=measure.level,
        task=measure.task,
        audience=measure.audience,
        expected_result=measure.expected_result,
        responsible=measure.printed_responsible,
        evidence=measure.evidence,
        milestones=tuple((one.year, one.text) for one in measure.milestones),
        actors=tuple((one.actor, one.text) for one in measure.actors),
        terms=printed_terms(measure, answers),
        notes=measure.notes,
        inherited=measure.inherited,
        merged_with=measure.merged_with,
        assignees=_assignees(measure, names, answers),
    )


def _assignees(measure: Measure, names: Names, answers: Mapping[str, str]) -> tuple[Assignee, ...]:
    """Those who act, and who of them leads."""
    leader = leader_of(measure, answers)
    return tuple(
        Assignee(
            one.name,
            one.position,
            one.body,
            names.people.get(one.name) if one.name else None,
            leads=one is leader,
        )
        for one in measure.responsible
    )
