"""What a phrase is cut into."""

from __future__ import annotations

from dataclasses import dataclass, field

from workflows.roadmaps.grammar.words.patterns import Chart
from workflows.roadmaps.grammar.words.syntax import Node
from workflows.roadmaps.grammar.words.taking import Parsed


@dataclass(frozen=True, slots=True)
class Item:
    """A part of a phrase that says when; what is printed beside it is its label."""

    node: Node
    words: str
    label: str = ""
    group: int = 0
    inside: bool = False
    """In brackets, or after a colon: it says more of what stands before."""
    bracketed: bool = False
    parted: bool = False
    """Something stands between this and the item before."""
    after_dash: bool = False
    after_slash: bool = False
    listed: bool = False
    """Only a comma or «и» stands between this and the item before."""
    leads: bool = False
    """The label stands before the time."""
    lead: str = ""
    """The words right before, which nothing marks as a label."""
    then: bool = False
    roughly: bool = False


@dataclass(slots=True)
class Cut:
    """A phrase in parts."""

    chart: Chart
    items: list[Item] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)
    found: list[Parsed] = field(default_factory=list)
    absent: bool = False
