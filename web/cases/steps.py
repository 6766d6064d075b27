"""The moves that leave the stage: which are open, why the others are not, and where to mend it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flask import url_for

from engine.domain.definition import RESUME, Effect
from engine.domain.judging import asks_end_code, asks_return
from engine.domain.machine import WRONG_ROLE
from engine.domain.roles import Permission
from engine.domain.terms import TermKind
from engine.queries.standing import leads_on
from web.wording import unmet_sentence
from web.wording.fields import Fields
from web.wording.grammar import either, quoted
from web.wording.paths import stage_title
from web.wording.titles import EFFECTS, title_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from uuid import UUID

    from engine.domain.definition import Definition, Move
    from engine.domain.machine import Decision
    from engine.domain.requirements import Unmet
    from engine.queries.cases import CaseCard
    from web.wording import Sentence

ANCHORS = {
    "approvals": "record-approval",
    "carry_over_decided": "record-measure",
    "curator_assigned": "attach-curator",
    "entry_facts": "listing",
    "measures_ratio": "record-measure",
    "profile_complete": "risks",
    "tutor_active": "attach-tutor_school",
}
"""Parts of the card where a fact is mended, beyond what `mend` says."""

_RECORDS = {
    "indicator_rule": ("indicator", "rule"),
    "monitoring_closed": ("monitoring", "kind"),
    "publication_recorded": ("publication", "kind"),
    "quota": ("event", "event"),
}


_FORMS = (
    ("attach-", Permission.ATTACH_PEOPLE, "people"),
    ("decision", Permission.REGISTER_DECISION, "decisions"),
    ("document", Permission.REGISTER_DOCUMENT, "documents"),
    ("record-", Permission.REGISTER_RECORD, "records"),
    ("risks", Permission.REGISTER_RECORD, "records"),
)
"""Forms of the card, who is offered them, and the part everybody sees instead."""


@dataclass(frozen=True, slots=True)
class Told:
    """A reason with the address of the part of the card that mends it (empty: nowhere here).

    `here`: whether the form is there for the reader; else the address is of the part to look at.
    """

    sentence: Sentence
    href: str
    here: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A move of the stage. `open`: the form is offered, only what it asks for may be lacking.

    `reasons` are all that stand in the way; of an open move only what the form asks for. `number`
    is the one it has in the picture of the path; 0 beside the path.
    """

    move: Move
    decision: Decision
    open: bool
    mine: bool
    target: str
    effects: tuple[str, ...]
    reasons: tuple[Told, ...]
    number: int = 0
    asks_end: bool = False
    asks_return: bool = False
    return_told: bool = False

    @property
    def form(self) -> str:
        """The name of its form."""
        return f"move-{self.move.code}"

    @property
    def waits(self) -> bool:
        """Whether everything is there and only another role makes the move."""
        return not self.mine and all(
            unmet.code == WRONG_ROLE or asked_in_form(unmet) for unmet in self.decision.unmet
        )

    @property
    def basis_needed(self) -> bool:
        """Whether a decision must be named as the basis."""
        return any(unmet.code == "basis_given" for unmet in self.decision.unmet)

    @property
    def end_needed(self) -> bool:
        """Whether it must be said why the case ends."""
        return any(unmet.code == "end_code_given" for unmet in self.decision.unmet)

    @property
    def return_needed(self) -> bool:
        """Whether a day must be named on which the case is expected to go on."""
        return any(unmet.code == "return_expected" for unmet in self.decision.unmet)

    @property
    def reason_needed(self) -> int:
        """How long the reason must be; 0 when none is asked for."""
        return max((_reason_length(unmet) for unmet in self.decision.unmet), default=0)


@dataclass(frozen=True, slots=True)
class Steps:
    """Moves that lead on along the path, and those that leave it (suspended, closed)."""

    onward: tuple[Step, ...]
    aside: tuple[Step, ...]


def steps_of(card: CaseCard, today: date, may: Callable[[Permission], bool]) -> Steps:
    """The moves as the card shows them: those that are open first, those that go back last."""
    definition, stage, case_id = card.locked.definition, card.line.stage, card.line.id
    steps = sorted(
        (_step(decision, definition, case_id, today, may) for decision in card.moves),
        key=lambda step: (not step.open, not step.mine, goes_back(step.move)),
    )
    onward = [step for step in steps if leads_on(definition, step.move, stage)]
    return Steps(
        tuple(replace(step, number=place) for place, step in enumerate(onward, start=1)),
        tuple(step for step in steps if step not in onward),
    )


def is_open(decision: Decision) -> bool:
    """Whether nothing is lacking but what the form of the move itself asks for."""
    return all(asked_in_form(unmet) for unmet in decision.unmet)


