"""Successions: what a version means for running cases, plans, runs and results."""

from __future__ import annotations

from marshmallow import fields

from engine.domain.situation import AttachmentKind
from engine.domain.succession import PaperPolicy, TermPolicy
from engine.domain.succession.checking import MOST_DAYS
from engine.domain.succession.counting import Figure
from engine.domain.succession.plan import DEFAULT_UNDO_DAYS
from engine.domain.succession.results import ResultStatus
from web.api.fields import (
    LONGEST_TEXT,
    Choice,
    Code,
    Day,
    Id,
    Many,
    Part,
    Sent,
    Shown,
    Text,
    Whole,
)
from web.api.schemas.common import PageQuery, PageSchema

MOST_STAGES = 500


class TermRuleSent(Sent):
    """What one term of a stage of the new version does otherwise than the default."""

    stage = Code(required=True)
    term = Code(required=True)
    policy = Choice(TermPolicy, required=True)


class ActSent(Sent):
    """The order that allows the succession."""

    kind = Code(required=True)
    number = Text(required=True, most=100, least=1)
    signed_on = Day(required=True)
    body = Text(required=True, least=1)
    title = Text(load_default="")


class PlanSent(Sent):
    """How running cases go over; `stages` are pairs of an old and a new stage."""

    target = Text(required=True, most=64, least=1)
    stages = Many(Many(Code(), least=2, most=2), most=MOST_STAGES, required=True)
    term_policy = Choice(TermPolicy, load_default=TermPolicy.KEEP_DATE)
    terms = Many(Part(TermRuleSent), most=MOST_STAGES, load_default=())
    papers = Choice(PaperPolicy, load_default=PaperPolicy.BLOCK)
    papers_reason = Text(most=LONGEST_TEXT, load_default="")
    papers_days = Whole(0, MOST_DAYS, load_default=0)
    ends = Many(Choice(AttachmentKind), most=len(AttachmentKind), load_default=())
    act = Part(ActSent, required=True)
    reason = Text(most=LONGEST_TEXT, required=True)
    undo_days = Whole(0, MOST_DAYS, load_default=DEFAULT_UNDO_DAYS)


class SuccessionSent(Sent):
    """The version in force of a region's path, and the plan for the cases on other ones."""

    definition_id = Id(required=True)
    plan = Part(PlanSent, required=True)


class UndoSent(Sent):
    """Why the cases of a succession are to come back."""

    reason = Text(most=LONGEST_TEXT, required=True)


class CountSchema(Shown):
    """The running cases of a stage by figure; `stage` is empty for all together."""

    stage = fields.String(required=True)
    cases = fields.Integer(required=True)
    by = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class PlanFindingSchema(Shown):
    """What is wrong with a plan, or worth knowing of it."""

    severity = fields.String(required=True)
    code = fields.String(required=True)
    element = fields.String(required=True)
    sentence = fields.String(required=True)


class ImpactSchema(Shown):
    """What a version means for the running cases: the plan that follows from the difference.

    `plan` lacks the act and the reason, which only a person can give.
    """

    plan = fields.Dict(keys=fields.String(), required=True)
    findings = fields.List(fields.Nested(PlanFindingSchema), required=True)
    stages = fields.List(fields.Nested(CountSchema), required=True)
    total = fields.Nested(CountSchema, required=True)


class ImpactQuery(PageQuery):
    """Which cases of an impact report."""

    stage = Code(load_default=None)
    figure = Choice(Figure, load_default=None)


class ImpactCaseSchema(Shown):
    """What a version means for one case; terms are stage, term, fate, former and new day."""

    case_id = fields.UUID(required=True)
    subject = fields.String(required=True)
    stage = fields.String(required=True)
    figures = fields.List(fields.String(), required=True)
    found = fields.Dict(keys=fields.String(), required=True)


class ImpactPageSchema(PageSchema):
    """A page of the cases of an impact report."""

    items = fields.List(fields.Nested(ImpactCaseSchema), required=True)


class SuccessionSchema(Shown):
    """How far a succession is, or the taking back of one (`undoes_id`); `planned` still wait."""

    id = fields.UUID(required=True)
    definition_id = fields.UUID(required=True)
    undoes_id = fields.UUID(required=True, allow_none=True)
    plan = fields.Dict(keys=fields.String(), required=True)
    plan_digest = fields.String(required=True)
    reason = fields.String(required=True)
    attempt = fields.Integer(required=True)
    created_at = fields.AwareDateTime(required=True)
    finished_at = fields.AwareDateTime(required=True, allow_none=True)
    total = fields.Integer(required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class ResultQuery(PageQuery):
    """Which cases of a succession."""

    status = Choice(ResultStatus, load_default=None)


class ResultSchema(Shown):
    """What came of a case: `revision` is that of its entry; else every reason why not."""

    case_id = fields.UUID(required=True)
    subject = fields.String(required=True)
    stage = fields.String(required=True)
    status = fields.String(required=True)
    attempt = fields.Integer(required=True)
    at = fields.AwareDateTime(required=True, allow_none=True)
    revision = fields.Integer(required=True, allow_none=True)
    code = fields.String(required=True, allow_none=True)
    found = fields.Dict(keys=fields.String(), required=True, allow_none=True)
    sentences = fields.List(fields.String(), required=True)


class ResultPageSchema(PageSchema):
    """A page of the cases of a succession."""

    items = fields.List(fields.Nested(ResultSchema), required=True)
