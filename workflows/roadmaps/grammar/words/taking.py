"""A rule of the table, and what it found, for the function that makes a value of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from workflows.roadmaps.grammar.words.tokens import Token

if TYPE_CHECKING:
    from workflows.roadmaps.grammar.words.patterns import Chart


@dataclass(frozen=True, slots=True)
class Words:
    """Free words: from the first token to before the last."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """A rule that found its words: what it made of them, and the rules inside it."""

    rule: Rule
    first: int
    last: int
    node: object
    inner: tuple[Parsed, ...] = ()


Capture: TypeAlias = tuple[str, "Token | Words | Parsed"]
Found: TypeAlias = "tuple[int, tuple[Capture, ...]]"
Match: TypeAlias = "Callable[[Chart, int], Found | None]"
Begins: TypeAlias = Callable[[Token], bool]


@dataclass(frozen=True, slots=True)
class Element:
    """A piece of a pattern: how it is looked for, what it may begin with, if it may be left out.

    Rules that cannot begin with the token at hand are not tried at all.
    """

    match: Match
    begins: Begins
    empty: bool = False
    single: bool = False
    """It is one token and no more."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of the table: a name, what is made, an example, and the words.

    A weak rule takes free words; it is tried where no other rule of the name fits.
    """

    name: str
    build: Callable[[Taken], object]
    example: str
    pattern: str
    weak: bool = False


class Taken:
    """What a rule found, for the function that makes a value of it."""

    def __init__(self, chart: Chart, first: int, found: Found) -> None:
        self.chart, self.first = chart, first
        self.last, self.captures = found

    def __contains__(self, name: str) -> bool:
        return any(one == name for one, _ in self.captures)

    def token(self, name: str) -> Token | None:
        """The token kept under the name."""
        return next((one for one in self.tokens(name)), None)

    def tokens(self, name: str) -> list[Token]:
        """All tokens kept under the name."""
        return [one for key, one in self.captures if key == name and isinstance(one, Token)]

    def number(self, name: str, default: int = 0) -> int:
        """The number of the token kept under the name."""
        token = self.token(name)
        return token.number if token else default

    def word(self, name: str) -> str:
        """The dictionary's word of the token kept under the name, or nothing."""
        token = self.token(name)
        return token.word if token else ""

    def node(self, name: str) -> object:
        """What the rule kept under the name made, or None."""
        return next(iter(self.nodes(name)), None)

    def nodes(self, name: str) -> list[object]:
        """What all rules kept under the name made."""
        return [one.node for key, one in self.captures if key == name and isinstance(one, Parsed)]

    @property
    def text(self) -> str:
        """All words of the rule as printed."""
        return self.chart.text_of(self.first, self.last).rstrip(" ,:-.").lstrip(" ,")

    @property
    def words(self) -> tuple[Token, ...]:
        """All tokens of the rule."""
        return self.chart.tokens[self.first : self.last]
