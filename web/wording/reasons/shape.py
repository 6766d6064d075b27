"""What a sentence about an unmet requirement is made from, and what it is made into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext

from web.wording.fields import Fields
from web.wording.grammar import quoted, short_day
from web.wording.paths import word_title
from web.wording.titles import any_role

if TYPE_CHECKING:
    from datetime import date

    from engine.domain.definition import Definition
    from engine.domain.requirements import Unmet


@dataclass(frozen=True, slots=True)
class Sentence:
    """A reason why not: what is lacking, and what to do about it (`remedy` may be empty).

    `mend` names the part of the case page where it is mended, `who` the roles that can, `by` the
    day of the stage's term. `alternatives` are the branches of which one is enough.
    """

    lack: str
    remedy: str = ""
    mend: str = "move"
    who: str = ""
    by: date | None = None
    alternatives: tuple[tuple[Sentence, ...], ...] = ()

    @property
    def text(self) -> str:
        """Both parts as they are read."""
        return f"{self.lack} {self.remedy}".strip()


@dataclass(frozen=True, slots=True)
class Reason:
    """An unmet requirement with what its sentence is written from."""

    fields: Fields
    definition: Definition | None
    roles: tuple[str, ...]
    by: date | None
    today: date | None

    @classmethod
    def of(cls, unmet: Unmet, definition: Definition | None, today: date | None) -> Reason:
        """The reason of an unmet requirement."""
        roles = tuple(role.value for role in unmet.supplied_by)
        return cls(Fields.of(unmet.fields), definition, roles, unmet.by, today)

    @property
    def who(self) -> str:
        """«директор школы или заместитель директора школы»."""
        return any_role(self.roles)

    @property
    def until(self) -> str:
        """« до 31.03.2023», to stand before the full stop."""
        if self.by is None:
            return ""
        if self.today is not None and self.by < self.today:
            return gettext("; срок прошёл %(day)s", day=short_day(self.by))
        return gettext(" до %(day)s", day=short_day(self.by))

    def word(self, dictionary: str, field: str) -> str:
        """The quoted title of the word a field names."""
        return quoted(word_title(self.definition, dictionary, self.fields.text(field)))


Parts = tuple[str, str]
"""What is lacking, and what to do about it."""


def together(*sentences: str) -> str:
    """Sentences one after the other; empty ones are left out."""
    return " ".join(sentence for sentence in sentences if sentence)
