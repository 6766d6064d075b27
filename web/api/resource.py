"""Declaring endpoints: what each needs, takes and gives stands in one decorator.

The same words check a request, make its answer and write the OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Response
from flask_smorest.blueprint import Blueprint
from marshmallow import Schema

from engine.domain.roles import Permission
from engine.storage.receipts import Receipt
from web.api.answers import answer_deed
from web.api.documenting import DEED_HEADERS, IF_MATCH, RECEIPT_HEADERS, REPLAYED, problems
from web.api.reading import StrictParser
from web.api.schemas.common import ReceiptSchema
from web.permissions import permission

View = TypeVar("View", bound=Callable[..., Any])
Deed = TypeVar("Deed", bound=Callable[..., Receipt])
PREFIX = "/api/v1"


class Resource:
    """The endpoints about one concept; `blueprint` is what the application registers."""

    def __init__(self, concept: str, description: str) -> None:
        self.concept = concept
        self.blueprint = Blueprint(
            f"api_{concept}", __name__, url_prefix=PREFIX, description=description
        )
        self.blueprint.ARGUMENTS_PARSER = StrictParser()

    def reads(
        self,
        rule: str,
        *,
        needs: Permission,
        gives: type[Schema],
        query: type[Schema] | None = None,
        headers: dict[str, Any] | None = None,
    ) -> Callable[[View], View]:
        """Declare a reading: the view gets the loaded query, if any, and gives what is shown."""

        def declare(view: View) -> View:
            shown: Any = self.blueprint.response(200, gives, headers=headers)(view)
            if query is not None:
                shown = self.blueprint.arguments(query(), location="query")(shown)
            statuses = (401, 403, *((404,) if "<" in rule else ()), *((422,) if query else ()))
            self._add(rule, "GET", needs, self.blueprint.doc(responses=problems(*statuses))(shown))
            return view

        return declare

    def gives_file(self, rule: str, *, needs: Permission) -> Callable[[View], View]:
        """Declare a reading whose view answers with the bytes of a file."""

        def declare(view: View) -> View:
            content = {"application/octet-stream": {"schema": {"type": "string"}}, "*/*": {}}
            found = {200: {"description": "The file", "content": content}}
            told = self.blueprint.doc(responses={**found, **problems(401, 403, 404)})(view)
            self._add(rule, "GET", needs, told)
            return view

        return declare

    def deed(
        self,
        rule: str,
        *,
        needs: Permission | frozenset[Permission],
        takes: type[Schema],
        status: int = 201,
        body: dict[str, Any] | None = None,
    ) -> Callable[[Deed], Deed]:
        """Declare a deed: the view gets the loaded body and gives the receipt.

        A deed about a case takes If-Match, every deed takes Idempotency-Key.
        """

        def declare(view: Deed) -> Deed:
            @wraps(view)
            def answered(*args: Any, **kwargs: Any) -> Response:
                return answer_deed(view(*args, **kwargs), status)

            # One schema for all requests: making it costs more than loading with it.
            taken = self.blueprint.arguments(takes(), location="json")(answered)
            shown = self.blueprint.response(status, ReceiptSchema, headers=RECEIPT_HEADERS)(taken)
            on_case = "<uuid:case_id>" in rule
            statuses = (400, 401, 403, 404, 409, 413, 415, 422, *((412, 428) if on_case else ()))
            told: dict[str, Any] = {
                "parameters": [*([IF_MATCH] if on_case else []), *DEED_HEADERS],
                "responses": problems(*statuses),
            }
            if body is not None:
                told["requestBody"] = body
            self._add(rule, "POST", needs, self.blueprint.doc(**told)(shown))
            return view

        return declare

    def works(
        self,
        rule: str,
        *,
        needs: Permission,
        takes: type[Schema],
        gives: type[Schema],
    ) -> Callable[[View], View]:
        """Declare a deed on many cases: the view does a part of it and gives how far it is.

        Sent again with its Idempotency-Key it is the same deed, and is carried on.
        """

        def declare(view: View) -> View:
            taken: Any = self.blueprint.arguments(takes(), location="json")(view)
            shown = self.blueprint.response(201, gives, headers=REPLAYED)(taken)
            statuses = (400, 401, 403, 404, 409, 413, 415, 422)
            told = self.blueprint.doc(parameters=DEED_HEADERS, responses=problems(*statuses))
            self._add(rule, "POST", needs, told(shown))
            return view

        return declare

    def _add(
        self, rule: str, method: str, needs: Permission | frozenset[Permission], view: Any
    ) -> None:
        asked = needs if isinstance(needs, frozenset) else frozenset({needs})
        self.blueprint.add_url_rule(
            rule,
            view_func=permission(*asked)(view),
            methods=[method],
            tags=[self.concept],
        )
