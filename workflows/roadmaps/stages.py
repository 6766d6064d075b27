"""Columns of stages: «Подготовительный этап», «Основной этап», each with terms, marks or words."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from workflows.roadmaps.vocabulary import STAGE, Field
from workflows.roadmaps.words import plain

if TYPE_CHECKING:
    from workflows.roadmaps.cells import Grid
    from workflows.roadmaps.headings import Column

MARK = re.compile(r"[+*xXхХvV✓✔√•●]")
_MONTH = r"январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр"
_WORD_OF_TERM = re.compile(
    rf"с|по|до|в|и|к|на|год[ау]?|гг?|(?:{_MONTH})\w{{0,3}}|\d{{1,2}}|20\d\d|квартал\w{{0,2}}"
    r"|четверт\w{0,2}|полугоди\w{0,2}|I{1,3}|IV|ежемесячно|ежеквартально|еженедельно|ежедневно"
    r"|ежегодно|постоянно|течение|всего|учебного|периода|раз|месяц|неделю",
    re.IGNORECASE,
)
_LONGEST_TERM = 200
_NAMED = re.compile(rf"{_MONTH}|квартал|четверт|полугоди|еже|постоянно|течение|раз", re.IGNORECASE)
_LONGEST_SPAN = 50
_DAYS = re.compile(r"(?:с )?\d\d?\.\d\d(?:\.20\d\d)?\s?(?:[-–—]|по)\s?\d\d?\.\d\d(?:\.20\d\d)?")
_BEHIND_STAGE = re.compile(r".{0,60}\bэтап\w*(?: [^:–—]{0,40})?\s*[:–—]\s*(.+)", re.IGNORECASE)
_BRACKET = re.compile(r"\(([^()]+)\)\s*$")


def is_only_term(text: str) -> bool:
    """Whether a cell prints a term and nothing else."""
    words = re.findall(r"\w+", text) if len(text) <= _LONGEST_TERM else []
    return bool(words) and all(map(_WORD_OF_TERM.fullmatch, words))


def is_only_span(heading: str) -> bool:
    """Whether a heading over rows is the time of them: «СЕНТЯБРЬ», «Еженедельно»."""
    return len(heading) <= _LONGEST_SPAN and is_only_term(heading) and bool(_NAMED.search(heading))


def span_of(heading: str) -> str:
    """The time a heading over rows names: itself, or what stands behind the name of a stage."""
    if is_only_span(heading):
        return heading
    found = _BRACKET.search(heading) or _BEHIND_STAGE.match(heading)
    said = found[1].strip() if found else ""
    return said if is_only_span(said) or _DAYS.fullmatch(said) else ""


def stages_settled(grid: Grid, first: int, columns: list[Column]) -> list[Column]:
    """Several columns of stages are terms where terms or marks stand in them, and else notes."""
    stages = [
        one for one in columns if one.field is Field.SECTION and STAGE.search(plain(one.heading))
    ]
    if len({one.heading for one in stages}) < 2:  # noqa: PLR2004
        return columns
    said = [
        (one, text)
        for one in stages
        for row in grid.rows[first:]
        if (text := row[one.index].text) and row[one.index].width == 1
    ]
    dated = sum(
        is_only_term(text) or bool(MARK.fullmatch(text) and term_of(one)) for one, text in said
    )
    field = Field.DEADLINE if dated and 2 * dated >= len(said) else Field.NOTE
    return [replace(one, field=field) if one in stages else one for one in columns]


def term_of(column: Column) -> str:
    """The term that the heading of a stage prints in brackets."""
    found = _BRACKET.search(column.heading)
    return found[1].strip() if found and is_only_term(found[1]) else ""


def in_stage(column: Column, text: str) -> str:
    """What a cell of a stage says: the term of the stage, or its own under the stage's name."""
    if MARK.fullmatch(text):
        return term_of(column)
    return f"{name_of(column)} – {text}"


def name_of(column: Column) -> str:
    """What a stage is called, without the term in brackets."""
    return _BRACKET.sub("", column.nearest or column.heading).strip()
