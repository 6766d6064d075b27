"""The quarters of a region's school year: what is counted by the quarter goes by them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from engine.actions.layerwork import LayerWork, on_layer
from engine.domain.audit import AuditKind
from engine.domain.calendar import Span, school_year_of
from engine.domain.errors import InvalidInput
from engine.domain.roles import Actor
from engine.storage.changes import Change, Insert, Update
from engine.storage.quarters import known_quarters
from engine.storage.tables import SchoolQuarterRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from uuid import UUID

    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench

QUARTERS = 4


@dataclass(frozen=True, slots=True)
class QuartersRequest:
    """The four quarters of the school year that begins in `year`, each from a day to a day."""

    region_id: UUID
    year: int
    quarters: tuple[Span, ...]
    act: str


def set_quarters(
    bench: Workbench,
    request: QuartersRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Set the quarters of a school year; what counts by them counts anew from now on."""

    def deed(work: LayerWork) -> Receipt:
        _check(request)
        known = known_quarters(work.transaction, request.region_id, request.year)
        numbered = enumerate(request.quarters, start=1)
        changes = [_change(request, number, span, known) for number, span in numbered]
        return work.record(AuditKind.QUARTERS_SET, {"year": request.year}, changes)

    return on_layer(bench, request.region_id, deed, actor=actor, request_key=request_key)


def _check(request: QuartersRequest) -> None:
    if len(request.quarters) != QUARTERS:
        raise InvalidInput(field="quarters", rule="length", value=QUARTERS)
    for number, (first, last) in enumerate(request.quarters, start=1):
        if school_year_of(first)[0].year != request.year:
            raise InvalidInput(field=f"starts_on-{number}", rule="school_year")
        if last <= first:
            raise InvalidInput(field=f"ends_on-{number}", rule="order")
        if school_year_of(last)[0].year != request.year:
            raise InvalidInput(field=f"ends_on-{number}", rule="school_year")
    for number, (one, other) in enumerate(pairwise(request.quarters), start=2):
        if other[0] <= one[1]:
            raise InvalidInput(field=f"starts_on-{number}", rule="overlap")
    if not request.act.strip():
        raise InvalidInput(field="act", rule="empty")


def _change(request: QuartersRequest, number: int, span: Span, known: dict[int, UUID]) -> Change:
    values: dict[str, Any] = {
        "starts_on": span[0],
        "ends_on": span[1],
        "act": request.act.strip(),
    }
    if number in known:
        return Update(SchoolQuarterRow, {"id": known[number]}, values)
    own = {"id": new_id(), "region_id": request.region_id, "year": request.year, "number": number}
    return Insert(SchoolQuarterRow, {**own, **values})
