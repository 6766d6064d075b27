"""Which cases of a list are wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from engine.storage.tables import CaseRow, RegionRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What is None does not matter; `region` is a region's code."""

    region: str | None = None
    stage: str | None = None
    phase: str | None = None
    closed: bool | None = None
    end_code: str | None = None
    school_id: UUID | None = None

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """What the rows of `list_cases` must satisfy."""
        if self.region is not None:
            yield RegionRow.code == self.region
        if self.stage is not None:
            yield CaseRow.stage == self.stage
        if self.phase is not None:
            yield CaseRow.phase == self.phase
        if self.closed is not None:
            yield CaseRow.closed.is_(self.closed)
        if self.end_code is not None:
            yield CaseRow.end_code == self.end_code
        if self.school_id is not None:
            yield CaseRow.school_id == self.school_id
