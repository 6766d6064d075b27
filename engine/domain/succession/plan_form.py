"""A plan of succession as JSON types, and back: for the table, the command line and the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from engine.domain.canonical import plain
from engine.domain.errors import InvalidInput
from engine.domain.situation import AttachmentKind
from engine.domain.succession.plan import (
    DEFAULT_UNDO_DAYS,
    Act,
    PaperPolicy,
    SuccessionPlan,
    TermPolicy,
    TermRule,
)

_Made = TypeVar("_Made")

_FIELDS = frozenset(SuccessionPlan.__dataclass_fields__)


def plan_to_plain(plan: SuccessionPlan) -> dict[str, Any]:
    """The plan as JSON types; equal plans give equal forms."""
    form: dict[str, Any] = plain(plan)
    return form


def plan_from_plain(form: Any) -> SuccessionPlan:
    """The plan of a form; raises InvalidInput that names the field which cannot be read.

    What is left out takes its default. Pairs and exceptions may come in any order.
    """
    if not isinstance(form, Mapping):
        raise InvalidInput(field="plan", rule="form")
    for name in form:
        if name not in _FIELDS:
            raise InvalidInput(field="plan", rule="unknown", value=str(name)[:100])
    return SuccessionPlan(
        target=_read(form, "target", _text),
        stages=tuple(sorted(_read(form, "stages", _pairs))),
        term_policy=_read(form, "term_policy", TermPolicy, TermPolicy.KEEP_DATE),
        terms=tuple(
            sorted(_read(form, "terms", _rules, ()), key=lambda one: (one.stage, one.term))
        ),
        papers=_read(form, "papers", PaperPolicy, PaperPolicy.BLOCK),
        papers_reason=_read(form, "papers_reason", _text, ""),
        papers_days=_read(form, "papers_days", _number, 0),
        ends=tuple(sorted(_read(form, "ends", _kinds, ()))),
        act=_read(form, "act", _act, None),
        reason=_read(form, "reason", _text, ""),
        undo_days=_read(form, "undo_days", _number, DEFAULT_UNDO_DAYS),
    )


_REQUIRED: Any = object()


def _read(
    form: Mapping[str, Any], name: str, make: Callable[[Any], _Made], default: Any = _REQUIRED
) -> _Made:
    if name not in form and default is not _REQUIRED:
        made: _Made = default
        return made
    try:
        return make(form[name])
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInput(field=name, rule="form") from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(value)
    return value


def _pairs(value: Any) -> set[tuple[str, str]]:
    """The pairs; a stage that is named twice goes nowhere for certain, and is refused."""
    pairs = {(_text(old), _text(new)) for old, new in value}
    if len({old for old, _new in pairs}) != len(pairs):
        raise ValueError(value)
    return pairs


def _rules(value: Any) -> list[TermRule]:
    rules = [
        TermRule(_text(one["stage"]), _text(one["term"]), TermPolicy(one["policy"]))
        for one in value
    ]
    if len({(one.stage, one.term) for one in rules}) != len(rules):
        raise ValueError(value)
    return rules


def _kinds(value: Any) -> set[AttachmentKind]:
    return {AttachmentKind(one) for one in value}


def _act(value: Any) -> Act | None:
    if value is None:
        return None
    signed_on = date.fromisoformat(value["signed_on"])
    texts = (_text(value[name]) for name in ("kind", "number"))
    kind, number = texts
    return Act(kind, number, signed_on, _text(value["body"]), _text(value.get("title", "")))
