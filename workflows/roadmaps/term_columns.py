"""Terms over several columns: a begin and an end, a cross under each month, a cell of each stage.

They are read as one phrase, and such a phrase is written into the same columns again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workflows.roadmaps.schools import school_names
from workflows.roadmaps.stages import MARK, in_stage, is_only_term, name_of
from workflows.roadmaps.vocabulary import STAGE, year_of
from workflows.roadmaps.words import ROMAN, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workflows.roadmaps.headings import Column

_ENDS = re.compile(r"оконч|заверш|конец|\bпо$")
_EDGE = re.compile(
    r"\d|январ|феврал|март|апрел|ма[йя]\b|июн|июл|август|сентябр|октябр|ноябр|декабр", re.IGNORECASE
)
_WHOLE_DAY = re.compile(r"\d\d?\.\d\d\.\d{4}")
_PARTS = re.compile(r"квартал|полугод|четверт|этап")
_DAY = re.compile(r"[1-9]|[12]\d|3[01]")
_LEADING_DAY = re.compile(r"\d{1,2}(?= )")
CROSS = "+"
MONTHS = (
    *("январь", "февраль", "март", "апрель", "май", "июнь"),
    *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
)
_OF_MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)


def one_phrase(columns: Sequence[Column], texts: Sequence[str]) -> str:
    """What the cells of a row say together; a begin and an end make one term."""
    said = [_in_column(one, text) for one, text in zip(columns, texts, strict=True)]
    if _are_edges(columns):
        return _between(*said)
    labelled = any(STAGE.search(plain(one.heading)) for one in columns) and not all(
        is_only_term(one) for one in said if one
    )
    return ("; " if labelled else ", ").join(filter(None, said))


def in_columns(columns: Sequence[Column], phrase: str) -> list[str]:
    """The cells that are read as this phrase; what the columns cannot part stands in the first."""
    choices = _edges(phrase) if _are_edges(columns) else _under_headings(columns, phrase)
    for texts in choices:
        if one_phrase(columns, texts) == phrase:
            return texts
    return [phrase, *[""] * (len(columns) - 1)]


def _are_edges(columns: Sequence[Column]) -> bool:
    return len(columns) == 2 and bool(_ENDS.search(plain(columns[1].heading)))  # noqa: PLR2004


def _between(first: str, last: str) -> str:
    if first == last:
        return first
    if last and not _EDGE.match(last):
        return ", ".join(filter(None, (first, last)))
    begin = f"с {first}" if first and last else first
    return " ".join(filter(None, (begin, last and f"{'по' if first else 'до'} {last}")))


def _edges(phrase: str) -> Iterator[list[str]]:
    """The ways to part a phrase into a begin and an end."""
    if _WHOLE_DAY.fullmatch(phrase):
        yield [phrase, phrase]
    if phrase.startswith("с "):
        for one in re.finditer(" по ", phrase):
            yield [phrase[2 : one.start()], phrase[one.end() :]]
    if phrase.startswith("до "):
        yield ["", phrase[3:]]
    for one in re.finditer(", ", phrase):
        yield [phrase[: one.start()], phrase[one.end() :]]


def _under_headings(columns: Sequence[Column], phrase: str) -> Iterator[list[str]]:
    """A cross, a day or a text under each heading that a part of the phrase names."""
    for mark in ("; ", ", "):
        texts, parts = [], phrase.split(mark)
        for column in columns:
            found = _cell(column, parts[0]) if parts else ""
            texts.append(found)
            parts = parts[1:] if found else parts
        if not parts:
            yield texts


def _cell(column: Column, part: str) -> str:
    """What stands in a column that says this; empty where it cannot."""
    day = _LEADING_DAY.match(part)
    own = part.removeprefix(f"{name_of(column)} – ")
    of_school = part.removesuffix(f" ({column.heading})")
    choices = (
        *(CROSS, day[0] if day else "", own if own != part else ""),
        of_school if of_school != part else "",
    )
    return next((one for one in choices if one and _in_column(column, one) == part), "")


def _in_column(column: Column, text: str) -> str:
    if text and STAGE.search(plain(column.heading)):
        return in_stage(column, text)
    if text and school_names(column.heading):
        return f"{text} ({column.heading})"
    return _marked(text, column.heading)


def _marked(text: str, heading: str) -> str:
    """A cross under «IV кв.» is that quarter; a day under «сент.» is one of that month."""
    above, _, part = heading.rpartition(" / ")
    month = _month_of(heading)
    if month and _DAY.fullmatch(text):
        return f"{text} {_OF_MONTHS[month - 1]}" + (
            f" {one} года" if (one := year_of(above)) else ""
        )
    if not MARK.fullmatch(text):
        return text
    shortened = month and plain(part) not in MONTHS
    said = MONTHS[month - 1] if shortened else re.sub(r"\bкв\.?$", "квартал", part)
    year = year_of(above)
    return f"{said} {year} года" if year and "/" not in year else said


def _month_of(heading: str) -> int:
    """The number of the month a heading names, also shortly; 0 if it names none."""
    above, _, part = heading.rpartition(" / ")
    if part in ROMAN and not _PARTS.search(plain(above)):
        return ROMAN[part]
    if "месяц" in plain(above) and _DAY.fullmatch(part) and int(part) <= len(MONTHS):
        return int(part)
    said = plain(part)
    known = (at for at, one in enumerate(MONTHS, 1) if len(said) > 2 and one.startswith(said))  # noqa: PLR2004
    return next(known, 0)
