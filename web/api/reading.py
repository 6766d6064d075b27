"""Reading what is sent: bounded, strict JSON, known query parameters, each given once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from flask import Request
from marshmallow import RAISE, Schema, ValidationError
from webargs.flaskparser import FlaskParser

from web.api.problems import Fault, Refusal

LARGEST_BODY = 256 * 1024
"""Bytes of a body without a file; the application's own limit holds for the others."""

LONGEST_NAME = 100
MOST_FAULTS = 50


class StrictParser(FlaskParser):
    """Gives schemas what was sent, or refuses it as a problem."""

    DEFAULT_UNKNOWN_BY_LOCATION = {  # noqa: RUF012 - the name and form are webargs' own
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": RAISE,
    }

    def load_json(self, req: Request, schema: Schema) -> Any:
        if not getattr(schema, "holds_file", False):
            req.max_content_length = LARGEST_BODY
        elif req.mimetype == "multipart/form-data" and getattr(schema, "takes_form", False):
            return read_form(req)
        return read_json(req)

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        del schema
        repeated = [name for name in req.args if len(req.args.getlist(name)) > 1]
        if repeated:
            raise ValidationError({name[:LONGEST_NAME]: ["repeated"] for name in repeated})
        return req.args.to_dict()

    def handle_error(self, error: ValidationError, *_args: Any, **_options: Any) -> NoReturn:
        # webargs puts the place the values came from on top.
        sent = next(iter(error.messages.values())) if error.messages else {}  # type: ignore[union-attr]
        raise Refusal(422, "input.invalid", list(faults_of(sent))[:MOST_FAULTS]) from error


def faults_of(messages: Any, place: str = "") -> Iterator[Fault]:
    """The tree of messages as a flat list of places and rules."""
    if isinstance(messages, dict):
        for name, part in messages.items():
            inner = place if name == "_schema" else f"{place}.{name}" if place else str(name)
            yield from faults_of(part, inner)
    elif isinstance(messages, list):
        for part in messages:
            yield from faults_of(part, place)
    else:
        yield Fault(place, str(messages))


def read_json(req: Request) -> Any:
    """The body as JSON values; anything that two readers could understand differently is refused.

    Raises Refusal: 400, 413 or 415.
    """
    if req.mimetype != "application/json" or req.headers.get("Content-Encoding"):
        raise Refusal(415, "body.media_type")
    try:
        return json.loads(
            req.get_data().decode(),
            object_pairs_hook=_object,
            parse_constant=_refuse,
            parse_float=_finite,
        )
    except (ValueError, RecursionError) as error:
        raise Refusal(400, "request.malformed") from error


def read_form(req: Request) -> dict[str, Any]:
    """A form with a file, as the JSON form of the same request."""
    if req.headers.get("Content-Encoding"):
        raise Refusal(415, "body.media_type")
    req.get_data()  # Kept, for the digest of a repeated request.
    repeated = [
        name for source in (req.form, req.files) for name in source if len(source.getlist(name)) > 1
    ]
    if repeated:
        raise ValidationError({name[:LONGEST_NAME]: ["repeated"] for name in repeated})
    values: dict[str, Any] = {name[:LONGEST_NAME]: value for name, value in req.form.items()}
    for name, part in req.files.items():
        values[name[:LONGEST_NAME]] = {
            "name": part.filename or "",
            "media_type": part.mimetype or "application/octet-stream",
            "content": part.read(),
        }
    return values


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    for name in found:
        if len(name) > LONGEST_NAME or not name.isprintable():
            raise ValueError("no name of ours")
    return found


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(text)
    return number
