"""Cases: lists, the card, and opening one."""

from __future__ import annotations

from marshmallow import fields

from engine.actions.opening import MOST_YEARS
from engine.domain.definition import Phase
from engine.domain.situation import Category, SubjectKind
from web.api.fields import (
    LONGEST_TEXT,
    Choice,
    Code,
    Day,
    Flag,
    Id,
    Many,
    Part,
    Sent,
    Shown,
    Text,
    Whole,
)
from web.api.schemas.common import PageQuery, PageSchema


class CaseSchema(Shown):
    """Where a case stands; `revision` is its ETag."""

    id = fields.UUID(required=True)
    revision = fields.Integer(required=True)
    subject_kind = fields.String(required=True)
    subject_id = fields.UUID(required=True)
    subject = fields.String(required=True)
    region_id = fields.UUID(required=True)
    region_code = fields.String(required=True)
    region = fields.String(required=True)
    municipality_id = fields.UUID(required=True)
    municipality = fields.String(required=True)
    school_id = fields.UUID(required=True, allow_none=True)
    definition_id = fields.UUID(required=True)
    definition_code = fields.String(required=True)
    definition_version = fields.Integer(required=True)
    definition_digest = fields.String(required=True)
    stage = fields.String(required=True)
    phase = fields.String(required=True)
    stage_entered_on = fields.Date(required=True)
    stage_due_on = fields.Date(required=True, allow_none=True)
    round = fields.Integer(required=True)
    years_in_status = fields.Integer(required=True)
    categories = fields.List(fields.String(), required=True)
    closed = fields.Boolean(required=True)
    end_code = fields.String(required=True, allow_none=True)
    returns_on = fields.Date(required=True, allow_none=True)
    previous_case_id = fields.UUID(required=True, allow_none=True)
    opened_at = fields.AwareDateTime(required=True)
    changed_at = fields.AwareDateTime(required=True)


class CasePage(PageSchema):
    """A page of cases."""

    items = fields.List(fields.Nested(CaseSchema), required=True)


class CaseQuery(PageQuery):
    """Which cases."""

    region = Code()
    stage = Code()
    phase = Choice(Phase)
    closed = Flag(text=True)
    end_code = Code()
    school_id = Id()


class DutySchema(Shown):
    """What the clock does once for a term: remind, escalate or move."""

    stage = fields.String(required=True)
    term_code = fields.String(required=True)
    kind = fields.String(required=True)
    move = fields.String(required=True, allow_none=True)
    due_on = fields.Date(required=True)
    due_at = fields.AwareDateTime(required=True)
    status = fields.String(required=True)
    outcome = fields.String(required=True, allow_none=True)
    met_on = fields.Date(required=True, allow_none=True)


class SpellSchema(Shown):
    """A stay in a stage; `seq` is the revision that began it."""

    seq = fields.Integer(required=True)
    stage = fields.String(required=True)
    round = fields.Integer(required=True)
    entered_on = fields.Date(required=True)
    entered_at = fields.AwareDateTime(required=True)
    left_on = fields.Date(required=True, allow_none=True)
    left_at = fields.AwareDateTime(required=True, allow_none=True)


class ListingSchema(Shown):
    """Why the school is on the list."""

    title = fields.String(required=True)
    year = fields.Integer(required=True)
    order_number = fields.String(required=True)
    order_date = fields.Date(required=True)
    order_body = fields.String(required=True)
    categories = fields.List(fields.String(), required=True)
    grounds = fields.List(fields.String(), required=True)
    facts = fields.String(required=True)


class CaseCardSchema(CaseSchema):
    """A case with its terms and stays; `roles` are the caller's roles on it."""

    stage_title = fields.String(required=True)
    zone = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    duties = fields.List(fields.Nested(DutySchema), required=True)
    spells = fields.List(fields.Nested(SpellSchema), required=True)
    listing = fields.Nested(ListingSchema, required=True, allow_none=True)


class OrderSent(Sent):
    """An order or minutes."""

    kind = Code(required=True)
    number = Text(required=True, most=100, least=1)
    signed_on = Day(required=True)
    body = Text(required=True, most=300, least=1)
    title = Text(load_default="")


class OpeningSent(Sent):
    """A case for a school of the list (`list_entry_id`) or for a municipality (`subject_id`)."""

    definition_code = Code(required=True)
    subject_kind = Choice(SubjectKind, load_default=SubjectKind.SCHOOL)
    subject_id = Id(load_default=None)
    list_entry_id = Id(load_default=None)
    order = Part(OrderSent, load_default=None)
    years_in_status = Whole(1, MOST_YEARS, load_default=1)
    reason = Text(most=LONGEST_TEXT, load_default="")
    opened_on = Day(load_default=None)
    categories = Many(Choice(Category), least=1, most=2, load_default=(Category.SHNOR,))
