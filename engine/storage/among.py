"""A condition on many ids that come as one value: one text of a statement for however many."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, ColumnElement, Text, TypeDecorator, Uuid, bindparam
from sqlalchemy.ext.compiler import compiles

if TYPE_CHECKING:
    from sqlalchemy import Dialect


def among(column: Any) -> ColumnElement[bool]:
    """Whether a column of ids holds one of the list `ids`, which the statement is given."""
    return _Among(column)


class _Ids(TypeDecorator[Any]):
    """Ids as a list on PostgreSQL, as JSON on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return ARRAY(Uuid()) if dialect.name == "postgresql" else Text()

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return value if dialect.name == "postgresql" else json.dumps([one.hex for one in value])


class _Among(ColumnElement[bool]):
    inherit_cache = False

    def __init__(self, column: Any) -> None:
        self.column, self.ids = column, bindparam("ids", type_=_Ids())


@compiles(_Among, "postgresql")
def _among_on_postgresql(element: _Among, compiler: Any, **more: Any) -> str:
    column, ids = (compiler.process(one, **more) for one in (element.column, element.ids))
    return f"{column} = ANY ({ids})"


@compiles(_Among, "sqlite")
def _among_on_sqlite(element: _Among, compiler: Any, **more: Any) -> str:
    column, ids = (compiler.process(one, **more) for one in (element.column, element.ids))
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608 - a column of ours
