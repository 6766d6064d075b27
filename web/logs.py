"""The log: one JSON line per request, named by the request id, without personal data.

A line has the route's rule and never the address asked for, nor a form, a name or a login: what a
person did is in the journal. Of an exception only its kind and its places are written, because its
text may carry values of the database.
"""

from __future__ import annotations

import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from flask import Flask, Response, g, request

from web.current import request_id

if TYPE_CHECKING:
    from types import TracebackType

_log = structlog.get_logger()


class QuietFlask(Flask):
    """Flask that writes of a failure what we write of it, and not the values it met."""

    def log_exception(
        self,
        exc_info: tuple[type, BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> None:
        if exc_info[1] is not None:
            _log.error("request.failed", **what_failed(exc_info[1]))


def configure() -> None:
    """Write JSON lines to the error stream; called once by the command that starts a process."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


def install(app: Flask) -> None:
    """Name every request and write its line."""
    app.before_request(_begin)
    app.after_request(_write)


def what_failed(error: BaseException) -> dict[str, Any]:
    """The kind of an exception and the places it went through, innermost last; no values."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": type(error).__qualname__, "places": places[-12:]}


def _begin() -> None:
    g.began = time.monotonic()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=request_id())


def _write(response: Response) -> Response:
    took = time.monotonic() - g.get("began", time.monotonic())
    _log.info(
        "request.answered",
        method=request.method if request.method.isalpha() else "?",
        rule=request.url_rule.rule if request.url_rule else None,
        status=response.status_code,
        ms=round(took * 1000, 1),
    )
    return response
