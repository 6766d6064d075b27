"""What came of a case when a succession, or the taking back of one, got to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from engine.domain.bulk import refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.domain.errors import EngineError


class ResultStatus(StrEnum):
    """planned: it waits; done: it went over, or was taken back; nothing: there was nothing to do.

    Refused: it was not, and the result says why.
    """

    PLANNED = "planned"
    DONE = "done"
    NOTHING = "nothing"
    REFUSED = "refused"


FAILED = (ResultStatus.REFUSED,)
"""What a retry takes up again."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came of one case; `found` is its verdict in short, `seq` its entry."""

    status: ResultStatus
    code: str | None = None
    reasons: tuple[Any, ...] = ()
    found: Mapping[str, Any] | None = None
    seq: int | None = None


def refused_result(refusal: EngineError, found: Mapping[str, Any] | None = None) -> CaseResult:
    """The result of a case that was refused, with every reason."""
    told = refused(refusal)
    return CaseResult(ResultStatus.REFUSED, told.code, told.reasons, found)
