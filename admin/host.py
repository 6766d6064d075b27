"""What the application that assembles everything hands to the console."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from markupsafe import Markup

    from engine.domain.checks import Finding
    from engine.domain.definition import Definition
    from engine.domain.difference import Difference
    from engine.domain.rebasing import Choice, Entry
    from engine.domain.requirements import FieldValue, Requirement
    from engine.domain.roles import Actor
    from engine.domain.terms import Term
    from engine.queries.history import HistoryEntry
    from engine.queries.impact import ImpactCase
    from engine.queries.mentioned import Mentioned
    from engine.storage.verification import Finding as Trouble
    from engine.storage.verification import Report
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Wording:
    """The application's own sentences and titles, so that they are the same on every page."""

    finding: Callable[[Finding, Definition | None], str]
    difference: Callable[[Difference, Definition | None, Definition | None], str]
    element: Callable[[str, Definition | None], str]
    level: Callable[[str], str]
    """Whose text something comes from: «основа», «регион», «муниципалитет»."""
    rebased: Callable[[Entry], str]
    """How an element came out of a rebase, or what has to be decided about it."""
    choice: Callable[[Entry, Choice], str]
    """What an answer to a conflict means."""
    entry: Callable[[HistoryEntry, Mentioned], str]
    refusal: Callable[[str], bool]
    """Whether a kind of entry is an attempt that changed nothing."""
    invalid: Callable[[str, Any], str]
    report: Callable[[Report], str]
    trouble: Callable[[Trouble], str]
    phase: Callable[[str], str]
    mode: Callable[[str], str]
    role: Callable[[str], str]
    requirement: Callable[[Requirement, Definition | None], str]
    impact_heads: Callable[[], list[str]]
    impact_rows: Callable[[Iterable[ImpactCase], Definition], Iterable[list[str]]]
    """What comes of cases by a plan: subject, place, stages, figures, terms, what is lacking."""
    plan_finding: Callable[[Finding, Sequence[Definition], Definition | None], str]
    """What is wrong with a plan of succession."""
    succession_reasons: Callable[
        [str | None, Sequence[Mapping[str, Any]], Definition | None], list[str]
    ]
    """Why a case did not go over, or did not come back."""
    due: Callable[[Term], str]
    term: Callable[[Definition, str, str], str]
    """The title of a term by its code and its stage."""
    setting: Callable[[str, FieldValue], str]
    """A value of a setting, or one of the words it is chosen from."""
    named: Callable[[str, str], str]
    """The name of a code of a closed list: `named("effect", "next_round")`."""


class Draws(Protocol):
    """The path of a definition as a picture, marked with what differs from a former one.

    `chosen` is the element that is being changed, `explained` the beginning of the addresses of the
    stages' own pages. `tall` is for a narrow place.
    """

    def __call__(
        self,
        definition: Definition,
        former: Definition | None = None,
        *,
        name: str,
        chosen: str = "",
        explained: str = "",
        tall: bool = False,
    ) -> Markup: ...


@dataclass(frozen=True, slots=True)
class Host:
    """The bench, who is asking, which pages are open to him, the words, and the page's frame.

    `sections` are the parts of the application that somebody finds in the bar at the top. `table`
    answers with rows as a file to keep, by its name.

    `layout` is the template every page of the console extends; its environment has the filters
    `day`, `short_day`, `moment_in` and `short_moment`, each instant by the clocks of a zone.
    """

    current_bench: Callable[[], Workbench]
    current_actor: Callable[[], Actor]
    may_open: Callable[[str], bool]
    wording: Wording
    drawing: Draws
    sections: Callable[[Actor], list[str]]
    table: Callable[[str, Iterable[Iterable[object]]], Any]
    layout: str = "base.html"

    @property
    def bench(self) -> Workbench:
        """The bench of the application that answers."""
        return self.current_bench()
