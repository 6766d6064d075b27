"""Findings of an auditor in sentences: the same in a history, in a notice and in «Мои школы»."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext

from web.wording.grammar import numbered, short_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from web.wording.fields import Fields


def issued_text(fields: Fields) -> str:
    """What was found is named by its number and its day."""
    return gettext(
        "Замечание аудитора %(number)s: исполнить до %(day)s.",
        number=numbered(fields.text("finding")),
        day=short_day(fields.day("due_on")),
    )


def answered_text(fields: Fields) -> str:
    """What the school or the curator said."""
    number = numbered(fields.text("finding"))
    if fields.text("status") == "executed":
        return gettext(
            "Замечание аудитора %(number)s исполнено, ждёт проверки аудитора.", number=number
        )
    return gettext("Замечание аудитора %(number)s принято к исполнению.", number=number)


def judged_text(fields: Fields) -> str:
    """What the auditor said after that."""
    number, status = numbered(fields.text("finding")), fields.text("status")
    if status == "verified":
        return gettext("Исполнение замечания аудитора %(number)s подтверждено.", number=number)
    if status == "withdrawn":
        return gettext("Замечание аудитора %(number)s снято.", number=number)
    return gettext(
        "Замечание аудитора %(number)s не исполнено; исполнить до %(day)s.",
        number=number,
        day=short_day(fields.day("due_on")),
    )


def reminded_text(fields: Fields) -> str:
    """The clock reminds of the day, or says that it is over."""
    number, day = numbered(fields.text("finding")), short_day(fields.day("due_on"))
    if fields.values.get("late"):
        return gettext(
            "Замечание аудитора %(number)s не исполнено, срок прошёл %(day)s. Исполните его "
            "и ответьте в карточке школы.",
            number=number,
            day=day,
        )
    return gettext(
        "Напоминание: замечание аудитора %(number)s нужно исполнить до %(day)s.",
        number=number,
        day=day,
    )


def owed_text(key: str, status: str, due_on: date | None, *, late: bool) -> str:
    """What somebody owes on a finding, for a line of a list."""
    number, day = numbered(key), short_day(due_on)
    if status == "executed":
        return gettext("Замечание аудитора %(number)s исполнено: проверьте.", number=number)
    if late:
        return gettext(
            "Замечание аудитора %(number)s: срок прошёл %(day)s.", number=number, day=day
        )
    return gettext("Замечание аудитора %(number)s: исполнить до %(day)s.", number=number, day=day)


def step_title(status: str) -> str:
    """What somebody says of a finding, as an option of its form."""
    return str(_STEPS[status]) if status in _STEPS else status


_STEPS: Mapping[str, Any] = {
    "acknowledged": lazy_gettext("принимаем к исполнению"),
    "executed": lazy_gettext("исполнено"),
    "not_executed": lazy_gettext("не исполнено"),
    "verified": lazy_gettext("исполнение подтверждаю"),
    "withdrawn": lazy_gettext("замечание снимаю"),
}
