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

_CODE = re.compile(r"[a-z][a-z0-9_]*")


def inspect_names(definition: Definition) -> Iterator[Finding]:
    """Codes that are malformed or used twice, titles that are empty or too long."""
    named = list(_named(definition))
    for element, code, title in named:
        yield from _code(element, code)
        yield from _title(element, title)
    for element, times in Counter(element for element, _, _ in named).items():
        if times > 1:
            yield error("code_duplicate", element, times=times)
    for stage in definition.stages:
        if len(stage.hint) > LONGEST_HINT:
            length = len(stage.hint)
            yield error("hint_too_long", f"stages.{stage.code}", length=length, most=LONGEST_HINT)
    for dictionary, _ in definition.vocabulary:
        yield from _code(f"words.{dictionary}", dictionary)


def well_formed(code: str) -> bool:
    """Whether the code is Latin, lower case and begins with a letter."""
    return _CODE.fullmatch(code) is not None


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
    if len(code) > LONGEST_CODE:
        yield error("code_too_long", element, length=len(code), most=LONGEST_CODE)
    if well_formed(code):
        return
    # A Cyrillic «с» looks like a Latin one and makes two codes out of one word.
    letters = tuple(sorted({sign for sign in code if _cyrillic(sign)}))
    if letters:
        yield error("code_look_alike", element, code=code, letters=letters)
    else:
        yield error("code_malformed", element, code=code)


def _cyrillic(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith("CYRILLIC")


def _title(element: str, title: str) -> Iterator[Finding]:
    if not title.strip():
        yield error("title_empty", element)
    if len(title) > LONGEST_TITLE:
        yield error("title_too_long", element, length=len(title), most=LONGEST_TITLE)
