"""A roadmap as plain values, as programs read it; what is not printed is null."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workflows.roadmaps.terms import term_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflows.roadmaps.card import DocumentCard
    from workflows.roadmaps.doubts import RoadmapWarning
    from workflows.roadmaps.measures import Measure
    from workflows.roadmaps.officials import Official
    from workflows.roadmaps.reading import Roadmap


def roadmap_json(roadmap: Roadmap, sentence: Callable[[RoadmapWarning], str]) -> dict[str, Any]:
    """Everything that was read; `sentence` says a warning in words."""
    return {
        "card": card_json(roadmap.card),
        "measures": [measure_json(one) for one in roadmap.measures],
        "warnings": [
            {"code": one.code.value, "sequence": one.sequence, "text": sentence(one)}
            for one in roadmap.warnings
        ],
        "accounting": roadmap.accounting,
    }


def card_json(card: DocumentCard) -> dict[str, Any]:
    """The card of the document."""
    period = card.period
    return {
        "title": card.title or None,
        "order_title": card.order_title or None,
        "body": card.body or None,
        "number": card.number or None,
        "date": card.day.isoformat() if card.day else None,
        "period": {
            "start": period.first.isoformat(),
            "end": period.last.isoformat(),
            "kind": period.kind,
            "printed": period.printed or None,
        }
        if period
        else None,
        "level": card.level or None,
        "region": card.region or None,
        "municipality": card.municipality or None,
        "signatory": _official(card.signatory),
        "controller": _official(card.controller),
        "repealed_orders": [
            {
                "number": one.number,
                "date": one.day.isoformat() if one.day else None,
                "body": one.body or None,
            }
            for one in card.repealed
        ],
        "schools": [
            {
                "name": one.name,
                "printed": one.printed,
                "lists": list(one.lists),
                "year": one.year,
            }
            for one in card.schools
        ],
        "order_items": list(card.items),
        "preface": dict(card.preface),
    }


def measure_json(measure: Measure) -> dict[str, Any]:
    """One measure."""
    return {
        "sequence": measure.sequence,
        "number": measure.number or None,
        "section": measure.section or None,
        "level": measure.level or None,
        "title": measure.title or None,
        "task": measure.task or None,
        "audience": measure.audience or None,
        "responsible": [
            {
                "name": one.name or None,
                "position": one.position or None,
                "body": one.body or None,
            }
            for one in measure.responsible
        ],
        "expected_result": measure.expected_result or None,
        "evidence": list(measure.evidence),
        "milestones": {
            one.year: {"text": one.text, "terms": [term_json(read) for read in one.terms]}
            for one in measure.milestones
        },
        "actors": {one.actor: one.text for one in measure.actors},
        "terms": [term_json(one) for one in measure.terms],
        "merged_with": measure.merged_with,
        "sections": list(measure.sections),
        "inherited": list(measure.inherited),
        "notes": dict(measure.notes),
    }


def _official(official: Official | None) -> dict[str, Any] | None:
    if official is None:
        return None
    return {
        "name": official.name or None,
        "position": official.position or None,
        "printed": official.printed,
    }
