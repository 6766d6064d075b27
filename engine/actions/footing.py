"""The base a version stands on: publishing on a former one is refused while conflicts are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.definition import Level
from engine.domain.errors import DefinitionInvalid, InvalidInput, NotFound
from engine.domain.overlay import resolve
from engine.domain.rebasing import open_conflicts
from engine.domain.tightening import forbidden_loosenings
from engine.storage.footing import base_with_digest, lies_in, newest_of

if TYPE_CHECKING:
    from engine.actions.publishing import PublishRequest
    from engine.storage.database import Transaction
    from engine.workbench import Workbench


def refuse_unfit_base(bench: Workbench, transaction: Transaction, request: PublishRequest) -> None:
    """A path behind its base may stay on the former version, unless the new one contradicts it.

    A municipality only tightens what it stands on, unless its region lets it do more.
    Raises DefinitionInvalid naming each element with its operation, and InvalidInput where the
    operations do not give what is to be published: then nobody could say what contradicts.
    """
    if request.extends_digest is None:
        return
    old = base_with_digest(transaction, request.region_id, request.extends_digest)
    if old is None:
        # Nobody published it, so nothing newer can stand over it.
        return
    found = forbidden_loosenings(old.definition, request.definition, bench.facts, request.stricter)
    if found:
        raise DefinitionInvalid(findings=found)
    new = newest_of(transaction, old.stream_id)
    if new.definition.digest == old.definition.digest:
        return
    changes, stricter = request.changes, request.stricter
    if resolve(old.definition, changes, stricter=stricter).digest != request.definition.digest:
        raise InvalidInput(field="changes", rule="mismatch", value=request.definition.code)
    found = open_conflicts(old.definition, new.definition, changes, stricter=stricter)
    if found:
        raise DefinitionInvalid(findings=found)


def refuse_wrong_level(transaction: Transaction, request: PublishRequest) -> None:
    """A municipality's path changes its region's; every other path belongs to a whole region."""
    municipal = request.definition.level is Level.MUNICIPALITY
    town = request.municipality_id
    if town is not None and not lies_in(transaction, town, request.region_id):
        raise NotFound
    if municipal != (town is not None) or (municipal and request.extends_digest is None):
        raise InvalidInput(field="municipality", rule="mismatch", value=request.definition.code)
