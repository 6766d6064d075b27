"""What the times of a phrase are of, where one word says it of several or nothing marks it."""

from __future__ import annotations

from dataclasses import replace

from workflows.roadmaps.grammar.words.items import Cut, Item
from workflows.roadmaps.grammar.words.lexicon import PAPERS
from workflows.roadmaps.grammar.words.syntax import Span, Spans, Until

_PAIR = 2


def share_back(items: list[Item]) -> None:
    """«Март, июнь – отчёты»: the words behind a list are of all its times."""
    label = items[-1].label
    for at in reversed(range(1, len(items))):
        if not items[at].listed or items[at - 1].label or not _is_time(items[at - 1]):
            return
        items[at - 1] = replace(items[at - 1], label=label)


def share_labels(cut: Cut) -> None:
    """«Отчёты – март, июнь»; «отчёт до 25.12, справка до 30.12», «план до 2 октября»."""
    leads = [one.lead for one in cut.items if one.lead]
    named = len(cut.items) >= _PAIR or any(_names_a_paper(one) for one in cut.items)
    if leads and named and all(one.label or _is_lead(one) for one in cut.items):
        cut.items = [replace(one, label=one.label or one.lead) for one in cut.items]
        cut.stray = [one for one in cut.stray if one not in leads]
        return
    for at in range(1, len(cut.items)):
        before, one = cut.items[at - 1], cut.items[at]
        if before.leads and one.listed and not one.label and _is_time(before) and _is_time(one):
            cut.items[at] = replace(one, label=before.label, leads=True)


def _names_a_paper(item: Item) -> bool:
    """«План до 2 октября»: what is to be made by then; other words may change the term."""
    first = item.lead.lower().replace("ё", "е").split(" ")[0].split("-")[0]
    return isinstance(item.node, Until) and (first in PAPERS or first in _REPORTS)


_REPORTS = frozenset({"отчет", "отчеты", "справка", "справки", "информация", "протокол", "анализ"})


def _is_lead(item: Item) -> bool:
    named = any(one.isalpha() for one in item.lead) and not any(one.isdigit() for one in item.lead)
    return named and not item.label and _is_time(item)


def _is_time(item: Item) -> bool:
    """A day, months, or a limit; what repeats or waits keeps no label."""
    return isinstance(item.node, Span | Spans | Until) and not item.inside
