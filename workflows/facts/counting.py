"""The fact about counted measures of a school's roadmap: so many times in each period, as held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.requirements import Fact, FieldValue, Param, ParamKind, Verdict
from engine.domain.roles import Role
from workflows.facts.reading import text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from engine.domain.requirements import Attempt, Params
    from engine.domain.situation import CountFact, MeasureFact, Situation

ENDED, RUNNING = "ended", "running"


def quota_met(params: Params, situation: Situation, _attempt: Attempt) -> Verdict:
    """The named counted measure, or each one of the school, was held often enough in its period.

    `ended` looks at the newest period of each measure that is over, `running` at the one today
    lies in; what has no such period yet asks for nothing. Without any counted measure it is unmet.
    """
    measure, period = text(params, "measure"), text(params, "period", ENDED)
    asked = [one for one in counted_measures(situation) if measure in ("", one.key)]
    found = [(one.key, count) for one in asked if (count := count_of(one, period, situation.today))]
    lacking = [(key, count) for key, count in found if not count.met]
    fields: dict[str, FieldValue] = {
        "asked": len(asked),
        "measure": measure,
        "period": period,
        **_lacking_fields(lacking),
    }
    return Verdict(bool(asked) and not lacking, fields)


def counted_measures(situation: Situation) -> list[MeasureFact]:
    """The counted measures of the school that belong to this stage of the path."""
    stage = situation.case.stage
    return [
        one for one in situation.measures if one.counts and (not one.stages or stage in one.stages)
    ]


def count_of(measure: MeasureFact, period: str, today: date) -> CountFact | None:
    """The counter of a measure that the period means today; None where there is none yet."""
    if period == RUNNING:
        # Holidays after a school quarter still count to it, so they are no gap between two.
        found = [one for one in measure.counts if one.first <= today <= one.counts_until]
    else:
        found = [one for one in measure.counts if one.last < today]
    return max(found, key=lambda one: one.last, default=None)


def _lacking_fields(lacking: Sequence[tuple[str, CountFact]]) -> dict[str, FieldValue]:
    """Values of a kind that the journal keeps: lists beside each other, a place for a measure."""
    return {
        "held": tuple(str(one.held) for _, one in lacking),
        "lacking": tuple(key for key, _ in lacking),
        "needed": tuple(str(one.needed) for _, one in lacking),
        "since": tuple(one.first.isoformat() for _, one in lacking),
        "until": tuple(one.last.isoformat() for _, one in lacking),
    }


FACTS = (
    Fact(
        "quota_met",
        quota_met,
        (
            Param("measure", ParamKind.TEXT),
            Param("period", ParamKind.TEXT, choices=(ENDED, RUNNING), default=ENDED),
        ),
        (
            Role.SCHOOL_DIRECTOR,
            Role.SCHOOL_DEPUTY,
            Role.TUTOR_SCHOOL_REP,
            Role.MUNICIPAL_COORDINATOR,
        ),
        "measures",
    ),
)
