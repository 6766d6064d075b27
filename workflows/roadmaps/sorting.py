"""The rows of all tables in their order, and the paragraphs round them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from workflows.roadmaps.annexes import asked_annexes
from workflows.roadmaps.cells import Grid, flat
from workflows.roadmaps.headings import headers_of
from workflows.roadmaps.levels import level_of_heading
from workflows.roadmaps.orders import is_own_clause
from workflows.roadmaps.rows import (
    Sorted,
    is_named_section,
    is_signature_line,
    repeats_header,
)
from workflows.roadmaps.schools import is_school
from workflows.roadmaps.sections import Sections
from workflows.roadmaps.stages import is_only_span
from workflows.roadmaps.tables import TableSorter
from workflows.roadmaps.vocabulary import Field, recognised, year_of
from workflows.roadmaps.words import EXPLAINS, NUMBER, PAGE_MARK, SECTION_CODE, plain

if TYPE_CHECKING:
    from workflows.roadmaps.annexes import AskedAnnex
    from workflows.roadmaps.cells import SourceDocument
    from workflows.roadmaps.headings import Header
    from workflows.roadmaps.mapping import ColumnMapping

_LONGEST_SECTION = 250
_SHORT_HEADING = 100
_YEAR = re.compile(r"20\d\d")
_ANNEX = re.compile(r"приложени|утвержд|согласован|к приказу|от \d", re.IGNORECASE)
_ANY_SHEET = re.compile(
    r"(?:лист|sheet|таблица|приложение|стр)\s*№?\s*\d*$|\d{1,2}$", re.IGNORECASE
)
_OF_PAGES = re.compile(
    r"\W*(?:продолжение|окончание)\s+(?:таблиц|приложени|дорожн|план|программ|комплекс)\w*[^.]{0,40}$",
    re.IGNORECASE,
)
_MONEY = re.compile(r"[\d\s.,%–—-]+(?:т\.?\s?р\.?|тыс\.?.{0,8}|руб\.?)?")
_PRINTED_TERM = re.compile(
    r"20\d\d|январ|феврал|март|апрел|ма[йя]\b|июн|июл|август|сентябр|октябр|ноябр|декабр"
    r"|\d\d\.\d\d|еже[дмкгн]|постоян|течени|квартал|четверт|полугод|по мере|по (?:плану|график)"
    r"|раз в\b|период",
    re.IGNORECASE,
)


@dataclass
class _Ruling:
    """The header that rules a table which goes on without one."""

    header: Header
    width: int

    def rules(self, grid: Grid, headers: list[Header]) -> bool:
        """Whether a table right below goes on with this header, printed again or not at all."""
        if grid.width != self.width:
            return False
        return not headers or [(one.field, plain(one.heading)) for one in headers[0].columns] == [
            (one.field, plain(one.heading)) for one in self.header.columns
        ]


def sort_rows(
    document: SourceDocument,
    mapping: ColumnMapping | None = None,
    apart: frozenset[tuple[int, int]] = frozenset(),
    together: frozenset[tuple[int, int]] = frozenset(),
    annexes: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset()),
) -> Sorted:
    """Take every row of a document for something; nothing is left out.

    Rows that stand `apart` are measures of their own, whatever they look like; those `together`
    go on with the measure above them in their table. `annexes` are the tables that a person said
    belong to the roadmap, and those that do not.
    """
    found = Sorted(apart=apart, together=together)
    sections = Sections()
    tables = _headers_of_tables(document, mapping)
    found.annexes = _leave_out(document, tables, *annexes)
    left_out = {table for one in found.annexes if not one.taken for table in one.tables}
    several = sum(map(bool, tables.values())) > 1
    ruling: _Ruling | None = None
    between: list[str] = []
    for at, block in enumerate(document.blocks):
        if isinstance(block, str) and (_OF_PAGES.match(block) or PAGE_MARK.fullmatch(block)):
            # A page ended here, and the table did not.
            (found.after if found.drafts else found.before).append(block)
            continue
        if isinstance(block, str):
            between.append(block)
            continue
        table = sum(isinstance(one, Grid) for one in document.blocks[:at])
        headers = tables[at]
        if table in left_out:
            ruling = None
        goes_on = not headers and ruling is not None and _goes_on(block, ruling, between)
        if headers and several and block.name:
            sections.begin(_sheet_name(block.name))
        opened = (
            _headings(
                between,
                first=not (found.drafts or _first_of_several(document, tables, at)),
                several=several,
            )
            if headers or goes_on
            else []
        )
        for place, text in enumerate(between):
            if place in opened:
                sections.enter(flat(text))
            else:
                (found.after if found.drafts else found.before).append(text)
        sorter = TableSorter(found, sections, block, table)
        sorter.several = several
        sorter.continues = not between and ruling is not None and ruling.rules(block, headers)
        if headers:
            sorter.sort(headers)
            ruling = _Ruling(headers[-1], block.width)
        elif goes_on and ruling is not None:
            # Word cuts a table in two where a page or a section of the page ends.
            sorter.rest(replace(ruling.header, row=-1, depth=1), 0)
        else:
            sorter.aside(_said_before(document, at))
        between = []
    (found.after if found.drafts else found.before).extend(between)
    found.codes = sections.codes
    return found


def _headers_of_tables(
    document: SourceDocument, mapping: ColumnMapping | None
) -> dict[int, list[Header]]:
    """The headers of each table; beside a table of measures a list of dates and names has none."""
    found: dict[int, list[Header]] = {}
    for at, block in enumerate(document.blocks):
        if isinstance(block, str):
            continue
        found[at] = [mapping.applied(one) if mapping else one for one in _headers(block)]
        forced = mapping.forced(block) if mapping and not found[at] else None
        if forced:
            found[at] = [forced]
    _drop_budgets(document, found)
    if mapping or not any(one.names_measures for headers in found.values() for one in headers):
        return found
    return {at: [one for one in headers if one.names_measures] for at, headers in found.items()}


def _leave_out(
    document: SourceDocument,
    found: dict[int, list[Header]],
    taken: frozenset[int],
    left: frozenset[int],
) -> tuple[AskedAnnex, ...]:
    """Take the headers of annexes that are no part of the roadmap away; all that is asked."""
    places = [at for at, one in enumerate(document.blocks) if isinstance(one, Grid)]
    counted = {table: found[at] for table, at in enumerate(places)}
    asked = asked_annexes(document, counted, taken, left)
    for one in asked:
        for table in () if one.taken else one.tables:
            found[places[table]] = []
    return asked


def _drop_budgets(document: SourceDocument, found: dict[int, list[Header]]) -> None:
    """Leave out the table that only repeats the measures with their money by years."""
    if not any(
        one.having(Field.DEADLINE, Field.RESPONSIBLE) for all_ in found.values() for one in all_
    ):
        return
    for at, headers in found.items():
        block = document.blocks[at]
        if isinstance(block, Grid):
            found[at] = [one for one in headers if not _is_budget(block, one)]


def _is_budget(grid: Grid, header: Header) -> bool:
    years = header.having(Field.YEAR)
    if not years or header.having(Field.DEADLINE, Field.RESPONSIBLE):
        return False
    cells = [
        grid.rows[row][one.index].text for row in range(header.end, len(grid.rows)) for one in years
    ]
    said = [one for one in cells if one]
    return bool(said) and all(_MONEY.fullmatch(one) for one in said)


def _first_of_several(document: SourceDocument, tables: dict[int, list[Header]], at: int) -> bool:
    """Whether the line above the first table is a heading as those above its like below it are.

    Its title must stand above that line already.
    """
    headed = [one for one, headers in tables.items() if headers]
    heads = [[plain(one.heading) for one in tables[table][0].columns] for table in headed]
    if len(headed) < 2 or headed[0] != at or any(one != heads[0] for one in heads):  # noqa: PLR2004
        return False
    lines = [flat(one) for one in document.blocks[:at] if isinstance(one, str)][-2:]
    between = [document.blocks[one + 1 : next_] for one, next_ in pairwise(headed)]
    single = all(len(one) == 1 and isinstance(one[0], str) for one in between)
    titled = len(lines) > 1 and bool(_YEAR.search(lines[0]))
    heading = titled and lines[1][:1].isupper() and not _YEAR.search(lines[1])
    return single and heading and len(lines[1]) <= _SHORT_HEADING


def _headings(between: list[str], *, first: bool, several: bool) -> list[int]:
    """Which of the paragraphs above a table are headings: «I. Уровень», then «1.1. ...»."""
    last = _heading(between, first=first, several=several)
    if last is None:
        return []
    found = [last]
    for at in range(last - 1, 0 if first else -1, -1):
        text = flat(between[at])
        if len(text) > _LONGEST_SECTION or not (is_named_section(text) or level_of_heading(text)):
            break
        found.insert(0, at)
    return found


def _heading(between: list[str], *, first: bool, several: bool) -> int | None:
    """Which of the paragraphs above a table is the heading of its measures."""
    places = [at for at, one in enumerate(between) if not EXPLAINS.match(flat(one))]
    if not places:
        return None
    at, text = places[-1], flat(between[places[-1]])
    if len(text) > _LONGEST_SECTION or _ends_list(between, at) or is_own_clause(text):
        return None
    if level_of_heading(text) and len(text) < _LONGEST_SECTION // 2:
        return at
    if first:
        # Above the first table stands its title; only a number or a name makes it a section.
        named = at > 0 and bool(
            SECTION_CODE.match(text)
            or is_named_section(text)
            or is_only_span(text)
            or (several and year_of(text))
        )
        return at if named else None
    return None if is_signature_line(text) or _ANNEX.match(text) else at


def _ends_list(between: list[str], at: int) -> bool:
    """Whether a paragraph is the last item of a list, «... 3. Школа № 8, 4. Школа № 9»."""
    item = SECTION_CODE.match(flat(between[at]))
    if item is None or "." in item[1]:
        return False
    before = SECTION_CODE.match(flat(between[at - 1])) if at else None
    goes_on = before is not None and before[1] == str(int(item[1]) - 1)
    return goes_on or is_school(flat(between[at])[item.end() :])


def _sheet_name(name: str) -> str:
    """The name of a sheet, where it says what stands there."""
    return "" if _ANY_SHEET.match(name) else name


def _said_before(document: SourceDocument, at: int) -> str:
    """The nearest paragraph above a table."""
    return next((one for one in reversed(document.blocks[:at]) if isinstance(one, str)), "")


def _headers(grid: Grid) -> list[Header]:
    """The headers of a grid; one printed again on the next page is no other."""
    found: list[Header] = []
    for header in headers_of(grid):
        if not found or not repeats_header(grid, found[-1], header.row):
            found.append(header)
    return found


def _goes_on(grid: Grid, ruling: _Ruling, between: list[str]) -> bool:
    """Whether a table without a header goes on with the one before it."""
    if grid.width != ruling.width or any(_ANNEX.match(flat(one)) for one in between):
        return False
    numbers = ruling.header.having(Field.NUMBER)
    said = (
        [grid.rows[row][numbers[0].index].text for row in range(len(grid.rows))] if numbers else []
    )
    if numbers and not any(NUMBER.fullmatch(one) for one in said if one):
        return False
    # Under «№ | Школа | Категория» stands something else; so it may in another sheet.
    if said and recognised(said[0]) is Field.NUMBER and not repeats_header(grid, ruling.header, 0):
        return False
    return (not between and not grid.name) or _is_dated(grid, ruling.header)


def _is_dated(grid: Grid, header: Header) -> bool:
    """Whether most of the rows print a term where the header has one."""
    columns = [one.index for one in header.having(Field.DEADLINE)]
    rows = [row for row in range(len(grid.rows)) if len(grid.own(row)) > 1]
    dated = sum(
        any(_PRINTED_TERM.search(grid.rows[row][at].text) for at in columns) for row in rows
    )
    return bool(columns) and 2 * dated > len(rows)
