"""What deeds on roadmaps and measures tell whom they concern: rows of the outbox."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from engine.actions.announcing import News
from engine.domain.audit import AuditKind
from engine.domain.notices import COORDINATORS, NAMED, SCHOOL, Topic
from engine.domain.roles import Permission, Place
from engine.storage.changes import Change, Insert
from engine.storage.occurrences import open_cases
from engine.storage.roadmap_people import (
    directors_of,
    municipality_of,
    title_of_roadmap,
    told_since,
)
from engine.storage.tables import NoticeRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from engine.actions.roadmaps.roadwork import RoadmapWork
    from engine.storage.occurrences import KeptEvidence


def returned_notice(work: RoadmapWork, evidence: KeptEvidence) -> list[Change]:
    """Returned evidence is told to the school; the remarks stay with it, for they may name people.

    A school without an open case finds it on its sheet.
    """
    if evidence.school_id is None:
        return []
    fields = {"roadmap": str(work.state.id), "version": evidence.version}
    return [
        Insert(
            NoticeRow,
            {
                "id": new_id(),
                "case_id": case_id,
                "role": SCHOOL,
                "kind": AuditKind.EVIDENCE_RETURNED.value,
                "at": work.at,
                "fields": fields,
                "author_id": work.actor.account_id,
            },
        )
        for case_id in open_cases(work.transaction, evidence.school_id)[:1]
    ]


def approved_notices(work: RoadmapWork) -> list[Change]:
    """A roadmap that takes effect is told to who leads its schools."""
    people = directors_of(work.transaction, work.state.id, work.today)
    if not people:
        return []
    kind, told = AuditKind.ROADMAP_APPROVED.value, list(map(str, people))
    news = news_of(work, kind, work.state.place, people=told)
    return [news.to(NAMED, work.actor, work.at)]


def reported_notices(work: RoadmapWork) -> list[Change]:
    """The first report of a day is told to the coordinators of the school's place.

    The roadmap is locked, so two reports of a day cannot both be the first. Who may review
    reports tells nobody of his own.
    """
    if work.school_id is None or work.actor.allows(Permission.REVIEW_MEASURE, work.roles):
        return []
    town, kind = municipality_of(work.transaction, work.school_id), AuditKind.MEASURE_REPORTED
    midnight = datetime.combine(work.today, time(), ZoneInfo(work.state.zone))
    if town is None or told_since(work.transaction, kind.value, work.state.id, town, midnight):
        return []
    place = Place(work.state.region_id, town)
    return [news_of(work, kind.value, place).to(COORDINATORS, work.actor, work.at)]


def news_of(work: RoadmapWork, kind: str, place: Place, **more: object) -> News:
    """What there is to tell of the roadmap in a place, under its title."""
    fields = {"title": title_of_roadmap(work.transaction, work.state.id), **more}
    return News(Topic.ROADMAP, work.state.id, place, kind, fields)
