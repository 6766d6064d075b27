"""What the words of a refusal are made of: a person's title, the path a case is on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from engine.domain.definition import Definition
from engine.domain.terms import local_day
from engine.storage.cases import find_case
from engine.storage.database import Reader, reading
from engine.storage.tables import AccountRow

if TYPE_CHECKING:
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class CasePath:
    """The definition a case is pinned to, and the day and zone of its region."""

    definition: Definition
    zone: str
    today: date


def account_title(bench: Workbench, account_id: UUID) -> str:
    """The name shown of an account; empty when there is no such account."""
    query = sa.select(AccountRow.title).where(AccountRow.id == account_id)
    with reading(bench.database) as connection:
        return connection.execute(query).scalar_one_or_none() or ""


def case_path(bench: Workbench, case_id: UUID) -> CasePath | None:
    """The path of a case; for somebody to whom the case was already shown."""
    with reading(bench.database) as connection:
        located = find_case(Reader(bench.database, connection), case_id)
    if located is None:
        return None
    return CasePath(located.definition, located.zone, local_day(bench.now(), located.zone))
