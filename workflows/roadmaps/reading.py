"""A roadmap read from a document: its card, its measures, what is doubtful, where each row went."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workflows.roadmaps.card import DocumentCard, read_card
from workflows.roadmaps.doubtful_terms import term_doubts
from workflows.roadmaps.doubtful_texts import text_doubts
from workflows.roadmaps.doubts import RoadmapDoubt, RoadmapWarning, doubt
from workflows.roadmaps.measures import Measure, made_measure
from workflows.roadmaps.periods import DocumentPeriod
from workflows.roadmaps.rows import RowKind, Sorted, SortedRow
from workflows.roadmaps.sorting import sort_rows
from workflows.roadmaps.timing import timing_of
from workflows.roadmaps.vocabulary import Field, year_of

if TYPE_CHECKING:
    from workflows.roadmaps.cells import SourceDocument
    from workflows.roadmaps.headings import Header
    from workflows.roadmaps.mapping import ColumnMapping
    from workflows.roadmaps.terms import Period


@dataclass(frozen=True, slots=True)
class Roadmap:
    """All that a document says, and how it was understood; `rows` accounts for every row."""

    card: DocumentCard
    measures: tuple[Measure, ...]
    warnings: tuple[RoadmapWarning, ...]
    rows: tuple[SortedRow, ...]
    headers: tuple[Header, ...] = ()

    @property
    def accounting(self) -> dict[str, int]:
        """How many rows were taken for what; the sum is all rows of the file."""
        counts = Counter(one.kind for one in self.rows)
        return {"rows": len(self.rows)} | {kind.value: counts[kind] for kind in RowKind}


def read_roadmap(
    document: SourceDocument,
    *,
    period: Period | None = None,
    mapping: ColumnMapping | None = None,
    apart: frozenset[tuple[int, int]] = frozenset(),
    together: frozenset[tuple[int, int]] = frozenset(),
    annexes: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset()),
) -> Roadmap:
    """The roadmap of a document; a period given by hand goes before the printed one.

    `apart` are rows, by table and place, that go on with no other; `together` are those that a
    person joined to the measure above; `annexes` are the tables that a person took for a part of
    the roadmap, and those that were left out.
    """
    found = sort_rows(document, mapping, apart, together, annexes)
    card = read_card(found)
    printed = card.period
    if period is not None and (
        printed is None or (printed.first, printed.last) != (period.first, period.last)
    ):
        card = replace(card, period=DocumentPeriod(period.first, period.last))
    timing = timing_of(card.period, card.day, _phrases(found))
    measures = tuple(made_measure(one, timing, card.level) for one in found.drafts)
    doubts = [
        *([] if printed else [doubt(RoadmapDoubt.NO_PERIOD)]),
        *text_doubts(measures, found),
        *term_doubts(measures, card, bounded=not timing.guessed),
    ]
    doubts.sort(key=lambda one: (one.sequence or 0, one.code))
    return Roadmap(
        card,
        measures,
        tuple(dict.fromkeys(doubts)),
        tuple(found.rows),
        tuple(found.headers),
    )


def _phrases(found: Sorted) -> list[str]:
    """What may name years where the document itself does not."""
    deadlines = [phrase for one in found.drafts for phrase in one.deadlines]
    years = [one.year for header in found.headers for one in header.having(Field.YEAR)]
    sections = {text for one in found.drafts for text in one.sections if year_of(text)}
    return [*deadlines, *years, *sections]
