"""Published paths as their texts meant them: each with what it was resolved on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from engine.actions.publishing import PublishRequest
from engine.domain.errors import DefinitionInvalid, DefinitionUnreadable
from engine.queries.authoring import published_bases
from engine.queries.footing import footing_on
from engine.queries.lineage import read_lineage
from workflows.explaining import chain_of, parse_chain
from workflows.loader import Parsed, load_shipped, parse_definition
from workflows.vocabulary import stricter_setting

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.domain.definition import Definition
    from engine.domain.drafting import Change
    from engine.domain.roles import Actor
    from engine.queries.authoring import VersionText
    from engine.queries.proposals import SubmittedVersion
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


@dataclass(frozen=True, slots=True)
class SentText:
    """A text of a region's path as a program or a command sends it."""

    region_id: UUID
    text: str
    expected_version: int | None
    effective_on: date | None = None
    note: str = ""


def order_of_text(bench: Workbench, sent: SentText) -> PublishRequest:
    """The order to publish a text of a region on the newest bases.

    Raises DefinitionUnreadable, DefinitionInvalid.
    """
    bases = _bases(bench)
    parsed = parse_definition(sent.text, bases=bases)
    return PublishRequest(
        sent.region_id,
        parsed.definition,
        sent.text,
        bases[parsed.extends].digest if parsed.extends else None,
        sent.expected_version,
        parsed.changes,
        stricter_setting,
        effective_on=sent.effective_on,
        note=sent.note,
    )


def operations_of(bench: Workbench, shown: SubmittedVersion) -> tuple[Change, ...]:
    """What a submitted text changes, read on the very version it was written on."""
    footing = footing_on(bench, shown.region_id, shown.extends_digest)
    bases = _bases(bench)
    if shown.municipality_id is not None:
        bases = published_bases(bench, shown.region_id)
    if footing is not None:
        bases = {**bases, footing.old.code: footing.old.definition}
    try:
        return parse_definition(shown.text, bases=bases).changes
    except (DefinitionInvalid, DefinitionUnreadable):
        # Where they are needed and missing the approval itself is refused.
        return ()


def _bases(bench: Workbench) -> dict[str, Definition]:
    """What is published for all regions, else what was shipped."""
    shipped = {code: one.definition for code, one in load_shipped().items() if code == "base"}
    return {**shipped, **published_bases(bench)}


def _on_the_base_in_force(bench: Workbench, text: str) -> tuple[Parsed, ...]:
    """For versions that did not keep what they were resolved on."""
    published = {code: Parsed(definition) for code, definition in published_bases(bench).items()}
    known = {**load_shipped(), **published}
    parsed = parse_definition(text, bases={code: one.definition for code, one in known.items()})
    return (*(chain_of(parsed.extends, known) if parsed.extends else ()), parsed)
