"""The titles and hints of the paths that come with us, as Babel collects them for the catalogue.

A path is data and has one language; those that ship with the product are translated like any other
sentence (`grammar.said`), and what a region writes itself stands as it was written.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any, BinaryIO

_SAID = {"hint", "note", "title", "words"}


def texts_of_path(
    file: BinaryIO,
    _keywords: object,
    _tags: object,
    options: object,  # noqa: ARG001 - by name
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Line, function, text and comments of every sentence of a definition, as Babel asks for them.

    The lines are not known; the catalogue names files only.
    """
    for text in dict.fromkeys(_texts(tomllib.load(file))):
        yield 1, "gettext", text, []


def _texts(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, key if key == "words" else name)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, key)
    elif isinstance(value, str) and value and key in _SAID:
        yield value
