"""Published paths as their texts meant them: each with what it was resolved on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.errors import DefinitionInvalid, DefinitionUnreadable
from engine.queries.authoring import published_bases
from engine.queries.lineage import read_lineage
from workflows.explaining import chain_of, parse_chain
from workflows.loader import Parsed, load_shipped, parse_definition

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from engine.domain.roles import Actor
    from engine.queries.authoring import VersionText
    from engine.workbench import Workbench

    Lineage = tuple[VersionText, ...]


def published_chain(bench: Workbench, definition_id: UUID, *, actor: Actor) -> tuple[Parsed, ...]:
    """A published version read from its text, before it what it was resolved on.

    NotFound when it is not in sight. Of a version whose text no longer says what was stored, the
    stored content stands alone.
    """
    lineage = read_lineage(bench, definition_id, actor=actor)
    version = lineage[-1]
    ways: tuple[Callable[[], tuple[Parsed, ...]], ...] = (
        lambda: parse_chain(one.text for one in lineage),
        lambda: _on_the_base_in_force(bench, version.text),
    )
    for read in ways:
        try:
            chain = read()
        except (DefinitionInvalid, DefinitionUnreadable):
            continue
        if chain[-1].definition.digest == version.definition.digest:
            return chain
    return (Parsed(version.definition),)


def _on_the_base_in_force(bench: Workbench, text: str) -> tuple[Parsed, ...]:
    """For versions that did not keep what they were resolved on."""
    published = {code: Parsed(definition) for code, definition in published_bases(bench).items()}
    known = {**load_shipped(), **published}
    parsed = parse_definition(text, bases={code: one.definition for code, one in known.items()})
    return (*(chain_of(parsed.extends, known) if parsed.extends else ()), parsed)
