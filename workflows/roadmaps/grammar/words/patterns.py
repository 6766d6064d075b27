"""A rule's pattern, and the chart in which rules find their words.

A pattern is written as the words themselves: `до day=DAY число (каждый)? месяц`.

- a word in Russian stands for all its forms; a word in capitals for a class of tokens (`CLASSES`);
- a word in small Latin letters names other rules, of which the one that takes most words is taken;
- `( | )`, `?`, `*`, `+` as usual, without going back; `name=` keeps what was found under a name;
- TEXT takes free words up to a separator or to where another term begins.

The chart is filled from the last word to the first, each rule at each word once: the time is
linear in the words, and the stack is as deep as the grammar, whatever the phrase.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeAlias

from workflows.roadmaps.grammar.words.classes import CLASSES
from workflows.roadmaps.grammar.words.lexicon import EVERY, SMALL, WORDS
from workflows.roadmaps.grammar.words.taking import (
    Capture,
    Element,
    Found,
    Parsed,
    Rule,
    Taken,
    Words,
)
from workflows.roadmaps.grammar.words.tokens import Shape, Token

_MOST_KEPT = 4096
_MOST_TIMES = 31
"""What may be repeated is listed in one term no more often; so the time stays linear."""
_PIECE = re.compile(r"\(|\)|\||[?*+]|(?:(\w+)=)?(\w+)")


class Grammar:
    """A table of rules, ready to be looked for."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        self.names = frozenset(one.name for one in rules)
        self.strong: Mapping[str, Rows] = self._compiled(weak=False)
        self.weak: Mapping[str, Rows] = self._compiled(weak=True)
        self.fitting = lru_cache(maxsize=_MOST_KEPT)(self._fitting)

    def _fitting(self, name: str, token: Token, *, weak: bool) -> Rows:
        rows = (self.weak if weak else self.strong)[name]
        return tuple(one for one in rows if one[1].begins(token))

    def _compiled(self, *, weak: bool) -> Mapping[str, Rows]:
        return {
            name: tuple(
                (one, _Compiler(self).element(one.pattern))
                for one in self.rules
                if one.name == name and one.weak is weak
            )
            for name in self.names
        }

    def begins(self, name: str, token: Token) -> bool:
        """Whether any rule of the name may begin with the token."""
        rows = (*self.strong[name], *self.weak[name])
        return any(element.begins(token) for _, element in rows)


Rows: TypeAlias = "tuple[tuple[Rule, Element], ...]"


@dataclass(slots=True)
class Chart:
    """The tokens of a phrase, and what each rule found at each of them."""

    text: str
    tokens: tuple[Token, ...]
    grammar: Grammar
    memo: dict[tuple[str, int], Parsed | None] = field(default_factory=dict)
    plain: list[Token] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def fill(self, name: str, ends_text: Callable[[Chart, int], bool]) -> None:
        """Look for the rule at every token, from the last to the first."""
        count = len(self.tokens)
        self.plain = [replace(one, begin=0, end=0) for one in self.tokens]
        self.ends = [count] * (count + 1)
        for at in reversed(range(count)):
            self.best(name, at)
            self.ends[at] = at if ends_text(self, at) else self.ends[at + 1]

    def best(self, name: str, at: int) -> Parsed | None:
        """The rule of this name that takes most words here; of equals the first in the table."""
        if at >= len(self.tokens):
            return None
        key = name, at
        if key not in self.memo:
            found = self._longest(self._rows(name, at, weak=False), at)
            self.memo[key] = found or self._longest(self._rows(name, at, weak=True), at)
        return self.memo[key]

    def _rows(self, name: str, at: int, *, weak: bool) -> Rows:
        """The rules that may begin here; which those are is kept for the words that come often."""
        return self.grammar.fitting(name, self.plain[at], weak=weak)

    def _longest(self, rows: Rows, at: int) -> Parsed | None:
        tried = [(rule, element.match(self, at)) for rule, element in rows]
        fits = [(rule, found) for rule, found in tried if found and found[0] > at]
        for rule, found in sorted(fits, key=lambda one: -one[1][0]):
            # A rule may still refuse what its words say: 2021-2020 are no years.
            node = rule.build(Taken(self, at, found))
            if node is not None:
                inner = tuple(one for _, one in found[1] if isinstance(one, Parsed))
                return Parsed(rule, at, found[0], node, inner)
        return None

    def text_of(self, first: int, last: int) -> str:
        """The words of some tokens as printed."""
        if first >= last:
            return ""
        printed = self.text[self.tokens[first].begin : self.tokens[last - 1].end]
        open_bracket = printed.count("(") > printed.count(")")
        follows = last < len(self.tokens) and self.tokens[last].text == ")"
        return f"{printed})" if open_bracket and follows else printed


_Pieces: TypeAlias = "list[tuple[str, str, str]]"


