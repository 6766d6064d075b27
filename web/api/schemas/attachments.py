"""Curators, experts and tutor schools attached to a case."""

from __future__ import annotations

from marshmallow import fields

from engine.domain.situation import AttachmentKind
from web.api.fields import LONGEST_TEXT, Choice, Code, Day, Id, Many, Sent, Shown, Text


class AttachmentSchema(Shown):
    """Who is attached from a day to a day, by which order."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    account_id = fields.UUID(required=True, allow_none=True)
    person = fields.String(required=True, allow_none=True)
    school_id = fields.UUID(required=True, allow_none=True)
    school = fields.String(required=True, allow_none=True)
    school_mode = fields.String(required=True, allow_none=True)
    decision_id = fields.UUID(required=True, allow_none=True)
    former_decision_id = fields.UUID(required=True, allow_none=True)
    order_number = fields.String(required=True, allow_none=True)
    order_date = fields.Date(required=True, allow_none=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True, allow_none=True)
    directions = fields.List(fields.String(), required=True)


class AttachmentsSchema(Shown):
    """Every attachment of a case, former ones too."""

    items = fields.List(fields.Nested(AttachmentSchema), required=True)


class AttachmentSent(Sent):
    """An account (curator, expert) or a school (tutor school) to attach."""

    kind = Choice(AttachmentKind, required=True)
    account_id = Id(load_default=None)
    school_id = Id(load_default=None)
    decision_id = Id(load_default=None)
    starts_on = Day(load_default=None)
    ends_on = Day(load_default=None)
    directions = Many(Code(), most=50, load_default=())
    reason = Text(most=LONGEST_TEXT, load_default="")


class AttachmentEndSent(Sent):
    """The last day of an attachment."""

    ends_on = Day(required=True)
    reason = Text(required=True, most=LONGEST_TEXT, least=1)
    decision_id = Id(load_default=None)
