"""Run the benchmarks and print what docs/performance.md holds: `make bench`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.domain.bulk import BulkMode
from tests.bench import bulk, roadmaps, succession
from tests.bench.moving import measure_eight, measure_one, prepare
from tests.bench.overview import CASES, measure_reads, prepare_country
from tests.bench.pages import measure_pages
from tests.bench.reading import MEASURES, measure_reading
from tests.postgres import postgres_server

GOALS = {
    ("postgresql", 1): 0.9,
    ("postgresql", 8): 0.8,
    ("sqlite", 1): 0.5,
    ("sqlite", 8): 0.6,
}


@contextmanager
def _urls(name: str) -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder, postgres_server() as server:
        yield {
            "postgresql": server.create_database(name),
            "sqlite": f"sqlite:///{Path(folder) / name}.db",
        }


SUCCESSION_GOAL = 0.15
BULK_GOALS = {BulkMode.EACH: 0.15, BulkMode.ALL_OR_NOTHING: 0.3}


def main() -> None:
    """Measure on both databases and print tables of ratios."""
    _measure_moves()
    _measure_bulk()
    _measure_succession()
    _measure_reads()
    _measure_pages()
    _measure_reading()
    _measure_roadmaps()


def _measure_roadmaps() -> None:
    say = sys.stdout.write
    say("\n| roadmaps | | rows | ours, s | floor, s | ratio |\n|---|---|---|---|---|---|\n")
    with _urls("roadmaps") as urls:
        for dialect, url in urls.items():
            found = roadmaps.measure_approval(url)
            say(
                f"| approval, against bare INSERTs | {dialect} | {found.rows:,} | {found.ours:.1f} "
                f"| {found.floor:.1f} | {found.ratio:.1f} |\n"
            )
            sys.stdout.flush()


def _measure_bulk() -> None:
    say = sys.stdout.write
    say(f"\n| {bulk.CASES} cases by one move | mode | ours, cases/s | set-based SQL, cases/s ")
    say("| ratio (min-max) | goal |\n|---|---|---|---|---|---|\n")
    with _urls("bulk") as urls:
        for dialect, url in urls.items():
            for mode, found in bulk.measure(bulk.prepare(url)).items():
                say(
                    f"| {dialect} | {mode.value} | {found['ours']:.0f} | {found['floor']:.0f} "
                    f"| {found['ratio']:.2f} ({found['lowest']:.2f}-{found['highest']:.2f}) "
                    f"| {BULK_GOALS[mode]} |\n"
                )
                sys.stdout.flush()


def _measure_succession() -> None:
    say = sys.stdout.write
    say(f"\n| {succession.CASES:,} running cases | | ours, s | cases/s | set-based SQL, s ")
    say("| ratio (min-max) | goal |\n|---|---|---|---|---|---|---|\n")
    with _urls("succession") as urls:
        for dialect, url in urls.items():
            for name, found in succession.measure(succession.prepare(url)).items():
                goal = SUCCESSION_GOAL if name == "run" else ""
                say(
                    f"| {name} | {dialect} | {found['ours']:.1f} | {found['rate']:.0f} "
                    f"| {found['floor']:.2f} "
                    f"| {found['ratio']:.3f} ({found['lowest']:.3f}-{found['highest']:.3f}) "
                    f"| {goal} |\n"
                )
                sys.stdout.flush()


def _measure_moves() -> None:
    say = sys.stdout.write
    say("| one durable move | clients | ours, us | bare SQL, us | ratio (min-max) | goal |\n")
    say("|---|---|---|---|---|---|\n")
    with _urls("bench") as urls:
        for dialect, url in urls.items():
            prepared = prepare(url)
            for clients, measure in ((1, measure_one), (8, measure_eight)):
                found = measure(prepared)
                say(
                    f"| {dialect} | {clients} | {found['ours_us']:.0f} | {found['floor_us']:.0f} "
                    f"| {found['ratio']:.2f} ({found['lowest']:.2f}-{found['highest']:.2f}) "
                    f"| {GOALS[dialect, clients]} |\n"
                )
                sys.stdout.flush()


def _measure_reads() -> None:
    say = sys.stdout.write
    say(f"\n| reading over {CASES:,} cases | | ours, ms | bare passes, ms | ratio |\n")
    say("|---|---|---|---|---|\n")
    with _urls("wide") as urls:
        for dialect, url in urls.items():
            for name, found in measure_reads(prepare_country(url)).items():
                say(
                    f"| {name} | {dialect} | {found['ours_ms']:.0f} | {found['floor_ms']:.0f} "
                    f"| {found['ratio']:.2f} |\n"
                )
                sys.stdout.flush()


def _measure_reading() -> None:
    found = measure_reading()
    sys.stdout.write(
        f"\n| reading a .docx of {MEASURES:,} measures | ours, ms | python-docx alone, ms "
        "| times the floor (min-max) |\n|---|---|---|---|\n"
        f"| bytes to roadmap | {found['ours_ms']:.0f} | {found['floor_ms']:.0f} "
        f"| {found['ratio']:.1f} ({found['lowest']:.1f}-{found['highest']:.1f}) |\n"
    )
    sys.stdout.flush()


def _measure_pages() -> None:
    say = sys.stdout.write
    say("\n| page | | cases or entries | processor, ms | times the bare page | statements ")
    say("| growth |\n|---|---|---|---|---|---|---|\n")
    with tempfile.TemporaryDirectory() as folder, postgres_server() as server:
        ways: dict[str, Callable[[str], str]] = {
            "postgresql": server.create_database,
            "sqlite": lambda name: f"sqlite:///{Path(folder) / name}.db",
        }
        for dialect, url_of in ways.items():
            for one in measure_pages(url_of):
                growth = "" if one.growth is None else f"{one.growth:.2f}"
                say(
                    f"| {one.page} | {dialect} | {one.size:,} | {one.ours_ms:.0f} "
                    f"| {one.ratio:.1f} | {one.statements} | {growth} |\n"
                )
                sys.stdout.flush()


if __name__ == "__main__":
    main()
