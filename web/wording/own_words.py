"""Codes of closed lists under the names a region gives them in its dictionaries."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from web.wording.grammar import said
from web.wording.titles import GROUNDS, MODES, record_status, title_of
from workflows.loader import load_shipped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.domain.definition import Definition


def ground_title(definition: Definition | None, code: str) -> str:
    """Why a school was listed, as its path calls it."""
    return _worded(definition, "listing_ground", code, title_of(GROUNDS, code))


def level_title(definition: Definition | None, code: str) -> str:
    """The level of a risk, as the path calls it."""
    return _worded(definition, "risk_level", code, record_status("risk", code))


def mode_title(definition: Definition | None, code: str) -> str:
    """The mode of a school, as the path calls it."""
    return _worded(definition, "school_mode", code, title_of(MODES, code))


def _worded(definition: Definition | None, dictionary: str, code: str, plain: str) -> str:
    """The region's own title; what is called as it is shipped can be said in both languages."""
    own = definition.title_by_word.get((dictionary, code)) if definition else None
    if own is None or own == _shipped().get((dictionary, code)):
        return plain
    return said(own)


@cache
def _shipped() -> Mapping[tuple[str, str], str]:
    return load_shipped()["base"].definition.title_by_word
