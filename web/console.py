"""Handing the console what it may not fetch itself: the bench, the actor, and the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from admin import console
from admin.host import Wording
from web import wording
from web.current import current_bench
from web.identity import current_actor, current_holder
from web.permissions import may_open
from web.wording.titles import MODES, PHASES, role_title, title_of
from web.wording.verification import finding_text, report_text

if TYPE_CHECKING:
    from flask import Flask

WORDING = Wording(
    finding=wording.finding_sentence,
    difference=wording.difference_sentence,
    entry=wording.describe,
    invalid=wording.invalid_text,
    report=report_text,
    trouble=finding_text,
    phase=lambda code: title_of(PHASES, code),
    mode=lambda code: title_of(MODES, code),
    role=role_title,
)


def install(app: Flask) -> None:
    """Put the console at /admin."""
    with app.app_context():
        bench = current_bench()
    console.install(app, bench, current_actor, WORDING, may_open=_may_open)


def _may_open(endpoint: str) -> bool:
    holder = current_holder()
    return holder is not None and may_open(endpoint, holder.actor)
