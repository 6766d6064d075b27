"""What a selection of cases can be asked: its moves, its orders, and what would come of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext

from engine.domain.definition import RESUME
from engine.domain.judging import asks_end_code, asks_return
from engine.queries.standing import leads_on
from web.bulk.forms import order_value
from web.bulk.reasons import Why, why_not
from web.cases.steps import is_mine, is_open
from web.wording.grammar import quoted, said, short_day
from web.wording.paths import stage_title, word_title

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import Any

    from engine.domain.bulk import OrderName
    from engine.domain.definition import Definition
    from engine.domain.roles import Actor
    from engine.queries.selecting import SelectedCase

MOST_ORDERS = 30


@dataclass(frozen=True, slots=True)
class MoveOffer:
    """A move that leaves the stage of some of the cases: of how many, and open for how many."""

    code: str
    title: str
    stages: int
    ready: int


@dataclass(frozen=True, slots=True)
class SaidBeside:
    """What some of the moves ask beside a reason: why a case ends (its codes), when it goes on."""

    end_codes: tuple[tuple[str, str], ...]
    asks_return: bool


@dataclass(frozen=True, slots=True)
class OrderOffer:
    """An order that some of the cases have."""

    value: str
    title: str
    cases: int


@dataclass(frozen=True, slots=True)
class NewOrderOffer:
    """What a new order may be: its kinds, the kind that is lacking (`needed`), who issues orders.

    `lacking` is in how many of the cases an order of that kind stands in the way.
    """

    kinds: tuple[tuple[str, str], ...]
    needed: str
    lacking: int
    body: str
    today: date | None


@dataclass(frozen=True, slots=True)
class Line:
    """A case of the selection; `target` is where it would go, `why` all that stands in the way.

    `registers` says that the order is registered in it together with the move.
    """

    case: Any
    stage: str
    target: str
    why: tuple[Why, ...]
    registers: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Cases in whose way the same stands."""

    why: tuple[Why, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """The cases of a selection that follow one path."""

    title: str
    region: str
    cases: tuple[SelectedCase, ...]


def paths_of(selected: Sequence[SelectedCase]) -> list[Path]:
    """The selection by path: a move belongs to one path."""
    groups: dict[tuple[Any, Any], list[SelectedCase]] = {}
    for case in selected:
        key = (case.line.region_id, case.line.definition_code)
        groups.setdefault(key, []).append(case)
    return [
        Path(said(cases[-1].definition.title), cases[-1].line.region, tuple(cases))
        for cases in groups.values()
    ]


def said_beside(selected: Sequence[SelectedCase]) -> SaidBeside:
    """What the moves that leave the stages of the selection ask."""
    codes: dict[str, str] = {}
    returns = False
    stages = {(case.definition.digest, case.line.stage): case.definition for case in selected}
    for (_, stage), definition in stages.items():
        targets = _targets(definition, stage)
        returns = returns or any(asks_return(definition, one) for one in targets)
        if any(asks_end_code(definition, one) for one in targets):
            words = dict(definition.vocabulary).get("end_code", ())
            codes |= {code: said(definition.word("end_code", code)) for code in words}
    return SaidBeside(tuple(codes.items()), returns)


def _targets(definition: Definition, stage: str) -> set[str]:
    return {
        way.target
        for move in definition.moves_by_source.get(stage, ())
        for way in move.ways
        if stage in way.sources and way.target != RESUME
    }


def moves_of(selected: Sequence[SelectedCase]) -> list[MoveOffer]:
    """The moves that leave the stages of the selection: those that lead on, then the others."""
    titles: dict[str, str] = {}
    stages: Counter[str] = Counter()
    ready: Counter[str] = Counter()
    onward: set[str] = set()
    for case in selected:
        for decision in case.moves:
            code = decision.move.code
            titles[code] = said(decision.move.title)
            stages[code] += 1
            ready[code] += is_mine(decision) and is_open(decision)
            if leads_on(case.definition, decision.move, case.line.stage):
                onward.add(code)
    offers = [MoveOffer(code, title, stages[code], ready[code]) for code, title in titles.items()]
    return sorted(offers, key=lambda one: (one.code not in onward, -one.ready, -one.stages))


def orders_of(selected: Sequence[SelectedCase]) -> list[OrderOffer]:
    """The orders that the cases have; what the most of them have comes first."""
    counts = Counter(order for case in selected for order in case.orders)
    definition = selected[-1].definition if selected else None
    return [
        OrderOffer(order_value(name), order_title(definition, name), number)
        for name, number in counts.most_common(MOST_ORDERS)
    ]


def new_order_of(selected: Sequence[SelectedCase]) -> NewOrderOffer | None:
    """What an order that is registered for all of the cases at once may be."""
    if not selected:
        return None
    words = selected[-1].definition.words
    kinds = tuple(
        (one.code, said(one.title))
        for one in words
        if one.dictionary == "decision" and not one.withdrawn
    )
    lacking = Counter(kind for case in selected for kind in _lacking_orders(case))
    needed, number = next(iter(lacking.most_common(1)), ("", 0))
    bodies = Counter(
        decision.body for case in selected for decision in case.situation.decisions if decision.body
    )
    usual = next(iter(bodies.most_common(1)), ("", 0))[0]
    return NewOrderOffer(kinds, needed, number, usual, selected[-1].situation.today)


def _lacking_orders(case: SelectedCase) -> set[str]:
    """The kinds of orders without which the move that was asked for is not made."""
    reasons = case.refusal.reasons if case.refusal else ()
    return {
        kind
        for reason in reasons
        if reason.get("code") in _ORDER_LACKING and (kind := dict(reason["fields"]).get("kind"))
    }


_ORDER_LACKING = ("basis_given", "decision_present")


def lines_of(selected: Sequence[SelectedCase], actor: Actor) -> tuple[list[Line], list[Line]]:
    """The cases that would be moved, and those that would not, each with every reason."""
    lines = [_line(case, actor) for case in selected]
    return [one for one in lines if not one.why], [one for one in lines if one.why]


def groups_of(blocked: Sequence[Line]) -> list[Group]:
    """Those that cannot be moved, by what stands in the way; the largest group first."""
    groups: dict[tuple[str, ...], list[Line]] = {}
    for line in blocked:
        groups.setdefault(tuple(one.text for one in line.why), []).append(line)
    return sorted(
        (Group(lines[0].why, tuple(lines)) for lines in groups.values()),
        key=lambda one: -len(one.lines),
    )


def _line(case: SelectedCase, actor: Actor) -> Line:
    stage = stage_title(case.definition, case.line.stage)
    target = quoted(stage_title(case.definition, case.target)) if case.target else ""
    why: tuple[Why, ...] = ()
    if case.refusal is not None:
        why = why_not(
            case.refusal.code,
            case.refusal.reasons,
            case.definition,
            case.line,
            actor=actor,
            today=case.situation.today,
        )
    return Line(case.line, stage, target, why, case.registers)


def order_title(definition: Definition | None, name: OrderName | None) -> str:
    """«Приказ об утверждении перечня № 120 от 31.03.2023»; nothing where no order is named."""
    if name is None:
        return ""
    return gettext(
        "%(title)s № %(number)s от %(day)s",
        title=word_title(definition, "decision", name.kind),
        number=name.number,
        day=short_day(name.signed_on),
    )
