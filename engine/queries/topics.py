"""Which notices an actor may see today: by the case they tell of, or by their topic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.notices import Topic
from engine.domain.roles import Permission
from engine.domain.succession.results import ResultStatus
from engine.queries.definitions import visible_definitions
from engine.queries.roadmaps.scope import visible_roadmaps
from engine.queries.scope import visible_cases
from engine.storage.tables import CaseRow, DefinitionRow, NoticeRow, RoadmapRow, SuccessionItemRow

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement

    from engine.domain.roles import Actor


def visible_notices(actor: Actor, today: date) -> ColumnElement[bool]:
    """A condition on notices with their cases beside them; a topic not named here is not shown."""
    case = sa.and_(NoticeRow.case_id.is_not(None), visible_cases(actor, today))
    topics = {
        Topic.FOOTING: _publishes(actor, today),
        Topic.PROPOSAL: _publishes(actor, today),
        Topic.ROADMAP: _about(RoadmapRow, visible_roadmaps(actor, today)),
        Topic.SUCCESSION: _sees_a_case(actor, today),
        Topic.VERSION: _about(DefinitionRow, visible_definitions(actor, today)),
    }
    seen = (sa.and_(NoticeRow.topic == topic.value, rule) for topic, rule in topics.items())
    return sa.or_(case, *seen)


def _publishes(actor: Actor, today: date) -> ColumnElement[bool]:
    """Regions whose paths the actor may publish."""
    places = actor.scopes(Permission.PUBLISH_DEFINITION, today)
    whole = [place.region_id for place in places if place.municipality_id is None]
    return sa.true() if None in whole else NoticeRow.region_id.in_(whole)


def _sees_a_case(actor: Actor, today: date) -> ColumnElement[bool]:
    """Successions by which a case in the actor's sight went over."""
    # Only the notice is the outer query's: the cases looked for are others than its own.
    went = (
        sa.select(SuccessionItemRow.case_id)
        .join(CaseRow, CaseRow.id == SuccessionItemRow.case_id)
        .where(
            SuccessionItemRow.succession_id == NoticeRow.topic_id,
            SuccessionItemRow.status == ResultStatus.DONE.value,
            visible_cases(actor, today),
        )
    )
    return went.correlate(NoticeRow).exists()


def _about(row: Any, rule: ColumnElement[bool]) -> ColumnElement[bool]:
    return sa.select(row.id).where(row.id == NoticeRow.topic_id, rule).correlate(NoticeRow).exists()
