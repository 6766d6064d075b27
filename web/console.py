"""Handing the console what it may not fetch itself: the bench, the actor, words and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import get_template_attribute
from flask_babel import gettext
from markupsafe import Markup

from admin import console
from admin.definitions.beside import MENDING
from admin.host import Wording
from web import navigation, wording
from web.current import current_bench
from web.drawing import Change, Shape, draw_path, drawn_together
from web.exporting import csv_response
from web.identity import current_actor, current_holder
from web.permissions import may_open
from web.titles import PERMISSION_TITLES
from web.wording.calendar_rules import CALENDAR_SETTINGS, DAY_OFF_RULES, WEEKS
from web.wording.grammar import said
from web.wording.mending import mending_of
from web.wording.origins import LEVELS
from web.wording.paths import due_text, element_title, term_title
from web.wording.rebasing import choice_text, outcome_text
from web.wording.succession import (
    FIGURES,
    OF_ONE_CASE,
    PAPER_POLICIES,
    RESULTS,
    TERM_POLICIES,
    impact_heads,
    impact_rows,
    plan_finding_sentence,
    result_sentences,
)
from web.wording.titles import (
    DICTIONARIES,
    EFFECTS,
    MODES,
    PHASES,
    SETTINGS,
    STAGE_KINDS,
    record_status,
    role_title,
    setting_text,
    title_of,
)
from web.wording.verification import finding_text, report_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

    from engine.domain.checks import Finding
    from engine.domain.definition import Definition

_NAMES: Mapping[str, Mapping[Any, Any]] = {
    "calendar_setting": CALENDAR_SETTINGS,
    "day_off": DAY_OFF_RULES,
    "dictionary": DICTIONARIES,
    "effect": EFFECTS,
    "figure": FIGURES,
    "figure_of_case": OF_ONE_CASE,
    "paper_policy": PAPER_POLICIES,
    "permission": PERMISSION_TITLES,
    "setting": SETTINGS,
    "stage_kind": STAGE_KINDS,
    "succession_result": RESULTS,
    "term_policy": TERM_POLICIES,
    "week": WEEKS,
}


def _named(family: str, code: str) -> str:
    if family == "measure_status":
        return record_status("measure", code)
    return title_of(_NAMES[family], code)


def _finding_text(finding: Finding, definition: Definition | None = None) -> str:
    """The sentence, with its mending where the console shows none of its own beside it."""
    sentence = wording.finding_sentence(finding, definition)
    mending = "" if finding.code in MENDING else mending_of(finding)
    return f"{sentence} {mending}" if mending else sentence


WORDING = Wording(
    finding=_finding_text,
    difference=wording.difference_sentence,
    element=element_title,
    level=lambda code: title_of(LEVELS, code),
    rebased=outcome_text,
    choice=choice_text,
    entry=wording.describe,
    refusal=wording.is_refusal,
    invalid=wording.invalid_text,
    report=report_text,
    trouble=finding_text,
    phase=lambda code: title_of(PHASES, code),
    mode=lambda code: title_of(MODES, code),
    role=role_title,
    requirement=wording.requirement_text,
    impact_heads=impact_heads,
    impact_rows=impact_rows,
    plan_finding=plan_finding_sentence,
    succession_reasons=result_sentences,
    due=due_text,
    term=term_title,
    setting=setting_text,
    named=_named,
)


def picture_of(
    definition: Definition,
    former: Definition | None = None,
    *,
    name: str,
    chosen: str = "",
    explained: str = "",
    tall: bool = False,
) -> Markup:
    """The path as a picture for the console, marked with what differs from a former version."""
    tips = {
        Change.ADDED: gettext("новый этап"),
        Change.CHANGED: gettext("этап изменён"),
        Change.REMOVED: gettext("этапа больше не будет"),
    }
    shown, marks = drawn_together(
        definition, former or definition, tips, chosen=chosen, chosen_note=gettext("этот этап")
    )
    drawn = draw_path(shown, marks, Shape.TALL if tall else Shape.WIDE)
    picture = get_template_attribute("drawing.html", "picture")
    told = gettext("Этапы маршрута и переходы между ними; отличия от прежней версии отмечены.")
    title = gettext("Схема маршрута «%(title)s»", title=said(definition.title))
    return Markup(picture(drawn, name, title, told, explained))  # noqa: S704 - our own template


def install(app: Flask) -> None:
    """Put the console at /admin."""
    console.install(
        app,
        current_bench,
        current_actor,
        WORDING,
        picture_of,
        may_open=_may_open,
        sections=lambda actor: [str(link.title) for link in navigation.links(actor)],
        table=lambda name, rows: csv_response(name, rows, fallback="journal.csv"),
    )


def _may_open(endpoint: str) -> bool:
    holder = current_holder()
    return holder is not None and may_open(endpoint, holder.actor)
