"""The parts of a measure that a layout gives columns of their own: years, actors, those who lead.

Their corrections are kept under the year or the place of the actor's column, so that an empty cell
can be filled too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from workflows.roadmaps.cells import flat
from workflows.roadmaps.measures import ActorTask, Milestone
from workflows.roadmaps.people import Responsible
from workflows.roadmaps.phrases import terms_of_prose
from workflows.roadmaps.review.questions import NONE, spot_of
from workflows.roadmaps.vocabulary import Field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workflows.roadmaps.measures import Measure
    from workflows.roadmaps.reading import Roadmap
    from workflows.roadmaps.timing import Timing

YEAR, WHEN, ACTOR = "year", "when", "actor"


@dataclass(frozen=True, slots=True)
class Columns:
    """The years and the actors that have columns of their own, in the order of the table."""

    years: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()


def columns_of(roadmap: Roadmap) -> Columns:
    """The columns of all headers; a year that two columns share is read as the first of them."""
    columns = [one for header in roadmap.headers for one in header.columns]
    years = dict.fromkeys(one.year for one in columns if one.field is Field.YEAR and one.year)
    actors = dict.fromkeys(one.actor for one in columns if one.field is Field.ACTOR and one.actor)
    return Columns(tuple(years), tuple(actors))


def part_key(spot: str, part: str, of: str) -> str:
    """The key under which the corrected cell of a year or an actor is kept."""
    return f"text.{spot}.{part}.{of}"


def part_texts(measure: Measure, columns: Columns) -> Iterator[tuple[str, str, str]]:
    """What stands in each such cell now: the part, the year or the actor's place, the text."""
    stones = {one.year: one for one in reversed(measure.milestones)}
    for year in columns.years:
        stone = stones.get(year)
        yield YEAR, year, stone.text if stone else ""
        yield (
            WHEN,
            year,
            "\n".join(one.phrase for one in stone.terms if one.phrase) if stone else "",
        )
    tasks = {one.actor: one.text for one in reversed(measure.actors)}
    for place, actor in enumerate(columns.actors):
        yield ACTOR, str(place), tasks.get(actor, "")


def with_parts(
    measure: Measure, columns: Columns, answers: Mapping[str, str], timing: Timing
) -> Measure:
    """The measure with its cells of years and actors as they were corrected."""
    spot = spot_of(measure.table, measure.row)
    values: dict[str, Any] = {}
    if _answered(answers, spot, (YEAR, WHEN), columns.years):
        values["milestones"] = tuple(_milestones(measure, columns, answers, timing))
    places = [str(one) for one in range(len(columns.actors))]
    if _answered(answers, spot, (ACTOR,), places):
        actors = tuple(_actors(measure, columns, answers))
        values["actors"] = actors
        if not measure.printed_responsible:
            values["responsible"] = tuple(Responsible(body=one.actor) for one in actors)
    return replace(measure, **values) if values else measure


def _answered(
    answers: Mapping[str, str], spot: str, parts: tuple[str, ...], of: tuple[str, ...] | list[str]
) -> bool:
    return any(part_key(spot, part, one) in answers for part in parts for one in of)


def _milestones(
    measure: Measure, columns: Columns, answers: Mapping[str, str], timing: Timing
) -> Iterator[Milestone]:
    spot = spot_of(measure.table, measure.row)
    for year in columns.years:
        kept = [one for one in measure.milestones if one.year == year]
        text = answers.get(part_key(spot, YEAR, year))
        when = answers.get(part_key(spot, WHEN, year))
        if text is None and when is None:
            yield from kept
            continue
        first = kept[0] if kept else Milestone(year, "")
        one = _milestone(first, text, when, timing)
        if one.text or one.terms:
            yield one
        yield from kept[1:]


def _milestone(kept: Milestone, text: str | None, when: str | None, timing: Timing) -> Milestone:
    """A cell as corrected; words that say nothing of its term leave the term as it was."""
    said = kept.text if text is None else text
    if when is not None:
        phrases = tuple(filter(None, map(flat, when.splitlines())))
        terms = timing.read_year(phrases, kept.year) if phrases or said else ()
        return Milestone(kept.year, said, terms)
    phrases = tuple(terms_of_prose(said))
    if said and (phrases or not kept.terms):
        return Milestone(kept.year, said, timing.read_year(phrases, kept.year))
    return Milestone(kept.year, said, kept.terms if said else ())


def _actors(measure: Measure, columns: Columns, answers: Mapping[str, str]) -> Iterator[ActorTask]:
    spot = spot_of(measure.table, measure.row)
    for place, actor in enumerate(columns.actors):
        kept = [one for one in measure.actors if one.actor == actor]
        text = answers.get(part_key(spot, ACTOR, str(place)))
        if text is None:
            yield from kept
        elif text:
            yield ActorTask(actor, text)


def lead_key(spot: str) -> str:
    """The key under which it is kept who of several answers for a measure."""
    return f"lead.{spot}"


def named(one: Responsible) -> str:
    """Somebody responsible in one line, as the page and the answer name them."""
    return ", ".join(filter(None, (one.name, one.position, one.body)))


def leader_of(measure: Measure, answers: Mapping[str, str]) -> Responsible | None:
    """Who leads: whoever acts alone, else the chosen one; of several nobody is guessed."""
    if len(measure.responsible) == 1:
        return measure.responsible[0]
    chosen = answers.get(lead_key(spot_of(measure.table, measure.row)), NONE)
    return next((one for one in measure.responsible if named(one) == chosen), None)
