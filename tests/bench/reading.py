"""Reading a .docx of 2,000 measures, bytes to roadmap, against opening and walking the same file.

The floor opens the package with python-docx and takes the text of every cell of every row, as its
documentation shows it; it knows nothing of merges, headings, terms or people.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import docx

from tests.domain.roadmaps.seeds import SOCHI, seed_path
from workflows.roadmaps.printing.laying import lay_out
from workflows.roadmaps.printing.words import word_file
from workflows.roadmaps.readers.opening import read_bytes, read_path
from workflows.roadmaps.reading import Roadmap, read_roadmap
from workflows.roadmaps.review.content import kept_card, kept_measures
from workflows.roadmaps.review.names import Names

MEASURES, ROUNDS = 2_000, 5


def made_file() -> bytes:
    """The measures of Sochi's roadmap again and again, numbered on, each title its own."""
    roadmap = read_roadmap(read_path(seed_path(SOCHI)))
    card, measures = kept_card(roadmap, {}), kept_measures(roadmap.measures, Names(), {})
    if card is None:
        raise LookupError(SOCHI)
    many = [
        replace(
            measures[at % len(measures)],
            sequence=at + 1,
            number=f"{at + 1}.",
            title=f"{measures[at % len(measures)].title} {at + 1}",
            sections=(),
        )
        for at in range(MEASURES)
    ]
    return word_file(lay_out(card, many))


def measure_reading() -> dict[str, float]:
    """Both in turn, by the processor's time: medians in milliseconds, ratios of the rounds."""
    data = made_file()
    ways: tuple[Callable[[bytes], int], ...] = (_ours, _floor)
    gc.collect()
    gc.freeze()
    times: list[list[float]] = [[], []]
    for number in range(ROUNDS + 1):
        for way, found in zip(ways, times, strict=True):
            began = time.process_time()
            rows = way(data)
            if number:
                found.append(time.process_time() - began)
            if rows < MEASURES:
                raise RuntimeError(way, rows)
    ratios = [ours / floor for ours, floor in zip(*times, strict=True)]
    return {
        "ours_ms": statistics.median(times[0]) * 1000,
        "floor_ms": statistics.median(times[1]) * 1000,
        "ratio": statistics.median(ratios),
        "lowest": min(ratios),
        "highest": max(ratios),
    }


def read_all(data: bytes) -> Roadmap:
    """The whole way of a file."""
    return read_roadmap(read_bytes(data, "roadmap.docx"))


def _ours(data: bytes) -> int:
    return len(read_all(data).measures)


def _floor(data: bytes) -> int:
    document = docx.Document(BytesIO(data))
    rows = 0
    for table in document.tables:
        for row in table.rows:
            texts = [cell.text for cell in row.cells]
            rows += any(texts)
    return rows
