"""The review of a document: the file beside what was understood, and every answer kept at once."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from engine.actions.roadmaps.reviewing import drop_review, keep_decisions
from engine.domain.errors import InvalidInput
from engine.domain.roadmaps.states import ImportState
from engine.domain.roles import Permission
from engine.queries.roadmaps.sheets import RoadmapLine, roadmap_lines
from web.current import current_bench
from web.identity import current_actor
from web.parsing import new_key
from web.permissions import permission
from web.roadmaps.answering import answers_of, texts_of
from web.roadmaps.pages import pages
from web.roadmaps.reading import UnderReview, under_review
from web.roadmaps.saving import version_for
from web.wording.refusals import invalid_text
from web.wording.reviewing import (
    FAULTS,
    answer_text,
    choices,
    question_text,
    term_days,
)
from web.wording.roadmaps import FIELD_TITLES, accounting_sentence, warning_sentence
from workflows.roadmaps.review.answers import HEADER, heading_texts
from workflows.roadmaps.review.content import card_day, card_text
from workflows.roadmaps.review.questions import QuestionKind
from workflows.roadmaps.terms import term_phrase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from workflows.roadmaps.measures import Measure
    from workflows.roadmaps.review.questions import Question
    from workflows.roadmaps.review.reviewing import ReviewedMeasure
    from workflows.roadmaps.terms import ReadTerm

PAGE = 40
ALL, ASKED = "all", "asked"


@pages.get("/import/<uuid:import_id>")
@permission(Permission.WRITE_ROADMAP)
def review(import_id: UUID) -> ResponseReturnValue:
    """The page; a review that ended leads to its roadmap."""
    found = under_review(import_id)
    kept = found.kept.kept
    if kept.state is ImportState.SAVED and kept.roadmap_id is not None:
        return redirect(url_for("roadmaps.show", roadmap_id=kept.roadmap_id))
    if kept.state is ImportState.DROPPED:
        flash(gettext("Эта загрузка отменена."), "info")
        return redirect(url_for("roadmaps.index"))
    return render_template("roadmaps/review.html", **_shown(found))


@pages.post("/import/<uuid:import_id>")
@permission(Permission.WRITE_ROADMAP)
def answer(import_id: UUID) -> ResponseReturnValue:
    """Keep the answers, and go back to where they were given."""
    found = under_review(import_id)
    answers = answers_of(request.form, found.review)
    try:
        keep_decisions(current_bench(), import_id, answers, actor=current_actor())
    except InvalidInput as refusal:
        rule, value = str(refusal.fields.get("rule", "")), refusal.fields.get("value")
        flash(invalid_text(rule, value), "danger")
    else:
        flash(gettext("Ответы сохранены."), "success")
    anchor = request.form.get("at", "")
    address = url_for(
        "roadmaps.review",
        import_id=import_id,
        show=request.form.get("show") or None,
        page=request.form.get("page") or None,
        _anchor=anchor if anchor.replace("-", "").replace(".", "").isalnum() else None,
    )
    return redirect(address, HTTPStatus.SEE_OTHER)


@pages.post("/import/<uuid:import_id>/drop")
@permission(Permission.WRITE_ROADMAP)
def drop(import_id: UUID) -> ResponseReturnValue:
    """Let the document go."""
    drop_review(current_bench(), import_id, actor=current_actor())
    flash(gettext("Загрузка отменена. Дорожная карта не создана."), "success")
    return redirect(url_for("roadmaps.index"), HTTPStatus.SEE_OTHER)


@dataclass(frozen=True, slots=True)
class ShownTerm:
    """A term as printed, as understood, and in days."""

    phrase: str
    meaning: str
    days: str
    year: str
    sure: bool


@dataclass(frozen=True, slots=True)
class ShownMeasure:
    """A measure beside its rows."""

    one: ReviewedMeasure
    level: str
    section: str
    terms: tuple[ShownTerm, ...]
    notes: tuple[str, ...]
    texts: tuple[tuple[str, str], ...]


def _shown(found: UnderReview) -> dict[str, Any]:
    """Everything that the page of a review shows."""
    review = found.review
    asked = [one for one in review.measures if one.questions]
    show = request.args.get("show") or (ASKED if asked else ALL)
    rows = asked if show == ASKED else list(review.measures)
    page = request.args.get("page", 1, type=int)
    last = max(1, -(-len(rows) // PAGE))
    page = min(max(page, 1), last)
    part = rows[(page - 1) * PAGE : page * PAGE]
    return {
        "found": found,
        "review": review,
        "first": next((one for one in review.questions if one.open), None),
        "measures": [_measure(one) for one in part],
        "asked": len(asked),
        "show": show,
        "page": page,
        "last": last,
        "edit": request.args.get("edit", ""),
        "accounting": accounting_sentence(review.roadmap.accounting),
        "notes": [warning_sentence(one) for one in review.notes],
        "card": _card(found),
        "groups": _groups(review.names),
        "columns": _columns(found),
        "fields": FIELD_TITLES,
        "version": version_for(found),
        "others": _others(found),
        "key": new_key(),
        "question_text": question_text,
        "choices": choices,
        "answer_text": answer_text,
        "faults": FAULTS,
    }


def _card(found: UnderReview) -> dict[str, str]:
    answers = found.kept.kept.decisions
    card = found.review.roadmap.card
    texts = {
        name: card_text(card, name, answers)
        for name in ("title", "body", "number", "level", "signatory", "controller")
    }
    day, period = card_day(card, answers), card.period
    return texts | {
        "day": day.isoformat() if day else "",
        "first": answers.get("period.first", period.first.isoformat() if period else ""),
        "last": answers.get("period.last", period.last.isoformat() if period else ""),
    }


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
    answers = found.kept.kept.decisions
    texts = heading_texts(found.document, {HEADER: "1", **answers})
    return [(at, text, answers.get(f"column.{at}", "unknown")) for at, text in texts.items()]


def _measure(one: ReviewedMeasure) -> ShownMeasure:
    measure = one.measure
    return ShownMeasure(
        one,
        measure.level,
        measure.section,
        tuple(_terms(measure)),
        tuple(warning_sentence(note) for note in one.notes),
        tuple(texts_of(measure)) if request.args.get("edit") == one.spot else (),
    )


def _terms(measure: Measure) -> Iterator[ShownTerm]:
    for read in measure.terms:
        yield _term(read, "")
    for one in measure.milestones:
        for read in one.terms:
            yield _term(read, one.year)


def _term(read: ReadTerm, year: str) -> ShownTerm:
    phrase = term_phrase(read.term, read.context)
    return ShownTerm(
        read.phrase, phrase, term_days(read.term, read.context.period), year, not read.needs_person
    )
