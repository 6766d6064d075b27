"""Annexes of a document: which tables are measures of its roadmap, and which to ask about.

A form of a report or a table of criteria has the words of measures over its columns and no
measures below; the plan of another programme has measures, but not of this roadmap.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflows.roadmaps.cells import Grid, flat
from workflows.roadmaps.vocabulary import Field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workflows.roadmaps.cells import SourceDocument
    from workflows.roadmaps.headings import Header

_BEGINS = re.compile(r"приложени[ея]\b", re.IGNORECASE)
_OF_ANNEX = re.compile(
    r"приложени|утвержд|согласован|к приказ|к распоряж|к постановл|от \W?\d|№|приказом",
    re.IGNORECASE,
)
_NO_PLAN = re.compile(
    r"\W*(?:(?:примерн|типов|рекомендуем|сводн)\w+ )?(?:форм[аы]\b(?! проведени)|образ(?:ец|цы)"
    r"|макет|бланк|шаблон|критери|показател|индикатор|чек.?лист|лист (?:оценк|самооценк|экспертн)"
    r"|оценочн|смет[аы]\b|анкет|отч[её]т\b|мониторинг(?:овая)? карт|протокол|реестр|состав\b"
    r"|памятк|глоссари)",
    re.IGNORECASE,
)
_PLAN = re.compile(r"дорожн\w+ карт|план\b|программ|комплекс\w* мер", re.IGNORECASE)
_LONGEST_TITLE = 300
_LINES = 4
_NEAR = 2
"""How many lines above a table say what it is."""


@dataclass(frozen=True, slots=True)
class AskedAnnex:
    """Tables with the words of measures beside the roadmap; `taken` says whether they were read."""

    tables: tuple[int, ...]
    """Counted over the tables of the document."""
    title: str
    taken: bool
    rows: int


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a table stands: which annex, counted from 0 before the first, and the words above."""

    annex: int
    lines: tuple[str, ...]
    titles: tuple[str, ...]


def asked_annexes(
    document: SourceDocument,
    headers: Mapping[int, list[Header]],
    taken: frozenset[int] = frozenset(),
    left: frozenset[int] = frozenset(),
) -> tuple[AskedAnnex, ...]:
    """The tables that may be no part of the roadmap; `taken` and `left` are tables decided by hand.

    `headers` are those of each table, in their order. A document of one plan asks nothing.
    """
    grids = document.grids
    headed = [at for at in range(len(grids)) if headers.get(at)]
    places = list(_places(document))
    plain = [at for at in headed if _is_plan(grids[at], headers[at], places[at])]
    if not plain or len(headed) < 2:  # noqa: PLR2004
        return ()
    own = places[_main(plain, places)].annex
    asked: dict[tuple[int, bool], list[int]] = {}
    for at in headed:
        if at not in plain:
            asked.setdefault((-at, False), []).append(at)
        elif places[at].annex != own:
            asked.setdefault((places[at].annex, True), []).append(at)
    return tuple(
        AskedAnnex(
            tuple(tables),
            _title(grids[tables[0]], places[tables[0]]),
            taken=tables[0] in taken or (plan and tables[0] not in left),
            rows=sum(len(grids[at].rows) - headers[at][0].end for at in tables),
        )
        for (_, plan), tables in asked.items()
    )


def _main(plans: list[int], places: list[_Place]) -> int:
    """The table of the roadmap itself: the first under a title that says so, else the first."""
    named = [at for at in plans if any(_PLAN.search(one) for one in places[at].titles)]
    return (named or plans)[0]


def _places(document: SourceDocument) -> Iterator[_Place]:
    annex = 0
    lines: list[str] = []
    titles: list[str] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            yield _Place(annex, tuple(lines[-_LINES:]), tuple(titles))
            lines = []
            continue
        text = flat(block)
        if _BEGINS.match(text):
            annex += 1
            lines, titles = [], []
        elif not _OF_ANNEX.match(text) and len(text) <= _LONGEST_TITLE:
            lines.append(text)
            if annex and len(titles) < _LINES:
                titles.append(text)


def _is_plan(grid: Grid, headers: list[Header], place: _Place) -> bool:
    above = [flat(own[0].text) for row in range(headers[0].row) if len(own := grid.own(row)) == 1]
    if any(
        _NO_PLAN.match(one) for one in (grid.name, *place.titles, *place.lines[-_NEAR:], *above)
    ):
        return False
    return any(_says_more(grid, one) for one in headers)


def _says_more(grid: Grid, header: Header) -> bool:
    """Whether anything but a number stands under a header; a form has only numbers."""
    numbers = {one.index for one in header.having(Field.NUMBER)}
    below = range(header.end, len(grid.rows))
    return any(cell.column not in numbers for row in below for cell in grid.own(row))


def _title(grid: Grid, place: _Place) -> str:
    """What the table is called, for a person who decides about it."""
    lines = place.titles or place.lines
    title = " ".join(lines[:2]) if lines else grid.name
    return title[:_LONGEST_TITLE]
