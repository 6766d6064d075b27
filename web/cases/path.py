"""The path of a case: as a picture, as a table, and as the one sentence that says it all."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from flask_babel import gettext

from engine.domain.definition import RESUME, Phase
from web.drawing import (
    Marks,
    Picture,
    Shape,
    StageMark,
    StageState,
    WayKey,
    WayMark,
    WayState,
    draw_path,
    plan_of,
)
from web.wording.grammar import counted, either, listed, quoted, said, short_day, short_span
from web.wording.paths import stage_title
from web.wording.titles import PHASES, title_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from engine.domain.definition import Definition, Move, Stage
    from engine.queries.cases import CaseCard
    from web.cases.steps import Step, Steps


MOST_STAYS = 5
"""Stays in one stage that the table tells one by one."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A stay in a stage: `left_on` is None while the case stands there."""

    entered_on: date
    left_on: date | None
    days: int


@dataclass(frozen=True, slots=True)
class Onward:
    """A move out of a stage as the table tells it; `step` only where the case stands."""

    title: str
    target: str
    step: Step | None
    state: str


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage in the table: its last stays, and how many there were before them."""

    code: str
    title: str
    phase: str
    phase_title: str
    state: str
    visits: tuple[Visit, ...]
    onward: tuple[Onward, ...]
    earlier: int = 0


@dataclass(frozen=True, slots=True)
class Path:
    """The path in both shapes, in words and as a table; `days` in the present stage.

    `aside` names the moves that leave the path, which the picture does not show.
    """

    wide: Picture
    tall: Picture
    told: str
    rows: tuple[StageRow, ...]
    since: date
    days: int
    aside: tuple[str, ...]


def path_of(card: CaseCard, steps: Steps, today: date, *, may_move: bool) -> Path:
    """Where the case stands, which way it took, what is open and what is closed."""
    definition = card.locked.definition
    visits, states = visits_of(card, today), _states(steps, may_move=may_move)
    marks = Marks(_stages(card, visits), _ways(card, steps, states))
    since = card.line.stage_entered_on
    return Path(
        draw_path(definition, marks, Shape.WIDE),
        draw_path(definition, marks, Shape.TALL),
        _told(definition, card, visits, states),
        tuple(_rows(card, steps, visits, states)),
        since,
        (today - since).days,
        tuple(quoted(said(move.title)) for move in plan_of(definition).aside),
    )


def visits_of(card: CaseCard, today: date) -> dict[str, tuple[Visit, ...]]:
    """The stays in each stage, the oldest first."""
    visits: dict[str, list[Visit]] = {}
    for spell in card.spells:
        days = ((spell.left_on or today) - spell.entered_on).days
        stay = Visit(spell.entered_on, spell.left_on, days)
        visits.setdefault(spell.stage, []).append(stay)
    return {stage: tuple(stays) for stage, stays in visits.items()}


# Marks of the picture.


def _stages(card: CaseCard, visits: Mapping[str, tuple[Visit, ...]]) -> dict[str, StageMark]:
    here, resumes = card.line.stage, card.locked.state.resume_stage
    marks = {}
    for code, stays in visits.items():
        last = stays[-1]
        if code == here:
            note = gettext(
                "с %(day)s, %(days)s", day=short_day(last.entered_on), days=_days(last.days)
            )
            tip = gettext("дело сейчас здесь, %(note)s", note=note)
            marks[code] = StageMark(StageState.HERE, note, tip)
        elif code == resumes:
            note = gettext("продолжится здесь")
            marks[code] = StageMark(StageState.PAUSED, note, note)
        else:
            tip = gettext(
                "этап пройден, с %(first)s по %(last)s",
                first=short_day(last.entered_on),
                last=short_day(last.left_on),
            )
            marks[code] = StageMark(StageState.PASSED, _span(stays), tip)
    return marks


def _span(stays: tuple[Visit, ...]) -> str:
    """«12.01–03.04.2023», and how often where it was more than once."""
    first, last = stays[-1].entered_on, stays[-1].left_on or stays[-1].entered_on
    text = short_span(first, last)
    return f"{text} ×{len(stays)}" if len(stays) > 1 else text


def _states(steps: Steps, *, may_move: bool) -> dict[str, WayState]:
    return {step.move.code: _state(step, may_move=may_move) for step in steps.onward}


def _state(step: Step, *, may_move: bool) -> WayState:
    if step.open and may_move:
        return WayState.OPEN
    return WayState.WAITS if step.open or step.waits else WayState.CLOSED


def _ways(card: CaseCard, steps: Steps, states: Mapping[str, WayState]) -> dict[WayKey, WayMark]:
    """The way taken, stage by stage, and the moves of the present stage with their numbers."""
    here, numbers = card.line.stage, {step.move.code: step.number for step in steps.onward}
    taken = {(one.stage, other.stage) for one, other in pairwise(card.spells)}
    return {
        key: WayMark(
            states.get(key.move) if key.source == here else None,
            (key.source, key.target) in taken,
            numbers.get(key.move, 0) if key.source == here else 0,
        )
        for key in plan_of(card.locked.definition).ways
        if key.source == here or (key.source, key.target) in taken
    }


# Words.


def _told(
    definition: Definition,
    card: CaseCard,
    visits: Mapping[str, tuple[Visit, ...]],
    states: Mapping[str, WayState],
) -> str:
    """«Дело на этапе «Сопровождение», …»: what the picture shows, for who does not see it."""
    here = quoted(stage_title(definition, card.line.stage))
    said = [
        gettext(
            "Дело на этапе %(stage)s с %(day)s.",
            stage=here,
            day=short_day(card.line.stage_entered_on),
        )
    ]
    passed = [code for code in visits if code != card.line.stage]
    if passed:
        stages = counted(len(passed), "этап|этапа|этапов")
        said.append(gettext("Пройдено: %(stages)s.", stages=stages))
    for state, text in _TOLD.items():
        moves = [
            quoted(definition.move_by_code[code].title)
            for code, found in states.items()
            if found is state
        ]
        if moves:
            said.append(text(listed(moves)))
    return " ".join(said)


_TOLD: Mapping[WayState, Callable[[str], str]] = {
    WayState.OPEN: lambda moves: gettext("Можно сделать сейчас: %(moves)s.", moves=moves),
    WayState.WAITS: lambda moves: gettext("Готово, делает другой: %(moves)s.", moves=moves),
    WayState.CLOSED: lambda moves: gettext("Пока нельзя: %(moves)s.", moves=moves),
}


def _days(days: int) -> str:
    return counted(days, "день|дня|дней")


# The table.


def _rows(
    card: CaseCard,
    steps: Steps,
    visits: Mapping[str, tuple[Visit, ...]],
    states: Mapping[str, WayState],
) -> Iterator[StageRow]:
    """Every stage in its order; those outside the path only where the case has been there."""
    definition, here = card.locked.definition, card.line.stage
    for stage in sorted(definition.stages, key=lambda one: one.order):
        if stage.phase is Phase.OUTSIDE and stage.code not in visits:
            continue
        stays = visits.get(stage.code, ())
        if stage.code == here:
            onward = tuple(
                Onward(said(step.move.title), step.target, step, states[step.move.code].value)
                for step in steps.onward
            )
        else:
            onward = tuple(_onward(definition, stage))
        yield StageRow(
            stage.code,
            said(stage.title),
            stage.phase.value,
            title_of(PHASES, stage.phase.value),
            "here" if stage.code == here else "passed" if stage.code in visits else "ahead",
            stays[-MOST_STAYS:],
            onward,
            max(len(stays) - MOST_STAYS, 0),
        )


def _onward(definition: Definition, stage: Stage) -> Iterator[Onward]:
    """The moves of the path out of a stage; those possible from everywhere are told once."""
    aside = {move.code for move in plan_of(definition).aside}
    for move in definition.moves:
        if move.leaves(stage.code) and move.code not in aside:
            yield Onward(said(move.title), _targets(definition, move, stage.code), None, "")


def _targets(definition: Definition, move: Move, stage: str) -> str:
    targets = dict.fromkeys(
        way.target for way in move.ways if stage in way.sources and way.target != RESUME
    )
    return either(quoted(stage_title(definition, one)) for one in targets)