class _Compiler:
    """From a written pattern to elements."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.pieces: _Pieces = []
        self.at = 0

    def element(self, pattern: str) -> Element:
        """The element of a whole pattern."""
        self.pieces = [(m.group(), m[1] or "", m[2] or "") for m in _PIECE.finditer(pattern)]
        self.at = 0
        element = self._alternatives()
        if self.at != len(self.pieces):
            raise ValueError(pattern)
        return element

    def _alternatives(self) -> Element:
        choices = [self._sequence()]
        while self._here() == "|":
            self.at += 1
            choices.append(self._sequence())
        return choices[0] if len(choices) == 1 else _choice(choices)

    def _here(self) -> str:
        return self.pieces[self.at][0] if self.at < len(self.pieces) else ""

    def _sequence(self) -> Element:
        elements = []
        while self._here() not in ("|", ")", ""):
            elements.append(self._repeated())
        return elements[0] if len(elements) == 1 else _chain(elements)

    def _repeated(self) -> Element:
        text, label, word = self.pieces[self.at]
        self.at += 1
        if text == "(":
            element = self._alternatives()
            self.at += 1
        else:
            element = self._single(word, label)
        how = self._here()
        if how not in ("?", "*", "+"):
            return element
        self.at += 1
        return _repeated(element, how)

    def _single(self, word: str, label: str) -> Element:
        if word == "TEXT":
            return _free(label)
        if word in self.grammar.names:
            return _other(self.grammar, word, label)
        if word in CLASSES:
            return _token(CLASSES[word], label)
        if word not in WORDS:
            raise ValueError(word)
        return _token(lambda one: one.word == word, label)


def _choice(choices: list[Element]) -> Element:
    single = all(one.single for one in choices)

    def first(chart: Chart, at: int) -> Found | None:
        # Of single tokens none is longer than another.
        for one in choices:
            found = one.match(chart, at)
            if found:
                return found
        return None

    def match(chart: Chart, at: int) -> Found | None:
        found = [one for one in (choice.match(chart, at) for choice in choices) if one]
        return max(found, key=lambda one: one[0]) if found else None

    return Element(
        first if single else match,
        lambda token: any(one.begins(token) for one in choices),
        empty=any(one.empty for one in choices),
        single=single,
    )


def _chain(elements: list[Element]) -> Element:
    def match(chart: Chart, at: int) -> Found | None:
        captures: tuple[Capture, ...] = ()
        for element in elements:
            found = element.match(chart, at)
            if not found:
                return None
            at = found[0]
            captures += found[1]
        return at, captures

    needed = next((at for at, one in enumerate(elements) if not one.empty), len(elements))
    opening = elements[: needed + 1]
    return Element(
        match,
        lambda token: any(one.begins(token) for one in opening),
        empty=all(one.empty for one in elements),
    )


def _repeated(element: Element, how: str) -> Element:
    most = 1 if how == "?" else _MOST_TIMES

    def match(chart: Chart, at: int) -> Found | None:
        captures: tuple[Capture, ...] = ()
        times = 0
        while times < most and (found := element.match(chart, at)) and found[0] > at:
            at, captures, times = found[0], captures + found[1], times + 1
        return None if how == "+" and not times else (at, captures)

    return Element(match, element.begins, empty=how != "+")


def _token(test: Callable[[Token], bool], label: str) -> Element:
    def match(chart: Chart, at: int) -> Found | None:
        if at < len(chart.tokens) and test(chart.tokens[at]):
            return at + 1, ((label, chart.tokens[at]),) if label else ()
        return None

    return Element(match, test, single=True)


def _other(grammar: Grammar, name: str, label: str) -> Element:
    def match(chart: Chart, at: int) -> Found | None:
        found = chart.best(name, at)
        return (found.last, ((label, found),)) if found else None

    return Element(match, lambda token: grammar.begins(name, token))


def _free(label: str) -> Element:
    def match(chart: Chart, at: int) -> Found | None:
        if at >= len(chart.tokens) or not _begins_text(chart.tokens[at]):
            return None
        if chart.ends[at] == at and _is_no_name(chart.tokens[at]):
            return None
        end = max(chart.ends[at + 1], at + 1)
        return end, ((label, Words(at, end)),)

    return Element(match, _begins_text)


def _is_no_name(one: Token) -> bool:
    """«План до 1 марта», «при необходимости ежемесячно»: the next term, and no name of anything."""
    return one.word in SMALL or (one.word in EVERY and not one.text.lower().endswith("го"))


def _begins_text(one: Token) -> bool:
    return one.shape in (Shape.WORD, Shape.NUMBER) or one.text in ('"', "«", "№")


def walk(found: Parsed) -> Iterator[Parsed]:
    """A rule after the rules inside it."""
    for one in found.inner:
        yield from walk(one)
    yield found
