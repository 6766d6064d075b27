"""A value that had to be unique and is already there: told as bad input, with its field."""

from __future__ import annotations

from functools import cache

import sqlalchemy as sa

from engine.storage.tables import Base


def taken_field(error: BaseException) -> str | None:
    """The field of a natural key that a driver's error says is taken; None for other errors.

    Primary keys are not looked at: a collision there is a fault of ours, not of the input.
    """
    diagnosis = getattr(error, "diag", None)
    if diagnosis is not None:
        return _keys().get(str(diagnosis.constraint_name))
    prefix, _, columns = str(error).partition("UNIQUE constraint failed: ")
    return _keys().get(columns) if not prefix else None


@cache
def _keys() -> dict[str, str]:
    """The last column of each natural key, by PostgreSQL's name of it and by SQLite's words."""
    keys: dict[str, str] = {}
    for table in Base.metadata.tables.values():
        for constraint in table.constraints:
            if isinstance(constraint, sa.UniqueConstraint):
                names = [column.name for column in constraint.columns]
                keys[f"uq_{table.name}_{'_'.join(names)}"] = names[-1]
                keys[", ".join(f"{table.name}.{name}" for name in names)] = names[-1]
    return keys
