"""Documents and decisions of a case."""

from __future__ import annotations

from typing import ClassVar

from marshmallow import fields, validate

from engine.domain.situation import DocumentStatus
from web.api.fields import (
    LONGEST_TEXT,
    Base64,
    Choice,
    Code,
    Day,
    Flag,
    Id,
    Part,
    Sent,
    Shown,
    Text,
)
from web.api.schemas.cases import OrderSent


class DocumentSchema(Shown):
    """A version of a document; `file_name` is empty where there is no file."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    topic = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)
    round = fields.Integer(required=True)
    status = fields.String(required=True)
    title = fields.String(required=True)
    file_name = fields.String(required=True, allow_none=True)
    media_type = fields.String(required=True, allow_none=True)
    sha256 = fields.String(required=True, allow_none=True)
    size = fields.Integer(required=True, allow_none=True)
    author_id = fields.UUID(required=True)
    author = fields.String(required=True)
    registered_at = fields.AwareDateTime(required=True)
    replaces_id = fields.UUID(required=True, allow_none=True)
    remarks = fields.String(required=True, allow_none=True)


class DocumentsSchema(Shown):
    """Every version of every document of a case."""

    items = fields.List(fields.Nested(DocumentSchema), required=True)


class FileSent(Sent):
    """A file: its name, what it claims to be, its bytes."""

    name = Text(required=True, most=200, least=1)
    media_type = Text(
        most=100,
        load_default="application/octet-stream",
        validate=[validate.Regexp(r"^[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+\Z", error="not_media_type")],
        metadata={"pattern": "^[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+$"},
    )
    content = Base64(required=True)


class DocumentSent(Sent):
    """A new version of a document; without `submit` it stays a draft."""

    holds_file: ClassVar = True
    takes_form: ClassVar = True

    kind = Code(required=True)
    title = Text(load_default="")
    topic = Code(load_default=None)
    # A form has only texts: `true` and `false` are taken as such.
    submit = Flag(text=True, load_default=True)
    file = Part(FileSent, load_default=None)


VERDICTS = (
    DocumentStatus.SUBMITTED,
    DocumentStatus.RETURNED,
    DocumentStatus.APPROVED,
    DocumentStatus.REVOKED,
)


class ReviewSent(Sent):
    """What becomes of a version; returning and revoking ask for remarks."""

    verdict = Choice(VERDICTS, required=True)
    remarks = Text(most=LONGEST_TEXT, load_default="")


class DecisionSchema(Shown):
    """An order or minutes registered for the case."""

    id = fields.UUID(required=True)
    order_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    number = fields.String(required=True)
    signed_on = fields.Date(required=True)
    body = fields.String(required=True)
    title = fields.String(required=True)
    round = fields.Integer(required=True)
    repealed_on = fields.Date(required=True, allow_none=True)
    successor_id = fields.UUID(required=True, allow_none=True)
    sha256 = fields.String(required=True, allow_none=True)
    registered_at = fields.AwareDateTime(required=True)
    author = fields.String(required=True)


class DecisionsSchema(Shown):
    """Every decision of a case, repealed ones too."""

    items = fields.List(fields.Nested(DecisionSchema), required=True)


class DecisionSent(OrderSent):
    """An order or minutes for one case."""


class SuccessorSent(Sent):
    """The order that takes the place of a repealed one, or none.

    With `carries` the attachments that hold then rest on it; without, they come back.
    """

    successor_id = Id(load_default=None)
    carries = Flag(load_default=False)
    reason = Text(most=LONGEST_TEXT, load_default="")


class RepealSent(SuccessorSent):
    """The day from which a decision is out of force, and what takes its place if that is known."""

    repealed_on = Day(required=True)
    reason = Text(required=True, most=LONGEST_TEXT, least=1)
