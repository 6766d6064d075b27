"""A rebase of a published version as programs read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.domain.rebasing import rebase
from engine.queries.definitions import definition_version
from engine.queries.footing import footing_on
from web.published import published_chain
from web.wording.differences import difference_sentence
from web.wording.rebasing import outcome_text
from workflows.vocabulary import stricter_setting

if TYPE_CHECKING:
    from uuid import UUID

    from engine.domain.rebasing import Entry
    from engine.domain.roles import Actor
    from engine.queries.footing import Footing
    from engine.workbench import Workbench


def told_rebase(bench: Workbench, definition_id: UUID, *, actor: Actor) -> dict[str, Any]:
    """The report on a version in sight; empty for one that stands on the newest base, or on none.

    NotFound when it is not in sight.
    """
    version = definition_version(bench, definition_id, actor=actor)
    footing = footing_on(bench, version.region_id, version.extends_digest)
    told: dict[str, Any] = {
        "code": version.code,
        "digest": version.digest,
        "behind": footing is not None and footing.behind,
        "old_version": footing.old.version if footing else None,
        "new_version": footing.new.version if footing else None,
        "entries": [],
    }
    if footing is not None and footing.behind:
        changes = published_chain(bench, definition_id, actor=actor)[-1].changes
        old, new = footing.old.definition, footing.new.definition
        report = rebase(old, new, changes, stricter=stricter_setting)
        told["entries"] = [_entry(entry, footing) for entry in report.entries]
    return told


def _entry(entry: Entry, footing: Footing) -> dict[str, Any]:
    old, new = footing.old.definition, footing.new.definition
    return {
        "element": entry.element,
        "part": entry.part,
        "outcome": entry.outcome.value,
        "how": entry.how.value,
        "sentence": outcome_text(entry),
        "base": [difference_sentence(one, old, new) for one in entry.base],
        "operations": list(entry.operations),
        "choices": [choice.value for choice in entry.choices],
    }
