"""Words compared without what never carries meaning: case, punctuation, look-alike letters."""

from __future__ import annotations

import re
from functools import lru_cache

_LATIN = str.maketrans("ABCEHKMOPTXYaceopxyukmnt", "АВСЕНКМОРТХУасеорхуикмпт")
_WORD = re.compile(r"\w+")
_LETTER = re.compile(r"[А-Яа-яЁё]")
_NOISE = re.compile(r"[^\w№+]+")
NUMBER = re.compile(r"\W{0,2}\d{1,3}(\.\d{1,3}){0,5}\s?[.)]?|[IVXLХ]{1,6}[.)]?")
ROMAN = {
    one: at
    for at, one in enumerate(
        ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"), 1
    )
}
CELL_ERROR = re.compile(
    r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|ССЫЛКА!|Н/Д|ЗНАЧ!|ИМЯ\?|ДЕЛ/0!|ПУСТО!|ЧИСЛО!|ФОРМУЛА!)"
)
"""What Excel prints where a formula has no value, and `NO_VALUE`."""
NO_VALUE = "#ФОРМУЛА!"
"""What stands for a formula whose value the file does not hold."""
SECTION_CODE = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,5})[.)]?\s+(?=\S)")
NAMED_SECTION = re.compile(
    r"(раздел|направлени[ея]|этап|блок|модуль|часть|глава|задача|цель|приоритет|подпрограмма|"
    r"кейс|трек|риск(?=\s*(?:[:№«]|\d))|рисков(?:ое|ый) (?:направление|профиль)"
    r"|[ivxх]{1,5}\b|[ivx]{1,5} этап|.{0,40}\bуровень)\b",
    re.IGNORECASE,
)
EXPLAINS = re.compile(
    r"(?:цел[ьи]|задач[аи]|срок\w*|ответственн\w+|ожидаем\w+ результат\w*|период)\s*[:–—-]",
    re.IGNORECASE,
)
"""What explains a table rather than naming a part of it."""
PAGE_MARK = re.compile(
    r"\W*(?:(?:стр(?:аниц[аы])?|лист|с)\b\.?\s*)?\d{1,3}(?:\s*(?:из|/)\s*\d{1,3})?\W*",
    re.IGNORECASE,
)
"""What a page prints at its edge: «12», «- 3 -», «стр. 3», «Страница 2 из 3»."""


def russian(text: str) -> str:
    """Latin look-alikes inside Russian words as the Russian letters they stand for."""
    return _WORD.sub(_looking_alike, text)


def _looking_alike(word: re.Match[str]) -> str:
    return word[0].translate(_LATIN) if _LETTER.search(word[0]) else word[0]


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A copy to compare by: small letters, е for ё, words parted by single blanks."""
    return _NOISE.sub(" ", russian(text).lower().replace("ё", "е")).strip()


def begins_small(text: str) -> bool:
    """Whether a text goes on from another: its first letter is small."""
    first = text.lstrip("«\"'( ").lstrip("–—-•· ")[:1]
    return first.islower()


def distance(one: str, other: str, most: int = 2) -> int:
    """How many letters must change to make one word of the other; `most` + 1 if more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, another in enumerate(other, 1):
            change = before[column - 1] + (letter != another)
            now.append(min(change, before[column] + 1, now[-1] + 1))
        before = now
    return min(before[-1], most + 1)
