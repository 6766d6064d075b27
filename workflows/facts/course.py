"""Facts about the course of the case: its stage, its years, the day, the reason given."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from engine.domain.requirements import Fact, FieldValue, Param, ParamKind, Tighter, Verdict
from engine.domain.roles import Role
from workflows.facts.reading import number, text, words

if TYPE_CHECKING:
    from engine.domain.definition import Move
    from engine.domain.requirements import Attempt, Params, Words
    from engine.domain.situation import Situation

_YEAR_OF_DAYS = 366
_SHORTEST = 10
_YEARLY_LENGTH = len("MM-DD")


def from_stage(params: Params, situation: Situation, _attempt: Attempt) -> Verdict:
    """The case stands in one of the stages."""
    stage = situation.case.stage
    return Verdict(stage in words(params, "stages"), {"stage": stage})


def years_in_status(params: Params, situation: Situation, _attempt: Attempt) -> Verdict:
    """The years on the list lie in the bounds, both inclusive; an absent bound does not bind."""
    have = situation.case.years_in_status
    met = number(params, "at_least", have) <= have <= number(params, "at_most", have)
    return Verdict(met, {"have": have})


def _years_never(params: Params, _move: Move, _words: Words) -> bool:
    least = number(params, "at_least", 0)
    return number(params, "at_most", least) < least


def _stage_never(params: Params, move: Move, _words: Words) -> bool:
    return not any(move.leaves(stage) for stage in words(params, "stages"))


def entry_facts(_params: Params, situation: Situation, _attempt: Attempt) -> Verdict:
    """The list entry has its facts or a written ground."""
    return Verdict(situation.entry_facts_present, {})


def reason_given(params: Params, _situation: Situation, attempt: Attempt) -> Verdict:
    """The reason is long enough; marks without a letter or digit are no reason.

    The reason itself stays out of the fields: it may hold personal data.
    """
    need, reason = number(params, "min_length", _SHORTEST), attempt.reason.strip()
    have = len(reason) if any(sign.isalnum() for sign in reason) else 0
    return Verdict(have >= need, {"have": have, "need": need})


def end_code_given(_params: Params, situation: Situation, attempt: Attempt) -> Verdict:
    """Why the case ends is said, by a word of the path."""
    met = attempt.end_code in situation.words("end_code")
    return Verdict(met, {"code": attempt.end_code if met else ""})


def return_expected(_params: Params, situation: Situation, attempt: Attempt) -> Verdict:
    """A day to come is named on which the case is expected to go on."""
    day = attempt.expected_on
    met = day is not None and day > situation.today
    return Verdict(met, {"day": day.isoformat() if day is not None else ""})


def date_window(params: Params, situation: Situation, _attempt: Attempt) -> Verdict:
    """Today lies in the window, both ends inclusive; else `opens_on` says when it next does.

    A bound is a day of each year or of one year; a yearly window may cross the New Year.
    """
    since, until = text(params, "from"), text(params, "to")
    met = in_window(situation.today, since, until)
    fields: dict[str, FieldValue] = {"today": situation.today.isoformat()}
    opens_on = None if met else _opening(situation.today, since, until)
    if opens_on is not None:
        fields["opens_on"] = opens_on.isoformat()
    return Verdict(met, fields)


def _window_never(params: Params, _move: Move, _words: Words) -> bool:
    since, until = text(params, "from"), text(params, "to")
    # Only a yearly window may cross the New Year.
    return len(since) == len(until) > _YEARLY_LENGTH and since > until


def in_window(day: date, since: str, until: str) -> bool:
    """Whether a day lies between two bounds, each a day of every year or of one year."""
    after, before = _cut(day, since) >= since, not until or _cut(day, until) <= until
    if len(since) == len(until) == _YEARLY_LENGTH and since > until:
        return after or before
    return after and before


def _cut(day: date, bound: str) -> str:
    # ISO days compare as texts, whole or without the year.
    return day.isoformat()[-len(bound) :]


def _opening(today: date, since: str, until: str) -> date | None:
    start = today if len(since) <= _YEARLY_LENGTH else max(today, date.fromisoformat(since))
    days = (start + timedelta(days=ahead) for ahead in range(_YEAR_OF_DAYS + 1))
    return next((day for day in days if in_window(day, since, until)), None)


_COORDINATORS = (Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR)
_NUMBER = ParamKind.NUMBER

FACTS = (
    Fact(
        "from_stage",
        from_stage,
        (Param("stages", ParamKind.STAGES, required=True, tighter=Tighter.FEWER),),
        never=_stage_never,
    ),
    Fact(
        "years_in_status",
        years_in_status,
        (
            Param("at_least", _NUMBER, tighter=Tighter.MORE),
            Param("at_most", _NUMBER, tighter=Tighter.FEWER),
        ),
        never=_years_never,
    ),
    Fact("entry_facts", entry_facts, (), _COORDINATORS, "records"),
    Fact(
        "reason_given",
        reason_given,
        (Param("min_length", _NUMBER, default=_SHORTEST, tighter=Tighter.MORE),),
        of_attempt=True,
    ),
    Fact("end_code_given", end_code_given, (), of_attempt=True),
    Fact("return_expected", return_expected, (), of_attempt=True),
    Fact(
        "date_window",
        date_window,
        (
            Param("from", ParamKind.DATE, tighter=Tighter.MORE),
            Param("to", ParamKind.DATE, tighter=Tighter.FEWER),
        ),
        never=_window_never,
    ),
)
