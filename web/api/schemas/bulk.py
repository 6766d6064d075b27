"""Bulk moves: one move for many cases, how far it is, and what came of each case."""

from __future__ import annotations

from typing import ClassVar

from marshmallow import fields

from engine.actions.bulk import MOST_CASES
from engine.domain.bulk import BulkMode, ItemStatus
from web.api.fields import LONGEST_TEXT, Choice, Code, Day, Id, Many, Part, Sent, Shown, Text, Whole
from web.api.schemas.cases import OrderSent
from web.api.schemas.common import PageQuery, PageSchema, UnmetSchema
from web.api.schemas.papers import FileSent

LARGEST_REVISION = 999_999_999


class BulkCaseSent(Sent):
    """A case, and the revision it was read at; without one it is taken as it stands."""

    id = Id(required=True)
    revision = Whole(1, LARGEST_REVISION, load_default=None)


class OrderNameSent(Sent):
    """An order as the archive finds it; each case has a row of its own for it."""

    kind = Code(required=True)
    number = Text(required=True, most=100, least=1)
    signed_on = Day(required=True)


class BulkOrderSent(OrderSent):
    """An order that is registered in each case that is moved and lacks it, with its scan."""

    file = Part(FileSent, load_default=None)


class BulkMoveSent(Sent):
    """A move, a reason and an order for many cases of one path.

    `basis` is an order that the cases have, `order` one that is registered; never both.
    """

    holds_file: ClassVar = True

    cases = Many(Part(BulkCaseSent), least=1, most=MOST_CASES, required=True)
    move = Code(required=True)
    mode = Choice(BulkMode, required=True)
    reason = Text(most=LONGEST_TEXT, load_default="")
    basis = Part(OrderNameSent, load_default=None)
    order = Part(BulkOrderSent, load_default=None)
    end_code = Text(most=100, load_default="")
    expected_on = Day(load_default=None)
    happened_on = Day(load_default=None)


class OrderNameSchema(Shown):
    """An order as the archive finds it."""

    kind = fields.String(required=True)
    number = fields.String(required=True)
    signed_on = fields.Date(required=True)


class BulkMoveSchema(Shown):
    """How far a bulk move is: how many cases came to what; `planned` still wait.

    `order_id` is shared by the decisions that the bulk move registers; null where it registers
    none.
    """

    id = fields.UUID(required=True)
    move = fields.String(required=True)
    mode = fields.String(required=True)
    reason = fields.String(required=True)
    basis = fields.Nested(OrderNameSchema, required=True, allow_none=True)
    order_id = fields.UUID(required=True, allow_none=True)
    attempt = fields.Integer(required=True)
    created_at = fields.AwareDateTime(required=True)
    finished_at = fields.AwareDateTime(required=True, allow_none=True)
    total = fields.Integer(required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class BulkCaseQuery(PageQuery):
    """Which cases of a bulk move."""

    status = Choice(ItemStatus, load_default=None)


class BulkCaseSchema(Shown):
    """What came of a case: `revision` is that of its move; else every reason why not."""

    case_id = fields.UUID(required=True)
    subject = fields.String(required=True)
    stage = fields.String(required=True)
    status = fields.String(required=True)
    attempt = fields.Integer(required=True)
    at = fields.AwareDateTime(required=True, allow_none=True)
    revision = fields.Integer(required=True, allow_none=True)
    code = fields.String(required=True, allow_none=True)
    unmet = fields.List(fields.Nested(UnmetSchema), required=True)
    fields_ = fields.Dict(
        keys=fields.String(), data_key="fields", attribute="fields", required=True
    )
    sentences = fields.List(fields.String(), required=True)


class BulkCasePage(PageSchema):
    """A page of the cases of a bulk move."""

    items = fields.List(fields.Nested(BulkCaseSchema), required=True)
