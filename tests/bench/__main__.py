"""Run the benchmarks and print what docs/performance.md holds: `make bench`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.moving import measure_eight, measure_one, prepare
from tests.bench.overview import CASES, measure_reads, prepare_country
from tests.postgres import postgres_server

GOALS = {
    ("postgresql", 1): 0.9,
    ("postgresql", 8): 0.8,
    ("sqlite", 1): 0.5,
    ("sqlite", 8): 0.6,
}


@contextmanager
def _urls() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder, postgres_server() as server:
        yield {
            "postgresql": server.create_database("bench"),
            "sqlite": f"sqlite:///{Path(folder) / 'bench.db'}",
        }


def main() -> None:
    """Measure one move and the wide readings on both databases; print tables of ratios."""
    say = sys.stdout.write
    say("| one durable move | clients | ours, us | bare SQL, us | ratio (min-max) | goal |\n")
    say("|---|---|---|---|---|---|\n")
    with _urls() as urls:
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
    _measure_reads(say)


def _measure_reads(say: Callable[[str], object]) -> None:
    say(f"\n| reading over {CASES:,} cases | | ours, ms | bare passes, ms | ratio |\n")
    say("|---|---|---|---|---|\n")
    with _urls() as urls:
        for dialect, url in urls.items():
            for name, found in measure_reads(prepare_country(url)).items():
                say(
                    f"| {name} | {dialect} | {found['ours_ms']:.0f} | {found['floor_ms']:.0f} "
                    f"| {found['ratio']:.2f} |\n"
                )
                sys.stdout.flush()


if __name__ == "__main__":
    main()
