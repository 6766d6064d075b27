"""Published definitions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.domain.roles import Permission
from engine.queries.definitions import DefinitionFilter, definition_version, list_definitions
from web.api.cursors import after_id, id_place, page_of
from web.api.rebasing import told_rebase
from web.api.resource import Resource
from web.api.schemas.definitions import (
    DefinitionSchema,
    ExplainedSchema,
    ExplainQuery,
    RebaseSchema,
    VersionPage,
    VersionQuery,
)
from web.current import current_bench
from web.identity import current_actor
from web.published import published_chain
from workflows.explaining import explain_path, narrowed

definitions = Resource("definitions", "Published paths: stages, moves and words.")


@definitions.reads(
    "/definitions", needs=Permission.READ_DEFINITION, gives=VersionPage, query=VersionQuery
)
def show_definitions(query: dict[str, Any]) -> Any:
    """Versions of definitions, by pages."""
    limit, after = query.pop("limit"), after_id("definitions", query.pop("cursor", None))
    wanted = DefinitionFilter(**query)
    rows = list_definitions(
        current_bench(), wanted, actor=current_actor(), after=after, limit=limit + 1
    )
    return page_of(rows, limit, "definitions", id_place)


@definitions.reads(
    "/definitions/<uuid:definition_id>", needs=Permission.READ_DEFINITION, gives=DefinitionSchema
)
def show_definition(definition_id: UUID) -> Any:
    """A version with its resolved content."""
    return definition_version(current_bench(), definition_id, actor=current_actor())


@definitions.reads(
    "/definitions/<uuid:definition_id>/explain",
    needs=Permission.READ_DEFINITION,
    gives=ExplainedSchema,
    query=ExplainQuery,
)
def explain_definition(query: dict[str, Any], definition_id: UUID) -> Any:
    """For every element of a version: the levels and operations that made it what it is."""
    chain = published_chain(current_bench(), definition_id, actor=current_actor())
    explained = explain_path(chain)
    if "element" in query:
        explained = narrowed(explained, query["element"])
    definition = chain[-1].definition
    return {"code": definition.code, "digest": definition.digest, "elements": explained}


@definitions.reads(
    "/definitions/<uuid:definition_id>/rebase",
    needs=Permission.READ_DEFINITION,
    gives=RebaseSchema,
)
def rebase_definition(definition_id: UUID) -> Any:
    """What the newest version of its base means for a version; nothing is changed."""
    return told_rebase(current_bench(), definition_id, actor=current_actor())
