"""Orders of bulk moves as the tests give them, and what became of their items."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from engine.actions.bulk import BulkRequest, carry_on_bulk, plan_bulk
from engine.domain.bulk import BulkMode, BulkOrder
from engine.storage.database import reading
from engine.storage.tables import BulkItemRow
from tests.crowds import COORDINATOR, make_crowd
from tests.factories import make_scene

LISTING = BulkOrder("approve_listing")


def planned(crowd, order=LISTING, mode=BulkMode.EACH, *, cases=None, actor=None, **more):
    """The id of a bulk over the cases."""
    request = BulkRequest(tuple((one, None) for one in cases or crowd.cases), order, mode)
    by = actor or crowd.scene.actor(COORDINATOR)
    created = plan_bulk(crowd.scene.bench, request, actor=by, **more).created_id
    assert created is not None
    return created


def carry_on(crowd, bulk_id, *, actor=None, **more):
    by = actor or crowd.scene.actor(COORDINATOR)
    return dict(carry_on_bulk(crowd.scene.bench, bulk_id, actor=by, **more))


def items(bench, bulk_id):
    """The rows of the cases of a bulk, by case."""
    query = sa.select(BulkItemRow.__table__).where(BulkItemRow.bulk_id == bulk_id)
    with reading(bench.database) as connection:
        return {row.case_id: row for row in connection.execute(query)}


def told(rows, cases):
    """What the cases are told: status, code, and code and fields of every reason."""
    return {(rows[one].status, rows[one].code, _reasons(rows[one].reasons)) for one in cases}


def _reasons(reasons):
    return tuple(
        (one["code"], tuple((name, _hashable(value)) for name, value in one["fields"]))
        for one in reasons
        if "code" in one
    )


def _hashable(value):
    return tuple(value) if isinstance(value, list) else value


NO_ORDER = (
    "decision_present",
    (("have", 0), ("kind", "list_order"), ("per", "round")),
)


def wrong_stage(stage):
    return ("stage", (("sources", ("candidate",)), ("stage", stage)))


@pytest.fixture
def scene(bench):
    return make_scene(bench, schools=1, tutor_schools=1)


@pytest.fixture
def crowd(scene):
    """A few of every kind."""
    return make_crowd(scene, 6, no_order=2, listed=1, suspended=1, changed=1)
