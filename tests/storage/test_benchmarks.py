"""What `make bench` measures can be prepared: a benchmark that no longer runs is told here."""

from __future__ import annotations

import pytest

from tests.bench.moving import CLIENTS, prepare

pytestmark = pytest.mark.slow


def test_cases_are_led_to_where_the_benchmark_of_moves_begins(database_url):
    prepared = prepare(database_url)

    assert len(prepared.cases) == 2 * CLIENTS
    assert min(prepared.duties) > 0
