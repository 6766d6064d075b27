"""Definitions: their versions and resolved content."""

from __future__ import annotations

from marshmallow import fields

from web.api.fields import Code, Flag, Sent, Shown, Text
from web.api.schemas.common import PageQuery, PageSchema


class VersionSchema(Shown):
    """A published version; no region means the base of all regions.

    `current`: cases that are opened today in its region begin on it. Without `effective_on` it was
    in force from its publication.
    """

    id = fields.UUID(required=True)
    stream_id = fields.UUID(required=True)
    region_id = fields.UUID(required=True, allow_none=True)
    region_code = fields.String(required=True, allow_none=True)
    code = fields.String(required=True)
    version = fields.Integer(required=True)
    subject = fields.String(required=True)
    title = fields.String(required=True)
    digest = fields.String(required=True)
    extends_digest = fields.String(required=True, allow_none=True)
    published_at = fields.AwareDateTime(required=True)
    effective_on = fields.Date(required=True, allow_none=True)
    retired_on = fields.Date(required=True, allow_none=True)
    current = fields.Boolean(required=True)


class VersionPage(PageSchema):
    """A page of versions."""

    items = fields.List(fields.Nested(VersionSchema), required=True)


class VersionQuery(PageQuery):
    """Which versions."""

    region = Code()
    code = Code()
    current = Flag(text=True)


class DueSchema(Shown):
    """The rule that gives the day of a term."""

    kind = fields.String(required=True)
    days = fields.Integer(required=True)
    month = fields.Integer(required=True)
    day = fields.Integer(required=True)
    from_month = fields.Integer(required=True)
    note = fields.String(required=True)


class TermSchema(Shown):
    """A term of a stage; `met_by` is what closes it before the stage is left, if anything does."""

    code = fields.String(required=True)
    title = fields.String(required=True)
    due = fields.Nested(DueSchema, required=True)
    on_due = fields.String(required=True)
    move = fields.String(required=True, allow_none=True)
    remind_before = fields.List(fields.Integer(), required=True)
    met_by = fields.Nested("RequirementSchema")


class StageSchema(Shown):
    """A stage of the path."""

    code = fields.String(required=True)
    title = fields.String(required=True)
    phase = fields.String(required=True)
    kind = fields.String(required=True)
    order = fields.Integer(required=True)
    hint = fields.String(required=True)
    terms = fields.List(fields.Nested(TermSchema), required=True)


class RequirementSchema(Shown):
    """A fact with its parameters, or `all`, `any`, `not` over parts."""

    fact = fields.String(required=True)
    params = fields.List(fields.List(fields.Raw()), required=True)
    parts = fields.List(fields.Nested("RequirementSchema"), required=True)


class WaySchema(Shown):
    """One way of a move."""

    sources = fields.List(fields.String(), required=True)
    target = fields.String(required=True)
    when = fields.Nested(RequirementSchema, required=True, allow_none=True)
    everywhere = fields.Boolean(required=True)


class MoveSchema(Shown):
    """A move: its ways, who may make it, what it requires and what it does besides."""

    code = fields.String(required=True)
    title = fields.String(required=True)
    ways = fields.List(fields.Nested(WaySchema), required=True)
    roles = fields.List(fields.String(), required=True)
    requirements = fields.List(fields.Nested(RequirementSchema), required=True)
    effects = fields.List(fields.String(), required=True)
    order = fields.Integer(required=True)


class WordSchema(Shown):
    """A word of a dictionary; one that is withdrawn is offered no more."""

    dictionary = fields.String(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    withdrawn = fields.Boolean()


class ContentSchema(Shown):
    """The resolved content; SHA-256 over its canonical form (RFC 8785) is the digest."""

    code = fields.String(required=True)
    title = fields.String(required=True)
    subject = fields.String(required=True)
    stages = fields.List(fields.Nested(StageSchema), required=True)
    moves = fields.List(fields.Nested(MoveSchema), required=True)
    words = fields.List(fields.Nested(WordSchema), required=True)
    settings = fields.List(fields.List(fields.Raw()), required=True)


class DefinitionSchema(VersionSchema):
    """A version with its content."""

    content = fields.Nested(ContentSchema, required=True)


class ExplainQuery(Sent):
    """Which elements: one by its name, or all whose name begins so (`stages`)."""

    element = Text(most=200)


class OriginSchema(Shown):
    """What one text did to an element; `index` counts its `[[change]]` tables from one."""

    level = fields.String(required=True)
    definition = fields.String(required=True)
    operation = fields.String(required=True)
    index = fields.Integer(required=True, allow_none=True)


class ElementSchema(Shown):
    """An element with its origins, the base first; what is not present was taken out."""

    element = fields.String(required=True)
    present = fields.Boolean(required=True)
    origins = fields.List(fields.Nested(OriginSchema), required=True)


class RebaseEntrySchema(Shown):
    """An element, or one part of it, under a new base: how it comes out and what may be chosen.

    `operations` count the operations of the text, the header being 0; `base` says in sentences what
    the base changed.
    """

    element = fields.String(required=True)
    part = fields.String(required=True)
    outcome = fields.String(required=True)
    how = fields.String(required=True)
    sentence = fields.String(required=True)
    base = fields.List(fields.String(), required=True)
    operations = fields.List(fields.Integer(), required=True)
    choices = fields.List(fields.String(), required=True)


class RebaseSchema(Shown):
    """What the newest version of its base means for a version; no numbers where it has no base."""

    code = fields.String(required=True)
    digest = fields.String(required=True)
    behind = fields.Boolean(required=True)
    old_version = fields.Integer(required=True, allow_none=True)
    new_version = fields.Integer(required=True, allow_none=True)
    entries = fields.List(fields.Nested(RebaseEntrySchema), required=True)


class ExplainedSchema(Shown):
    """Who set what in a version."""

    code = fields.String(required=True)
    digest = fields.String(required=True)
    elements = fields.List(fields.Nested(ElementSchema), required=True)
