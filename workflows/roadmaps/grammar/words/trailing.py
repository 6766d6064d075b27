"""The terms a prose ends with, found by the same rules that read them."""

from __future__ import annotations

import re

from engine.domain.roadmaps.terms import TermKind
from workflows.roadmaps.grammar.values import Doubt
from workflows.roadmaps.grammar.words import syntax as made
from workflows.roadmaps.grammar.words.cleaning import clean
from workflows.roadmaps.grammar.words.patterns import Chart
from workflows.roadmaps.grammar.words.phrases import PART, filled_chart
from workflows.roadmaps.grammar.words.taking import Parsed
from workflows.roadmaps.grammar.words.tokens import Shape

_SEPARATORS = frozenset(".,;()-")
_OF_SOMETHING = frozenset(["от", "из", "для", "о", "за", "на", "у", "при"])
"""«Приказ от 15.02.2021», «план на май»: the day says of which paper, not when."""
_PLANS = frozenset({"план", "график", "расписание", "циклограмма"})
_LASTING = frozenset({"течение", "протяжение", "весь"})
_TIMES = made.Spans | made.Pair | made.Half | made.SchoolTerm | made.PartOf | made.WeekdayOf
_LABEL_WORDS = 4


def trailing_words(text: str) -> str:
    """The words of the terms at the end of a text, as printed; empty where it ends otherwise."""
    chart = filled_chart(text)
    starts = _starts(chart)
    if not starts:
        return ""
    at = min(starts)
    opens = at > 0 and chart.tokens[at - 1].text == "(" and _is_condition(chart, at)
    begin = chart.tokens[at - opens].begin
    end = max(one.end for one in chart.tokens if one.shape is not Shape.MARK)
    words = chart.text[begin:end]
    return _as_printed(text, words + ")" * (words.count("(") > words.count(")")), begin)


def _as_printed(text: str, words: str, begin: int) -> str:
    """Cleaning changes dashes and marks that nobody sees; the words are taken where they stood."""
    if clean(text[begin:]).startswith(words):
        return text[begin : begin + len(words)]
    for found in re.finditer(r"(?<!\w)\S", text):
        rest = text[found.start() :]
        if clean(rest).startswith(words):
            return rest.rstrip(" .;")
    return words


def _starts(chart: Chart) -> list[int]:
    """The tokens from which on there are terms and nothing else, up to the end."""
    count = len(chart.tokens)
    reads, starts = [False] * count + [True], []
    inside = _inside_others(chart)
    for at in reversed(range(count)):
        end = _part_end(chart, at)
        if end and reads[end]:
            reads[at] = True
            if at not in inside and not _of_something(chart, at):
                starts.append(at)
        elif chart.tokens[at].text in _SEPARATORS or chart.tokens[at].word == "и":
            reads[at] = reads[at + 1]
    return starts


def _part_end(chart: Chart, at: int) -> int:
    """The end of the term that begins here, with its label or without; 0 where none does."""
    found = chart.best(PART, at)
    if found and _says_when(chart, found):
        return found.last
    listed = at > 0 and chart.tokens[at - 1].text == ";"
    if not (listed or chart.tokens[at].text[:1].isupper()):
        return 0
    for behind in range(at + 1, min(at + 1 + _LABEL_WORDS, len(chart.tokens) - 1)):
        if chart.tokens[behind].text in ("-", ":"):
            found = chart.best(PART, behind + 1)
            return found.last if found and _says_when(chart, found) else 0
        if chart.tokens[behind].shape is not Shape.WORD or chart.best(PART, behind):
            return 0
    return 0


def _inside_others(chart: Chart) -> set[int]:
    """Tokens within words that are no term of the measure: «по итогам I полугодия»."""
    inside: set[int] = set()
    for at in range(len(chart.tokens)):
        found = chart.best(PART, at)
        if found and not _says_when(chart, found):
            inside.update(range(at + 1, found.last))
    return inside


def _of_something(chart: Chart, at: int) -> bool:
    before = chart.tokens[at - 1] if at else None
    return before is not None and (before.word in _OF_SOMETHING or before.text == "№")


def _is_condition(chart: Chart, at: int) -> bool:
    found = chart.best(PART, at)
    return found is not None and isinstance(found.node, made.Waiting)


def _says_when(chart: Chart, found: Parsed) -> bool:
    """Whether it is a term wherever it stands; a bare year or an event may belong to the work."""
    node, words = found.node, {one.word for one in chart.tokens[found.first : found.last]}
    match node:
        case made.Span():
            return node.last.year > 0 or Doubt.APPROXIMATE not in node.doubts
        case made.Until(target=target):
            plain = isinstance(target, made.Span | _TIMES | made.Several)
            return plain or (node.edge is made.Edge.END and isinstance(target, made.Years))
        case made.Since(target=target):
            return isinstance(target, made.Span | _TIMES)
        case made.Several(nodes=nodes):
            return all(isinstance(one, made.Span | made.Until | _TIMES) for one in nodes)
        case made.Waiting(kind=kind):
            named = chart.tokens[found.first].word in ("по", "согласно")
            planned = kind is TermKind.ON_SCHEDULE and bool(words & _PLANS)
            return named and (planned or kind is TermKind.AS_NEEDED)
        case made.Always():
            return not node.vague
        case made.Years() | made.SchoolYear() | made.ThisYear():
            return bool(words & _LASTING)
        case _:
            return isinstance(node, _TIMES | made.Every | made.WholePeriod)
