"""Typed terms beside the words they were printed in, and their plain form, as they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from engine.domain.roadmaps.terms import (
    Event,
    Offset,
    Period,
    Repeat,
    Side,
    Term,
    TermKind,
    Unit,
    Window,
    YearKind,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class PrintedTerm:
    """A term of a measure: `phrase` as printed, and what it means by the period it stands in.

    `year` is the column it stands under («2021», «2021/22») where a roadmap has a column a year;
    `period` then is that year, else the document's. `chosen` says that a person took this meaning
    among several.
    """

    phrase: str
    term: Term
    period: Period
    year_kind: YearKind | None = None
    year: str = ""
    chosen: bool = False


def plain_printed(printed: PrintedTerm) -> dict[str, Any]:
    """A printed term as plain values; what is empty is left out."""
    return _filled(
        {
            "phrase": printed.phrase,
            "term": plain_term(printed.term),
            "period": [printed.period.first.isoformat(), printed.period.last.isoformat()],
            "year_kind": printed.year_kind.value if printed.year_kind else None,
            "year": printed.year,
            "chosen": printed.chosen,
        }
    )


def printed_from_plain(values: Mapping[str, Any]) -> PrintedTerm:
    """The printed term of plain values."""
    first, last = values["period"]
    kind = values.get("year_kind")
    return PrintedTerm(
        values.get("phrase", ""),
        term_from_plain(values["term"]),
        Period(date.fromisoformat(first), date.fromisoformat(last)),
        YearKind(kind) if kind else None,
        values.get("year", ""),
        bool(values.get("chosen")),
    )


def plain_term(term: Term) -> dict[str, Any]:
    """A term as plain values: codes, numbers, days in ISO form; what is empty is left out."""
    return _filled(
        {
            "kind": term.kind.value,
            "windows": [_plain_window(one) for one in term.windows],
            "repeat": _plain_repeat(term.repeat) if term.repeat else None,
            "min_count": term.min_count,
            "event": _plain_event(term.event) if term.event else None,
            "offset": _plain_offset(term.offset) if term.offset else None,
        }
    )


def term_from_plain(values: Mapping[str, Any]) -> Term:
    """The term of plain values."""
    repeat, event, offset = (values.get(name) for name in ("repeat", "event", "offset"))
    return Term(
        TermKind(values["kind"]),
        tuple(_window(one) for one in values.get("windows", ())),
        _repeat(repeat) if repeat else None,
        values.get("min_count"),
        Event(**event) if event else None,
        Offset(offset["count"], Unit(offset["unit"]), Side(offset["side"])) if offset else None,
    )


def _plain_window(window: Window) -> dict[str, Any]:
    start = window.start.isoformat() if window.start else None
    told = {"kind": window.kind.value, "start": start, "end": window.end.isoformat()}
    return _filled({**told, "label": window.label})


def _window(values: Mapping[str, Any]) -> Window:
    start = values.get("start")
    return Window(
        TermKind(values["kind"]),
        date.fromisoformat(start) if start else None,
        date.fromisoformat(values["end"]),
        values.get("label", ""),
    )


def _plain_repeat(repeat: Repeat) -> dict[str, Any]:
    return _filled(
        {
            "unit": repeat.unit.value,
            "start": repeat.start.isoformat(),
            "end": repeat.end.isoformat(),
            "interval": repeat.interval,
            "months": list(repeat.months),
            "opens": list(repeat.opens),
            "month_days": list(repeat.month_days),
            "weekdays": list(repeat.weekdays),
            "nths": list(repeat.nths),
            "at_edge": repeat.at_edge,
            "label": repeat.label,
        }
    )


def _repeat(values: Mapping[str, Any]) -> Repeat:
    lists = ("months", "opens", "month_days", "weekdays")
    return Repeat(
        Unit(values["unit"]),
        date.fromisoformat(values["start"]),
        date.fromisoformat(values["end"]),
        interval=values.get("interval", 1),
        nths=_nths(values),
        at_edge=bool(values.get("at_edge")),
        label=values.get("label", ""),
        **{name: tuple(values.get(name, ())) for name in lists},
    )


def _nths(values: Mapping[str, Any]) -> tuple[int, ...]:
    """Terms kept by earlier releases have one number only, under `nth`."""
    one = values.get("nth")
    return (one,) if one else tuple(values.get("nths", ()))


def _plain_event(event: Event) -> dict[str, Any]:
    return _filled(
        {
            "kind": event.kind,
            "text": event.text,
            "academic_year": event.academic_year,
            "quarter": event.quarter,
            "repeats": event.repeats,
        }
    )


def _plain_offset(offset: Offset) -> dict[str, Any]:
    return {"count": offset.count, "unit": offset.unit.value, "side": offset.side.value}


_REQUIRED = ("kind", "text", "count", "start", "end")


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Only what says something; a term is kept thousands of times."""
    return {name: one for name, one in values.items() if one or (name in _REQUIRED and one == "")}
