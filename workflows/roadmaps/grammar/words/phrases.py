"""A phrase cut into what its rules found, with the labels and the words left over."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise

from engine.domain.roadmaps.terms import TermKind
from workflows.roadmaps.grammar.words.cleaning import clean
from workflows.roadmaps.grammar.words.items import Cut, Item
from workflows.roadmaps.grammar.words.labels import share_back, share_labels
from workflows.roadmaps.grammar.words.patterns import Chart
from workflows.roadmaps.grammar.words.rules import GRAMMAR
from workflows.roadmaps.grammar.words.syntax import Always, Aside, Edge, Every, Span, Stamp, Until
from workflows.roadmaps.grammar.words.taking import Parsed
from workflows.roadmaps.grammar.words.tokens import Shape, Token, tokens_of

PART = "part"
_SEPARATORS = frozenset('.,;:()[]/\\-"«»•+*')
_DENYING = frozenset({"не", "кроме", "или", "ранее", "реже"})
_JOINING = frozenset({"и", "также"})
_LIMITS = frozenset({"до", "после", "с", "по", "к", "ранее", "позднее"})
_BEFORE_A_DATE = frozenset(("от", "в", "с", "к", "по", "до", "на", "за", "для", "при", "из"))
_RESERVE = "резерв"
_STARTS_WAITING = _BEFORE_A_DATE | {"согласно", "после", "перед", "через", "соответствие"}


MOST_TOKENS = 200
"""Words, figures and marks of a phrase that are read; the longest term that was met
has 30 of them, and a row of figures would keep the reader busy for seconds."""


def cut_phrase(phrase: str) -> Cut | None:
    """Find the parts of a phrase, and say what is left; None for more than a term ever holds."""
    chart = _empty_chart(phrase)
    if len(chart.tokens) > MOST_TOKENS:
        return None
    chart.fill(PART, _ends_text)
    cutter = _Cutter(chart)
    while cutter.at < len(chart.tokens):
        cutter.step()
    cutter.leave_rest()
    cutter.end()
    share_labels(cutter.cut)
    return cutter.cut


def filled_chart(phrase: str) -> Chart:
    """What the rules find at each word of a phrase."""
    chart = _empty_chart(phrase)
    chart.fill(PART, _ends_text)
    return chart


def _empty_chart(phrase: str) -> Chart:
    text = clean(phrase)
    return Chart(text, tokens_of(text), GRAMMAR)


def _ends_text(chart: Chart, at: int) -> bool:
    """Whether free words end before this token: at a semicolon, or where another term begins."""
    token = chart.tokens[at]
    if token.text in (";", ")", "]"):
        return True
    joins = token.text in (",", "(", ".", ":", "-") or token.word in _JOINING
    if joins:
        spaced = token.text != "-" or token.begin > chart.tokens[at - 1].end
        after = chart.best(PART, at + 1)
        if after is not None and after.node is Aside.ROUGHLY:
            after = chart.best(PART, after.last)
        return at > 0 and spaced and after is not None and not isinstance(after.node, Aside)
    found = chart.best(PART, at)
    if not found or not at:
        return False
    return _begins_term(chart, at, found)


def _begins_term(chart: Chart, at: int, found: Parsed) -> bool:
    token, before = chart.tokens[at], chart.tokens[at - 1]
    if token.word == "в":
        return chart.tokens[at + 1].word == "течение" and not found.rule.weak
    if isinstance(found.node, Every | Always):
        return token.word not in _BEFORE_A_DATE
    if _is_limit(found):
        return True
    last = found.node.last if isinstance(found.node, Span) else Stamp()
    dated = last.year > 0
    first = (token.shape is Shape.NUMBER and last.day > 0) or token.word in ("MONTH", "DATE")
    # «Приказом от 10 января 2023 года»: the month has its day before it.
    joined = before.word in _BEFORE_A_DATE or before.text == "№" or before.shape is Shape.NUMBER
    return dated and first and not joined


def _is_limit(found: Parsed) -> bool:
    """«После мониторинга до 1 июня»: a day that is named is lost in no other words."""
    node = found.node
    if isinstance(node, Until) and node.edge is Edge.END:
        return True
    target = node.target if isinstance(node, Until) else None
    return isinstance(target, Span) and target.kind is TermKind.BY_DATE and target.last.month > 0


@dataclass(slots=True)
class _Cutter:
    """Goes over the tokens of a phrase from left to right."""

    chart: Chart
    cut: Cut = field(init=False)
    at: int = 0
    group: int = 0
    depth: int = 0
    colon: bool = False
    then: bool = False
    roughly: bool = False
    marks: str = ""
    labels: bool = False
    beside: bool = False
    dash: bool = False
    rest: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cut = Cut(self.chart)

    def step(self) -> None:
        """Take the next part, mark or word."""
        found = self.chart.best(PART, self.at)
        token = self.chart.tokens[self.at]
        if self._numbers_a_list(token):
            self.at += 2
        elif found and not self._is_a_label(found):
            self._take(found)
        elif token.shape is Shape.MARK and (self.rest or token.text in _SEPARATORS):
            self._mark(token)
        elif token.word in _JOINING and not self.rest:
            self.marks += ","
            self.at += 1
        else:
            if not self.rest:
                self.beside = self.marks.endswith(("-", ":")) or self.depth > 0
                self.dash = self.marks.endswith("-") and not self.depth
            self.rest.append(self.at)
            self.at += 1

    def _numbers_a_list(self, token: Token) -> bool:
        """«1. Март» and «1) март» number the items of a list."""
        after = self.chart.tokens[self.at + 1 : self.at + 2]
        number = token.shape is Shape.NUMBER and token.number < 100  # noqa: PLR2004 - no year
        letter = len(token.text) == 1 and bool(after) and after[0].text == ")"
        counted = number or letter or token.word == "ROMAN"
        marked = counted and bool(after) and after[0].text in (".", ")")
        marked = marked and not token.text.startswith("0")
        whole = self.chart.best(PART, self.at)
        longer = whole is not None and whole.last > self.at + 2
        plain = marked and not longer and not self.depth and not self.rest
        return plain and self._part_after(self.at + 2)

    def _part_after(self, at: int) -> bool:
        return self.chart.best(PART, at) is not None

    def _is_a_label(self, found: Parsed) -> bool:
        """«План - март»: a paper's name before a dash is what the term is of."""
        weak = found.rule.weak and self.chart.tokens[self.at].word not in _STARTS_WAITING
        beside = self.marks.endswith("-") or self.depth > 0 or bool(self.rest)
        if weak and beside and self.cut.items:
            return True
        return weak and found.last < len(self.chart.tokens) and self._dash_and_part(found.last)

    def _dash_and_part(self, at: int) -> bool:
        token = self.chart.tokens[at]
        return token.text in ("-", ":") and self.chart.best(PART, at + 1) is not None

    def _mark(self, token: Token) -> None:
        self.at += 1
        if self.rest and not self._ends_rest(token):
            self.rest.append(self.at - 1)
            return
        labels = bool(self.rest) and token.text in "-:("
        if not labels:
            self.leave_rest()
            self.colon = token.text == ":" or (self.colon and token.text != ";")
        self.marks += token.text
        self.labels = labels
        self.depth = max(0, self.depth + (token.text in "([") - (token.text in ")]"))
        self.group += token.text == ";"

    def _ends_rest(self, token: Token) -> bool:
        """Whether free words end at this mark; a comma inside them does not end them."""
        if token.text == ";" or (token.text in ")]" and self.depth):
            return True
        return token.text in "-:(,." and self.chart.best(PART, self.at) is not None

    def _take(self, found: Parsed) -> None:
        self.cut.found.append(found)
        (label, lead), self.at = self._label(), found.last
        self.beside = self.dash = False
        node = found.node
        if isinstance(node, Aside):
            self._note(node)
            return
        self.cut.items.append(
            Item(
                node,  # type: ignore[arg-type] # the rules of a part make nothing else
                self.chart.text_of(found.first, found.last),
                label,
                group=self.group,
                inside=bool(self.cut.items) and (self.depth > 0 or self.colon),
                bracketed=self.depth > 0,
                parted=bool(self.marks.strip('".)]')) or not self.cut.items or bool(label),
                after_dash=self.marks.endswith("-") and not label,
                after_slash=self.marks.endswith("/"),
                listed=self.marks.strip() == ",",
                leads=bool(label),
                lead=lead,
                then=self.then,
                roughly=self.roughly,
            )
        )
        self.marks, self.then, self.roughly = "", False, False

    def _note(self, aside: Aside) -> None:
        self.then = self.then or aside is Aside.THEN
        self.roughly = self.roughly or aside is Aside.ROUGHLY
        self.cut.absent = self.cut.absent or aside is Aside.ABSENT

    def _label(self) -> tuple[str, str]:
        """The words before a part: its label if a dash or a colon says so, else left over."""
        if not self.rest:
            return "", ""
        denies = self._denies()
        # «15 мая (резервный день 20 мая)» is of two times, with a dash or without.
        said = self.labels or (self.beside and self._text().lower().startswith(_RESERVE))
        labels, self.labels = said and not denies, False
        text, self.rest = self._text(), []
        if labels:
            return text, ""
        if text:
            self.cut.stray.append(text)
        return "", "" if denies else text

    def leave_rest(self) -> None:
        """Words after a part: its label after a dash or in brackets, else left over."""
        at_end = self.at == len(self.chart.tokens) and self.marks == "-" and not self.rest
        cut_off = at_end and self.chart.tokens[-1].text == "-"
        if cut_off and self.cut.items and isinstance(self.cut.items[-1].node, Span):
            # «Сентябрь-»: what stood behind the dash has been lost.
            self.cut.stray.append("-")
        if not self.rest:
            return
        beside = self.beside and not self._denies()
        text, self.rest = self._text(), []
        last = self.cut.items[-1] if self.cut.items else None
        if last and not last.label and beside:
            self.cut.items[-1] = replace(last, label=text)
            if self.dash:
                share_back(self.cut.items)
        elif text:
            self.cut.stray.append(text)

    def end(self) -> None:
        """«Май (ориентировочно)»: the words stand behind what they are about."""
        if self.roughly and self.cut.items:
            self.cut.items[-1] = replace(self.cut.items[-1], roughly=True)

    def _denies(self) -> bool:
        """«Кроме», «не», «или», «после 15» change the term; such words are no label."""
        tokens = [self.chart.tokens[one] for one in self.rest]
        limited = any(
            one.word in _LIMITS and other.shape is Shape.NUMBER for one, other in pairwise(tokens)
        )
        figures = all(one.shape in (Shape.NUMBER, Shape.MARK) for one in tokens)
        return limited or figures or any(one.word in _DENYING for one in tokens)

    def _text(self) -> str:
        text = self.chart.text_of(self.rest[0], self.rest[-1] + 1)
        return text.strip(' -:;,."').removesuffix("(").strip()
