"""The base of every table: naming of constraints, types, and what of a row the journal keeps."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Date, Integer, LargeBinary, MetaData, String, Text, Uuid
from sqlalchemy.orm import DeclarativeBase

from engine.storage.types import Json, UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Base", "BigInteger", "Boolean", "Integer", "String", "Text"]


class Base(DeclarativeBase):
    """Mapped classes name the schema; there is no unit of work: actions write `Change` values."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: Uuid(),
        datetime: UtcDateTime(),
        date: Date(),
        bytes: LargeBinary(),
        str: Text(),
        bool: Boolean(),
        dict[str, Any]: Json(),
        list[str]: Json(),
        list[Any]: Json(),
    }

    journaled: ClassVar[tuple[str, ...]] = ()
    """The columns whose changes stand in the journal and which replay must give back."""

    derived: ClassVar[Mapping[str, tuple[Callable[..., Any], tuple[str, ...]]]] = {}
    """Columns made of others by a function: filled in by whatever writes those, never given."""
