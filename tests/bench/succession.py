"""An impact report and a succession of many running cases against set-based SQL.

The floor of the report counts the cases by stage in one statement and judges nothing. The floor of
the run knows beforehand that every case goes over: it writes the same rows by one statement a
table, without a judgement, a reason why not, or the hash of a chain.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from engine.actions.installing import install
from engine.actions.succession import SuccessionRequest, begin_succession, carry_on_succession
from engine.domain.definition import Definition, StageTerm
from engine.domain.roles import Actor
from engine.domain.succession.results import ResultStatus
from engine.domain.terms import Term, TermKind
from engine.migrations import upgrade
from engine.queries.impact import Candidate, impact_report
from engine.storage.database import open_database
from engine.workbench import Workbench
from tests.bench.floor import BODY, HASH, Floor
from tests.conftest import KEYS, Clock
from tests.crowds import make_crowd
from tests.factories import Scene, make_scene
from tests.passages import ADMIN, REASON, plan_for, published, with_term
from workflows.facts import CATALOGUE

CASES, ROUNDS = 10_000, 3
REPORT = StageTerm("report_due", "Отчёт", Term(TermKind.WORKING_DAYS, days=15))


@dataclass(frozen=True)
class Prepared:
    """A database with running cases: half of them for us, half for the floor."""

    url: str
    scene: Scene
    cases: tuple[UUID, ...]


def prepare(url: str, cases: int = CASES) -> Prepared:
    """Open enough cases, and publish a version for each round."""
    database = open_database(url, KEYS)
    upgrade(database)
    bench = Workbench(database, Clock(datetime(2023, 4, 3, 6, tzinfo=UTC)), CATALOGUE)
    install(bench)
    scene = make_scene(bench, schools=1, tutor_schools=1)
    crowd = make_crowd(scene, 2 * cases)
    database.close()
    return Prepared(url, scene, tuple(crowd.ready))


def measure(prepared: Prepared) -> dict[str, dict[str, float]]:
    """The report and the run beside their floors: medians, and the ratios of the rounds."""
    clock = Clock(datetime(2023, 4, 4, 6, tzinfo=UTC))
    bench = Workbench(open_database(prepared.url, KEYS), clock, CATALOGUE)
    scene = replace(prepared.scene, bench=bench)
    floor = SetFloor(prepared, scene.actor(ADMIN).account_id)
    gc.collect()
    gc.freeze()
    found: dict[str, list[tuple[float, float]]] = {"impact": [], "run": []}
    old = scene.definition
    for version, new in _versions(scene):
        report, count = _spent(_report(scene, new)), _spent(floor.count)
        run, write = _spent(_run(scene, version, old, new)), _spent(floor.write)
        found["impact"].append((report, count))
        found["run"].append((run, write))
        old = new
    bench.database.close()
    floor.bare.connection.close()
    number = len(prepared.cases) // 2
    return {name: _told(pairs, number) for name, pairs in found.items()}


def _versions(scene: Scene) -> Iterator[tuple[UUID, Definition]]:
    """A version for each round, each with one term more or another rule of it."""
    for number in range(ROUNDS):
        due = replace(REPORT.due, days=REPORT.due.days + number)
        new = with_term(scene.definition, "candidate", replace(REPORT, due=due))
        new = replace(new, title=f"Редакция {number}")
        yield published(scene, new), new


def _report(scene: Scene, new: Definition) -> Callable[[], None]:
    def report() -> None:
        candidate = Candidate(scene.region_id, new)
        assert impact_report(scene.bench, candidate, actor=scene.actor(ADMIN)).total.cases

    return report


def _run(scene: Scene, version: UUID, old: Definition, new: Definition) -> Callable[[], None]:
    actor: Actor = scene.actor(ADMIN)

    def run() -> None:
        request = SuccessionRequest(version, plan_for(old, new))
        succession_id = begin_succession(scene.bench, request, actor=actor).created_id
        assert succession_id is not None
        counts = carry_on_succession(scene.bench, succession_id, actor=actor)
        assert set(counts) == {ResultStatus.DONE}, counts

    return run


def _spent(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _told(pairs: list[tuple[float, float]], number: int) -> dict[str, float]:
    ratios = [bare / own for own, bare in pairs]
    return {
        "ours": statistics.median(own for own, _ in pairs),
        "floor": statistics.median(bare for _, bare in pairs),
        "rate": number / statistics.median(own for own, _ in pairs),
        "ratio": statistics.median(ratios),
        "lowest": min(ratios),
        "highest": max(ratios),
    }


class SetFloor:
    """The rows of a succession written by one statement a table, and the cases counted by one."""

    def __init__(self, prepared: Prepared, actor_id: UUID) -> None:
        """Keep the cases of the floor in a table of their own, off our paths."""
        cases = prepared.cases[len(prepared.cases) // 2 :]
        self.actor_id = actor_id
        self.bare = Floor(prepared.url, cases[0], actor_id, ("candidate", "candidate"), (1, 1))
        kind = "TEXT" if self.bare.sqlite else "uuid"
        self.bare.run(f"CREATE TABLE bench_case (id {kind} PRIMARY KEY)")
        for case_id in cases:
            self.bare.insert("bench_case", id=case_id)
        # Ours must not take them over: they are on a path of nobody.
        nobody = UUID(int=1)
        self.bare.run(
            "UPDATE case_file SET definition_stream_id = {0}"
            " WHERE id IN (SELECT id FROM bench_case)",
            nobody,
        )
        self.bare.commit()
        self.new_id = "lower(hex(randomblob(16)))" if self.bare.sqlite else "gen_random_uuid()"
        self.new_hash = "randomblob(32)" if self.bare.sqlite else "sha256(c.head)"

    def count(self) -> None:
        """The open cases of the floor by stage."""
        self.bare.run(
            "SELECT c.stage, count(*) FROM case_file c JOIN bench_case b ON b.id = c.id"
            " WHERE c.closed = {0} GROUP BY c.stage",
            False,
        )
        self.bare.commit()

    def write(self) -> None:
        """Take every case of the floor over in one transaction."""
        if self.bare.sqlite:
            self.bare.cursor.execute("BEGIN IMMEDIATE")
        now = datetime.now(UTC)
        values = (now.date(), now, self.actor_id, BODY, HASH, REASON)
        for text in self._texts():
            self.bare.run(text, *values)
        self.bare.commit()

    def _texts(self) -> list[str]:
        ours = "FROM case_file c JOIN bench_case b ON b.id = c.id"
        mine = "IN (SELECT id FROM bench_case)"
        texts = [
            "INSERT INTO journal_text (subject_id, stream, seq, field, salt, text)"
            f" SELECT c.id, 'case', c.revision + 1, '{name}', {{4}}, {{5}} {ours}"
            for name in ("body", "reason")
        ]
        return [
            (
                "INSERT INTO journal (subject_id, stream, seq, kind, at, actor_id, body, prev,"
                " hash, mac, key_id, alg)"
                " SELECT c.id, 'case', c.revision + 1, 'case:migrated', {1}, {2}, {3},"
                f" c.head, {self.new_hash}, {{4}}, 1, 1 {ours}"
            ),
            *texts,
            (
                "UPDATE case_file SET stage_due_on = {0}, revision = revision + 1,"
                " changed_at = {1}, changed_by = {2}, head = (SELECT hash FROM journal j WHERE"
                " j.subject_id = case_file.id AND j.stream = 'case'"
                " AND j.seq = case_file.revision + 1)"
                f" WHERE id {mine}"
            ),
            (
                "INSERT INTO duty (id, case_id, stage, term_code, kind, due_on, due_at, status,"
                f" retroactive, attempts) SELECT {self.new_id}, c.id, 'candidate', 'report_due',"
                f" 'escalate', {{0}}, {{1}}, 'open', false, 0 {ours}"
            ),
        ]
