"""What a careful methodist reads in a document, in the shortest words that hold all of it."""

from __future__ import annotations

from typing import Any

from tests.domain.roadmaps.seeds import codes
from workflows.roadmaps.cells import flat
from workflows.roadmaps.measures import Measure
from workflows.roadmaps.readers.opening import read_bytes
from workflows.roadmaps.reading import Roadmap, read_roadmap

Said = dict[str, Any]


def read(data: bytes, name: str = "map.docx") -> Roadmap:
    """The roadmap of a file; every row of it is accounted for."""
    roadmap = read_roadmap(read_bytes(data, name))
    accounting = roadmap.accounting
    assert accounting.pop("rows") == sum(accounting.values())
    assert accounting["measures"] == len(roadmap.measures)
    return roadmap


def said(measure: Measure) -> Said:
    """What a measure says, without what it does not say."""
    found: Said = {
        "number": measure.number,
        "section": flat(measure.section),
        "title": flat(measure.title),
        "task": flat(measure.task),
        "audience": flat(measure.audience),
        "when": "; ".join(measure.deadlines),
        "who": [" / ".join(filter(None, _parts(one))) for one in measure.responsible],
        "result": flat(measure.expected_result),
        "evidence": list(measure.evidence),
        "years": {one.year: flat(one.text) for one in measure.milestones},
        "actors": {one.actor: flat(one.text) for one in measure.actors},
        "notes": {heading: flat(text) for heading, text in measure.notes},
        "like": measure.merged_with,
    }
    return {key: value for key, value in found.items() if value}


def _parts(one: Any) -> tuple[str, str, str]:
    return one.name, one.position, one.body


def all_said(roadmap: Roadmap) -> list[Said]:
    return [said(one) for one in roadmap.measures]


def rows(roadmap: Roadmap) -> dict[str, int]:
    """Where the rows went, without the kinds that took none."""
    return {kind: count for kind, count in roadmap.accounting.items() if count and kind != "rows"}


__all__ = ["all_said", "codes", "read", "rows", "said"]
