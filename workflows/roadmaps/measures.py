"""The measures of a roadmap as values, made of the rows that were taken together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflows.roadmaps.cells import flat
from workflows.roadmaps.evidence import evidence_of_column, evidence_of_title
from workflows.roadmaps.levels import SCHOOL, level_of_cell, level_of_people
from workflows.roadmaps.people import Responsible, read_responsible
from workflows.roadmaps.phrases import terms_of_prose
from workflows.roadmaps.vocabulary import FORM_HEADING, SPAN_HEADING, Field
from workflows.roadmaps.words import plain

if TYPE_CHECKING:
    from workflows.roadmaps.rows import Draft
    from workflows.roadmaps.terms import ReadTerm
    from workflows.roadmaps.timing import Timing


@dataclass(frozen=True, slots=True)
class Milestone:
    """What a measure reaches in one year, and when in it."""

    year: str
    text: str
    terms: tuple[ReadTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class ActorTask:
    """What one of several actors does for a measure."""

    actor: str
    text: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure as its row says it; what is not printed is empty.

    `inherited` names the fields whose cells are merged with those of the measure `merged_with`.
    """

    sequence: int
    number: str
    sections: tuple[str, ...]
    level: str
    title: str
    task: str
    audience: str
    responsible: tuple[Responsible, ...]
    printed_responsible: str
    expected_result: str
    evidence: tuple[str, ...]
    milestones: tuple[Milestone, ...]
    actors: tuple[ActorTask, ...]
    deadlines: tuple[str, ...]
    terms: tuple[ReadTerm, ...]
    notes: tuple[tuple[str, str], ...] = ()
    merged_with: int | None = None
    inherited: tuple[str, ...] = ()
    stray: tuple[str, ...] = ()
    table: int = 0
    row: int = 0

    @property
    def section(self) -> str:
        """The innermost heading it stands under."""
        return self.sections[-1] if self.sections else ""

    @property
    def shown_title(self) -> str:
        """A title to show: where the layout has none, the first actor's task."""
        return self.title or next((one.text for one in self.actors), "")


def made_measure(draft: Draft, timing: Timing, level: str) -> Measure:
    """The measure of a draft; `level` is the document's own."""
    printed, deadlines = _people_and_deadlines(draft)
    printed = printed or _people_of_sections(draft.sections)
    actors = _actors(draft)
    responsible = read_responsible(printed.replace("\n\n", "\n")) or tuple(
        Responsible(body=one.actor) for one in actors
    )
    title = draft.text(Field.TITLE)
    column = draft.text(Field.SECTION)
    inherited = [one for one in draft.header.columns if one.index in draft.inherited]
    kept = [
        one
        for one in inherited
        if one.field not in _COMMON and not SPAN_HEADING.match(plain(one.heading))
    ]
    return Measure(
        sequence=draft.sequence,
        number=draft.text(Field.NUMBER),
        sections=(*draft.sections, flat(column)) if column else draft.sections,
        level=_level(draft, responsible, level),
        title=title,
        task=draft.text(Field.TASK),
        audience=draft.text(Field.AUDIENCE),
        responsible=responsible,
        printed_responsible=printed,
        expected_result=draft.text(Field.RESULT),
        evidence=_evidence(draft, title),
        milestones=_milestones(draft, timing),
        actors=actors,
        deadlines=deadlines,
        terms=tuple(timing.read_under(one, draft.sections) for one in deadlines),
        notes=_notes(draft),
        merged_with=draft.inherited[kept[0].index] if kept else None,
        inherited=tuple(dict.fromkeys(one.field.value for one in kept)),
        stray=tuple(draft.stray),
        table=draft.table,
        row=draft.row,
    )


_COMMON = {Field.SECTION, Field.LEVEL, Field.NUMBER, Field.NOTE, Field.UNKNOWN, Field.TASK}
"""What many rows share by nature; merging it says nothing of the measures."""


_MONTHS = re.compile("январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр")
_RESPONSIBLE = re.compile(
    r"\bответственн(?:ый|ая|ые)(?: исполнител[ьи])?\s*[:–—-]\s*(.{3,200})$", re.IGNORECASE
)
_WHO = re.compile(r"(?<=[\s,;(])(?=[А-ЯЁ][а-яё]{2,}|[А-ЯЁ]{2,}\b|[А-ЯЁ]\.\s?[А-ЯЁ]\.)")


