"""Plans without any table: items with «Срок: ...» and «Ответственный: ...», or both in brackets.

Prose is no plan: only what names its terms and its people again and again is read.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from workflows.roadmaps.cells import Cell, Grid, grid_of, tidy
from workflows.roadmaps.headings import looks_like_header
from workflows.roadmaps.levels import level_of_heading
from workflows.roadmaps.orders import is_own_clause
from workflows.roadmaps.readers.labelled import Told, bracketed, labels_of, pieces_of
from workflows.roadmaps.stages import is_only_span
from workflows.roadmaps.vocabulary import Field, recognised
from workflows.roadmaps.words import NAMED_SECTION, begins_small

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER = re.compile(
    r"(\d{1,3}(?:\.\d{1,3}){0,4})(?:[.)]\s*(?=[^\d\s])|\s+(?=[А-ЯЁ«]))|([а-я]\))\s+"
)
_TITLED = re.compile(r"(?:мероприятие|шаг)\s+(?:№\s?)?(\d{1,3})()[.:)]?\s+(?=\S)", re.IGNORECASE)
_BULLET = re.compile(r"[-–—•▪●○*\uf0b7]\s+")
_AT_ONCE = re.compile(r"([А-ЯЁ№][^:.;,()\n]{2,60}):\s*")
_INSIDE = re.compile(r"(?<=[.;)])\s+(\d{1,3})[.)]\s+(?=[А-ЯЁ])")
_FEWEST = 2
_LONGEST_HEADING = 120
_LONGEST_CELL = 5_000
_SEARCHED = 100
_MOST_COLUMNS = 14

Entry = Told | str
"""An item, or a line that is none."""


def told_blocks(lines: Sequence[str]) -> list[str | Grid] | None:
    """The paragraphs round a plan that is told in words, and the table it amounts to."""
    entries = _Teller(_one_item_a_line([tidy(one) for one in lines])).entries()
    span = _span(entries)
    if span is None:
        return None
    first, last = span
    front, back = (_lines_of(part) for part in (entries[:first], entries[last + 1 :]))
    inside = entries[first : last + 1]
    # What an order says of itself between its items is no part of the plan, and no heading in it.
    clauses = [one for one in inside if isinstance(one, str) and is_own_clause(one)]
    plan = _grid([one for one in inside if not isinstance(one, str) or not is_own_clause(one)])
    return [*front, plan, *clauses, *back] if plan else None


def _lines_of(entries: Sequence[Entry]) -> list[str]:
    return [one for one in (_line_of(entry) for entry in entries) if one]


def _line_of(entry: Entry) -> str:
    """A line as it was printed, or nearly."""
    if isinstance(entry, str):
        return entry
    said = [f"{name}: {text}" for name, text in entry.texts.items()]
    head = f"{_marked(entry.number)} {entry.title}".strip()
    return ". ".join([head, *said])


def _marked(number: str) -> str:
    return f"{number}." if number.isdecimal() else number


def _one_item_a_line(lines: Sequence[str]) -> list[str]:
    """Lines in which one item goes on in the next are cut where the next number stands."""
    found: list[str] = []
    for line in lines:
        begin = 0
        mark = _NUMBER.match(line)
        number = int(mark[1]) if mark and (mark[1] or "").isdecimal() else None
        for one in _INSIDE.finditer(line) if number is not None and labels_of(line) else ():
            if number is not None and int(one[1]) == number + 1:
                found.append(line[begin : one.start()])
                begin, number = one.start() + 1, number + 1
        found.append(line[begin:].strip())
    return found


class _Teller:
    """The lines of a text, one after the other, put into items."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.found: list[Entry] = []
        heads = (_AT_ONCE.match(one) for one in lines)
        names = Counter(one[1] for one in heads if one and not labels_of(one[0]))
        known = {name for name, count in names.items() if count > 1}
        self.heads = {one for one in known if recognised(one) not in {Field.UNKNOWN, Field.NUMBER}}
        self.labels: dict[str, str] = {}
        self.parted = sum(not one for one in lines[:-1]) > 1

    def entries(self) -> list[Entry]:
        """Everything that is said, in its order."""
        for at, line in enumerate(self.lines):
            if line:
                self._line(at, line)
        return [one if isinstance(one, str) else one.finished() for one in self.found]

    def _line(self, at: int, line: str) -> None:
        mark, bullet = _NUMBER.match(line) or _TITLED.match(line), _BULLET.match(line)
        last = self.found[-1] if self.found else None
        if is_own_clause(line) and not self._placed(line):
            self.found.append(line)
        elif isinstance(last, str) and begins_small(line) and is_own_clause(last) and not mark:
            self.found[-1] = f"{last} {line}"
        elif mark and mark[2] and isinstance(last, Told) and not self._placed(line[mark.end() :]):
            # «а) ...» that says neither when nor who is a line of the item above.
            last.title = f"{last.title} {line}"
        elif mark:
            self._begin(mark[1] or mark[2], line[mark.end() :])
        elif bullet and self._placed(line[bullet.end() :]):
            self._begin("", line[bullet.end() :])
        elif self._first_label(line):
            self._labelled(line)
        elif isinstance(last, Told) and self._goes_on(at, line, last):
            last.go_on(line)
        elif (told := self._told("", line)).placed and told.texts and labels_of(line):
            self.found.append(told)
        else:
            self.found.append(line)

    def _placed(self, text: str) -> bool:
        return self._told("", text).placed

    def _first_label(self, line: str) -> bool:
        labels, head = labels_of(line), _AT_ONCE.match(line)
        return bool(labels and labels[0].start() == 0) or bool(head and head[1] in self.heads)

    def _begin(self, number: str, text: str) -> None:
        told = self._told(number, text)
        self.found.append(told)

    def _told(self, number: str, text: str) -> Told:
        told = Told(number)
        title, said = bracketed(text)
        for name, words in said or self._pieces(title):
            self._say(told, name, words)
        if said:
            told.title, told.under = title, ""
        return told

    def _pieces(self, text: str) -> list[tuple[str, str]]:
        head = _AT_ONCE.match(text)
        if head and head[1] in self.heads:
            first, *rest = pieces_of(text[head.end() :])
            return [(head[1], first[1].strip()), *rest]
        return list(pieces_of(text))

    def _say(self, told: Told, name: str, words: str) -> None:
        kind = recognised(name) if name else Field.TITLE
        if kind is Field.TITLE:
            told.title = " ".join(filter(None, (told.title, words.strip())))
            told.under = ""
        else:
            key = kind.value if kind is not Field.NOTE else name.lower()
            told.say(self.labels.setdefault(key, name[:1].upper() + name[1:]), words)

    def _labelled(self, line: str) -> None:
        """A line that begins with a label says it of the item above, or of the line above."""
        pieces = [one for one in self._pieces(line) if one != ("", "")]
        last = self.found[-1] if self.found else ""
        if recognised(pieces[0][0]) is Field.TITLE or not last:
            self.found.append(self._told("", line))
            return
        if isinstance(last, str):
            last = self._titled(last)
        for name, words in pieces:
            self._say(last, name, words)

    def _titled(self, line: str) -> Told:
        """The item whose title is the line above its first label, and what that line goes on."""
        above = self.found[-2] if len(self.found) > 1 else None
        if isinstance(above, str) and begins_small(line) and above[-1] not in ".;:":
            self.found.pop()
            line = f"{above} {line}"
        told = self.found[-1] = Told(title=line)
        return told

    def _goes_on(self, at: int, line: str, last: Told) -> bool:
        """Whether a line without a mark finishes what was said last."""
        said = last.texts.get(last.under, "") if last.under else last.title
        if len(said) > _LONGEST_CELL:
            return False
        if begins_small(line) or not said or said.endswith((",", "-", "–", ":")):
            return True
        if (
            NAMED_SECTION.match(line)
            or level_of_heading(line)
            or (not last.texts and not last.number)
        ):
            return False
        if self.parted:
            return bool(self.lines[at - 1])
        below = self.lines[at + 1] if at + 1 < len(self.lines) else ""
        followed = bool(_NUMBER.match(below)) or self._first_label(below)
        return bool(_BULLET.match(line)) or (
            bool(below)
            and not (followed and len(line) < _LONGEST_HEADING and line[-1] not in ".;,")
        )


