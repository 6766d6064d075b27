"""Verdicts and duties as JSON types: what an entry and an item keep of a succession."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.domain.canonical import plain
from engine.domain.definition import OnDue
from engine.domain.succession.verdict import DutyState, Fate, TermFate, Verdict


def duty_form(state: DutyState | None) -> list[Any] | None:
    """A duty as its fields in their order."""
    return None if state is None else list(plain(state).values())


def duty_state(form: Any) -> DutyState | None:
    """The duty of a form; raises ValueError and the like for what is none."""
    if form is None:
        return None
    stage, term, kind, move, due_on, due_at, status, retroactive, fixed, outcome, done, met = form
    return DutyState(
        stage,
        term,
        OnDue(kind),
        move,
        date.fromisoformat(due_on),
        datetime.fromisoformat(due_at),
        status,
        retroactive,
        fixed,
        outcome,
        None if done is None else datetime.fromisoformat(done),
        None if met is None else date.fromisoformat(met),
    )


@dataclass(frozen=True, slots=True)
class DutyStep:
    """What an entry does to a duty: nothing before of one that comes, nothing after of one gone."""

    id: UUID
    was: DutyState | None
    now: DutyState | None


def duty_steps_form(steps: Iterable[DutyStep]) -> list[list[Any]]:
    """What happens to duties, each as id, before and after."""
    return [[str(one.id), duty_form(one.was), duty_form(one.now)] for one in steps]


def duty_steps(form: Iterable[Any]) -> list[DutyStep]:
    """The steps of a form; raises ValueError and the like for what is none."""
    return [DutyStep(UUID(one), duty_state(was), duty_state(now)) for one, was, now in form]


def terms_form(terms: tuple[TermFate, ...]) -> list[list[Any]]:
    """The terms whose day changes: stage, term, fate, former day, new day."""
    return [list(plain(one).values()) for one in terms if one.fate is not Fate.KEPT]


def verdict_form(verdict: Verdict) -> dict[str, Any]:
    """A verdict in short; what is not there is none."""
    form = {
        "outcome": verdict.outcome.value,
        "former": verdict.former,
        "from": verdict.source,
        "to": verdict.target,
        "resumes": list(verdict.resumes) if verdict.resumes else None,
        "unmapped": list(verdict.unmapped),
        "terms": terms_form(verdict.terms),
        "missing": [[one.move, list(one.kinds), plain(one.unmet)] for one in verdict.missing],
        "blocked": [[one.move, plain(one.unmet)] for one in verdict.blocked],
        "ends": [str(one) for one in verdict.ends],
    }
    return {name: value for name, value in form.items() if value}
