"""Assembling the API: its resources, its OpenAPI document, and no pages of anybody else."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from flask import Flask, Response, current_app
from flask_smorest import Api

from web.api.attachments import attachments
from web.api.bulk import bulk_moves
from web.api.cases import cases
from web.api.decisions import decisions
from web.api.definitions import definitions
from web.api.documents import documents
from web.api.history import history
from web.api.moves import moves
from web.api.places import regions, schools
from web.api.problems import MEDIA_TYPE
from web.api.publishing import publishing
from web.api.records import records
from web.api.resource import PREFIX
from web.api.schemas.common import ProblemSchema
from web.api.successions import successions
from web.permissions import Open

RESOURCES = (
    regions,
    definitions,
    publishing,
    schools,
    cases,
    moves,
    bulk_moves,
    successions,
    attachments,
    documents,
    decisions,
    records,
    history,
)


class Document(Api):
    """The OpenAPI document, public; refusals are told by the application's own handlers."""

    DEFAULT_ERROR_RESPONSE_NAME: Any = None
    permission = Open.PUBLIC

    def _register_error_handlers(self) -> None:
        """Leave errors to `web.errors`: there is one form of a refusal."""

    def _register_responses(self) -> None:
        """Describe no refusals but our own."""

    def _register_pagination_header(self) -> None:
        """Describe no pages but our own."""

    @cached_property
    def text(self) -> str:
        """The document, written once."""
        return current_app.json.dumps(self.spec.to_dict())

    def _openapi_json(self) -> Response:
        return Response(self.text, mimetype="application/json")


def install(app: Flask) -> None:
    """Add the API to the application."""
    app.config |= {
        "API_TITLE": "Marshrut",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": PREFIX,
        "OPENAPI_JSON_PATH": "openapi.json",
    }
    # Its constructor has no types.
    make: Any = Document
    document = make(app, spec_kwargs=_about())
    content = {MEDIA_TYPE: {"schema": ProblemSchema}}
    document.spec.components.response(
        "Problem", {"description": "RFC 9457 problem details", "content": content}
    )
    for resource in RESOURCES:
        document.register_blueprint(resource.blueprint)


def _about() -> dict[str, Any]:
    scheme = {"type": "http", "scheme": "bearer", "description": "A personal API token."}
    return {
        "info": {"description": "Leads each school of the list from identification to exit."},
        "components": {"securitySchemes": {"token": scheme}},
        "security": [{"token": []}],
    }
