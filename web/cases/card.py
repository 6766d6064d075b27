"""The card itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.roles import Permission
from web.cases.page import show_page
from web.cases.pages import pages
from web.permissions import permission

if TYPE_CHECKING:
    from uuid import UUID


@pages.get("/<uuid:case_id>")
@permission(Permission.READ_CASE)
def show(case_id: UUID) -> str:
    """Where the case stands, what comes next and what stands in the way."""
    return show_page(case_id)
