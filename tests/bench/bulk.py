"""Moving 500 cases by one move against the same rows written by set-based SQL.

The floor knows beforehand that every case may be moved: no decision, no reason, no hash of a chain.
Ours plans the bulk, locks and judges every case and keeps a result for each.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from engine.actions.bulk import BulkRequest, carry_on_bulk, plan_bulk
from engine.actions.installing import install
from engine.domain.bulk import BulkMode, BulkOrder, ItemStatus
from engine.domain.roles import Actor
from engine.migrations import upgrade
from engine.storage.database import open_database
from engine.workbench import Workbench
from tests.bench.floor import BODY, HASH, Floor
from tests.conftest import KEYS, Clock
from tests.crowds import COORDINATOR, REASON, make_crowd
from tests.factories import make_scene
from workflows.facts import CATALOGUE

CASES, ROUNDS = 500, 7
MOVES = (("suspend", "suspended", "outside"), ("resume", "candidate", "identification"))


@dataclass(frozen=True)
class Prepared:
    """A database with candidates to suspend and resume: first for us, then for the floor."""

    url: str
    actor: Actor
    cases: tuple[UUID, ...]


def prepare(url: str) -> Prepared:
    """Open enough cases."""
    database = open_database(url, KEYS)
    upgrade(database)
    bench = Workbench(database, Clock(datetime(2023, 4, 3, 6, tzinfo=UTC)), CATALOGUE)
    install(bench)
    scene = make_scene(bench, schools=1, tutor_schools=1)
    crowd = make_crowd(scene, 2 * CASES)
    database.close()
    return Prepared(url, scene.actor(COORDINATOR), tuple(crowd.ready))


def measure(prepared: Prepared) -> dict[BulkMode, dict[str, float]]:
    """Each mode and the floor in turn: medians, and the ratios of the rounds."""
    bench = Workbench(
        open_database(prepared.url, KEYS), Clock(datetime(2023, 4, 4, 6, tzinfo=UTC)), CATALOGUE
    )
    floor = SetFloor(prepared)
    # As `web.serving` does in a worker.
    gc.collect()
    gc.freeze()
    times: dict[Any, list[float]] = {mode: [] for mode in (None, *BulkMode)}
    for number in range(ROUNDS + 1):
        for kind, found in times.items():
            spent = _spent(floor.move) if kind is None else _spent(_ours(bench, prepared, kind))
            if number:
                found.append(spent)
    bench.database.close()
    floor.bare.connection.close()
    return {mode: _told(times[mode], times[None]) for mode in BulkMode}


def _ours(bench: Workbench, prepared: Prepared, mode: BulkMode) -> Callable[[str], None]:
    cases = tuple((one, None) for one in prepared.cases[:CASES])

    def move(code: str) -> None:
        request = BulkRequest(cases, BulkOrder(code, REASON), mode)
        bulk_id = plan_bulk(bench, request, actor=prepared.actor).created_id
        assert bulk_id is not None
        counts = carry_on_bulk(bench, bulk_id, actor=prepared.actor)
        assert counts == {ItemStatus.MOVED: CASES}, counts

    return move


def _spent(move: Callable[[str], None]) -> float:
    """Seconds a case, there and back."""
    began = time.perf_counter()
    for code, _, _ in MOVES:
        move(code)
    return (time.perf_counter() - began) / (2 * CASES)


def _told(ours: list[float], floor: list[float]) -> dict[str, float]:
    ratios = [bare / own for own, bare in zip(ours, floor, strict=True)]
    return {
        "ours": 1 / statistics.median(ours),
        "floor": 1 / statistics.median(floor),
        "ratio": statistics.median(ratios),
        "lowest": min(ratios),
        "highest": max(ratios),
    }


class SetFloor:
    """The rows of a bulk written by one statement a table."""

    def __init__(self, prepared: Prepared) -> None:
        """Keep the cases of the floor in a table of its own."""
        cases = prepared.cases[CASES:]
        self.actor_id = prepared.actor.account_id
        self.bare = Floor(prepared.url, cases[0], self.actor_id, ("candidate", "suspended"), (1, 1))
        kind = "TEXT" if self.bare.sqlite else "uuid"
        self.bare.run(f"CREATE TABLE bench_case (id {kind} PRIMARY KEY, moved int)")
        for case_id in cases:
            self.bare.insert("bench_case", id=case_id, moved=0)
        self.bare.commit()
        self.new_id = "lower(hex(randomblob(16)))" if self.bare.sqlite else "gen_random_uuid()"
        self.new_hash = "randomblob(32)" if self.bare.sqlite else "sha256(c.head)"

    def move(self, code: str) -> None:
        """Move every case of the floor in one transaction."""
        stage, phase = next((two, three) for one, two, three in MOVES if one == code)
        if self.bare.sqlite:
            self.bare.cursor.execute("BEGIN IMMEDIATE")
        now = datetime.now(UTC)
        values = (stage, phase, now.date(), now, self.actor_id, BODY, HASH, REASON)
        for text in self._texts(code):
            self.bare.run(text, *values)
        self.bare.commit()

    def _texts(self, code: str) -> list[str]:
        ours = "FROM case_file c JOIN bench_case b ON b.id = c.id"
        mine = "IN (SELECT id FROM bench_case)"
        duties = (
            [f"UPDATE duty SET status = 'paused' WHERE status = 'open' AND case_id {mine}"]
            if code == "suspend"
            else [
                f"UPDATE duty SET status = 'cancelled' WHERE status = 'open' AND case_id {mine}",
                f"UPDATE duty SET status = 'open' WHERE status = 'paused' AND case_id {mine}",
            ]
        )
        if code == "suspend":
            duties.append(
                "INSERT INTO duty (id, case_id, stage, term_code, kind, due_on, due_at, status,"
                f" retroactive, attempts) SELECT {self.new_id}, c.id, 'suspended', 'review',"
                f" 'remind', {{2}}, {{3}}, 'open', false, 0 {ours}"
            )
        return [
            (
                "INSERT INTO journal (subject_id, stream, seq, kind, at, actor_id, body, prev,"
                " hash, mac, key_id, alg)"
                " SELECT c.id, 'case', c.revision + 1, 'case:moved', {3}, {4}, {5},"
                f" c.head, {self.new_hash}, {{6}}, 1, 1 {ours}"
            ),
            (
                "INSERT INTO journal_text (subject_id, stream, seq, field, salt, text)"
                f" SELECT c.id, 'case', c.revision + 1, 'reason', {{6}}, {{7}} {ours}"
            ),
            (
                "UPDATE stage_spell SET left_on = {2}, left_at = {3} WHERE (case_id, seq) IN"
                f" (SELECT c.id, c.stage_entered_revision {ours})"
            ),
            (
                "UPDATE case_file SET stage = {0}, phase = {1}, stage_entered_on = {2},"
                " stage_entered_revision = revision + 1, revision = revision + 1,"
                " changed_at = {3}, changed_by = {4}, head = (SELECT hash FROM journal j WHERE"
                " j.subject_id = case_file.id AND j.stream = 'case'"
                " AND j.seq = case_file.revision + 1)"
                f" WHERE id {mine}"
            ),
            (
                "INSERT INTO stage_spell (case_id, seq, stage, round, entered_on, entered_at)"
                f" SELECT c.id, c.revision, {{0}}, 1, {{2}}, {{3}} {ours}"
            ),
            *duties,
            (
                "INSERT INTO notice (id, case_id, role, kind, at, fields)"
                f" SELECT {self.new_id}, c.id, 'participants', 'case:moved', {{3}}, '[]' {ours}"
            ),
            "UPDATE bench_case SET moved = moved + 1",
        ]
