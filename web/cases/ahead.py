"""What comes next for a case, in a line: for lists and boards, where the card is a click away."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.domain.machine import WRONG_ROLE
from web.cases.steps import Told, asked_in_form, goes_back, is_mine, is_open, told
from web.wording import unmet_sentence
from web.wording.grammar import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.domain.requirements import Unmet
    from engine.domain.roles import Actor, Permission
    from engine.queries.standing import Standing


@dataclass(frozen=True, slots=True)
class NextStep:
    """A move that leads on: whether it can be made now, and what stands in the way.

    A reason becomes a sentence only when it is read: a board shows one of the many that it counts.
    """

    code: str
    title: str
    open: bool
    mine: bool
    unmet: tuple[Unmet, ...]
    tell: Callable[[Unmet], Told]
    say: Callable[[Unmet], str]

    @property
    def lacking(self) -> int:
        """How many reasons there are."""
        return len(self.unmet)

    @property
    def ready(self) -> bool:
        """Whether the reader can make the move now."""
        return self.open and self.mine

    @property
    def waits(self) -> bool:
        """Whether only another role is needed."""
        return not self.mine and len(self.unmet) == 1

    @property
    def lack(self) -> str:
        """What is lacking first."""
        return self.say(self.unmet[0]) if self.unmet else ""

    @property
    def reasons(self) -> tuple[Told, ...]:
        """Every reason with its sentence and where to mend it."""
        return tuple(self.tell(one) for one in self.unmet)


Lacks = dict[Hashable, str]
"""What was said of what is lacking: many cases of a page lack the same."""


def next_steps(standing: Standing, actor: Actor, lacks: Lacks | None = None) -> Iterator[NextStep]:
    """The moves that lead on from where the case stands; those that return the work last.

    `lacks` is shared by the cases of one page.
    """

    def may(permission: Permission) -> bool:
        return actor.allows(permission, standing.roles)

    def tell(unmet: Unmet) -> Told:
        return told(unmet, definition, case_id, standing.today, may)

    def say(unmet: Unmet) -> str:
        alike = (definition.digest, standing.today, unmet.code, unmet.fields, unmet.alternatives)
        if alike not in known:
            sentence = unmet_sentence(unmet, definition, today=standing.today)
            known[alike] = sentence.lack
        return known[alike]

    known: Lacks = {} if lacks is None else lacks
    case_id, definition = standing.located.state.id, standing.definition
    for decision in sorted(standing.steps, key=lambda one: goes_back(one.move)):
        mine = is_mine(decision)
        # What can be mended is told before whose turn it then is; whoever's turn it is writes the
        # reason himself.
        unmet = [one for one in decision.unmet if mine or not asked_in_form(one)]
        unmet.sort(key=lambda one: one.code == WRONG_ROLE)
        move, is_ready = decision.move, is_open(decision)
        yield NextStep(move.code, said(move.title), is_ready, mine, tuple(unmet), tell, say)
