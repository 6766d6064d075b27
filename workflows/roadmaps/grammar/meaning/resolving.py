"""What any part of a phrase means: the modules named here each know some kinds of parts."""

from workflows.roadmaps.grammar.meaning import counted, dated, limits, nth_days, waiting
from workflows.roadmaps.grammar.meaning.sense import resolve

__all__ = ["counted", "dated", "limits", "nth_days", "resolve", "waiting"]
