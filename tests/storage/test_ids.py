"""Ids of rows: the order in which one process made them, whatever its clock does."""

from __future__ import annotations

import time
from itertools import pairwise

from engine.storage.types import new_id


def test_an_id_names_its_millisecond_and_its_version():
    before = time.time_ns() // 1_000_000
    made = new_id()
    after = time.time_ns() // 1_000_000

    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert before <= made.int >> 80 <= after + 1


def test_ids_grow_within_a_millisecond():
    made = [new_id() for _ in range(5_000)]

    assert all(one < other for one, other in pairwise(made))


def test_ids_grow_while_the_clock_goes_back(monkeypatch):
    now = time.time_ns()
    instants = iter(now - 1_000_000 * step for step in range(50))
    monkeypatch.setattr(time, "time_ns", lambda: next(instants))
    made = [new_id() for _ in range(50)]

    assert all(one < other for one, other in pairwise(made))
