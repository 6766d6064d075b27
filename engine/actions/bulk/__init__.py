"""Moving many cases by one move: planned first, then done case by case and carried on at will.

Every case goes the way of a single move: lock, decide, record; those of one batch are locked, read
and written by the same statements. Nothing more is granted here, and each case is judged for
whoever carries on.
"""

from engine.actions.bulk.carrying import carry_on_bulk
from engine.actions.bulk.planning import MOST_CASES, BulkRequest, plan_bulk, retry_bulk

__all__ = ["MOST_CASES", "BulkRequest", "carry_on_bulk", "plan_bulk", "retry_bulk"]
