"""What has no days of its own: plans, events, needs, and what goes on."""

from __future__ import annotations

from dataclasses import replace

from engine.domain.roadmaps.terms import Term, TermKind
from workflows.roadmaps.grammar.meaning.limits import by_day
from workflows.roadmaps.grammar.meaning.sense import (
    Scope,
    Sense,
    resolve,
    window_term,
)
from workflows.roadmaps.grammar.meaning.signing import from_signing
from workflows.roadmaps.grammar.values import Doubt
from workflows.roadmaps.grammar.words import syntax as made

_SEPTEMBER, _MAY, _AUGUST, _DECEMBER = 9, 5, 8, 12


@resolve.register
def _(node: made.Waiting, scope: Scope) -> Sense:
    term = Term(node.kind, event=node.event, offset=node.offset)
    if node.kind is TermKind.AS_NEEDED:
        return Sense((term,))
    if node.kind is TermKind.ON_SCHEDULE:
        return Sense((term,), doubts=(Doubt.NEEDS_SCHEDULE,))
    if node.target is not None:
        return _after_time(node, term, scope)
    if not node.event.kind:
        return Sense((replace(term, event=None),), doubts=(Doubt.NEEDS_EVENT,), asks=True)
    days, sure = from_signing(term, scope)
    if days and sure:
        return Sense(tuple(days))
    return Sense((term, *days), doubts=(Doubt.NEEDS_EVENT,), open=True)


def _after_time(node: made.Waiting, term: Term, scope: Scope) -> Sense:
    target = node.target
    if isinstance(target, made.Every) or target is None:
        return Sense((term,), doubts=(Doubt.NEEDS_CALENDAR,), open=True)
    whole = resolve(target, scope)
    ends = tuple(dict.fromkeys(by_day(one.windows[-1].end) for one in whole.terms if one.windows))
    inside = tuple(one for one in ends if one.windows[0].end in scope.period)
    ends = inside or ends
    doubts = tuple(dict.fromkeys((*whole.doubts, Doubt.NEEDS_EVENT)))
    return Sense((term, *ends), doubts=doubts, open=True)


@resolve.register
def _(node: made.Always, scope: Scope) -> Sense:
    days = scope.period.first, scope.period.last
    doubts = (Doubt.AMBIGUOUS,) if node.vague else ()
    return Sense((window_term(TermKind.CONTINUOUS, days),), doubts=doubts, asks=node.vague)
