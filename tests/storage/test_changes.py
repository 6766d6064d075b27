"""Rows that are written together are the rows that were given, or none of them is there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.storage.cases import find_cases, lock_cases
from engine.storage.changes import (
    MANY,
    Change,
    Insert,
    InsertMissing,
    Update,
    Upsert,
    WriteConflict,
    apply_changes,
    apply_deeds,
)
from engine.storage.database import reading, unit_of_work
from engine.storage.tables import DutyRow, FileRow
from engine.storage.types import new_id
from tests.factories import make_scene
from tests.journeys.clock_scene import Scene, path

DAY = date(2023, 4, 13)
INSTANT = datetime(2023, 4, 13, 12, tzinfo=UTC)
SIZES = (1, MANY - 1, MANY, 3 * MANY)
"""Few rows are written one by one, many as lists."""

texts = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00") | st.sampled_from("{}\",\\'N")
)
words = st.none() | texts
instants = st.integers(0, 2**32).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@pytest.fixture
def case_id(bench):
    return Scene(bench, definition=path()).open()


def duty(case_id, **values):
    given_values = {
        "id": new_id(),
        "case_id": case_id,
        "stage": "self_diagnosis",
        "term_code": "due",
        "kind": "remind",
        "due_on": DAY,
        "due_at": INSTANT,
    }
    return given_values | values


def duties(bench):
    with reading(bench.database) as connection:
        rows = connection.execute(sa.select(DutyRow.__table__)).mappings()
        return {row["id"]: dict(row) for row in rows}


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "term_code": texts,
                "move": words,
                "due_on": st.dates(date(1970, 1, 1), date(2199, 1, 1)),
                "due_at": instants,
                "retroactive": st.booleans(),
                "attempts": st.integers(-(2**31), 2**31 - 1),
                "done_at": st.none() | instants,
                "outcome": words,
            }
        ),
        max_size=2 * MANY,
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_written_together_are_the_rows_that_were_given(bench, case_id, rows):
    asked = [duty(case_id, **row) for row in rows]

    with unit_of_work(bench.database) as transaction:
        apply_changes(transaction, [Insert(DutyRow, row) for row in asked])

    held = duties(bench)
    for row in asked:
        assert held[row["id"]].items() >= row.items()
        assert held[row["id"]]["status"] == "open"


@pytest.mark.parametrize("size", SIZES)
def test_each_row_gets_its_own_new_values(bench, case_id, size):
    rows = [duty(case_id) for _ in range(size)]
    days = {row["id"]: DAY + timedelta(days=place) for place, row in enumerate(rows)}
    with unit_of_work(bench.database) as transaction:
        apply_changes(transaction, [Insert(DutyRow, row) for row in rows])

        apply_changes(
            transaction,
            [
                Update(DutyRow, {"id": one}, {"due_on": day, "move": None})
                for one, day in days.items()
            ],
        )

    held = duties(bench)
    assert {one: held[one]["due_on"] for one in days} == days


@pytest.mark.parametrize("size", SIZES)
def test_one_row_that_had_to_change_and_is_not_there_stops_all(bench, case_id, size):
    rows = [duty(case_id) for _ in range(size)]
    with unit_of_work(bench.database) as transaction:
        apply_changes(transaction, [Insert(DutyRow, row) for row in rows])
    before = duties(bench)
    rows[size // 2]["id"] = new_id()

    with pytest.raises(WriteConflict), unit_of_work(bench.database) as transaction:
        apply_changes(
            transaction, [Update(DutyRow, {"id": row["id"]}, {"status": "done"}) for row in rows]
        )

    assert duties(bench) == before


def test_a_change_of_whatever_rows_match_may_match_none(bench, case_id):
    keys = [{"case_id": case_id, "status": status} for status in ("open", *"abcdefgh")]
    with unit_of_work(bench.database) as transaction:
        apply_changes(transaction, [Insert(DutyRow, duty(case_id)) for _ in range(3)])
        changes = [Update(DutyRow, key, {"status": "paused"}, exactly_one=False) for key in keys]

        apply_changes(transaction, changes)

    assert [row["status"] for row in duties(bench).values()] == ["paused"] * 3


def test_deeds_that_write_different_rows_are_all_written(bench, case_id):
    old = [duty(case_id) for _ in range(2 * MANY)]
    new = [duty(case_id) for _ in old]
    with unit_of_work(bench.database) as transaction:
        apply_changes(transaction, [Insert(DutyRow, row) for row in old])

        deeds: list[list[Change]] = [
            [
                Update(DutyRow, {"id": former["id"]}, {"status": "done"}),
                *([Insert(DutyRow, latter)] if place % 2 else []),
            ]
            for place, (former, latter) in enumerate(zip(old, new, strict=True))
        ]
        apply_deeds(transaction, [*deeds, []])

    held = duties(bench)
    assert {held[row["id"]]["status"] for row in old} == {"done"}
    assert held.keys() == {row["id"] for row in (*old, *new[1::2])}
    assert {held[row["id"]]["status"] for row in new[1::2]} == {"open"}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("kind", "first"), [(InsertMissing, 1), (Upsert, 2)])
def test_what_is_there_already_is_left_or_written_over_as_asked(bench, size, kind, first):
    files = [{"sha256": f"{place:064x}", "size": 1, "content": b"\x00\\"} for place in range(size)]
    with unit_of_work(bench.database) as transaction:
        apply_changes(transaction, [Insert(FileRow, files[0])])

        apply_changes(
            transaction, [kind(FileRow, {**one, "size": 2}, ("sha256",)) for one in files]
        )

    with reading(bench.database) as connection:
        held = connection.execute(sa.select(FileRow.__table__).order_by(FileRow.sha256)).all()
    assert [row.size for row in held] == [first, *[2] * (size - 1)]
    assert {row.content for row in held} == {b"\x00\\"}


@pytest.mark.parametrize("number", [0, 1, 3])
def test_of_many_ids_those_that_there_are_are_found_in_their_order(bench, number):
    scene = make_scene(bench, schools=3)
    cases = sorted(scene.open_case(place) for place in range(number))

    with unit_of_work(bench.database) as transaction:
        asked = [*reversed(cases), new_id(), *cases]
        found = find_cases(transaction, asked)
        locked = lock_cases(transaction, asked)

    assert [one.state.id for one in found] == cases
    assert [one.state.id for one in locked] == cases
