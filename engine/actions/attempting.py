"""The edge of every loop of the clock: one thing that goes wrong is told and stops no other."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Any, TypeVar

from engine.domain.errors import DatabaseBusy

if TYPE_CHECKING:
    from collections.abc import Callable

    from structlog.typing import FilteringBoundLogger

Outcome = TypeVar("Outcome")


def attempt(
    told: FilteringBoundLogger,
    what: str,
    deed: Callable[[], Outcome],
    *,
    busy: Outcome,
    failed: Outcome,
) -> Outcome:
    """What came of a deed; `what` names it in the log, `told` already says which one it is."""
    try:
        return deed()
    except DatabaseBusy:
        # Not its fault: it is tried again.
        told.warning(f"{what}_put_off", reason=DatabaseBusy.code)
        return busy
    except Exception as error:  # noqa: BLE001 - the edge of a loop that must go on
        told.error(f"{what}_failed", **what_failed(error))
    return failed


def leave(told: FilteringBoundLogger, what: str, put_off: Callable[[], object]) -> None:
    """Put off what failed; where even that cannot be written it waits for the end of its lease."""
    try:
        put_off()
    except DatabaseBusy:
        told.warning(f"{what}_left_to_its_lease", reason=DatabaseBusy.code)


def what_failed(error: BaseException) -> dict[str, Any]:
    """The kind of an error and the places it went through; its text may carry personal data."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames]
    return {"error": type(error).__qualname__, "places": places[-8:]}
