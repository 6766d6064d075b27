"""A fault in one case of a bulk, and what more cases of a batch cost."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from engine.domain.bulk import BulkMode, BulkOrder, ItemStatus
from engine.storage.database import Transaction
from engine.storage.tables import SpellRow
from tests.crowds import REASON, make_crowd
from tests.storage.bulk_orders import carry_on, crowd, items, planned, scene
from tests.storage.reading import bodies, everything, refusals

__all__ = ["crowd", "scene"]


def break_case(bench, case_id):
    """Let the stay that the next move ends be another: the fault shows only when it is written."""
    with bench.database.source.begin() as connection:
        connection.execute(
            sa.update(SpellRow).where(SpellRow.case_id == case_id).values(seq=SpellRow.seq + 7)
        )


@pytest.mark.parametrize("size", [3, 12])
def test_a_case_that_fails_by_a_fault_stops_no_other(scene, size):
    crowd = make_crowd(scene, size)
    bulk_id = planned(crowd)
    broken = sorted(crowd.ready)[2]
    break_case(scene.bench, broken)

    counts = carry_on(crowd, bulk_id)

    assert counts == {ItemStatus.MOVED: size - 1, ItemStatus.REFUSED: 1}
    row = items(scene.bench, bulk_id)[broken]
    assert (row.status, row.code, row.reasons) == ("refused", "engine.error", [])
    assert {one: scene.stage(one) for one in crowd.ready} == {
        **dict.fromkeys(crowd.ready, "listed"),
        broken: "candidate",
    }
    moved = {one: [body["event"] for body in bodies(scene.bench, one)][-1] for one in crowd.ready}
    assert moved.pop(broken) != "case:moved"
    assert set(moved.values()) == {"case:moved"}
    (refusal,) = refusals(scene.bench, broken)
    assert refusal["fields"] | {"bulk": str(bulk_id), "code": "engine.error"} == refusal["fields"]


@pytest.mark.parametrize("size", [3, 12])
def test_of_all_or_nothing_a_fault_in_one_case_moves_none(scene, size):
    crowd = make_crowd(scene, size)
    bulk_id = planned(crowd, BulkOrder("suspend", REASON), BulkMode.ALL_OR_NOTHING)
    broken = sorted(crowd.ready)[2]
    break_case(scene.bench, broken)
    before = everything(scene.bench)

    counts = carry_on(crowd, bulk_id)

    assert counts == {ItemStatus.SKIPPED: size - 1, ItemStatus.REFUSED: 1}
    held = everything(scene.bench)
    of_bulk = ("bulk_move", "bulk_item", "journal", "journal_stream")
    assert {name for name in held if held[name] != before[name]} == set(of_bulk)
    assert len(held["journal"]) == len(before["journal"]) + 1
    assert refusals(scene.bench, broken)[-1]["fields"]["code"] == "engine.error"


class Counting:
    """A cursor that counts what is sent to the database."""

    sent = 0

    def __init__(self, cursor):
        self.cursor = cursor

    def __getattr__(self, name):
        if name in ("execute", "executemany"):
            Counting.sent += 1
        return getattr(self.cursor, name)


def test_more_cases_of_a_batch_take_no_more_statements(scene, monkeypatch):
    begin = Transaction.__init__

    def counted(self, *given):
        begin(self, *given)
        self.cursor = Counting(self.cursor)

    sent = []
    crowd = make_crowd(scene, 38)
    monkeypatch.setattr(Transaction, "__init__", counted)
    for cases in (crowd.ready[:8], crowd.ready[8:]):
        for order in (BulkOrder("suspend", REASON), BulkOrder("resume", REASON)):
            bulk_id = planned(crowd, order, cases=cases)
            Counting.sent = 0
            assert carry_on(crowd, bulk_id) == {ItemStatus.MOVED: len(cases)}
            sent.append(Counting.sent)

    assert sent[:2] == sent[2:]
