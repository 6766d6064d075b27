"""What many endpoints share: pages, receipts, problems."""

from __future__ import annotations

from marshmallow import fields

from web.api.fields import Sent, Shown, Text, Whole

LARGEST_PAGE = 200
USUAL_PAGE = 50


class NothingSent(Sent):
    """An empty object: the address says all."""


class PageQuery(Sent):
    """Which page of a long list."""

    limit = Whole(1, LARGEST_PAGE, text=True, load_default=USUAL_PAGE)
    cursor = Text(
        most=1_000,
        metadata={"description": "`next` of the former page; nothing else is taken."},
    )


class PageSchema(Shown):
    """A page; `next` is the cursor of the following one."""

    next = fields.String(required=True, allow_none=True)


class ReceiptSchema(Shown):
    """The proof of a deed: its place in the case's journal and the hash of the entry."""

    case_id = fields.UUID(required=True)
    revision = fields.Integer(required=True)
    kind = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    from_ = fields.String(data_key="from", attribute="from", required=True, allow_none=True)
    to = fields.String(required=True, allow_none=True)
    created_id = fields.UUID(required=True, allow_none=True)
    hash = fields.String(required=True)


class FaultSchema(Shown):
    """A value that breaks a rule."""

    field = fields.String(required=True)
    rule = fields.String(required=True)
    message = fields.String(required=True)


class UnmetSchema(Shown):
    """A reason why a move cannot be made, and who can supply what is lacking, where, by when."""

    code = fields.String(required=True)
    fields_ = fields.Dict(
        keys=fields.String(), data_key="fields", attribute="fields", required=True
    )
    supplied_by = fields.List(fields.String(), required=True)
    by = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    mend = fields.String(required=True)
    sentence = fields.String(required=True)
    alternatives = fields.List(fields.List(fields.Nested("UnmetSchema")), required=True)


class ProblemSchema(Shown):
    """RFC 9457 problem details. `errors` names the values at fault, `unmet` every reason."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    code = fields.String(required=True)
    fields_ = fields.Dict(
        keys=fields.String(), data_key="fields", attribute="fields", required=True
    )
    errors = fields.List(fields.Nested(FaultSchema), required=True)
    unmet = fields.List(fields.Nested(UnmetSchema), required=True)
    request_id = fields.String(required=True)