def _span(entries: Sequence[Entry]) -> tuple[int, int] | None:
    """From which entry to which the plan goes; None where the text is no plan."""
    placed = [at for at, one in enumerate(entries) if isinstance(one, Told) and one.placed]
    placed = [at for at in placed if _told_at(entries, at).title]
    dated = (
        Field.DEADLINE in _told_at(entries, at).fields() or _under_span(entries, at)
        for at in placed
    )
    if sum(dated) < _FEWEST:
        return None
    first, last = placed[0], placed[-1]
    inside = sum(isinstance(one, Told) for one in entries[first : last + 1])
    if 2 * len(placed) < inside:
        return None
    while first and _leads_to(entries[first - 1], entries[first]):
        first -= 1
    while last + 1 < len(entries) and _leads_to(entries[last], entries[last + 1]):
        last += 1
    return first, last


def _under_span(entries: Sequence[Entry], at: int) -> bool:
    """Whether the last line above an item that is no item is a month, or another time."""
    lines = (one for one in reversed(entries[max(0, at - _SEARCHED) : at]) if isinstance(one, str))
    return is_only_span(next(lines, ""))


def _told_at(entries: Sequence[Entry], at: int) -> Told:
    one = entries[at]
    return one if isinstance(one, Told) else Told()


def _leads_to(one: Entry, other: Entry) -> bool:
    """Whether two items in a row are numbered as neighbours, or as a part of the other."""
    if isinstance(one, str) or isinstance(other, str) or not one.number or not other.number:
        return False
    if other.number.startswith(f"{one.number}."):
        return True
    above, _, number = one.number.rpartition(".")
    same, _, following = other.number.rpartition(".")
    both = number.isdecimal() and following.isdecimal()
    return above == same and both and int(following) == int(number) + 1


def _grid(entries: Sequence[Entry]) -> Grid | None:
    """The table that a plan amounts to: its labels are the headings, its other lines sections."""
    labels = dict.fromkeys(name for one in entries if isinstance(one, Told) for name in one.texts)
    header = ["№", "Мероприятие", *labels]
    cells = [Cell(text, 0, column) for column, text in enumerate(header)]
    for at, entry in enumerate(entries):
        if isinstance(entry, str) or _is_heading(entries, at):
            cells.append(Cell(_line_of(entry), at + 1, 0, 1, len(header)))
            continue
        texts = [entry.number, entry.title, *(entry.texts.get(one, "") for one in labels)]
        cells.extend(Cell(text, at + 1, column) for column, text in enumerate(texts))
    grid = grid_of(cells, len(entries) + 1)
    return grid if len(header) <= _MOST_COLUMNS and looks_like_header(grid, 0) else None


def _is_heading(entries: Sequence[Entry], at: int) -> bool:
    """Whether an item only stands over its parts: «1. Кадры:», then «1.1. ...» or «- ...»."""
    one, below = _told_at(entries, at), _told_at(entries, at + 1) if at + 1 < len(entries) else None
    if one.texts or not one.number or below is None:
        return False
    part = below.number.startswith(f"{one.number}.") or not below.number or ")" in below.number
    return part and bool(below.title)
