"""Names of people and schools: spellings to settle, and whom of the directory they mean."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import UUID

from engine.domain.search_keys import search_key
from workflows.roadmaps.doubts import RoadmapDoubt
from workflows.roadmaps.review.directory import Directory, Found, find_person, find_school
from workflows.roadmaps.review.questions import NONE, SAME, Option, Question, QuestionKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from workflows.roadmaps.doubts import RoadmapWarning
    from workflows.roadmaps.measures import Measure
    from workflows.roadmaps.schools import NamedSchool


@dataclass(frozen=True, slots=True)
class Names:
    """Who and what the printed names are, as far as somebody confirmed it."""

    spelling: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, UUID] = field(default_factory=dict)
    schools: Mapping[str, UUID] = field(default_factory=dict)


def respelt(measures: Iterable[Measure], spelling: Mapping[str, str]) -> tuple[Measure, ...]:
    """The measures with each name in the spelling that was confirmed."""
    return tuple(
        replace(
            one,
            responsible=tuple(
                replace(person, name=spelling.get(person.name, person.name))
                for person in one.responsible
            ),
        )
        if any(person.name in spelling for person in one.responsible)
        else one
        for one in measures
    )


def spelling_questions(
    doubts: Iterable[RoadmapWarning], answers: Mapping[str, str]
) -> tuple[Question, ...]:
    """People whose name nearly repeats another one: whether they are the same is asked.

    A school that a later page prints otherwise is only told: which one is meant the directory says.
    """
    pairs = {
        one.field("name"): one.field("known")
        for one in doubts
        if one.code is RoadmapDoubt.SIMILAR_NAME and one.sequence is not None
    }
    return tuple(
        Question(
            f"name.{name}",
            QuestionKind.NAME,
            printed=name,
            source=known,
            answer=answers.get(f"name.{name}", ""),
        )
        for name, known in pairs.items()
    )


def settled_spelling(questions: Iterable[Question]) -> dict[str, str]:
    """The names that were said to be a slip, and what they should be."""
    return {one.printed: one.source for one in questions if one.answer == SAME}


def person_questions(
    measures: Iterable[Measure], directory: Directory, answers: Mapping[str, str]
) -> tuple[Question, ...]:
    """Each printed person whom the directory may know; whom it cannot know stays as printed."""
    names = dict.fromkeys(
        person.name for one in measures for person in one.responsible if person.name
    )
    titles = {str(one.id): one.title for one in directory.people}
    return tuple(
        _asked(
            f"person.{name}",
            QuestionKind.PERSON,
            name,
            found,
            titles=titles,
            answers=answers,
        )
        for name in names
        if (found := find_person(name, directory.people)).same or found.near
    )


def school_questions(
    schools: Iterable[NamedSchool], directory: Directory, answers: Mapping[str, str]
) -> tuple[Question, ...]:
    """Each school the document lists; without any school in the directory nothing is asked."""
    if not directory.schools:
        return ()
    titles = {str(one.id): one.title for one in directory.schools}
    printed = dict.fromkeys(one.name for one in schools)
    return tuple(
        _asked(
            f"school.{name}",
            QuestionKind.SCHOOL,
            name,
            find_school(name, directory.schools),
            titles=titles,
            answers=answers,
        )
        for name in printed
    )


def _asked(
    key: str,
    kind: QuestionKind,
    printed: str,
    found: Found,
    *,
    titles: Mapping[str, str],
    answers: Mapping[str, str],
) -> Question:
    ids = [str(one) for one in (found.same, *found.near) if one]
    # Of schools any may be meant, so all can be chosen; the likely ones stand first.
    others = [one for one in titles if one not in ids] if kind is QuestionKind.SCHOOL else []
    options = tuple(
        [Option(one, titles[one], near=True) for one in ids]
        + [Option(one, titles[one]) for one in others]
    )
    answer = answers.get(key, "")
    known = answer == NONE or answer in titles
    proposed = str(found.same) if found.same else "" if ids else NONE
    return Question(
        key,
        kind,
        printed=printed,
        options=options,
        proposed=proposed,
        answer=answer if known else "",
    )


def settled_ids(questions: Iterable[Question]) -> dict[str, UUID]:
    """Whom the confirmed names are; those in no directory are absent."""
    return {one.printed: UUID(one.answer) for one in questions if one.answer not in ("", NONE)}


def new_aliases(schools: Mapping[str, UUID], directory: Directory) -> tuple[tuple[UUID, str], ...]:
    """Confirmed names that the directory does not have yet."""
    known = {
        (one.id, search_key(name))
        for one in directory.schools
        for name in (one.title, *one.aliases)
    }
    return tuple(
        (school_id, printed)
        for printed, school_id in schools.items()
        if (school_id, search_key(printed)) not in known
    )


def without_doubt(questions: Sequence[Question], keep: Callable[[Question], bool]) -> Iterator[str]:
    """The keys of open questions whose proposal may be taken as it is."""
    return (one.key for one in questions if one.open and one.proposed and keep(one))
