"""Sixteen clients who do a deed at the same moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

from engine.domain.errors import EngineError
from engine.storage.receipts import Receipt

CLIENTS = 16

Deed = Callable[[int], Receipt]


@contextmanager
def clients() -> Iterator[Callable[[Deed], list[Any]]]:
    """Sixteen threads; a deed is told its client's number and answers a receipt or a refusal.

    Whatever else is raised fails the test.
    """
    with ThreadPoolExecutor(CLIENTS) as threads:
        barrier = Barrier(CLIENTS)

        def client(deed: Deed, number: int) -> Receipt | EngineError:
            barrier.wait()
            try:
                return deed(number)
            except EngineError as refusal:
                return refusal

        def at_once(deed: Deed) -> list[Any]:
            waiting = [threads.submit(client, deed, number) for number in range(CLIENTS)]
            return [done.result() for done in waiting]

        yield at_once


def kinds(answers: list[Any]) -> Counter:
    return Counter(type(answer) for answer in answers)


def winner(answers: list[Any]) -> Receipt:
    (receipt,) = (answer for answer in answers if isinstance(answer, Receipt))
    return receipt