def is_mine(decision: Decision) -> bool:
    """Whether a role of the actor makes this move."""
    return all(unmet.code != WRONG_ROLE for unmet in decision.unmet)


def goes_back(move: Move) -> bool:
    """Whether a move returns the work to whoever handed it in."""
    return Effect.RETURN_DOCUMENTS in move.effects


def told(
    unmet: Unmet,
    definition: Definition,
    case_id: UUID,
    today: date,
    may: Callable[[Permission], bool],
) -> Told:
    """A reason with its sentence and where to mend it, or to look at it."""
    sentence, href = unmet_sentence(unmet, definition, today=today), mend_url(unmet, case_id)
    anchor = href.partition("#")[2]
    for name, needed, part in _FORMS:
        if anchor.startswith(name) and anchor != part and not may(needed):
            return Told(sentence, _card(case_id, part), here=False)
    return Told(sentence, href, here=True)


def mend_url(unmet: Unmet, case_id: UUID) -> str:
    """The part of the card that mends a reason, with the form there already filled in."""
    fields, code = Fields.of(unmet.fields), unmet.code
    if code in ("document_present", "risks_covered"):
        topic = next(iter(fields.words("uncovered")), None)
        kind = fields.text("kind")
        return _card(case_id, "document", document=kind, topic=topic)
    if code in ("decision_present", "basis_given"):
        return _card(case_id, "decision", decision=fields.text("kind") or None)
    if code in _RECORDS:
        record, key = _RECORDS[code]
        return _card(case_id, f"record-{record}", record=record, key=fields.text(key))
    if code == "quota_met":
        return url_for("measures.of_case", case_id=case_id)
    if code == "no_open":
        kind = fields.text("kind")
        return _card(case_id, "documents" if kind == "document" else f"record-{kind}")
    if code == "any" and unmet.alternatives and unmet.alternatives[0]:
        return mend_url(unmet.alternatives[0][0], case_id)
    if code in ANCHORS:
        attach = ANCHORS[code].removeprefix("attach-") if "attach-" in ANCHORS[code] else None
        return _card(case_id, ANCHORS[code], attach=attach)
    return ""


def _card(case_id: UUID, anchor: str, **values: str | None) -> str:
    chosen: dict[str, Any] = {name: value for name, value in values.items() if value}
    return url_for("cases.show", case_id=case_id, _anchor=anchor, **chosen)


def _step(
    decision: Decision,
    definition: Definition,
    case_id: UUID,
    today: date,
    may: Callable[[Permission], bool],
) -> Step:
    move = decision.move
    return Step(
        move,
        decision,
        open=is_open(decision),
        mine=is_mine(decision),
        target=_target(decision, definition),
        effects=tuple(title_of(EFFECTS, effect.value) for effect in move.effects),
        reasons=tuple(told(unmet, definition, case_id, today, may) for unmet in decision.unmet),
        asks_end=any(asks_end_code(definition, one) for one in _targets(decision)),
        asks_return=any(asks_return(definition, one) for one in _targets(decision)),
        return_told=any(_reminds_of_return(definition, one) for one in _targets(decision)),
    )


def _reminds_of_return(definition: Definition, stage: str) -> bool:
    """Whether the stage has a term on the day that is named."""
    terms = definition.stage_by_code[stage].terms
    return any(term.due.kind is TermKind.RETURN for term in terms)


def _targets(decision: Decision) -> Iterator[str]:
    """The stages its ways lead to from where the case stands."""
    for way in decision.move.ways:
        if decision.source in way.sources and way.target != RESUME:
            yield way.target


def asked_in_form(unmet: Unmet) -> bool:
    """Whether whoever makes the move supplies it with the move itself."""
    if unmet.code == "basis_given":
        return Fields.of(unmet.fields).number("registered") > 0
    if unmet.code == "any":
        return any(all(asked_in_form(part) for part in branch) for branch in unmet.alternatives)
    return unmet.code in _ASKED


_ASKED = frozenset({"end_code_given", "reason_given", "return_expected"})


def _reason_length(unmet: Unmet) -> int:
    if unmet.code == "reason_given":
        return Fields.of(unmet.fields).number("need", 1)
    lengths = (_reason_length(part) for branch in unmet.alternatives for part in branch)
    return max(lengths, default=0)


def _target(decision: Decision, definition: Definition) -> str:
    """«Сопровождение»; of several ways that are not decided yet, all."""
    if decision.target is not None:
        return quoted(stage_title(definition, decision.target))
    targets = dict.fromkeys(
        way.target
        for way in decision.move.ways
        if decision.source in way.sources and way.target != RESUME
    )
    return either(quoted(stage_title(definition, one)) for one in targets)
