"""Regions and schools."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.domain.roles import Permission
from engine.queries.places import SchoolFilter, list_regions, list_schools, school_line
from web.api.cursors import after_id, id_place, page_of
from web.api.resource import Resource
from web.api.schemas.places import RegionsSchema, SchoolPage, SchoolQuery, SchoolSchema
from web.current import current_bench
from web.identity import current_actor

regions = Resource("regions", "Regions in sight.")
schools = Resource("schools", "Schools in sight.")


@regions.reads("/regions", needs=Permission.READ_SCHOOL, gives=RegionsSchema)
def show_regions() -> Any:
    """Regions the caller reads schools of."""
    return {"items": list_regions(current_bench(), actor=current_actor())}


@schools.reads("/schools", needs=Permission.READ_SCHOOL, gives=SchoolPage, query=SchoolQuery)
def show_schools(query: dict[str, Any]) -> Any:
    """Schools, by pages."""
    limit, after = query.pop("limit"), after_id("schools", query.pop("cursor", None))
    wanted = SchoolFilter(**query)
    rows = list_schools(
        current_bench(), wanted, actor=current_actor(), after=after, limit=limit + 1
    )
    return page_of(rows, limit, "schools", id_place)


@schools.reads("/schools/<uuid:school_id>", needs=Permission.READ_SCHOOL, gives=SchoolSchema)
def show_school(school_id: UUID) -> Any:
    """A school."""
    return school_line(current_bench(), school_id, actor=current_actor())
