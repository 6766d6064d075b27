"""Moves of a case: which are open and why not, and making one."""

from __future__ import annotations

from marshmallow import fields

from web.api.fields import LONGEST_TEXT, Code, Day, Id, Many, Sent, Shown, Text
from web.api.schemas.common import UnmetSchema


class OpenMoveSchema(Shown):
    """A move that leaves the present stage, for the caller; `unmet` holds every reason why not."""

    code = fields.String(required=True)
    title = fields.String(required=True)
    allowed = fields.Boolean(required=True)
    target = fields.String(required=True, allow_none=True)
    roles = fields.List(fields.String(), required=True)
    effects = fields.List(fields.String(), required=True)
    unmet = fields.List(fields.Nested(UnmetSchema), required=True)


class OpenMovesSchema(Shown):
    """The moves that leave the present stage, in the order of the definition."""

    case_id = fields.UUID(required=True)
    revision = fields.Integer(required=True)
    stage = fields.String(required=True)
    items = fields.List(fields.Nested(OpenMoveSchema), required=True)


class ForceSent(Sent):
    """A stage to put the case in, and why the path was not followed."""

    target = Code(required=True)
    reason = Text(required=True, most=LONGEST_TEXT)
    happened_on = Day(load_default=None)


class MoveSent(Sent):
    """A move, its reason in words and the decisions it rests on.

    `end_code` says why a case is closed without an exit, `expected_on` when a suspended one is
    expected to go on.
    """

    move = Code(required=True)
    reason = Text(most=LONGEST_TEXT, load_default="")
    basis = Many(Id(), most=20, load_default=())
    end_code = Text(most=100, load_default="")
    expected_on = Day(load_default=None)
    happened_on = Day(load_default=None)
