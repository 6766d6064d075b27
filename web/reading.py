"""Marking views that show personal data: what auditors and admins read there is noted."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from engine.actions.reading import note_reading
from engine.domain.reading import Reading, ReadPage
from web.current import current_bench
from web.identity import current_actor

if TYPE_CHECKING:
    from collections.abc import Callable

View = TypeVar("View", bound="Callable[..., Any]")


def noted(page: ReadPage, subject: str) -> Callable[[View], View]:
    """Note the reading of a view that was decided to be shown; `subject` names the argument."""

    def decorate(view: View) -> View:
        @wraps(view)
        def reads(**values: Any) -> Any:
            shown = view(**values)
            note(page, values[subject])
            return shown

        return reads  # type: ignore[return-value]

    return decorate


def note(page: ReadPage, subject_id: Any = None) -> None:
    """Note a reading of the person who asks."""
    note_reading(current_bench(), Reading(page, subject_id), actor=current_actor())
