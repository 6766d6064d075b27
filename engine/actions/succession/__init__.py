"""Taking running cases over to a new version by a plan, and taking that back.

A succession is planned first and then carried on at will: each case is judged under its lock by
the same function that the impact report asks, and has an entry and a result of its own.
"""

from engine.actions.succession.carrying import carry_on_succession
from engine.actions.succession.planning import (
    SuccessionRequest,
    UndoRequest,
    begin_succession,
    begin_undo,
    retry_succession,
)

__all__ = [
    "SuccessionRequest",
    "UndoRequest",
    "begin_succession",
    "begin_undo",
    "carry_on_succession",
    "retry_succession",
]
