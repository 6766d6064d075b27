"""Submitting versions and deciding on them."""

from __future__ import annotations

from marshmallow import fields

from engine.domain.publication import LONGEST_NOTE
from web.api.fields import Day, Id, Sent, Shown, Text, Whole
from web.api.schemas.definitions import ContentSchema

LONGEST_SENT = 200_000
"""Signs of a text; a longer one is imported on the pages."""


class SubmitSent(Sent):
    """A text of a region's path; `expected_version` is the version it was written from, 0 for none.

    New cases begin on it from `effective_on`, today unless named.
    """

    region_id = Id(required=True)
    text = Text(required=True, most=LONGEST_SENT, least=1)
    expected_version = Whole(0, 1_000_000, required=True)
    effective_on = Day(load_default=None)
    note = Text(most=LONGEST_NOTE, load_default="")


class ApproveSent(Sent):
    """The digest of the content that was read."""

    digest = Text(required=True, most=64, least=64)


class ReturnSent(Sent):
    """What the author is to change."""

    remarks = Text(required=True, most=LONGEST_NOTE, least=1)


class RetireSent(Sent):
    """Why the version goes out of use."""

    reason = Text(required=True, most=LONGEST_NOTE, least=1)


class ProposalLineSchema(Shown):
    """A submitted version; `status` is waiting, approved, returned or withdrawn."""

    id = fields.UUID(required=True)
    stream_id = fields.UUID(required=True)
    region_id = fields.UUID(required=True)
    title = fields.String(required=True)
    expected_version = fields.Integer(required=True, attribute="expected")
    digest = fields.String(required=True)
    effective_on = fields.Date(required=True)
    note = fields.String(required=True)
    author_id = fields.UUID(required=True)
    author = fields.String(required=True)
    submitted_at = fields.AwareDateTime(required=True)
    status = fields.Function(lambda one: one.status.value, required=True)
    decider = fields.String(required=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    remarks = fields.String(required=True)
    definition_id = fields.UUID(required=True, allow_none=True)


class ProposalsSchema(Shown):
    """Everything that waits."""

    items = fields.List(fields.Nested(ProposalLineSchema), required=True)


class ProposalSchema(ProposalLineSchema):
    """A submitted version with its text and what that means."""

    text = fields.String(required=True)
    content = fields.Nested(ContentSchema, required=True, attribute="definition")
