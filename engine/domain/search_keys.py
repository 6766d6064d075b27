"""One folded form for what is kept and what is sought, so that spelling does not come between.

Case, ё, accents, quotes, dashes, leading zeros and Latin letters typed for Cyrillic ones of the
same look do not matter. A key is words between blanks: « сош 53 им пушкина ».
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

MOST_WORDS = 8
"""Words of a query that are looked at; more of them narrow nothing that matters."""

_LONGEST_WORD = 40
_ALIKE = str.maketrans("abcehkmoptxy", "авсенкмортху")
_UNSEEN = frozenset({"Cf", "Mn"})
_DASHES = re.compile(r"[‐‑‒–—―−]")
_ENDING = re.compile(r"(?<=.{4})[аеиоуыэюяйь]{1,2}$")
_WORD = re.compile(r"\d+|[^\W\d_]+")
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)", re.ASCII)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", re.ASCII)
_NUMBER = re.compile(r"\d+(?:\s*[-/.]\s*[^\W_]+|\s?[^\W\d_](?![^\W_]))*")
_ORDER_WORDS = frozenset({"n", "nо", "номер", "от", "г", "год", "года"})
_PAPERS = ("приказ", "распоряжен", "постановлен", "решен", "протокол")


def fold(text: str) -> str:
    """A text as it is compared."""
    composed = unicodedata.normalize("NFKC", text.replace("№", " "))
    seen = "".join(sign for sign in composed if unicodedata.category(sign) not in _UNSEEN)
    return seen.casefold().replace("ё", "е").translate(_ALIKE)


def words_of(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, folded; a number without its leading zeros."""
    return tuple(
        word.lstrip("0") or "0" if word.isdecimal() else word for word in _WORD.findall(fold(text))
    )


def search_key(*texts: str | None) -> str:
    """What a thing with these texts is found under."""
    words = [word for text in texts for word in words_of(text or "")]
    return f" {' '.join(words)} " if words else ""


def number_key(number: str) -> str:
    """The number of an order: «120-П», «120 п» and «№ 120/П» are one."""
    return "-".join(words_of(number))


def sought(word: str) -> str:
    """What of a key answers to a word: a number as a whole, a name by its beginning.

    The ending is left out, because people write «в Мадалане» and «Ивановой».
    """
    return f" {word} " if word.isdecimal() else f" {_ENDING.sub('', word[:_LONGEST_WORD])}"


@dataclass(frozen=True, slots=True)
class OrderWords:
    """A query read as one for an order: keys of numbers, the day it was signed, other words."""

    numbers: tuple[str, ...]
    signed_on: date | None
    words: tuple[str, ...]


def order_words(text: str) -> OrderWords:
    """«120», «№ 120-П», «приказ 120 от 31.03.2023» as parts."""
    rest = _DASHES.sub("-", fold(text))
    signed_on, rest = _day(rest)
    numbers = dict.fromkeys(number_key(found) for found in _NUMBER.findall(rest))
    words = [
        word for word in dict.fromkeys(words_of(_NUMBER.sub(" ", rest))) if word not in _ORDER_WORDS
    ]
    if numbers or signed_on:
        # Who knows the number says «приказ» of whatever has one.
        words = [word for word in words if not word.startswith(_PAPERS)]
    return OrderWords(tuple(numbers)[:MOST_WORDS], signed_on, tuple(words)[:MOST_WORDS])


def _day(text: str) -> tuple[date | None, str]:
    """The first day in a text, and the text without it."""
    for pattern, places in ((_DOTTED, (3, 2, 1)), (_ISO, (1, 2, 3))):
        for found in pattern.finditer(text):
            try:
                day = date(*(int(found[place]) for place in places))
            except ValueError:
                continue
            return day, text[: found.start()] + " " + text[found.end() :]
    return None, text
