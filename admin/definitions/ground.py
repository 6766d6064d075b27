"""What a text stands on: the versions it may extend, and whether one of them has a newer one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from engine.domain.definition import Definition
from engine.queries.authoring import published_bases
from engine.queries.footing import Footing, footing_on
from workflows.loader import load_shipped

if TYPE_CHECKING:
    from admin.host import Host
    from engine.queries.authoring import VersionText
    from engine.storage.drafts import Draft

BASE = "base"


@dataclass(frozen=True, slots=True)
class Ground:
    """The definitions a text may extend, by code; of the one it stands on, the very version.

    `footing` is that version with the newest one, where the text stands on a known version.
    """

    bases: Mapping[str, Definition]
    footing: Footing | None = None
    municipality_id: UUID | None = None

    @property
    def behind(self) -> bool:
        """Whether the base says something else by now."""
        return self.footing is not None and self.footing.behind

    @property
    def first(self) -> Definition:
        """A definition whose codes are offered where there is no text yet."""
        return self.bases.get(BASE) or next(iter(self.bases.values()))

    def digest_of(self, code: str | None) -> str | None:
        """The version of a base that stands here."""
        return self.bases[code].digest if code and code in self.bases else None


def ground_of(
    host: Host,
    region_id: UUID,
    current: VersionText | None = None,
    draft: Draft | None = None,
    municipality_id: UUID | None = None,
) -> Ground:
    """The ground of a draft, else of the version in force, else the newest versions there are."""
    if current is not None:
        municipality_id = current.municipality_id
    elif draft is not None:
        municipality_id = draft.municipality_id
    kept = draft.extends_digest if draft else None
    digest = kept or (current.extends_digest if current else None)
    footing = footing_on(host.bench, region_id, digest)
    bases = bases_of(host, region_id if municipality_id else None)
    if footing is not None and footing.old.code in bases:
        bases = {**bases, footing.old.code: footing.old.definition}
    return Ground(bases, footing, municipality_id)


def newest_ground(ground: Ground) -> Ground:
    """The same with the newest version of what the text stands on."""
    footing = ground.footing
    if footing is None:
        return ground
    bases = {**ground.bases, footing.new.code: footing.new.definition}
    return Ground(bases, Footing(footing.new, footing.new), ground.municipality_id)


def bases_of(host: Host, region_id: UUID | None = None) -> dict[str, Definition]:
    """What a region's text may extend: what is published for all, else what was shipped.

    What a municipality's text may extend: the paths of its region, which is then named.
    """
    if region_id is not None:
        return published_bases(host.bench, region_id)
    published = published_bases(host.bench)
    return published if BASE in published else {BASE: load_shipped()[BASE].definition, **published}
