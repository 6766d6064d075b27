"""Questions of the machines that watch over the service; they tell nothing but yes or no."""

from __future__ import annotations

import structlog
from flask import Blueprint, Response, jsonify

from engine.domain.errors import DatabaseBusy
from engine.migrations import pending
from engine.storage.database import busy_means_later
from web.current import current_bench
from web.logs import what_failed
from web.permissions import public

pages = Blueprint("health", __name__)
_log = structlog.get_logger()


@pages.get("/healthz")
@public
def alive() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@pages.get("/readyz")
@public
def ready() -> Response:
    """The database answers, has this version's schema and is installed."""
    try:
        with busy_means_later():
            state = "migration_pending" if pending(current_bench().database) else "ok"
        if state == "ok":
            _ = current_bench().database.keyring
    except DatabaseBusy:
        state = "database_busy"
    except Exception as error:  # noqa: BLE001 - whatever it is, this node must not get requests
        _log.error("readiness.failed", **what_failed(error))
        state = "not_ready"
    response = jsonify(status=state)
    response.status_code = 200 if state == "ok" else 503
    return response
