"""What deeds on paths tell the people of a region: rows of the outbox that are about no case."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.domain.audit import AuditKind
from engine.domain.notices import (
    BASE_PUBLISHED,
    CASES_MIGRATED,
    CASES_RESTORED,
    NAMED,
    PUBLISHERS,
    REGION,
    Topic,
)
from engine.domain.roles import Place
from engine.domain.terms import local_day
from engine.storage.changes import Change, Insert
from engine.storage.definitions import definition_of, zone_of
from engine.storage.footing import paths_behind
from engine.storage.notices import circle_of
from engine.storage.succession import find_target, passed_cases
from engine.storage.tables import NoticeRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from engine.actions.definitionwork import DefinitionWork
    from engine.domain.roles import Actor
    from engine.storage.database import Transaction
    from engine.storage.proposals import Proposal
    from engine.storage.succession import Succession


@dataclass(frozen=True, slots=True)
class News:
    """What there is to tell: of what, where that lies, the kind of deed, and its fields."""

    topic: Topic
    about: UUID
    place: Place
    kind: str
    fields: Mapping[str, Any]

    def to(self, audience: str, actor: Actor, at: datetime) -> Change:
        """The row of the outbox for one audience; the actor is not told of his own deed."""
        return Insert(
            NoticeRow,
            {
                "id": new_id(),
                "topic": self.topic.value,
                "topic_id": self.about,
                "region_id": self.place.region_id,
                "municipality_id": self.place.municipality_id,
                "role": audience,
                "kind": self.kind,
                "at": at,
                "fields": dict(self.fields),
                "author_id": actor.account_id,
            },
        )


def submitted_notices(work: DefinitionWork, proposal: Mapping[str, Any]) -> list[Change]:
    """A version that waits is told to whoever else may approve it; the row is the proposal's."""
    # A municipality's path is published by who publishes the region's.
    place, fields = Place(proposal["region_id"]), {"title": proposal["title"]}
    kind = AuditKind.DEFINITION_SUBMITTED.value
    news = News(Topic.PROPOSAL, proposal["id"], place, kind, fields)
    return [news.to(PUBLISHERS, work.actor, work.at)]


def returned_notices(work: DefinitionWork, proposal: Proposal) -> list[Change]:
    """A version that came back is told to its author; the remarks stay with the version."""
    fields = {"title": proposal.content["title"], "people": [str(proposal.author_id)]}
    kind, place = AuditKind.DEFINITION_RETURNED.value, Place(proposal.region_id)
    news = News(Topic.PROPOSAL, proposal.id, place, kind, fields)
    return [news.to(NAMED, work.actor, work.at)]


def published_notices(
    work: DefinitionWork, version: Mapping[str, Any], *, approved: bool
) -> list[Change]:
    """A version is told to the region, and to the regions whose paths it leaves behind.

    The first version of a path follows nothing and is told only to whose it was to be approved.
    """
    behind = _behind_notices(work, version)
    if version["region_id"] is None:
        return behind
    fields = {
        "title": version["title"],
        "version": version["version"],
        "effective_on": version["effective_on"].isoformat(),
    }
    # One deed for both audiences: the author who administers the region has it once.
    if approved:
        fields |= {"people": [str(version["published_by"])]}
    place = Place(version["region_id"], version["municipality_id"])
    kind = AuditKind.DEFINITION_PUBLISHED.value
    news = News(Topic.VERSION, version["id"], place, kind, fields)
    audiences = [*([REGION] if version["version"] > 1 else []), *([NAMED] if approved else [])]
    return [*(news.to(one, work.actor, work.at) for one in audiences), *behind]


def _behind_notices(work: DefinitionWork, version: Mapping[str, Any]) -> list[Change]:
    """One notice for each path that stands on what this version follows."""
    stream_id, region_id = version["stream_id"], version["region_id"]
    told = {"base": version["title"], "version": version["version"]}
    found = []
    for one in paths_behind(work.transaction, stream_id, region_id, version["digest"]):
        place, fields = Place(one.region_id), {**told, "title": one.title}
        news = News(Topic.FOOTING, one.stream_id, place, BASE_PUBLISHED, fields)
        found.append(news.to(PUBLISHERS, work.actor, work.at))
    return found


def passed_notices(
    transaction: Transaction, one: Succession, at: datetime, *, actor: Actor
) -> list[Change]:
    """What a finished run means for each curator and coordinator: one notice with his number.

    A run that was taken up again tells only of the cases that went over since.
    """
    target = find_target(transaction, one.definition_id)
    if target is None:
        return []
    told = {
        "title": definition_of(transaction, target.id).title,
        "version": target.version,
        "definition": str(target.id),
    }
    kind = CASES_MIGRATED if one.undoes_id is None else CASES_RESTORED
    found = []
    for person, cases in sorted(_whose(transaction, one, at).items()):
        fields = {**told, "people": [str(person)], "cases": len(cases)}
        news = News(Topic.SUCCESSION, one.id, Place(one.region_id), kind, fields)
        found.append(news.to(NAMED, actor, at))
    return found


def _whose(transaction: Transaction, one: Succession, at: datetime) -> dict[UUID, set[UUID]]:
    """The cases of a run by whom they concern: curators and coordinators."""
    day = local_day(at, zone_of(transaction, one.region_id))
    cases = passed_cases(transaction, one, day)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    towns: dict[UUID, set[UUID]] = defaultdict(set)
    for case in cases:
        towns[case.municipality_id].add(case.id)
        if case.curator_id is not None:
            found[case.curator_id].add(case.id)
    for town, lying in towns.items():
        circle = circle_of(transaction, None, Place(one.region_id, town), day)
        for person in circle.coordinators:
            found[person] |= lying
    return found
