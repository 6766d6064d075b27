"""What a roadmap says, as values: the card of its document, its schools and its measures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from engine.domain.canonical import canonical_bytes, sha256_hex
from engine.domain.roadmaps.printed import PrintedTerm, plain_printed

if TYPE_CHECKING:
    from engine.domain.roadmaps.states import RoadmapList
    from engine.domain.roadmaps.terms import Period, YearKind

Pair: TypeAlias = tuple[str, str]
"""A heading or a name, and the text that belongs to it."""


@dataclass(frozen=True, slots=True)
class RepealedOrder:
    """An order that a document repeals."""

    number: str
    day: date | None = None
    body: str = ""


@dataclass(frozen=True, slots=True)
class LayoutColumn:
    """A column of the printed table: `field` is what it holds, `heading` what stands over it."""

    field: str
    heading: str
    year: str = ""
    actor: str = ""


@dataclass(frozen=True, slots=True)
class RoadmapCard:
    """What a document says of itself; the period must be known, or no term could be bounded.

    `printed` holds of what was corrected by hand the former values, by the column it is kept in.
    """

    title: str
    period: Period
    level: str = ""
    order_title: str = ""
    body: str = ""
    number: str = ""
    signed_on: date | None = None
    year_kind: YearKind | None = None
    signatory: str = ""
    controller: str = ""
    repeals: tuple[RepealedOrder, ...] = ()
    items: tuple[str, ...] = ()
    preface: tuple[Pair, ...] = ()
    layout: tuple[LayoutColumn, ...] = ()
    printed: tuple[tuple[str, tuple[Any, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Assignee:
    """Who acts for a measure, as printed; the account and the school were confirmed by a person."""

    name: str = ""
    position: str = ""
    body: str = ""
    account_id: UUID | None = None
    school_id: UUID | None = None
    leads: bool = False


@dataclass(frozen=True, slots=True)
class MeasureContent:
    """One measure as the document says it and as it was confirmed; what is not printed is empty.

    `milestones` are (year, text), `actors` (actor, task), `notes` (heading, text). `inherited`
    names the fields whose cells are merged with those of the measure `merged_with`. `printed` holds
    of each field that was corrected by hand what stood there before, the document's words first.
    """

    sequence: int
    title: str
    number: str = ""
    sections: tuple[str, ...] = ()
    level: str = ""
    task: str = ""
    audience: str = ""
    expected_result: str = ""
    responsible: str = ""
    evidence: tuple[str, ...] = ()
    milestones: tuple[Pair, ...] = ()
    actors: tuple[Pair, ...] = ()
    terms: tuple[PrintedTerm, ...] = ()
    notes: tuple[Pair, ...] = ()
    inherited: tuple[str, ...] = ()
    merged_with: int | None = None
    stages: tuple[str, ...] = ()
    assignees: tuple[Assignee, ...] = ()
    printed: tuple[tuple[str, tuple[Any, ...]], ...] = ()

    @property
    def shown_title(self) -> str:
        """A title to show: where the layout has none, the first actor's task."""
        return self.title or next((text for _, text in self.actors), "")

    @property
    def digest(self) -> str:
        """SHA-256 over all that is said of the work itself: no people, and not where it stands."""
        said: dict[str, Any] = {
            "number": self.number,
            "sections": list(self.sections),
            "level": self.level,
            "title": self.title,
            "task": self.task,
            "audience": self.audience,
            "expected_result": self.expected_result,
            "evidence": list(self.evidence),
            "milestones": [list(one) for one in self.milestones],
            "actors": [list(one) for one in self.actors],
            "terms": [plain_printed(one) for one in self.terms],
            "notes": [list(one) for one in self.notes],
        }
        return sha256_hex(canonical_bytes(said))


@dataclass(frozen=True, slots=True)
class ListedSchool:
    """A school a document names in a list; without an id nobody found it in the directory."""

    printed: str
    listed: RoadmapList
    school_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RoadmapContent:
    """All that is kept of a document."""

    card: RoadmapCard
    measures: tuple[MeasureContent, ...]
    schools: tuple[ListedSchool, ...] = ()
