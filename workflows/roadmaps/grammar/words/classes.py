"""The classes of tokens that patterns name in capitals."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from workflows.roadmaps.grammar.words.lexicon import (
    EVERY,
    NEEDS,
    PAPERS,
    SEASONS,
    TIMES_ALONE,
    UNITS,
)
from workflows.roadmaps.grammar.words.short_terms import TERM_DAYS
from workflows.roadmaps.grammar.words.tokens import Shape, Token

_LEAST_YEAR, _LAST_YEAR = 1990, 2099
_LAST_DAY, _LAST_SHORT, _LAST_COUNT = 31, 99, 999
_NUMBERS = frozenset({"ORDINAL", "ROMAN", "NTH"})


def _is_day(one: Token) -> bool:
    counted = one.shape is Shape.NUMBER or one.word in ("ORDINAL", "CARDINAL")
    return counted and 0 < one.number <= _LAST_DAY


def _is_year(one: Token) -> bool:
    return one.shape is Shape.NUMBER and _LEAST_YEAR <= one.number <= _LAST_YEAR


def _is_count(one: Token) -> bool:
    counted = one.shape is Shape.NUMBER or one.word == "CARDINAL"
    return counted and 0 < one.number <= _LAST_COUNT


def _is_nth(one: Token) -> bool:
    plain = one.shape is Shape.NUMBER and 0 < one.number <= _LAST_DAY
    return plain or one.word in _NUMBERS


def _is_loose(one: Token) -> bool:
    """A word that no rule is waiting for: an adjective before a plan, a noun that is counted."""
    said = one.word in ("учебный", "календарный", "месячный", "новый", "текущий", "рабочий", "час")
    return one.shape is Shape.WORD and (said or (not one.known and one.word != "ROMAN"))


def _marks(*texts: str) -> Callable[[Token], bool]:
    return lambda one: one.shape is Shape.MARK and one.text in texts


CLASSES: Mapping[str, Callable[[Token], bool]] = {
    "MONTH": lambda one: one.word == "MONTH",
    "WEEKDAY": lambda one: one.word == "WEEKDAY",
    "SEASON": lambda one: one.word in SEASONS,
    "UNIT": lambda one: one.word in UNITS,
    "EVERY": lambda one: one.word in EVERY,
    "PAPER": lambda one: one.word in PAPERS,
    "NEED": lambda one: one.word in NEEDS,
    "DATE": lambda one: one.word == "DATE" and one.day > 0,
    "MONTHYEAR": lambda one: one.word == "DATE" and one.day == 0,
    "YEAR": _is_year,
    "SHORTYEAR": lambda one: one.shape is Shape.NUMBER and len(one.text) == 2,  # noqa: PLR2004
    "DAY": _is_day,
    "ANYDAY": lambda one: (
        _is_day(one) or (one.shape is Shape.NUMBER and 0 < one.number <= _LAST_SHORT)
    ),
    "TIMES": lambda one: one.text.lower() in TIMES_ALONE,
    "DISTRIBUTED": lambda one: one.word in UNITS and one.text.lower().endswith(("ам", "ям")),
    "SHORTTERM": lambda one: one.word in TERM_DAYS,
    "COUNT": _is_count,
    "NTH": _is_nth,
    "ROMAN": lambda one: one.word == "ROMAN",
    "LOOSE": _is_loose,
    "DASH": _marks("-"),
    "COMMA": _marks(","),
    "STOP": _marks("."),
    "SLASH": _marks("/"),
    "COLON": _marks(":"),
    "OPEN": _marks("(", "["),
    "CLOSE": _marks(")", "]"),
    "PERCENT": _marks("%"),
    "QUOTE": _marks('"', "«", "»"),
}
