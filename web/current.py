"""What belongs to the running application and to the request under way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app, g, request

from engine.storage.types import new_id

if TYPE_CHECKING:
    from flask import Flask

    from engine.workbench import Workbench
    from web.settings import Settings

_PLACE = "marshrut"
_SENT_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


@dataclass(frozen=True, slots=True)
class Running:
    """What an application is run with."""

    bench: Workbench
    settings: Settings


def install(app: Flask, bench: Workbench, settings: Settings) -> None:
    """Give the application its bench and settings."""
    app.extensions[_PLACE] = Running(bench, settings)


def running() -> Running:
    """What the application of this request is run with."""
    found: Running = current_app.extensions[_PLACE]
    return found


def current_bench() -> Workbench:
    """The bench that pages hand to actions and queries."""
    return running().bench


def current_settings() -> Settings:
    """The settings the application was made with."""
    return running().settings


def request_id() -> str:
    """The name of this request: in the log, in the journal, on every error page.

    A name that a trusted proxy gave is kept; nobody else may choose one.
    """
    known: str | None = g.get("request_id")
    if known is None:
        sent = request.headers.get("X-Request-ID", "") if current_settings().proxies else ""
        known = g.request_id = sent if _SENT_ID.fullmatch(sent) else new_id().hex
    return known


def is_api() -> bool:
    """Whether this request is for the API: bearer tokens only there, cookies only elsewhere."""
    return request.path == "/api" or request.path.startswith("/api/")
