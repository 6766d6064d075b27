"""Regions and schools."""

from __future__ import annotations

from marshmallow import fields

from web.api.fields import Code, Flag, Id, Shown
from web.api.schemas.common import PageQuery, PageSchema


class RegionSchema(Shown):
    """A region, or a district with definitions of its own; `zone` is an IANA name."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    zone = fields.String(required=True)


class RegionsSchema(Shown):
    """Every region in sight."""

    items = fields.List(fields.Nested(RegionSchema), required=True)


class SchoolSchema(Shown):
    """A school; `code` is its own identifier (ОГРН) where known."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    mode = fields.String(required=True)
    code = fields.String(required=True, allow_none=True)
    demo = fields.Boolean(required=True)
    closed = fields.Boolean(required=True)
    revision = fields.Integer(required=True)
    region_id = fields.UUID(required=True)
    region_code = fields.String(required=True)
    region = fields.String(required=True)
    municipality_id = fields.UUID(required=True)
    municipality = fields.String(required=True)


class SchoolPage(PageSchema):
    """A page of schools."""

    items = fields.List(fields.Nested(SchoolSchema), required=True)


class SchoolQuery(PageQuery):
    """Which schools."""

    region = Code()
    municipality_id = Id()
    closed = Flag(text=True)
