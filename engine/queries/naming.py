"""What answers to the words of a search: schools, cases, and the rows of any keyed table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.school_titles import search_words
from engine.domain.search_keys import sought
from engine.storage.tables import CaseRow, MunicipalityRow, SchoolRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute

_REGISTER_NUMBER = 13
"""Digits of an ОГРН, the only number that is a school's code."""


def has_word(key: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    """Rows whose key answers to the word.

    No index helps to look inside a key, so whoever asks narrows the rows first: to a region's
    register, or to the cases that are looked at.
    """
    return key.contains(sought(word), autoescape=True)


def is_numbered(key: InstrumentedAttribute[str], number: str) -> ColumnElement[bool]:
    """The number itself and what goes on from it: «120» finds «120-П» and not «1205»."""
    return sa.or_(key == number, sa.and_(key >= f"{number}-", key < f"{number}."))


def schools_named(text: str) -> list[ColumnElement[bool]]:
    """Schools that answer to every word by title, municipality or ОГРН; no words, no condition."""
    return [_school_has(word) for word in search_words(text)]


def cases_named(text: str) -> list[ColumnElement[bool]]:
    """Cases of schools that answer to the words, and of municipalities that do."""
    words = search_words(text)
    if not words:
        return []
    schools = sa.select(SchoolRow.id).where(*map(_school_has, words))
    towns = sa.select(MunicipalityRow.id).where(*_towns_have(words))
    own = sa.and_(CaseRow.school_id.is_(None), CaseRow.municipality_id.in_(towns))
    return [sa.or_(CaseRow.school_id.in_(schools), own)]


def _school_has(word: str) -> ColumnElement[bool]:
    towns: Any = sa.select(MunicipalityRow.id).where(*_towns_have((word,)))
    ways = [has_word(SchoolRow.search_key, word), SchoolRow.municipality_id.in_(towns)]
    if len(word) == _REGISTER_NUMBER and word.isdecimal():
        ways.append(SchoolRow.code == word)
    return sa.or_(*ways)


def _towns_have(words: Iterable[str]) -> list[ColumnElement[bool]]:
    return [has_word(MunicipalityRow.search_key, word) for word in words]
