"""The blueprint of roadmaps, and their words in templates."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from web.wording.grammar import counted
from web.wording.reviewing import (
    COMPARED,
    LEVELS,
    LISTS,
    MEASURE_STATUSES,
    field_text,
)
from web.wording.titles import title_of

pages = Blueprint("roadmaps", __name__, url_prefix="/roadmaps")


@pages.app_template_filter("measure_status")
def _measure_status(code: str) -> str:
    return title_of(MEASURE_STATUSES, code)


@pages.app_template_filter("roadmap_list")
def _list(code: str) -> str:
    return title_of(LISTS, code)


@pages.app_template_filter("measure_level")
def _level(code: str) -> str:
    return title_of(LEVELS, code)


@pages.app_template_filter("said_field")
def _said_field(value: Any) -> str:
    return field_text(value)


@pages.app_template_filter("measures")
def _measures(number: int) -> str:
    return counted(number, "мероприятие|мероприятия|мероприятий")


@pages.app_context_processor
def _for_templates() -> dict[str, Any]:
    return {"roadmap_levels": LEVELS, "compared": COMPARED}
