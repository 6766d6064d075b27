"""Succession: what a new version of a definition means for the cases under way.

A case keeps the version it is pinned to until a plan takes it over. The plan is data; one pure
function judges a case by it, and whoever reports, tries or runs a succession asks that function.
"""

from engine.domain.succession.checking import check_plan, lacks_words, plan_faults
from engine.domain.succession.judging import judge_succession
from engine.domain.succession.plan import (
    Act,
    PaperPolicy,
    SuccessionPlan,
    TermPolicy,
    TermRule,
)
from engine.domain.succession.plan_form import plan_from_plain, plan_to_plain
from engine.domain.succession.proposing import default_plan
from engine.domain.succession.verdict import (
    OWED,
    BlockedMove,
    DutyChange,
    DutyFact,
    DutyState,
    Fate,
    Missing,
    Outcome,
    Standing,
    TermFate,
    Verdict,
)

__all__ = [
    "OWED",
    "Act",
    "BlockedMove",
    "DutyChange",
    "DutyFact",
    "DutyState",
    "Fate",
    "Missing",
    "Outcome",
    "PaperPolicy",
    "Standing",
    "SuccessionPlan",
    "TermFate",
    "TermPolicy",
    "TermRule",
    "Verdict",
    "check_plan",
    "default_plan",
    "judge_succession",
    "lacks_words",
    "plan_faults",
    "plan_from_plain",
    "plan_to_plain",
]
