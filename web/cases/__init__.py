"""The case card and every deed done on it: moves, papers, people, records."""

from web.cases import card, findings, grounds, moves, papers, people, records, step, then
from web.cases.pages import pages

__all__ = [
    "card",
    "findings",
    "grounds",
    "moves",
    "pages",
    "papers",
    "people",
    "records",
    "step",
    "then",
]
