"""What can be done on a case, right or wrong; `by` is role.number.

`shift` is how far the revision the page was read at lies from the present one, None when none is
named. `which` counts back from the last of its kind.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

REASON = "Так решено по итогам рассмотрения материалов"
SHORT = "нет"
REASONS = (REASON, REASON, REASON, SHORT, "..........", "")


Answer: TypeAlias = tuple[str, frozenset[str]]
ALLOWED: Answer = ("", frozenset())


@dataclass(frozen=True)
class Deed:
    by: str
    shift: int | None = field(default=0, kw_only=True)


@dataclass(frozen=True)
class Move(Deed):
    code: str
    reason: str = REASON
    basis: tuple[int, ...] = ()
    days: int | None = None


@dataclass(frozen=True)
class File(Deed):
    kind: str
    topic: str | None = None
    submit: bool = True


@dataclass(frozen=True)
class Review(Deed):
    which: int
    verdict: str
    remarks: str = REASON


@dataclass(frozen=True)
class Order(Deed):
    kind: str


@dataclass(frozen=True)
class Repeal(Deed):
    which: int


@dataclass(frozen=True)
class Note(Deed):
    kind: str
    key: str
    status: str
    value: int | None = None


@dataclass(frozen=True)
class Attach(Deed):
    kind: str
    whom: str
    which: int | None = None


@dataclass(frozen=True)
class Detach(Deed):
    which: int
    days: int = 0
    reason: str = REASON
