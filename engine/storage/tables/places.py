"""The tree region / municipality / school."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.domain.search_keys import search_key
from engine.storage.tables.base import Base


class RegionRow(Base):
    """A region, or a district that keeps its own definitions; `zone` is an IANA name."""

    __tablename__ = "region"
    journaled: ClassVar = ("code", "title", "zone")

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    zone: Mapped[str]


class MunicipalityRow(Base):
    """A municipality of a region."""

    __tablename__ = "municipality"
    __table_args__ = (UniqueConstraint("region_id", "title"),)
    journaled: ClassVar = ("region_id", "title")
    derived: ClassVar = {"search_key": (search_key, ("title",))}

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    title: Mapped[str]
    search_key: Mapped[str]


class SchoolRow(Base):
    """A school; `sort_key` is its title folded and with numbers padded, for ordering.

    `code` is the school's own identifier (ОГРН) where known; `mode` is at_risk, effective or
    development; `revision` counts changes.
    """

    __tablename__ = "school"
    __table_args__ = (Index(None, "region_id", "sort_key"),)
    journaled: ClassVar = ("region_id", "municipality_id", "title", "mode", "code", "closed")
    derived: ClassVar = {"search_key": (search_key, ("title",))}

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    title: Mapped[str]
    sort_key: Mapped[str]
    search_key: Mapped[str]
    mode: Mapped[str]
    code: Mapped[str | None] = mapped_column(unique=True)
    demo: Mapped[bool] = mapped_column(default=False)
    closed: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=1)
