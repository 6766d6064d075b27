"""Who set what: for every element of a path the levels and operations that made it what it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from engine.domain.overlay import elements_of, explain
from workflows.loader import Parsed, parse_definition
from workflows.vocabulary import stricter_setting

if TYPE_CHECKING:
    from engine.domain.definition import Definition, Level

WRITTEN = "written"
"""Stands for the operation of a complete text: the element is written in it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What one text did to an element: whose it is, and the operation with its place in the text.

    `index` counts the `[[change]]` tables from one; without it the header or a scenario is meant.
    """

    level: Level
    definition: str
    operation: str
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """An element with its origins, the base first; what is not present was taken out."""

    element: str
    present: bool
    origins: tuple[Origin, ...]


def chain_of(code: str, known: Mapping[str, Parsed]) -> tuple[Parsed, ...]:
    """A text with everything it extends, the complete one first."""
    parsed = known[code]
    return (*(chain_of(parsed.extends, known) if parsed.extends else ()), parsed)


def parse_chain(texts: Iterable[str]) -> tuple[Parsed, ...]:
    """Texts of which each extends the one before; the faults are those of the loader."""
    bases: dict[str, Definition] = {}
    chain = []
    for text in texts:
        parsed = parse_definition(text, bases=bases)
        bases[parsed.definition.code] = parsed.definition
        chain.append(parsed)
    return tuple(chain)


def explain_path(chain: Sequence[Parsed]) -> tuple[Explained, ...]:
    """Every element of any text of the chain, in the order of the path, then what is gone."""
    first, last = chain[0].definition, chain[-1].definition
    written = (Origin(first.level, first.code, WRITTEN),)
    found: dict[str, tuple[Origin, ...]] = dict.fromkeys(elements_of(first), written)
    for below, parsed in pairwise(chain):
        for element, origins in _made(below.definition, parsed).items():
            found[element] = found.get(element, ()) + origins
    present = dict.fromkeys(elements_of(last))
    shown = [*present, *sorted(element for element in found if element not in present)]
    return tuple(Explained(one, one in present, found.get(one, ())) for one in shown)


def narrowed(explained: Iterable[Explained], element: str) -> tuple[Explained, ...]:
    """The element of this name, or all whose name begins with it: `stages`, `words.document`."""
    return tuple(
        one for one in explained if one.element == element or one.element.startswith(f"{element}.")
    )


def _made(base: Definition, parsed: Parsed) -> dict[str, tuple[Origin, ...]]:
    definition = parsed.definition
    places = {id(change): place for place, change in enumerate(parsed.changes)}
    written = sum(change.operation() != "add_scenario" for change in parsed.changes)
    made = explain(base, parsed.changes, stricter=stricter_setting)
    return {
        element: tuple(
            Origin(
                definition.level,
                definition.code,
                change.operation(),
                places[id(change)] if 0 < places[id(change)] < written else None,
            )
            for change in changes
        )
        for element, changes in made.items()
    }
