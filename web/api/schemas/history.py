"""Entries of the journal."""

from __future__ import annotations

from marshmallow import fields

from web.api.fields import Shown
from web.api.schemas.common import PageSchema


class ActorSchema(Shown):
    """Who did it; the title is what the account is called now."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)


class EntrySchema(Shown):
    """An entry of a chain: `seq` is its place, `hash` binds it and everything before it.

    `texts` are free texts that were not erased; `refusal` streams hold attempts that were refused.
    """

    subject_id = fields.UUID(required=True)
    stream = fields.String(required=True)
    seq = fields.Integer(required=True)
    kind = fields.String(required=True)
    sentence = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    happened_on = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    actor = fields.Nested(ActorSchema, required=True)
    role = fields.String(required=True, allow_none=True)
    origin = fields.String(required=True, allow_none=True)
    move = fields.String(required=True, allow_none=True)
    from_ = fields.String(data_key="from", attribute="from", required=True, allow_none=True)
    to = fields.String(required=True, allow_none=True)
    definition_digest = fields.String(required=True, allow_none=True)
    before = fields.Dict(keys=fields.String(), required=True)
    rows = fields.List(fields.Raw(), required=True)
    basis = fields.List(fields.String(), required=True)
    evidence = fields.List(fields.String(), required=True)
    facts = fields.List(fields.Raw(), required=True)
    fields_ = fields.Dict(
        keys=fields.String(), data_key="fields", attribute="fields", required=True
    )
    texts = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    hash = fields.String(required=True)


class HistoryPage(PageSchema):
    """A page of a history, oldest entries first."""

    items = fields.List(fields.Nested(EntrySchema), required=True)
