"""Two parts of a phrase of which one only says the other more closely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.domain.roadmaps.terms import TermKind
from workflows.roadmaps.grammar.meaning.resolving import resolve
from workflows.roadmaps.grammar.meaning.sense import Scope, Sense
from workflows.roadmaps.grammar.values import Doubt
from workflows.roadmaps.grammar.words.items import Item
from workflows.roadmaps.grammar.words.syntax import Every, Holidays, Waiting

_PAIR = 2


def week_after(items: Sequence[Item], scope: Scope) -> Sense | None:
    """«Первая неделя каникул», «... после каникул» is no week of every month."""
    weeks = [one.node for one in items if isinstance(one.node, Every) and one.node.alone]
    waits = [one.node for one in items if isinstance(one.node, Waiting | Holidays)]
    if len(items) != _PAIR or len(weeks) != 1 or len(waits) != 1 or not weeks[0].at_edge:
        return None
    sense = resolve(waits[0], scope)
    if sense.term.kind is not TermKind.ON_EVENT:
        return None
    words = " ".join(one.words for one in items)
    doubts = (*sense.doubts, Doubt.AMBIGUOUS)
    return replace(in_full(sense, words), doubts=doubts, asks=True)


def in_full(sense: Sense, words: str) -> Sense:
    """What is waited for in all its words: «в период осенних каникул»."""
    event = sense.term.event
    if not event:
        return sense
    return replace(
        sense, terms=(replace(sense.term, event=replace(event, text=words)), *sense.terms[1:])
    )
