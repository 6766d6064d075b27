"""Facts about the work itself: the risk profile, measures, monitoring, indicators and events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.audit_findings import findings_of
from engine.domain.calendar import PERIODS, Span, school_quarter_of
from engine.domain.definition import QUARTER
from engine.domain.requirements import Fact, FieldValue, Param, ParamKind, Tighter, Verdict
from engine.domain.roles import Role
from engine.domain.situation import RECORD_STATUSES, DocumentStatus, RecordKind
from workflows.facts.reading import (
    AT_LEAST,
    ROUND,
    latest,
    number,
    record_now,
    records_now,
    standing,
    text,
    words,
)

if TYPE_CHECKING:
    from engine.domain.definition import Move
    from engine.domain.requirements import Attempt, Params, Words
    from engine.domain.situation import DocumentFact, Situation

_WHOLE = 100
_LEVELS = ("high", "medium", "low")
_UNFINISHED = ("planned", "in_progress")
_MONITORING = RecordKind.MONITORING


def profile_complete(params: Params, situation: Situation, _attempt: Attempt) -> Verdict:
    """Every risk factor of the dictionary has a level, and the directions chosen are in bounds.

    Factors outside the pinned dictionary count neither way; `max_directions` 0 is no limit.
    """
    least, most = number(params, "min_directions", 1), number(params, "max_directions", 0)
    levels = {record.key: record for record in records_now(situation, RecordKind.RISK)}
    factors = situation.words("risk_factor")
    missing = tuple(factor for factor in factors if factor not in levels)
    chosen = sum(1 for factor in factors if factor in levels and levels[factor].value == 1)
    met = not missing and chosen >= least and (most == 0 or chosen <= most)
    fields: dict[str, FieldValue] = {
        "directions": chosen,
        "max_directions": most,
        "min_directions": least,
        "missing": missing,
    }
    return Verdict(met, fields)


def _profile_never(params: Params, _move: Move, known: Words) -> bool:
    least, most = number(params, "min_directions", 1), number(params, "max_directions", 0)
    return least > len(known.get("risk_factor", ())) or 0 < most < least


def risks_covered(params: Params, situation: Situation, _attempt: Attempt) -> Verdict:
    """Each risk of this level or above has a document of the kind on that factor."""
    level, status = text(params, "level", "high"), text(params, "status", "submitted")
    kind = text(params, "kind", "antirisk_programme")
    grave = _LEVELS[: _LEVELS.index(level) + 1]
    risks = [one for one in records_now(situation, RecordKind.RISK) if one.status in grave]
    topics = {document.topic for document in standing(situation, kind, status)}
    uncovered = tuple(sorted(risk.key for risk in risks if risk.key not in topics))
    fields: dict[str, FieldValue] = {
        "kind": kind,
        "level": level,
        "risks": len(risks),
        "status": status,
        "uncovered": uncovered,
    }
    return Verdict(not uncovered, fields)


_SAID = frozenset({"explained", "continue", "revise"})
"""What a person says of a measure that is not done; of what is done the roadmap itself tells."""


def measures_now(situation: Situation) -> dict[str, str]:
    """The status of every measure of this round: records, and the school's roadmap over them.

    A measure of the roadmap that belongs to other stages of the path is not asked for in this one.
    """
    found = {one.key: one.status for one in records_now(situation, RecordKind.MEASURE)}
    for one in situation.measures:
        here = not one.stages or situation.case.stage in one.stages
        if here and found.get(one.key) not in _SAID:
            found[one.key] = one.status
    return found


def measures_ratio(params: Params, situation: Situation, _attempt: Attempt) -> Verdict:
    """Enough percent of the measures of this round stand in the statuses; rounds down."""
    statuses = words(params, "statuses", ("done", "explained"))
    need = number(params, "at_least", 100)
    measures = measures_now(situation)
    left = tuple(key for key, status in measures.items() if status not in statuses)
    total, counted = len(measures), len(measures) - len(left)
    have = 100 * counted // total if total else 0
    fields: dict[str, FieldValue] = {
        "counted": counted,
        "have": have,
        "left": left,
        "need": need,
        "statuses": statuses,
        "total": total,
    }
    return Verdict(have >= need, fields)


def _ratio_never(params: Params, _move: Move, _words: Words) -> bool:
    return number(params, "at_least", 0) > _WHOLE


def no_open(params: Params, situation: Situation, _attempt: Attempt) -> Verdict:
    """Nothing of the kind is left open.

    A recommendation is followed over rounds, since those of a final monitoring are carried out in
    the next round; the other kinds are of this round.
    """
    kind = text(params, "kind")
    if kind == "document":
        still_open = tuple(sorted({one.kind for one in _unfinished_documents(situation)}))
    elif kind == "recommendation":
        of_case = (one for one in situation.records if one.kind is RecordKind.RECOMMENDATION)
        followed = tuple(one.key for one in latest(of_case) if one.status == "open")
        # What an auditor found is a recommendation too, with an answer and a verdict of its own.
        found = (one.key for one in findings_of(situation.records) if not one.settled)
        still_open = (*followed, *found)
    elif kind == "monitoring":
        still_open = _keys(situation, _MONITORING, ("open",))
    else:
        still_open = _unfinished_measures(situation)
    return Verdict(not still_open, {"have": len(still_open), "kind": kind, "open": still_open})


def _unfinished_documents(situation: Situation) -> list[DocumentFact]:
    # A returned version that a later one has replaced is history, whatever its own status says.
    newest: dict[tuple[str, str | None], int] = {}
    this_round = [one for one in situation.documents if one.round == situation.case.round]
    for one in this_round:
        series = (one.kind, one.topic)
        newest[series] = max(newest.get(series, 0), one.version)
    return [
        one
        for one in this_round
        if one.status in (DocumentStatus.DRAFT, DocumentStatus.RETURNED)
        and one.version == newest[one.kind, one.topic]
    ]


def _keys(situation: Situation, kind: RecordKind, statuses: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one.key for one in records_now(situation, kind) if one.status in statuses)


def _unfinished_measures(situation: Situation) -> tuple[str, ...]:
    measures = measures_now(situation).items()
    return tuple(key for key, status in measures if status in _UNFINISHED)


def carry_over_decided(_params: Params, situation: Situation, _attempt: Attempt) -> Verdict:
    """No measure of this round is left without a word on what becomes of it."""
    undecided = _unfinished_measures(situation)
    return Verdict(not undecided, {"have": len(undecided), "undecided": undecided})


def monitoring_closed(params: Params, situation: Situation, _attempt: Attempt) -> Verdict:
    """The monitoring round of the kind is closed in this round."""
    return _stands(situation, _MONITORING, text(params, "kind"), "closed")


def indicator_rule(params: Params, situation: Situation, _attempt: Attempt) -> Verdict:
    """The latest run of the rule in this round gave the result."""
    result = text(params, "result", "not_met")
    verdict = _stands(situation, RecordKind.INDICATOR, text(params, "rule"), result)
    return Verdict(verdict.met, {**verdict.fields, "result": result})


def _stands(situation: Situation, kind: RecordKind, key: str, status: str) -> Verdict:
    record = record_now(situation, kind, key)
    if record is None:
        return Verdict(met=False, fields={})
    fields = {"found": record.status, "happened_on": record.happened_on.isoformat()}
    return Verdict(record.status == status, fields)


def quota(params: Params, situation: Situation, _attempt: Attempt) -> Verdict:
    """Enough events of the kind were held in the round or in the period today belongs to."""
    event, period = text(params, "event"), text(params, "period", ROUND)
    need = number(params, "at_least", 1)
    held = [one for one in situation.records if one.kind is RecordKind.EVENT and one.key == event]
    fields: dict[str, FieldValue] = {"event": event, "need": need, "period": period}
    if period == ROUND:
        have = sum(1 for one in held if one.round == situation.case.round)
    else:
        since, until = _period(period, situation)
        have = sum(1 for one in held if since <= one.happened_on <= until)
        fields |= {"since": since.isoformat(), "until": until.isoformat()}
    return Verdict(have >= need, fields | {"have": have})


def _period(period: str, situation: Situation) -> Span:
    if period == QUARTER:
        return school_quarter_of(situation.today, situation.quarters)
    return PERIODS[period](situation.today)


_SCHOOL = (Role.SCHOOL_DIRECTOR, Role.SCHOOL_DEPUTY)
_CURATORS = (Role.CURATOR, Role.MUNICIPAL_COORDINATOR)
_OPEN_KINDS = ("recommendation", "measure", "monitoring", "document")
_NUMBER = ParamKind.NUMBER

FACTS = (
    Fact(
        "profile_complete",
        profile_complete,
        (
            Param("min_directions", _NUMBER, default=1, tighter=Tighter.MORE),
            Param("max_directions", _NUMBER, default=0),
        ),
        (Role.CURATOR, *_SCHOOL),
        "records",
        _profile_never,
    ),
    Fact(
        "risks_covered",
        risks_covered,
        (
            Param("level", ParamKind.TEXT, choices=_LEVELS, default="high", tighter=Tighter.MORE),
            Param("kind", ParamKind.TEXT, vocabulary="document", default="antirisk_programme"),
            Param(
                "status",
                ParamKind.TEXT,
                choices=tuple(AT_LEAST),
                default="submitted",
                tighter=Tighter.MORE,
            ),
        ),
        _SCHOOL,
        "documents",
    ),
    Fact(
        "measures_ratio",
        measures_ratio,
        (
            Param(
                "statuses",
                ParamKind.WORDS,
                choices=RECORD_STATUSES[RecordKind.MEASURE],
                default=("done", "explained"),
                tighter=Tighter.FEWER,
            ),
            Param("at_least", _NUMBER, default=100, tighter=Tighter.MORE),
        ),
        (*_SCHOOL, Role.CURATOR),
        "records",
        _ratio_never,
    ),
    Fact(
        "no_open",
        no_open,
        (Param("kind", ParamKind.TEXT, required=True, choices=_OPEN_KINDS),),
        (Role.CURATOR, *_SCHOOL),
        "records",
    ),
    Fact("carry_over_decided", carry_over_decided, (), _CURATORS, "records"),
    Fact(
        "monitoring_closed",
        monitoring_closed,
        (Param("kind", ParamKind.TEXT, required=True, vocabulary="monitoring"),),
        _CURATORS,
        "records",
    ),
    Fact(
        "indicator_rule",
        indicator_rule,
        (
            Param("rule", ParamKind.TEXT, required=True, vocabulary="indicator"),
            Param(
                "result",
                ParamKind.TEXT,
                choices=RECORD_STATUSES[RecordKind.INDICATOR],
                default="not_met",
            ),
        ),
        _CURATORS,
        "records",
    ),
    Fact(
        "quota",
        quota,
        (
            Param("event", ParamKind.TEXT, required=True, vocabulary="event"),
            Param("at_least", _NUMBER, required=True, tighter=Tighter.MORE),
            Param("period", ParamKind.TEXT, choices=(ROUND, *PERIODS), default=ROUND),
        ),
        (Role.TUTOR_SCHOOL_REP, Role.CURATOR),
        "records",
    ),
)
