"""What a person must decide about a document before it is kept, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

NONE = "-"
"""The answer that says: none of these; kept as printed, or without a term."""

APART, JOINED = "apart", "joined"
ABOVE, EMPTY = "above", "empty"
SAME, OTHER = "same", "other"
ALL = "all"
TAKEN, LEFT_OUT = "taken", "left_out"


class QuestionKind(StrEnum):
    """What is asked; the sentence is made elsewhere."""

    ANNEX = "annex"
    CARD = "card"
    COLUMNS = "columns"
    JOIN = "join"
    MERGE = "merge"
    NAME = "name"
    PERIOD = "period"
    PERSON = "person"
    SCHOOL = "school"
    SEVERAL = "several"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Option:
    """An answer that can be chosen; `text` is what it is called, where it is not a code.

    `waits` says that a term so read waits for an event or a plan, and has no day yet.
    """

    value: str
    text: str = ""
    near: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to decide. `printed` is what the document says, `source` what it may belong to.

    `proposed` is what is preselected; nothing counts as decided until somebody has confirmed it.
    `spot` is the place of the measure it is about. `fault` says why an answer does not do.
    """

    key: str
    kind: QuestionKind
    printed: str = ""
    spot: str = ""
    year: str = ""
    source: str = ""
    options: tuple[Option, ...] = ()
    proposed: str = ""
    answer: str = ""
    fault: str = ""
    codes: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it is still to be decided."""
        return not self.answer or bool(self.fault)

    @property
    def shown(self) -> str:
        """What stands in its field: the answer, else the proposal."""
        return self.answer or self.proposed


def spot_of(table: int, row: int) -> str:
    """The place of a row in the file, as keys name it: it stays when other rows are parted."""
    return f"{table}.{row}"
