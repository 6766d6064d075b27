"""What each row of a table is: a measure, a part of one, a section, a heading, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

from workflows.roadmaps.cells import flat
from workflows.roadmaps.headings import is_column_numbers
from workflows.roadmaps.terms import Period, TermContext, TermKind, read_term
from workflows.roadmaps.vocabulary import Field, actor_name
from workflows.roadmaps.words import NAMED_SECTION, NUMBER, begins_small, plain

if TYPE_CHECKING:
    from workflows.roadmaps.annexes import AskedAnnex
    from workflows.roadmaps.cells import Cell, Grid
    from workflows.roadmaps.headings import Header


class RowKind(StrEnum):
    """What a row was taken for; the kinds together are all rows of the file."""

    MEASURE = "measures"
    SECTION = "section"
    HEADER = "header"
    PREFACE = "preface"
    EMPTY = "empty"
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class SortedRow:
    """A row and what it was taken for; `sequence` is the measure it became or was joined to."""

    table: int
    row: int
    kind: RowKind
    sequence: int | None = None


@dataclass(frozen=True, slots=True)
class Join:
    """A row that was joined to the measure above it by guess; a person confirms it."""

    sequence: int
    table: int
    row: int
    text: str


@dataclass
class Draft:
    """A measure while its rows are read: the fragments of each column, in their order."""

    sequence: int
    table: int
    row: int
    header: Header
    sections: tuple[str, ...]
    level: str
    texts: dict[int, str] = field(default_factory=dict)
    deadlines: list[str] = field(default_factory=list)
    inherited: dict[int, int] = field(default_factory=dict)
    stray: list[str] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    """Columns in which a formula without a value stands."""
    hidden: bool = False

    def text(self, *fields: Field) -> str:
        """What its columns of these fields say, in the order of the columns."""
        columns = self.header.having(*fields)
        return "\n".join(filter(None, (self.texts.get(one.index, "") for one in columns)))

    def add(self, index: int, text: str, *, glue: str = " ") -> None:
        """Go on with a column; another person or document begins a line of its own."""
        before = self.texts.get(index, "")
        listed = any(one.index == index for one in self.header.having(*_LISTED))
        if listed and text[:1].isupper() and not breaks_off(before, text):
            glue = "\n"
        if text and text != before:
            self.texts[index] = f"{before}{glue}{text}" if before else text

    def add_deadline(self, phrase: str) -> None:
        """Go on with the deadline: a broken phrase is mended, a whole one is one more."""
        if not phrase:
            return
        if not self.deadlines:
            self.deadlines.append(phrase)
        elif _PREPOSITION.fullmatch(phrase) and not is_broken(self.deadlines[-1]):
            self.stray.append(phrase)
        elif is_broken(self.deadlines[-1]) or is_rest(phrase) or self._goes_on_with(phrase):
            self.deadlines[-1] = f"{self.deadlines[-1]} {phrase}"
        elif phrase not in self.deadlines:
            self.deadlines.append(phrase)

    def _goes_on_with(self, phrase: str) -> bool:
        """Whether a cut left two pieces of a deadline, one of which means nothing alone."""
        return _means_nothing(self.deadlines[-1]) or _means_nothing(phrase)


@dataclass
class Sorted:
    """All rows with what they are, the measures under way, and the texts round them."""

    rows: list[SortedRow] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    joins: list[Join] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)
    repeats: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    preface: list[tuple[str, ...]] = field(default_factory=list)
    codes: list[tuple[str, str]] = field(default_factory=list)
    lists: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    listed: set[str] = field(default_factory=set)
    """The rows of `lists` as they are printed."""
    annexes: tuple[AskedAnnex, ...] = ()
    """Tables that may be no part of the roadmap."""
    apart: frozenset[tuple[int, int]] = frozenset()
    """Rows, by table and place, that a person says are measures of their own."""
    together: frozenset[tuple[int, int]] = frozenset()
    """Rows that a person says go on with the measure above."""


_LISTED = (Field.RESPONSIBLE, Field.EVIDENCE)
_PREPOSITION = re.compile(r"(?:по|до|с|в|к|не)", re.IGNORECASE)
_MONTH = re.compile(
    r"январ|феврал|март|апрел|ма[йя]\b|июн|июл|август|сентябр|октябр|ноябр|декабр", re.IGNORECASE
)
_OPEN_END = re.compile(r"(?:\b(?:по|до|с|в|к|не|и)|[-–—,])$", re.IGNORECASE)
_REST = re.compile(
    r"(?:20\d\d|графику|плану|год[ау]?|г\.?|учебного)\b.{0,20}|[-–—]\s?\w.{0,40}", re.IGNORECASE
)
_REPEATED = re.compile(r"ежегодно|ежемесячно|каждого|20\d\d|\d{2}\.\d{2}", re.IGNORECASE)
_SIGNED = re.compile(
    r"^(?:начальник|директор|заместител|и\.?\s?о\.|исполняющ|руководител|председател|глава\b|"
    r"исполнитель\s*:|исп\.|согласован|примечани|\*|утвержд|министр|заведующ|м\.п\.)",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"согласован|утвержд|рассмотрен|принят[ао]?\b|№\s?\d|«?\d{1,2}»?[. ]\w+[. ]20\d\d",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"(?:итого|всего)\b(?!\s+(?:школьн|педагог))", re.IGNORECASE)
_NAME = re.compile(r"[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё]+|[А-ЯЁ][а-яё]+\s+[А-ЯЁ]\.\s?[А-ЯЁ]\.")
_ENDS_IN_NAME = re.compile(rf"(?:{_NAME.pattern})$")
_ENDS_IN_INITIALS = re.compile(r"(?:^|\s)[А-ЯЁ]\.\s?[А-ЯЁ]\.$")
_GOES_ON = re.compile(
    r"[А-ЯЁ]{2,}\b|[А-ЯЁ]\.\s?[А-ЯЁ]\.(?!\s*[А-ЯЁ][а-яё])"
    r"|(?:Управления|Отдела|Комитета|Министерства|Департамента|Центра|Института|Администрации)\b"
)
_ANY_YEAR = TermContext(Period(date(2000, 1, 1), date(2000, 12, 31)))
_TITLE_END = re.compile(r"[.!?;»)]\s*$")
_ALIKE = 0.8


_TERM = re.compile(
    r"\d|январ|феврал|март|апрел|ма[йя]\b|июн|июл|август|сентябр|октябр|ноябр|декабр|еже"
    r"|постоян|течени|план|график|необход|период|четверт|полугод|квартал|недел|регулярн|год"
    r"|по мере|раз\b|по итог|сразу",
    re.IGNORECASE,
)


def is_term(text: str) -> bool:
    """Whether a text may be a deadline at all."""
    return bool(_TERM.search(text))


def is_broken(phrase: str) -> bool:
    """Whether a deadline ends in the middle: «Декабрь- январь», «по»."""
    if _OPEN_END.search(phrase):
        return True
    return bool(_MONTH.search(phrase)) and not _REPEATED.search(phrase)


def ends_in_middle(phrase: str) -> bool:
    """Whether something must follow: «август -», «с», «до»."""
    return bool(_OPEN_END.search(phrase))


def is_rest(phrase: str) -> bool:
    """Whether a deadline is only the end of one: «2019», «графику»."""
    return bool(_REST.fullmatch(phrase)) and not phrase.startswith("г.")


def _means_nothing(phrase: str) -> bool:
    """Whether a phrase is no term by itself: «не реже», «до 15», «оценочной процедуры»."""
    read = read_term(phrase, _ANY_YEAR)
    return read.term.kind is TermKind.NONE and not read.candidates


def breaks_off(before: str, text: str) -> bool:
    """Whether one of those responsible was cut in two: «Юдина», «С.В.»; «Директор», «ОО»."""
    line = before.rstrip().rsplit("\n", 1)[-1]
    if line.endswith((",", "-")):
        return True
    if _ENDS_IN_NAME.search(line):
        return False
    ordinary = line[-1:].islower()
    return bool(_ENDS_IN_INITIALS.search(line)) or (ordinary and bool(_GOES_ON.match(text)))


def is_alike(one: str, other: str) -> bool:
    """Whether two headings are the same but for slips of a scanner."""
    shorter, longer = sorted((len(one), len(other)))
    # So different in length, they cannot be; and that is known at once.
    if longer > 400 or 2 * shorter < _ALIKE * (shorter + longer) - 8:  # noqa: PLR2004
        return False
    first, second = plain(one), plain(other)
    if first == second or not first or not second:
        return first == second
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def repeats_header(grid: Grid, header: Header, row: int) -> bool:
    """Whether a row is the header again, as broken pages print it."""
    if is_column_numbers(grid, row) and row > header.row:
        return True
    if any(_same_row(grid, one, row) for one in range(header.row + 1, header.end)):
        return True
    own = {one.column: one for one in grid.own(row)}
    numbers = [one for one in header.columns if one.field is Field.NUMBER and one.index in own]
    if len(own) < 2:  # noqa: PLR2004
        return False
    if any(NUMBER.fullmatch(own[one.index].text) for one in numbers):
        return False
    alike = sum(
        column in own and is_alike(actor_name(own[column].text), actor_name(text))
        for column, text in header.top
    )
    return alike > 1 and 4 * alike >= 3 * len(header.top)


def _same_row(grid: Grid, one: int, other: int) -> bool:
    """Whether a row prints the years, or whatever stands in a lower row of the header, again."""
    first, second = (
        [(cell.column, plain(cell.text)) for cell in grid.own(at)] for at in (one, other)
    )
    return len(first) > 1 and first == second and one != other


def is_signature(cells: list[Cell], *, dated: bool) -> bool:
    """Whether a row below the measures is somebody's signature, or a note."""
    if dated or not cells or len(cells) > 3:  # noqa: PLR2004
        return False
    whole = flat(" ".join(one.text for one in cells))
    if not _SIGNED.search(cells[0].text):
        return False
    return len(cells) == 1 or bool(_NAME.search(whole))


def is_total(cells: list[Cell]) -> bool:
    """Whether a row only counts the others: «Итого: 12 мероприятий»."""
    return bool(cells) and bool(_TOTAL.match(cells[0].text))


def is_stamp(texts: tuple[str, ...]) -> bool:
    """Whether cells side by side are stamps, signatures, or the day and number of an order."""
    return any(_STAMP.match(one) for one in texts) or (
        bool(_SIGNED.search(texts[0])) and bool(_NAME.search(texts[-1]))
    )


def is_signature_line(text: str) -> bool:
    """Whether a paragraph is somebody's signature, or a note."""
    return bool(_SIGNED.search(text)) or bool(_NAME.fullmatch(flat(text)))


def is_named_section(text: str) -> bool:
    """Whether a text calls itself a section: «Раздел 2», «Направление № 1», «III. ...»."""
    return bool(NAMED_SECTION.match(text))


def goes_on(text: str, before: str) -> bool:
    """Whether a text continues the one above it."""
    return begins_small(text) and not NUMBER.fullmatch(text) and bool(before)


def ends_open(text: str) -> bool:
    """Whether a sentence was broken off."""
    return bool(text) and not _TITLE_END.search(text)
