"""Where everything stands in a text: the line and column of each key and value, by its path.

tomllib says where a text breaks, but not where a value stood that turned out wrong. The text is one
that tomllib has read, so nothing here looks for faults.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    \#[^\n]*
    |(?P<text>\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')
    |(?P<sign>[\[\]{}=,.\n])
    |(?P<bare>[^\s\[\]{}=,"'#.]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENING, _CLOSING = "[{", "]}"
_VALUE_ENDS = ("\n", ",", *_CLOSING)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line and a column, both counted from one."""

    line: int
    column: int


class Ruler:
    """Tells the place of an offset."""

    def __init__(self, text: str) -> None:
        """Measure the lines once."""
        self.ends = [found.start() for found in re.finditer("\n", text)]

    def place(self, offset: int) -> Place:
        """The place of the sign that has this many signs before it."""
        lines = bisect_left(self.ends, offset)
        begins = self.ends[lines - 1] + 1 if lines else 0
        return Place(lines + 1, offset - begins + 1)


def positions(text: str) -> dict[tuple[str, ...], Place]:
    """The place of every table, key and value, by its path; a list counts from zero."""
    return _Scan(text.removeprefix("\ufeff")).done()


def deepest_bracket(text: str, most: int) -> int | None:
    """The offset of the first bracket that stands within `most` others."""
    depth = 0
    for sign, offset in _tokens(text):
        depth += (sign in _OPENING) - (sign in _CLOSING)
        if depth > most:
            return offset
    return None


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    for found in _TOKEN.finditer(text):
        if found.lastgroup is not None:
            yield found[0], found.start()


class _Scan:
    """One reading of a text, token by token."""

    def __init__(self, text: str) -> None:
        self.tokens = [*_tokens(text), ("\n", len(text))]
        self.at = 0
        self.ruler = Ruler(text)
        self.found: dict[tuple[str, ...], Place] = {}
        self.last: dict[tuple[str, ...], int] = {}

    def done(self) -> dict[tuple[str, ...], Place]:
        table: tuple[str, ...] = ()
        while self.skip_lines():
            if self.sign() == "[":
                table = self.header()
            else:
                self.pair(table)
        return self.found

    def sign(self) -> str:
        return self.tokens[self.at][0]

    def skip_lines(self) -> bool:
        """Go to the next token that is not the end of a line; false when there is none."""
        while self.at < len(self.tokens) and self.sign() == "\n":
            self.at += 1
        return self.at < len(self.tokens)

    def header(self) -> tuple[str, ...]:
        """`[stages.listed]` or `[[change]]`: the path of what follows."""
        offset = self.tokens[self.at][1]
        listed = self.tokens[self.at + 1] == ("[", offset + 1)
        self.at += 2 if listed else 1
        parts = self.key()
        self.at += 2 if listed else 1
        path: tuple[str, ...] = ()
        for place, part in enumerate(parts, start=1):
            path = (*path, part)
            self.note(path, offset)
            if listed and place == len(parts):
                self.last[path] = self.last.get(path, -1) + 1
            if path in self.last:
                path = (*path, str(self.last[path]))
                self.note(path, offset)
        return path

    def key(self) -> list[str]:
        """The parts of a key up to what ends it."""
        parts = []
        while self.sign() not in ("=", "]"):
            if self.sign() != ".":
                parts.append(_plain_key(self.sign()))
            self.at += 1
        return parts

    def pair(self, table: tuple[str, ...]) -> None:
        """A key with its value."""
        offset, path = self.tokens[self.at][1], table
        for part in self.key():
            path = (*path, part)
            self.note(path, offset)
        self.at += 1
        self.value(path)

    def value(self, path: tuple[str, ...]) -> None:
        opening = self.sign()
        if opening not in _OPENING:
            while self.sign() not in _VALUE_ENDS:
                self.at += 1
            return
        self.at += 1
        count = 0
        while self.skip_lines() and self.sign() not in _CLOSING:
            if self.sign() == ",":
                self.at += 1
            elif opening == "{":
                self.pair(path)
            else:
                inner = (*path, str(count))
                self.note(inner, self.tokens[self.at][1])
                self.value(inner)
                count += 1
        self.at += 1

    def note(self, path: tuple[str, ...], offset: int) -> None:
        self.found.setdefault(path, self.ruler.place(offset))


def _plain_key(token: str) -> str:
    key = next(iter(tomllib.loads(f"{token} = 0"))) if token[0] in "\"'" else token
    return unicodedata.normalize("NFC", key)
