"""What a letter is made of: parts with a heading and lines that lead to a page."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext

from web.wording.grammar import counted


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a letter: which school, where to look, what is said of it."""

    head: str
    href: str
    said: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a letter; `more` says how many lines are left out, and where they are."""

    title: str
    items: tuple[Item, ...]
    more: str = ""
    more_href: str = ""


def more_text(number: int, forms: str) -> str:
    """How many lines are left out; nothing where none are."""
    return gettext("И ещё %(number)s.", number=counted(number, forms)) if number else ""
