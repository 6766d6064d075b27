"""The page of a review: the file beside what was understood, and everything that is asked."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from flask import render_template

from engine.queries.roadmaps.sheets import RoadmapLine, roadmap_lines
from web.current import current_bench
from web.identity import current_actor
from web.parsing import new_key
from web.roadmaps.beside import shown_measure
from web.roadmaps.rowwork import section_paths
from web.roadmaps.versions import alike, version_for
from web.wording.reviewing import FAULTS, answer_text, choices, question_text
from web.wording.roadmaps import FIELD_TITLES, accounting_sentence, warning_sentence
from workflows.roadmaps.review.answers import HEADER, heading_texts
from workflows.roadmaps.review.content import card_day, card_text
from workflows.roadmaps.review.questions import QuestionKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from web.roadmaps.reading import UnderReview
    from workflows.roadmaps.review.questions import Question

PAGE = 40
ALL, ASKED, NOTED = "all", "asked", "noted"


def page_of(found: UnderReview, asked_for: Mapping[str, str], reason: str = "") -> str:
    """The page; `reason` is what was typed where a save was refused."""
    return render_template("roadmaps/review.html", reason=reason, **_shown(found, asked_for))


def _shown(found: UnderReview, asked_for: Mapping[str, str]) -> dict[str, Any]:
    """Everything that the page of a review shows; `asked_for` says which part of it."""
    review, edited = found.review, asked_for.get("edit", "")
    asked = [one for one in review.measures if one.questions]
    noted = [one for one in review.measures if one.notes]
    show = asked_for.get("show") or (ASKED if asked else ALL)
    rows = {ASKED: asked, NOTED: noted}.get(show, list(review.measures))
    last = max(1, -(-len(rows) // PAGE))
    version, others = version_for(found), _others(found)
    page = min(max(_number(asked_for.get("page", "")), 1), last)
    part = rows[(page - 1) * PAGE : page * PAGE]
    return {
        "found": found,
        "review": review,
        "first": next((one for one in review.questions if one.open), None),
        "measures": [
            shown_measure(one, review, found.decisions, edited=edited == one.spot) for one in part
        ],
        "paths": section_paths(review),
        "asked": len(asked),
        "noted": len(noted),
        "show": show,
        "page": page,
        "last": last,
        "edit": edited,
        "accounting": accounting_sentence(review.roadmap.accounting),
        "notes": [warning_sentence(one) for one in review.notes],
        "card": _card(found),
        "groups": _groups(review.names),
        "columns": _columns(found),
        "fields": FIELD_TITLES,
        "version": version,
        "others": others,
        "alike": [] if version else alike(found, others),
        "key": new_key(),
        "question_text": question_text,
        "choices": choices,
        "answer_text": answer_text,
        "faults": FAULTS,
    }


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 6 else 1  # noqa: PLR2004


def _card(found: UnderReview) -> dict[str, str]:
    answers = found.decisions
    card = found.review.roadmap.card
    texts = {
        name: card_text(card, name, answers)
        for name in ("title", "body", "number", "level", "signatory", "controller")
    }
    day, (first, last) = card_day(card, answers), _period(found)
    return texts | {
        "day": day.isoformat() if day else "",
        "first": answers.get("period.first", first),
        "last": answers.get("period.last", last),
    }


def _period(found: UnderReview) -> tuple[str, str]:
    """The first and last day that the document prints, else those its terms let one think of."""
    period = found.review.roadmap.card.period
    if period is not None:
        return period.first.isoformat(), period.last.isoformat()
    asked = (one.proposed for one in found.review.document if one.kind is QuestionKind.PERIOD)
    first, _, last = next(asked, "").partition("/")
    return first, last


def _others(found: UnderReview) -> list[RoadmapLine]:
    """The roadmaps of the place that the document may correct."""
    lines = roadmap_lines(current_bench(), actor=current_actor())
    return [one for one in lines if one.of == found.kept.kept.place]


def _groups(names: tuple[Question, ...]) -> list[tuple[QuestionKind, list[Question]]]:
    """Questions about names by their kind, in the order they are asked."""
    return [(kind, list(some)) for kind, some in groupby(names, key=lambda one: one.kind)]


def _columns(found: UnderReview) -> list[tuple[int, str, str]]:
    """Each column with its heading and what it is taken for."""
    headers = found.review.roadmap.headers
    if headers:
        return [(one.index, one.heading, one.field.value) for one in headers[0].columns]
    answers = found.decisions
    texts = heading_texts(found.document, {HEADER: "1", **answers})
    return [(at, text, answers.get(f"column.{at}", "unknown")) for at, text in texts.items()]
