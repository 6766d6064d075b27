"""The form of a stage: from the stage to fields, and from what was filled in back to a stage."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from admin.definitions.sheet import Sheet
from admin.definitions.spelling import code_of
from engine.domain.checks.naming import LONGEST_HINT
from engine.domain.definition import OnDue, Phase, Stage, StageKind, StageTerm
from engine.domain.terms import Term, TermKind

if TYPE_CHECKING:
    from enum import StrEnum
    from typing import TypeVar

    Choice = TypeVar("Choice", bound=StrEnum)

NUMBERS = {
    TermKind.CALENDAR_DAYS: ("days",),
    TermKind.WORKING_DAYS: ("working",),
    TermKind.YEARLY_DATE: ("day", "month"),
    TermKind.MONTH_WINDOW: ("from_month", "until_month"),
    TermKind.OPEN: (),
    TermKind.RETURN: (),
}
"""The fields a kind of term has; each stands under a name of its own, so that all can be shown."""

_FIELDS = {"working": "days", "until_month": "month"}
EMPTY_TERM = {"kind": TermKind.WORKING_DAYS.value, "on_due": OnDue.ESCALATE.value}


def sheet_of_stage(stage: Stage) -> Sheet:
    """A stage as the form shows it."""
    sheet = Sheet()
    sheet.put("title", stage.title)
    sheet.put("hint", stage.hint)
    sheet.put("phase", stage.phase.value)
    sheet.put("kind", stage.kind.value)
    for term in stage.terms:
        sheet.add("term", _fields_of(term))
    return sheet


def stage_of_sheet(
    sheet: Sheet, code: str, order: int, former: Stage | None = None
) -> Stage | None:
    """The stage the form describes; nothing where the sheet has got faults by it.

    What closes a term is no part of the form: a term of the `former` stage keeps it.
    """
    title = sheet.line("title", _("Впишите название."), _("Название длиннее 200 знаков."))
    hint = sheet.line("hint", "", _("Подсказка длиннее 500 знаков."), LONGEST_HINT)
    phase = _chosen(sheet, "phase", Phase)
    kind = _chosen(sheet, "kind", StageKind)
    terms: list[StageTerm] = []
    for number in sheet.numbers("term"):
        term = _term(sheet, f"term-{number}-", {one.code for one in terms})
        if term is not None:
            terms.append(term)
    if sheet.faults or phase is None or kind is None:
        return None
    closing = {one.code: one.met_by for one in former.terms} if former else {}
    kept = tuple(
        term if term.on_due is OnDue.MOVE else replace(term, met_by=closing.get(term.code))
        for term in terms
    )
    return Stage(code, title, phase, kind, order, hint, kept)


def _fields_of(term: StageTerm) -> dict[str, str]:
    due = term.due
    numbers = {name: str(getattr(due, _FIELDS.get(name, name)) or "") for name in NUMBERS[due.kind]}
    return {
        "code": term.code,
        "title": term.title,
        "kind": due.kind.value,
        "note": due.note,
        "on_due": term.on_due.value,
        "move": term.move or "",
        "remind": ", ".join(str(days) for days in term.remind_before),
        **numbers,
    }


def _term(sheet: Sheet, prefix: str, taken: set[str]) -> StageTerm | None:
    title = sheet.line(
        f"{prefix}title", _("Назовите срок."), _("Название срока длиннее 200 знаков.")
    )
    due = _due(sheet, prefix)
    on_due = _chosen(sheet, f"{prefix}on_due", OnDue)
    before = _reminders(sheet, f"{prefix}remind")
    if not title or due is None or on_due is None:
        return None
    move = sheet.get(f"{prefix}move") if on_due is OnDue.MOVE else ""
    if on_due is OnDue.MOVE and not move:
        sheet.refuse(f"{prefix}move", _("Выберите переход, который сделает система."))
    known = sheet.get(f"{prefix}code")
    code = known if known and known not in taken else code_of(title, taken)
    return StageTerm(code, title, due, on_due, move or None, before)


def _due(sheet: Sheet, prefix: str) -> Term | None:
    kind = _chosen(sheet, f"{prefix}kind", TermKind)
    if kind is None:
        return None
    numbers: dict[str, int] = {}
    for name in NUMBERS[kind]:
        number = sheet.number(prefix + name)
        if number is None:
            sheet.refuse(prefix + name, _("Впишите число."))
        numbers[_FIELDS.get(name, name)] = number or 0
    return Term(
        kind,
        numbers.get("days", 0),
        numbers.get("month", 0),
        numbers.get("day", 0),
        numbers.get("from_month", 0),
        sheet.line(f"{prefix}note", "", _("Слишком длинное пояснение.")),
    )


def _reminders(sheet: Sheet, name: str) -> tuple[int, ...]:
    parts = [part for part in re.split(r"[\s,;]+", sheet.get(name)) if part]
    if not all(part.isascii() and part.isdecimal() and len(part) <= 3 for part in parts):  # noqa: PLR2004
        sheet.refuse(name, _("Впишите дни числами через запятую, например 14, 3."))
        return ()
    return tuple(int(part) for part in parts)


def _chosen(sheet: Sheet, name: str, choices: type[Choice]) -> Choice | None:
    try:
        return choices(sheet.get(name))
    except ValueError:
        sheet.refuse(name, _("Выберите из списка."))
        return None
