"""Journal entries as the pages tell them: a sentence, who, in which role, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.domain.audit import StreamKind
from engine.domain.events import group_of
from web.wording import describe, details, is_refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.queries.history import HistoryEntry
    from engine.queries.mentioned import Mentioned
    from web.wording.history.details import Details


@dataclass(frozen=True, slots=True)
class Told:
    """An entry with its sentence and what stands behind it."""

    entry: HistoryEntry
    sentence: str
    details: Details
    refused: bool

    @property
    def moment(self) -> int | None:
        """The revision of the case at the entry: its own place, or the one it was refused at."""
        if self.entry.stream == StreamKind.CASE:
            return self.entry.seq
        if self.entry.stream == StreamKind.REFUSAL:
            revision = (self.entry.body.get("fields") or {}).get("revision")
            return revision if isinstance(revision, int) else None
        return None

    @property
    def group(self) -> str:
        """What it is about, as the filter calls it."""
        found = group_of(self.entry.kind)
        return found.value if found else ""


def tell(entries: Iterable[HistoryEntry], mentioned: Mentioned) -> tuple[Told, ...]:
    """The entries in their order, as sentences."""
    return tuple(
        Told(entry, describe(entry, mentioned), details(entry, mentioned), is_refusal(entry.kind))
        for entry in entries
    )
