"""Codes and titles: one code, one thing, written in Latin letters; every thing has a title."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from engine.domain.checks.finding import Finding, error
from engine.domain.definition import Definition

LONGEST_CODE = 64
LONGEST_TITLE = 200
LONGEST_HINT = 500

RESERVED = frozenset({"force_move"})
"""Codes no move may have: a consent to it would count for the forced move as well."""

_CODE = re.compile(r"[a-z][a-z0-9_]*")


def inspect_names(definition: Definition) -> Iterator[Finding]:
    """Codes that are malformed or used twice, titles that are empty or too long."""
    named = list(_named(definition))
    for element, code, title in named:
        yield from inspect_name(element, code, title)
    for element, times in Counter(element for element, _, _ in named).items():
        if times > 1:
            yield error("code_duplicate", element, times=times)
    for stage in definition.stages:
        if len(stage.hint) > LONGEST_HINT:
            length = len(stage.hint)
            yield error("hint_too_long", f"stages.{stage.code}", length=length, most=LONGEST_HINT)
    for move in definition.moves:
        if move.code in RESERVED:
            yield error("code_reserved", f"moves.{move.code}", code=move.code)
    for dictionary, _ in definition.vocabulary:
        yield from _code(f"words.{dictionary}", dictionary)


def inspect_name(element: str, code: str, title: str) -> Iterator[Finding]:
    """What is wrong with the code and the title of one thing."""
    yield from _code(element, code)
    yield from _title(element, title)


def fault_of(code: str) -> str | None:
    """What is wrong with a code, if anything: too long, look-alike letters, or malformed."""
    if len(code) > LONGEST_CODE:
        return "code_too_long"
    if _CODE.fullmatch(code):
        return None
    return "code_look_alike" if cyrillic_letters(code) else "code_malformed"


def _named(definition: Definition) -> Iterator[tuple[str, str, str]]:
    yield "definition", definition.code, definition.title
    for stage in definition.stages:
        yield f"stages.{stage.code}", stage.code, stage.title
        for term in stage.terms:
            yield f"stages.{stage.code}.terms.{term.code}", term.code, term.title
    for move in definition.moves:
        yield f"moves.{move.code}", move.code, move.title
    for word in definition.words:
        yield f"words.{word.dictionary}.{word.code}", word.code, word.title


def _code(element: str, code: str) -> Iterator[Finding]:
    fault = fault_of(code)
    if fault == "code_look_alike":
        yield error(fault, element, code=code, letters=cyrillic_letters(code))
    elif fault is not None:
        yield error(fault, element, code=code[: LONGEST_CODE + 1], most=LONGEST_CODE)


def cyrillic_letters(code: str) -> tuple[str, ...]:
    """The Cyrillic letters of a code, each once."""
    # A Cyrillic «с» looks like a Latin one and makes two codes out of one word.
    return tuple(
        sorted({sign for sign in code if unicodedata.name(sign, "").startswith("CYRILLIC")})
    )


def _title(element: str, title: str) -> Iterator[Finding]:
    if not title.strip():
        yield error("title_empty", element)
    if len(title) > LONGEST_TITLE:
        yield error("title_too_long", element, length=len(title), most=LONGEST_TITLE)
