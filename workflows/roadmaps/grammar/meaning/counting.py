"""How often, where no word says in what time: «дважды», «2 раза», «однократно»."""

from __future__ import annotations

from collections.abc import Sequence

from engine.domain.roadmaps.terms import TermKind
from workflows.roadmaps.grammar.meaning.sense import Scope, Sense, window_term
from workflows.roadmaps.grammar.meaning.telling import Reading
from workflows.roadmaps.grammar.values import Doubt, TermWarning
from workflows.roadmaps.grammar.words import syntax as made
from workflows.roadmaps.grammar.words.items import Item


def so_often(counted: Sequence[Item], slips: tuple[TermWarning, ...], scope: Scope) -> Reading:
    """Nothing else is printed: so often in the document's period, which a person confirms."""
    period = scope.period
    term = window_term(TermKind.WHOLE_PERIOD, (period.first, period.last))
    doubt = TermWarning(Doubt.AMBIGUOUS, " ".join(one.words for one in counted))
    return Reading(term, needs_person=True, candidates=(term,), warnings=(doubt, *slips))


def unlike(sense: Sense, counted: Sequence[Item]) -> list[str]:
    """The counts that do not agree with the times; «дважды: март, октябрь» says nothing more."""
    times = len(sense.term.windows)
    return [
        one.words
        for one in counted
        if isinstance(one.node, made.Times)
        and (sense.term.repeat or times not in (0, one.node.count))
    ]
