"""Plans, events and needs beside a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.domain.roadmaps.terms import TermKind
from workflows.roadmaps.grammar.meaning.resolving import resolve
from workflows.roadmaps.grammar.meaning.sense import Scope, Sense
from workflows.roadmaps.grammar.meaning.signing import both_days
from workflows.roadmaps.grammar.values import Doubt
from workflows.roadmaps.grammar.words.items import Item
from workflows.roadmaps.grammar.words.syntax import Waiting


def every_time(sense: Sense, items: Sequence[Item]) -> Sense:
    """«Ежегодно по графику» waits for it in every year."""
    words = " ".join(one.words for one in items)
    terms = tuple(
        replace(one, event=one.event and replace(one.event, text=words, repeats=True))
        for one in sense.terms
    )
    return replace(sense, terms=terms)


def need_between(items: Sequence[Item]) -> bool:
    """«До 1 марта, при необходимости – до 1 апреля»: the need is of the second time only."""
    needs = [isinstance(one.node, Waiting) and one.node.kind is TermKind.AS_NEEDED for one in items]
    return any(needs[1:-1])


def waited_for(waits: Sequence[Item], scope: Scope) -> Sense:
    """What is waited for; several of one kind are one."""
    senses = [_with_label(resolve(one.node, scope), one) for one in waits]
    if len(senses) == 1:
        return senses[0]
    terms = tuple(one.term for one in senses)
    same = len({one.kind for one in terms}) == 1
    doubts = tuple(dict.fromkeys(doubt for one in senses for doubt in one.doubts))
    event = terms[0].event
    if same and event:
        words = ", ".join(one.event.text for one in terms if one.event)
        return Sense((replace(terms[0], event=replace(event, text=words)),), doubts=doubts)
    return Sense(terms, doubts=(*doubts, Doubt.AMBIGUOUS), asks=True)


def _with_label(sense: Sense, item: Item) -> Sense:
    """«По графику (приложение № 2)»: what is waited for, with the words beside it."""
    event = sense.term.event
    if not (event and event.text and item.label):
        return sense
    term = replace(sense.term, event=replace(event, text=f"{event.text} ({item.label})"))
    return replace(sense, terms=(term, *sense.terms[1:]))


def on_either(sense: Sense, waits: Sequence[Item], scope: Scope) -> Sense:
    """«Ежемесячно/по запросу»: if there is a request, or with one and without; a person says."""
    both = with_condition(sense, waits, scope)
    terms = tuple(dict.fromkeys((*both.terms, *sense.terms, waited_for(waits, scope).term)))
    return replace(both, terms=terms, doubts=(*both.doubts, Doubt.AMBIGUOUS), asks=True)


def with_condition(sense: Sense, waits: Sequence[Item], scope: Scope) -> Sense:
    """«(По запросу) февраль - апрель»: the time stands, and the condition beside it."""
    wait = waited_for(waits, scope)
    if wait.term.windows:
        return both_days(sense, wait)
    if wait.term.event is None and wait.term.offset is None:
        # «Незамедлительно, до 25 октября»: the day says by when.
        return sense
    event, offset = wait.term.event, wait.term.offset
    terms = tuple(
        replace(one, event=one.event or event, offset=one.offset or offset) for one in sense.terms
    )
    doubts = tuple(dict.fromkeys((*sense.doubts, *wait.doubts)))
    return replace(sense, terms=terms, doubts=doubts, asks=sense.asks or wait.asks)
