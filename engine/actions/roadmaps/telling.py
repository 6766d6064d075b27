"""Whom a round of the clock tells: a school, who is named, or the coordinators; one notice each."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.actions.roadmaps.noticing import news_of
from engine.domain.audit import AuditKind
from engine.domain.notices import COORDINATORS, MEASURES_ESCALATED, NAMED
from engine.domain.roadmaps.reminding import Due, Reminded
from engine.domain.roles import Place
from engine.storage.reminding import Asked, leaders_of, named_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from engine.actions.roadmaps.roadwork import RoadmapWork
    from engine.storage.changes import Change

_MOST = 120
"""Characters of a measure's title in a notice; the whole of it stands on the page."""


@dataclass(frozen=True, slots=True)
class Told:
    """An occurrence that is told of, and what is said of it."""

    asked: Asked
    due: Due


def reminder_notices(work: RoadmapWork, told: Sequence[Told]) -> Iterator[Change]:
    """Every notice of a round: a school has one, however much it owes."""
    doing = [one for one in told if one.due.doer is not None]
    yield from _to_schools(work, [one for one in doing if one.asked.kept.school_id])
    yield from _to_authority(work, [one for one in doing if not one.asked.kept.school_id])
    yield from _escalations(work, [one for one in told if one.due.escalated])


def _to_schools(work: RoadmapWork, told: Sequence[Told]) -> Iterator[Change]:
    by_school: dict[UUID, list[Told]] = defaultdict(list)
    for one in told:
        if one.asked.kept.school_id is not None:
            by_school[one.asked.kept.school_id].append(one)
    leaders = leaders_of(work.transaction, by_school, work.today)
    for school_id, own in sorted(by_school.items()):
        people = leaders.get(school_id)
        if people:
            place = Place(work.state.region_id, own[0].asked.municipality_id)
            fields = {"school": str(school_id), **_reminder(own), **_people(people)}
            yield _reminded(work, place, NAMED, fields)


def _to_authority(work: RoadmapWork, told: Sequence[Told]) -> Iterator[Change]:
    """Who is named for a measure is told of it; the coordinators of what nobody is named for."""
    named = named_for(work.transaction, {one.asked.kept.measure_id for one in told})
    by_person: dict[UUID, list[Told]] = defaultdict(list)
    for one in told:
        for person in named.get(one.asked.kept.measure_id, ()):
            by_person[person].append(one)
    for person, own in sorted(by_person.items()):
        fields = {**_reminder(own), **_people([person])}
        yield _reminded(work, work.state.place, NAMED, fields)
    unnamed = [one for one in told if one.asked.kept.measure_id not in named]
    if unnamed:
        yield _reminded(work, work.state.place, COORDINATORS, _reminder(unnamed))


def _escalations(work: RoadmapWork, told: Sequence[Told]) -> Iterator[Change]:
    """The coordinators of each municipality hear of its schools in one notice."""
    by_town: dict[UUID | None, list[Told]] = defaultdict(list)
    for one in told:
        by_town[one.asked.municipality_id or work.state.place.municipality_id].append(one)
    for town, own in sorted(by_town.items(), key=str):
        schools = {one.asked.kept.school_id for one in own} - {None}
        fields = {"measures": len(own), "schools": len(schools), "first": _named(own[0])}
        place = Place(work.state.region_id, town)
        news = news_of(work, MEASURES_ESCALATED, place, **fields)
        yield news.to(COORDINATORS, work.actor, work.at)


def _reminded(work: RoadmapWork, place: Place, audience: str, fields: dict[str, Any]) -> Change:
    news = news_of(work, AuditKind.MEASURES_REMINDED.value, place, **fields)
    return news.to(audience, work.actor, work.at)


def _reminder(told: Sequence[Told]) -> dict[str, Any]:
    """How many measures of which kind, and the one that asks for most by its title and day."""
    words = Counter(one.due.doer.value for one in told if one.due.doer is not None)
    return {"counts": dict(sorted(words.items())), "first": _first(told)}


def _first(told: Sequence[Told]) -> dict[str, Any]:
    # They come by their days: of those that ask for the same the oldest is named.
    return _named(min(told, key=lambda one: _LOUDEST.index(one.due.doer)))


def _named(one: Told) -> dict[str, Any]:
    due_on = one.asked.kept.course.due_on
    title = " ".join(one.asked.title.split())
    short = title if len(title) <= _MOST else f"{title[: _MOST - 1].rsplit(' ', 1)[0]}…"
    return {"title": short, "due_on": due_on.isoformat() if due_on else None}


_LOUDEST: tuple[Reminded | None, ...] = tuple(Reminded)


def _people(people: Sequence[UUID]) -> dict[str, Any]:
    return {"people": sorted(map(str, people))}
