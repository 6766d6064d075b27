"""The blueprint of bulk moves, and whether a page offers to choose several cases."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from engine.domain.roles import Permission
from web.identity import known_holder
from web.permissions import may

pages = Blueprint("bulk", __name__, url_prefix="/bulk")


@pages.app_context_processor
def _for_templates() -> dict[str, Any]:
    return {"may_move_many": _may_move_many}


def _may_move_many() -> bool:
    holder = known_holder()
    return holder is not None and may(holder.actor, Permission.MOVE_CASE)
