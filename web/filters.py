"""How templates name things: days, times, sizes, and the words of the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext, lazy_gettext

from web.parsing import Form
from web.wording.grammar import (
    capitalised,
    clock_text,
    counted,
    day_text,
    decimal_text,
    form_of,
    listed,
    moment_text,
    numbered,
    percent_text,
    said,
    short_day,
    short_moment,
    uncapitalised,
    weekday_text,
)
from web.wording.measures import ROADMAP_STATUSES, WORK_STATES
from web.wording.own_words import ground_title, level_title
from web.wording.titles import (
    MODES,
    PHASES,
    STREAMS,
    categories_text,
    record_status,
    role_name,
    title_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime
    from typing import Any

    from flask import Flask

    from engine.domain.definition import Definition

RECORD_VERBS: Mapping[str, Any] = {
    "approval": lazy_gettext("Дать согласие"),
    "event": lazy_gettext("Внести событие"),
    "indicator": lazy_gettext("Внести показатель"),
    "measure": lazy_gettext("Отметить мероприятие"),
    "monitoring": lazy_gettext("Открыть или закрыть мониторинг"),
    "publication": lazy_gettext("Отметить публикацию"),
    "recommendation": lazy_gettext("Внести рекомендацию"),
}
_KILO = 1024


def install(app: Flask) -> None:
    """Give the templates their words."""
    app.jinja_env.filters |= {
        "cases": cases,
        "categories": categories_text,
        "clock_in": clock_text,
        "days": days,
        "days_here": days_here,
        "days_left": days_left,
        "dossiers": dossiers,
        "file_size": file_size,
        "grounds": grounds,
        "links": links,
        "long_day": day_text,
        "lower_first": uncapitalised,
        "mode_title": mode_title,
        "moment_in": moment_in,
        "numbered": numbered,
        "percent": percent_text,
        "phase_title": phase_title,
        "record_status": record_status_of,
        "risk_level": risk_level,
        "record_verb": record_verb,
        "role_name": role_name,
        "roadmap_status": roadmap_status,
        "said": said,
        "schools": schools,
        "stream_title": stream_title,
        "short_day": short,
        "short_moment": short_moment,
        "upper_first": capitalised,
        "weekday": weekday_text,
        "work_state": work_state,
    }
    app.jinja_env.globals["fresh"] = Form


def links(number: int) -> str:
    """«2 закрепления»."""
    return counted(number, "закрепление|закрепления|закреплений")


def days(number: int) -> str:
    """«3 дня»."""
    return counted(number, "день|дня|дней")


def days_here(number: int) -> str:
    """How long a case has stood on its stage: «на этапе 3 дня»."""
    if number == 0:
        return gettext("на этапе с сегодняшнего дня")
    return gettext("на этапе %(days)s", days=days(number))


def days_left(days: int) -> str:
    """«осталось 5 дней», «сегодня», «просрочено на 3 дня»."""
    if days == 0:
        return gettext("сегодня")
    if days > 0:
        left = form_of(days, "остался|осталось|осталось")
        return gettext("%(left)s %(days)s", left=left, days=counted(days, "день|дня|дней"))
    return gettext("просрочено на %(days)s", days=counted(-days, "день|дня|дней"))


def file_size(size: int | None) -> str:
    """«1,4 МБ», «12 КБ»."""
    if not size:
        return ""
    if size < _KILO * _KILO:
        return gettext("%(size)d КБ", size=max(1, round(size / _KILO)))
    return gettext("%(size)s МБ", size=decimal_text(size / _KILO / _KILO))


def grounds(codes: Iterable[str], definition: Definition | None = None) -> str:
    """Why a school was listed, in words; in those of a path where there is one."""
    return listed(ground_title(definition, code) for code in codes)


def risk_level(code: str, definition: Definition | None = None) -> str:
    """The level of a risk, in the words of a path where there is one."""
    return level_title(definition, code)


def moment_in(value: datetime | None, zone: str) -> str:
    """An instant by the clocks of a region."""
    return moment_text(value, zone)


def mode_title(code: str) -> str:
    """The mode a school works in."""
    return title_of(MODES, code)


def roadmap_status(code: str) -> str:
    """Where a roadmap stands."""
    return title_of(ROADMAP_STATUSES, code)


def work_state(code: str) -> str:
    """Where a piece of work or its evidence stands."""
    return title_of(WORK_STATES, code)


def phase_title(code: str) -> str:
    """The canonical phase of a stage."""
    return title_of(PHASES, code)


def record_status_of(status: str, kind: str) -> str:
    """The status of a record as its kind calls it."""
    return record_status(kind, status)


def record_verb(kind: str) -> str:
    """What the form of a record does."""
    return title_of(RECORD_VERBS, kind)


def cases(number: int) -> str:
    """«3 открытых дела»."""
    return counted(number, "открытое дело|открытых дела|открытых дел")


def dossiers(number: int) -> str:
    """«3 дела»."""
    return counted(number, "дело|дела|дел")


def schools(number: int) -> str:
    """«3 школы»."""
    return counted(number, "школа|школы|школ")


def stream_title(code: str) -> str:
    """The chain an entry stands in."""
    return title_of(STREAMS, code)


def short(value: date | None) -> str:
    """«03.04.2023»."""
    return short_day(value)
