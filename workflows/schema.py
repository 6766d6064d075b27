"""The shape of a definition's text: every key known, every value typed and bounded.

The schemas give values of `engine.domain`; whether the path makes sense is inspected there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, post_load, validates_schema

from engine.domain.checks.naming import LONGEST_HINT
from engine.domain.definition import (
    RESUME,
    Effect,
    Move,
    OnDue,
    Phase,
    Stage,
    StageKind,
    StageTerm,
    Way,
)
from engine.domain.roles import Role
from engine.domain.situation import SubjectKind
from engine.domain.terms import Term, TermKind
from workflows.schema_fields import (
    Choice,
    Code,
    Many,
    Part,
    Sources,
    Table,
    Text,
    Whole,
)
from workflows.schema_scenarios import (
    MOST_FINAL,
    MOST_SCENARIOS,
    FinalField,
    ScenarioField,
)
from workflows.schema_values import RequirementField, SettingTable
from workflows.vocabulary import DICTIONARIES, LONGEST_SOURCE

MOST_STAGES = 100
MOST_MOVES = 200
MOST_WORDS = 500
MOST_TERMS = 20
MOST_WAYS = 50
MOST_REQUIREMENTS = 50
LARGEST_ORDER = 100_000
LARGEST_DAYS = 10_000


class Strict(Schema):
    """A table with known keys only."""

    error_messages = {"unknown": "key_unknown", "type": "value_type:table"}  # noqa: RUF012


class TermSchema(Strict):
    """`due = { kind = "month_window", from_month = 2, month = 3 }`."""

    kind = Choice(TermKind, required=True)
    days = Whole(LARGEST_DAYS)
    month = Whole(LARGEST_DAYS)
    day = Whole(LARGEST_DAYS)
    from_month = Whole(LARGEST_DAYS)
    note = Text(least=0)

    @post_load
    def _make(self, data: dict[str, Any], **_: Any) -> Term:
        return Term(**data)


class StageTermSchema(Strict):
    """`[[stages.self_diagnosis.terms]]`."""

    code = Code(required=True)
    title = Text(required=True)
    due = Part(TermSchema, required=True)
    on_due = Choice(OnDue)
    move = Code()
    remind_before = Many(Whole(LARGEST_DAYS), most=10)
    met_by = RequirementField()

    @post_load
    def _make(self, data: dict[str, Any], **_: Any) -> StageTerm:
        return StageTerm(**data)


class StageSchema(Strict):
    """`[stages.self_diagnosis]`; the code is the key."""

    title = Text(required=True)
    phase = Choice(Phase, required=True)
    kind = Choice(StageKind)
    order = Whole(LARGEST_ORDER)
    hint = Text(least=0, most=LONGEST_HINT)
    terms = Many(Part(StageTermSchema), most=MOST_TERMS)


class WaySchema(Strict):
    """`{ from = ["listed"], to = "self_diagnosis", when = { fact = "..." } }`."""

    sources = Sources(data_key="from", required=True)
    target = Code(data_key="to", required=True, also=(RESUME,))
    when = RequirementField()

    @post_load
    def _make(self, data: dict[str, Any], **_: Any) -> Way:
        return Way(**data)


class RoutedSchema(Strict):
    """A table with its ways: `from` and `to` for one way, or `ways`."""

    sources = Sources(data_key="from")
    target = Code(data_key="to", also=(RESUME,))
    ways = Many(Part(WaySchema), most=MOST_WAYS, least=1)

    @validates_schema(pass_original=True)
    def _one_form(self, _: Any, original: Mapping[str, Any], **__: Any) -> None:
        given = {"from", "to", "ways"} & original.keys()
        if "ways" in given and len(given) > 1:
            raise ValidationError("ways_given_twice", "ways")
        if given not in ({"ways"}, {"from", "to"}):
            raise ValidationError("ways_missing", "ways")

    @post_load
    def _one_way(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        if "ways" not in data:
            data["ways"] = (Way(data.pop("sources"), data.pop("target")),)
        return data


class MoveSchema(RoutedSchema):
    """`[moves.submit_self_diagnosis]`; the code is the key."""

    title = Text(required=True)
    order = Whole(LARGEST_ORDER)
    roles = Many(Choice(Role), most=len(Role), required=True)
    requirements = Many(RequirementField(), most=MOST_REQUIREMENTS, data_key="requires")
    effects = Many(Choice(Effect), most=len(Effect))


class HeaderSchema(Strict):
    """What every text begins with."""

    code = Code(required=True)
    title = Text(required=True)
    subject = Choice(SubjectKind, required=True)
    source = Text(least=0, most=LONGEST_SOURCE)
    final = Many(FinalField(), most=MOST_FINAL)
    scenarios = Many(ScenarioField(), most=MOST_SCENARIOS, data_key="scenario")


def stage_of(code: str, data: dict[str, Any]) -> Stage:
    """The stage a table describes."""
    return Stage(code, **data)


def move_of(code: str, data: dict[str, Any]) -> Move:
    """The move a table describes."""
    return Move(code, **data)


class CompleteSchema(HeaderSchema):
    """A text that is complete by itself."""

    extends = Text(least=0)
    settings = SettingTable()
    words = Table(
        Table(Text(required=True), most=MOST_WORDS), most=len(DICTIONARIES), names=DICTIONARIES
    )
    stages = Table(Part(StageSchema), most=MOST_STAGES, make=stage_of, required=True)
    moves = Table(Part(MoveSchema), most=MOST_MOVES, make=move_of, required=True)
