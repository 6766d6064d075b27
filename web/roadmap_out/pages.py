"""The blueprint of what leads out of a roadmap."""

from __future__ import annotations

from flask import Blueprint, url_for

pages = Blueprint("roadmap_out", __name__, url_prefix="/roadmaps")


@pages.app_template_global("roadmap_url")
def roadmap_url(roadmap_id: object) -> str:
    """The page of a roadmap: how far it is, and for a draft its approval."""
    return url_for("measures.roadmap", roadmap_id=roadmap_id)
