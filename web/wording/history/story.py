"""An entry of the journal with everything its sentence is written from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask_babel import gettext

from web.wording.fields import Fields
from web.wording.grammar import quoted, short_day
from web.wording.paths import move_title, stage_title, word_title

if TYPE_CHECKING:
    from engine.domain.definition import Definition
    from engine.queries.history import HistoryEntry
    from engine.queries.mentioned import Mentioned


@dataclass(frozen=True, slots=True)
class Story:
    """An entry and what it mentions; whatever is absent reads as empty."""

    entry: HistoryEntry
    mentioned: Mentioned

    @property
    def body(self) -> Fields:
        """The body that was hashed."""
        return Fields(self.entry.body)

    @property
    def fields(self) -> Fields:
        """What the deed said beside its rows."""
        return Fields(self.entry.body.get("fields") or {})

    @property
    def definition(self) -> Definition | None:
        """The version of the path that was in force."""
        found = self.mentioned.versions.get(self.body.text("def"))
        return found.definition if found else None

    def row(self, table: str) -> Fields:
        """The values of the first row of a table in the entry."""
        return next((values for name, _, values in self.rows() if name == table), Fields())

    def rows(self, most: int | None = None) -> list[tuple[str, str, Fields]]:
        """The rows of the entry, or the first of them: table, id, values."""
        return [
            (str(row[0]), str(row[1]), Fields(row[2]))
            for row in self.entry.body.get("rows", [])[:most]
            if len(row) == _ROW and isinstance(row[2], dict)
        ]

    def row_id(self, table: str) -> UUID | None:
        """The id of the first row of a table in the entry."""
        return next((_uuid(row_id) for name, row_id, _ in self.rows() if name == table), None)

    def text(self, field: str) -> str:
        """A free text of the entry; an erased one reads as empty."""
        return self.entry.texts.get(field, "")

    def stage(self, field: str) -> str:
        """The quoted title of the stage a field of the body names."""
        return quoted(stage_title(self.definition, self.body.text(field)))

    @property
    def move(self) -> str:
        """The quoted title of the move."""
        return quoted(move_title(self.definition, self.body.text("move")))

    def word(self, dictionary: str, code: str) -> str:
        """The quoted title of a document, a decision, a factor."""
        return quoted(word_title(self.definition, dictionary, code))

    def name(self, identifier: str | None) -> str:
        """What an account, a school or a place is called."""
        found = _uuid(identifier)
        return self.mentioned.titles.get(found, "") if found else ""

    @property
    def subject(self) -> str:
        """What the entry is about is called."""
        return self.mentioned.titles.get(self.entry.subject_id, "")

    def decision(self, identifier: str) -> str:
        """«Приказ об исключении из перечня» № 5 от 12.12.2023."""
        found = _uuid(identifier)
        paper = self.mentioned.decisions.get(found) if found else None
        if paper is None:
            return gettext("документ %(id)s", id=identifier)
        return self.order(paper.kind, paper.number, short_day(paper.signed_on))

    def order(self, kind: str, number: str, day: str) -> str:
        """An order with its number and day, as papers name it."""
        title = self.word("decision", kind)
        return gettext("%(title)s № %(number)s от %(day)s", title=title, number=number, day=day)


_ROW = 3


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def as_list(value: Any) -> list[Any]:
    """A list as it stands in a body, or nothing."""
    return value if isinstance(value, list) else []
