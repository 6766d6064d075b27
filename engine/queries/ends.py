"""Why cases were closed without an exit: the reasons that stand in sight, to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.queries.scope import reading_day, visible_cases
from engine.storage.database import Reader, reading
from engine.storage.definitions import definition_of
from engine.storage.tables import CaseRow

if TYPE_CHECKING:
    from engine.domain.roles import Actor
    from engine.workbench import Workbench

_DICTIONARY = "end_code"


def ends_in_sight(bench: Workbench, *, actor: Actor) -> dict[str, str]:
    """The end codes that closed cases in sight have, each with its title in their paths."""
    query = (
        sa.select(CaseRow.definition_id, CaseRow.end_code)
        .where(
            CaseRow.closed.is_(True),
            CaseRow.end_code.is_not(None),
            visible_cases(actor, reading_day(bench.now())),
        )
        .distinct()
        .order_by(CaseRow.end_code, CaseRow.definition_id)
    )
    found: dict[str, str] = {}
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        for definition_id, end_code in connection.execute(query):
            code = str(end_code)
            words = definition_of(reader, definition_id).words
            known = {one.code: one.title for one in words if one.dictionary == _DICTIONARY}
            found.setdefault(code, known.get(code, code))
    return found
