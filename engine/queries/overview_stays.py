"""How long cases stay on each stage: quartiles and the 90th percentile of the stays that ended.

The database counts stays of equal length, so that a few hundred rows come back whatever the number
of cases, and percentiles are exact and the same on both databases.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from engine.domain.definition import Phase
from engine.storage.tables import CaseRow, SpellRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

    from engine.domain.definition import Definition, Stage

FEW = 10
"""Of fewer stays the 90th percentile is but the longest one, so it is not told."""


class days_between(GenericFunction[int]):  # noqa: N801 - a function of SQL
    """Whole days from a date to a later one."""

    type = sa.Integer()
    inherit_cache = True


@compiles(days_between, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    first, last = (compiler.process(part, **options) for part in element.clauses)
    return f"CAST(julianday({last}) - julianday({first}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    first, last = (compiler.process(part, **options) for part in element.clauses)
    return f"({last} - {first})"


@dataclass(frozen=True, slots=True)
class StageStays:
    """A stage: `ended` stays with their lengths in days, and the cases that stand there now.

    Without an ended stay there are no lengths; `ninetieth` is None where there are few. `subject`
    and `path` tell stages of one title apart.
    """

    code: str
    title: str
    subject: str
    path: str
    phase: str
    over: bool
    ended: int
    quarter: int | None
    median: int | None
    three_quarters: int | None
    ninetieth: int | None
    longest: int | None
    standing: int


def read_stays(
    connection: Connection, sight: ColumnElement[bool], definitions: tuple[Definition, ...]
) -> tuple[StageStays, ...]:
    """The stages in the order of the path; those where nobody ever stood are left out."""
    lengths = _lengths(connection, sight)
    standing = _standing(connection, sight)
    known = stages_of(definitions)
    paths = {stage.code: one for one in reversed(definitions) for stage in one.stages}
    codes = sorted({*lengths, *standing} & {*known}, key=lambda code: _place(known[code]))
    return tuple(
        _figures(known[code], paths[code], lengths.get(code, {}), standing.get(code, 0))
        for code in codes
    )


def stages_of(definitions: Iterable[Definition]) -> dict[str, Stage]:
    """Stages by code; a code has one meaning in all regions, the first title is taken."""
    known: dict[str, Stage] = {}
    for definition in definitions:
        for stage in definition.stages:
            known.setdefault(stage.code, stage)
    return known


def percentile(lengths: Mapping[int, int], percent: int) -> int | None:
    """The smallest length that so many percent of the stays do not exceed (nearest rank)."""
    total = sum(lengths.values())
    reached = 0
    for days in sorted(lengths):
        reached += lengths[days]
        if reached * 100 >= total * percent:
            return days
    return None


def _lengths(connection: Connection, sight: ColumnElement[bool]) -> dict[str, dict[int, int]]:
    days = days_between(SpellRow.entered_on, SpellRow.left_on)
    query = (
        sa.select(SpellRow.stage, days, sa.func.count())
        .join(CaseRow, CaseRow.id == SpellRow.case_id)
        .where(sight, SpellRow.left_on.is_not(None))
        .group_by(SpellRow.stage, days)
    )
    lengths: dict[str, dict[int, int]] = {}
    for stage, length, count in connection.execute(query):
        lengths.setdefault(stage, {})[max(int(length), 0)] = int(count)
    return lengths


def _standing(connection: Connection, sight: ColumnElement[bool]) -> dict[str, int]:
    query = sa.select(CaseRow.stage, sa.func.count()).where(sight).group_by(CaseRow.stage)
    return {row[0]: int(row[1]) for row in connection.execute(query)}


def _place(stage: Stage) -> tuple[int, int, str]:
    return list(Phase).index(stage.phase), stage.order, stage.code


def _figures(stage: Stage, path: Definition, lengths: dict[int, int], standing: int) -> StageStays:
    ended = sum(lengths.values())
    return StageStays(
        stage.code,
        stage.title,
        path.subject.value,
        path.title,
        stage.phase.value,
        stage.kind.value == "end",
        ended,
        percentile(lengths, 25),
        percentile(lengths, 50),
        percentile(lengths, 75),
        percentile(lengths, 90) if ended >= FEW else None,
        max(lengths, default=None),
        standing,
    )
