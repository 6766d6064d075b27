"""Facts of a case that are neither documents nor decisions."""

from __future__ import annotations

from marshmallow import fields

from engine.actions.recording import LONGEST_KEY
from engine.domain.situation import RecordKind
from web.api.fields import Choice, Day, Sent, Shown, Text, Whole

LARGEST_VALUE = 1_000_000


class RecordSchema(Shown):
    """A fact; the latest word on a key of a round counts, the former ones stay."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    key = fields.String(required=True)
    status = fields.String(required=True)
    value = fields.Integer(required=True, allow_none=True)
    round = fields.Integer(required=True)
    happened_on = fields.Date(required=True)
    author_id = fields.UUID(required=True)
    author = fields.String(required=True)
    author_role = fields.String(required=True)
    note = fields.String(required=True)
    revision = fields.Integer(required=True)
    due_on = fields.Date(required=True, allow_none=True)


class RecordsSchema(Shown):
    """Every record of a case."""

    items = fields.List(fields.Nested(RecordSchema), required=True)


class RecordSent(Sent):
    """A fact to register."""

    kind = Choice(RecordKind, required=True)
    key = Text(required=True, most=LONGEST_KEY, least=1)
    status = Text(required=True, most=32, least=1)
    value = Whole(-LARGEST_VALUE, LARGEST_VALUE, load_default=None)
    happened_on = Day(load_default=None)
    note = Text(most=2_000, load_default="")