def _people_and_deadlines(draft: Draft) -> tuple[str, tuple[str, ...]]:
    """Those responsible and when; under «Срок, ответственный» both stand in one cell."""
    printed = _printed_people(draft)
    headings = " ".join(plain(one.heading) for one in draft.header.having(Field.DEADLINE))
    if draft.header.having(Field.RESPONSIBLE) or not re.search("ответств|исполнит", headings):
        return printed, tuple(draft.deadlines)
    people, deadlines = [], []
    for phrase in draft.deadlines:
        cut = next(
            (one.start() for one in _WHO.finditer(phrase) if not _is_month(phrase, one)), None
        )
        deadlines.append(phrase[:cut].strip(" ,;(–-"))
        people.append(phrase[cut:].strip(" ,;)") if cut is not None else "")
    return "\n".join(filter(None, people)), tuple(filter(None, deadlines))


def _printed_people(draft: Draft) -> str:
    """Those responsible as printed; posts of a column beside them stand behind each name."""
    columns = draft.header.having(Field.RESPONSIBLE)
    posts = [one for one in columns if plain(one.nearest or one.heading).startswith("должност")]
    names = [one for one in columns if one not in posts]
    if not posts or not names:
        return draft.text(Field.RESPONSIBLE)
    behind, before = (
        "\n".join(filter(None, (draft.texts.get(one.index, "") for one in group))).split("\n")
        for group in (posts, names)
    )
    if len(behind) != len(before):
        return draft.text(Field.RESPONSIBLE)
    pairs = zip(before, behind, strict=True)
    return "\n".join(", ".join(filter(None, pair)) for pair in pairs)


def _people_of_sections(sections: tuple[str, ...]) -> str:
    """«Направление: кадры. Ответственный – Юдина С.В.» names them for all that stands below."""
    found = (_RESPONSIBLE.search(one) for one in reversed(sections))
    return next((one[1].strip() for one in found if one), "")


def _is_month(phrase: str, at: re.Match[str]) -> bool:
    return bool(_MONTHS.match(phrase[at.start() :].lower()))


def _actors(draft: Draft) -> tuple[ActorTask, ...]:
    columns = draft.header.having(Field.ACTOR)
    told = ((one.actor, draft.texts.get(one.index, "")) for one in columns)
    return tuple(ActorTask(actor, text) for actor, text in told if text)


def _level(draft: Draft, responsible: tuple[Responsible, ...], document: str) -> str:
    """As the column says, the section above, those responsible, or the document as a whole."""
    printed = level_of_cell(draft.text(Field.LEVEL)) or draft.level
    if printed or document == SCHOOL:
        return printed or document
    return (
        level_of_people((one.position, one.body) for one in responsible if not _only_named(one))
        or document
    )


def _only_named(one: Responsible) -> bool:
    return not one.position and not one.body


def _evidence(draft: Draft, title: str) -> tuple[str, ...]:
    column = evidence_of_column(draft.text(Field.EVIDENCE))
    if column:
        return column
    headings = [one.heading for one in draft.header.having(Field.TITLE)]
    form = any(FORM_HEADING.search(plain(one)) for one in headings)
    return evidence_of_title(title, form=form)


def _milestones(draft: Draft, timing: Timing) -> tuple[Milestone, ...]:
    found = []
    for column in draft.header.having(Field.YEAR):
        text = draft.texts.get(column.index, "")
        if text:
            terms = timing.read_year(terms_of_prose(text), column.year)
            found.append(Milestone(column.year, text, terms))
    return tuple(found)


def _notes(draft: Draft) -> tuple[tuple[str, str], ...]:
    """What no field holds; so is a «Уровень» that is none of ours, as that of a risk."""
    columns = draft.header.having(Field.NOTE, Field.UNKNOWN, Field.LEVEL)
    told = ((one, draft.texts.get(one.index, "")) for one in columns)
    return tuple(
        (one.heading, text)
        for one, text in told
        if text and (one.field is not Field.LEVEL or not level_of_cell(text))
    )
