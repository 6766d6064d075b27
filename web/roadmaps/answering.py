"""Answers out of a sent form: `q:` before the key of a question, `t:` before words of one's own."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from web.parsing import is_storable, parse_day
from workflows.roadmaps.review.answers import FIRST, LAST
from workflows.roadmaps.review.content import CARD_DAY, card_day, card_text
from workflows.roadmaps.review.corrections import CORRECTED, text_key
from workflows.roadmaps.review.parts import WHEN, YEAR, part_key, part_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from werkzeug.datastructures import MultiDict

    from workflows.roadmaps.measures import Measure
    from workflows.roadmaps.review.parts import Columns
    from workflows.roadmaps.review.reviewing import Review

OWN = "own"
"""The choice that says: in words of one's own."""

_KEY = re.compile(
    r"(?:amends|header|annex\.\d+|period\.(?:first|last)|card\.\w+|column\.\d+|(?:row|merge|several)\.\d+\.\d+"
    r"|text\.\d+\.\d+\.\w+(?:\.[\w/]{1,20})?|lead\.\d+\.\d+|term\.\d+\.\d+\.[\d/]*\.\d+|(?:name|person|school)\..{1,300})"
)
_PERIOD = (FIRST, LAST)
_DAYS = {*_PERIOD, CARD_DAY}
_KEPT_EMPTY = ("card.", "text.")
"""Here an empty answer says that there is nothing; elsewhere that nothing was answered."""


def answers_of(sent: MultiDict[str, str], review: Review) -> dict[str, str | None]:
    """The answers of a form; a text that says what was read anyway is no answer."""
    found: dict[str, str | None] = {}
    for name in sent:
        key = name.removeprefix("q:")
        if key == name or not _KEY.fullmatch(key):
            continue
        value = _clean(sent[name])
        if value == OWN:
            value = _clean(sent.get(f"t:{key}", ""))
        if key in _DAYS and value:
            day = parse_day(value)
            value = day.isoformat() if day else value
        kept = value or (value if key.startswith(_KEPT_EMPTY) else None)
        found[key] = kept
    read, shown = dict(_read(review)), dict(_shown(review))
    if all(found.get(key, one) == one for key, one in _period(review)):
        found = {key: one for key, one in found.items() if key not in _PERIOD}
    settled = {
        # What the document says by itself takes a former correction back.
        key: None if read.get(key) == one else one
        for key, one in found.items()
        if key not in shown or shown[key] != one
    }
    return {**settled, **dict.fromkeys(_outdated(settled, review))}


def _outdated(kept: Mapping[str, str | None], review: Review) -> Iterator[str]:
    """The readings chosen for terms whose words are corrected now: they were of other words."""
    for one in review.measures:
        places = [f"term.{one.spot}.."] * (text_key(one.spot, "deadline") in kept)
        places += [
            f"term.{one.spot}.{year}."
            for year in review.columns.years
            if part_key(one.spot, YEAR, year) in kept or part_key(one.spot, WHEN, year) in kept
        ]
        for question in one.questions:
            if question.key.startswith(tuple(places)):
                yield question.key


def _clean(text: str) -> str:
    """What was typed without the signs that cannot be kept."""
    whole = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return "".join(sign for sign in whole if is_storable(sign)).strip()


def _period(review: Review) -> Iterator[tuple[str, str]]:
    """The period that the document is read by now."""
    period = review.roadmap.card.period
    if period:
        yield from zip(_PERIOD, (period.first.isoformat(), period.last.isoformat()), strict=True)
    else:
        yield from ((key, "") for key in _PERIOD)


def _read(review: Review) -> Iterator[tuple[str, str]]:
    """What the document says of itself in each place that can be corrected."""
    card = review.roadmap.card
    answered: Mapping[str, str] = {}
    for name in ("title", "body", "number", "level", "signatory", "controller"):
        yield f"card.{name}", card_text(card, name, answered)
    day = card_day(card, answered)
    yield CARD_DAY, day.isoformat() if day else ""


def _shown(review: Review) -> Iterator[tuple[str, str]]:
    """What stands in each text of a measure now, corrections included."""
    for one in review.measures:
        for name, text in texts_of(one.measure, review.columns):
            yield f"text.{one.spot}.{name}", text


def texts_of(measure: Measure, columns: Columns) -> Iterator[tuple[str, str]]:
    """The texts of a measure that can be corrected, by field; cells of years and actors after."""
    for name in CORRECTED:
        yield name, str(getattr(measure, name))
    yield "sections", "\n".join(measure.sections)
    for part, of, text in part_texts(measure, columns):
        yield f"{part}.{of}", text
    yield "deadline", "\n".join(measure.deadlines)
    yield "responsible", measure.printed_responsible
    yield "evidence", "\n".join(measure.evidence)
