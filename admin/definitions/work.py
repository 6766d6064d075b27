"""The work on a path: the draft of whoever writes it, else the version in force."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from admin.definitions.amending import Writing
from admin.definitions.editing import Desk, sent_desk
from admin.definitions.ground import ground_of
from admin.definitions.manuscript import CannotAmend
from admin.definitions.requirement_sheet import Shop
from engine.actions.drafting import DraftRequest, keep_draft
from engine.domain.difference import difference
from engine.domain.errors import NotFound
from engine.domain.roles import Permission, Place, require
from engine.queries.authoring import VersionText, regions_to_author, version_text
from engine.queries.drafts import own_draft
from engine.queries.managed import managed_regions
from engine.queries.scope import reading_day

if TYPE_CHECKING:
    from uuid import UUID

    from admin.definitions.ground import Ground
    from admin.definitions.trial import Trial
    from admin.host import Host
    from engine.domain.definition import Definition
    from engine.domain.scenario import Scenario
    from engine.storage.drafts import Draft


@dataclass(frozen=True, slots=True)
class Work:
    """A path as it is being written; `writing` is absent where the forms cannot read the text."""

    host: Host
    stream_id: UUID
    region: Any
    current: VersionText | None
    draft: Draft | None
    desk: Desk
    writing: Writing | None
    town: str = ""
    """Whose path it is, where a municipality has its own."""

    @property
    def trial(self) -> Trial:
        """What was found in the text."""
        assert self.desk.trial is not None  # noqa: S101 - a desk that was sent is always tried
        return self.desk.trial

    @property
    def definition(self) -> Definition | None:
        """What the text means, with errors or without."""
        return self.trial.definition

    @property
    def former(self) -> Definition | None:
        """What is in force."""
        return self.current.definition if self.current else None

    @property
    def revision(self) -> int:
        """Which keeping of the draft was read; 0 for none."""
        return self.draft.revision if self.draft else 0

    @property
    def edited(self) -> bool:
        """Whether the text says something else than what is in force, or stands on another base."""
        if self.current is None or self.current.text != self.desk.text:
            return True
        kept = self.draft.extends_digest if self.draft else None
        return bool(kept and self.current.extends_digest and kept != self.current.extends_digest)

    @property
    def shop(self) -> Shop:
        """What requirements may be made of here."""
        if self.writing is None:
            raise NotFound
        return Shop(self.host.bench.facts, self.writing.definition, self.host.wording)

    def inherited_scenarios(self) -> tuple[Scenario, ...]:
        """What the base promises, given up here or not."""
        base = self.writing.base if self.writing else None
        return base.scenarios if base else ()

    def changes(self) -> list[str]:
        """What differs from the version in force, in sentences."""
        if self.definition is None or self.former is None:
            return []
        found = difference(self.former, self.definition)
        return [self.host.wording.difference(one, self.former, self.definition) for one in found]

    def theirs(self) -> list[str]:
        """What somebody else published since the draft was begun, in sentences."""
        if self.current is None or self.desk.expected == self.current.version:
            return []
        started = _version(self.host, self.stream_id, self.desk.expected)
        if started is None:
            return []
        old, new = started.definition, self.current.definition
        return [self.host.wording.difference(one, old, new) for one in difference(old, new)]

    def written(self) -> Writing:
        """The text opened for a change; NotFound where the forms cannot read it."""
        if self.writing is None:
            raise NotFound
        return self.writing

    @property
    def _extends(self) -> str | None:
        """What a text extends that cannot be read just now."""
        footing = self.desk.ground.footing
        return footing.old.code if footing else None

    def tried(self, writing: Writing) -> Work:
        """The same work with another text, as if it had been kept."""
        form = {"text": writing.text, "expected": str(self.desk.expected)}
        desk = sent_desk(self.host, self.desk.region_id, self.current, form, self.desk.ground)
        return replace(self, desk=desk, writing=writing)

    def keep(self, text: str, revision: int | None, ground: Ground | None = None) -> None:
        """Keep a text as the draft; raises StaleRevision when another page kept one meanwhile.

        It goes on standing on what it stood on, unless another ground is named.
        """
        ground = ground or self.desk.ground
        request = DraftRequest(
            self.stream_id,
            self.desk.region_id,
            text,
            self.desk.expected,
            revision,
            ground.digest_of(self.trial.extends or self._extends),
            ground.municipality_id,
        )
        keep_draft(self.host.bench, request, actor=self.host.current_actor())


def open_work(host: Host, stream_id: UUID) -> Work:
    """The work on a definition of a region the actor publishes in; NotFound for any other."""
    bench, actor = host.bench, host.current_actor()
    draft = own_draft(bench, stream_id, actor=actor)
    current = _version(host, stream_id)
    region_id = current.region_id if current else draft.region_id if draft else None
    if region_id is None:
        # The base comes with the product and is only read.
        raise NotFound
    require(Permission.PUBLISH_DEFINITION, actor, Place(region_id), reading_day(bench.now()))
    text = draft.text if draft else current.text if current else ""
    expected = draft.expected if draft else current.version if current else 0
    form = {"text": text, "expected": str(expected)}
    ground = ground_of(host, region_id, current, draft)
    desk = sent_desk(host, region_id, current, form, ground)
    region = next(one for one in regions_to_author(bench, actor=actor) if one.id == region_id)
    writing, town = _writing(text, ground), _town(host, ground, current)
    return Work(host, stream_id, region, current, draft, desk, writing, town)


def _town(host: Host, ground: Ground, current: VersionText | None) -> str:
    if current is not None or ground.municipality_id is None:
        return (current.municipality or "") if current else ""
    permission, actor = Permission.PUBLISH_DEFINITION, host.current_actor()
    regions = managed_regions(host.bench, permission, actor=actor)
    titles = {code: title for one in regions for code, title in one.municipalities}
    return titles.get(ground.municipality_id, "")


def _writing(text: str, ground: Ground) -> Writing | None:
    try:
        return Writing.of(text, ground.bases)
    except CannotAmend:
        return None


def _version(host: Host, stream_id: UUID, version: int | None = None) -> VersionText | None:
    try:
        return version_text(host.bench, stream_id, version, actor=host.current_actor())
    except NotFound:
        return None
