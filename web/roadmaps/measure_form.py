"""The form of a kept measure: what stands in its fields, and the values that are typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from web.parsing import Form
from web.roadmaps.terms import read_terms, shown_terms
from web.wording.reviewing import LEVELS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.domain.roadmaps.content import MeasureContent
    from workflows.roadmaps.timing import Timing

MOST = 20_000
TEXTS = ("number", "title", "task", "audience", "expected_result", "responsible")
LISTS = ("sections", "evidence")


@dataclass(frozen=True, slots=True)
class Columns:
    """The years, the actors and the notes that the document has columns for."""

    years: tuple[str, ...]
    actors: tuple[str, ...]
    notes: tuple[str, ...]


def columns_of(card: Mapping[str, Any], content: MeasureContent) -> Columns:
    """Those of the printed layout, with whatever else the measure has."""
    layout = [(one["field"], one["year"], one["actor"]) for one in card["layout"]]
    years = [year for field, year, _ in layout if field == "year" and year]
    actors = [actor for field, _, actor in layout if field == "actor" and actor]
    years += [year for year, _ in content.milestones]
    actors += [actor for actor, _ in content.actors]
    notes = [one["heading"] for one in card["layout"] if one["field"] in _NOTES]
    notes += [heading for heading, _ in content.notes]
    # A document without such a column can have a remark all the same.
    named = (years, actors, notes or [""])
    return Columns(*(tuple(dict.fromkeys(one)) for one in named))


_NOTES = ("note", "unknown")


def shown_values(content: MeasureContent, columns: Columns) -> dict[str, list[str]]:
    """What stands in the fields of a form that was not sent."""
    values = {name: getattr(content, name) for name in TEXTS}
    values |= {name: "\n".join(getattr(content, name)) for name in LISTS}
    values |= {"level": content.level or "-", "deadline": shown_terms(content.terms, "")}
    stones, tasks = dict(content.milestones), dict(content.actors)
    for at, year in enumerate(columns.years):
        values[f"year-{at}"] = stones.get(year, "")
        values[f"when-{at}"] = shown_terms(content.terms, year)
    for at, actor in enumerate(columns.actors):
        values[f"actor-{at}"] = tasks.get(actor, "")
    for at, heading in enumerate(columns.notes):
        values[f"note-{at}"] = "\n".join(text for name, text in content.notes if name == heading)
    return {name: [text] for name, text in values.items()}


def correction_of(
    form: Form, content: MeasureContent, columns: Columns, timing: Timing
) -> dict[str, Any]:
    """The values that the form says otherwise than the measure; faults are noted in the form."""
    # A form as it is shown is read as well: ends and line breaks that it trims are no correction.
    shown = Form("shown", shown_values(content, columns))
    before = _values(shown, content, columns, timing)
    now = _values(form, content, columns, timing)
    return {name: value for name, value in now.items() if value != before[name]}


def _values(
    form: Form, content: MeasureContent, columns: Columns, timing: Timing
) -> dict[str, Any]:
    values: dict[str, Any] = {name: form.text(name, most=MOST) for name in TEXTS}
    for name in LISTS:
        lines = (" ".join(one.split()) for one in form.text(name, most=MOST).splitlines())
        values[name] = tuple(filter(None, lines))
    level = form.choice("level", {one or "-" for one in LEVELS})
    terms = [read_terms(form, "deadline", content, "", timing, filled=False)]
    stones = []
    for at, year in enumerate(columns.years):
        text = form.text(f"year-{at}", most=MOST)
        read = read_terms(form, f"when-{at}", content, year, timing, filled=bool(text))
        terms.append(read)
        if text or read:
            stones.append((year, text))
    tasks = [
        (actor, text)
        for at, actor in enumerate(columns.actors)
        if (text := form.text(f"actor-{at}", most=MOST))
    ]
    return {
        **values,
        "level": "" if level == "-" else level,
        "terms": tuple(one for some in terms for one in some),
        "milestones": tuple(stones),
        "actors": tuple(tasks),
        "notes": _notes(form, columns),
    }


def _notes(form: Form, columns: Columns) -> tuple[tuple[str, str], ...]:
    """The remarks by their headings; one that is left empty is none."""
    return tuple(
        (heading, text)
        for at, heading in enumerate(columns.notes)
        if (text := form.text(f"note-{at}", most=MOST))
    )
