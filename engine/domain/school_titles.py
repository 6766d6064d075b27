"""Titles of schools as people write and seek them: «МБОУ СОШ № 53», «СОШ №53», «школа 53»."""

from __future__ import annotations

import re
import unicodedata

from engine.domain.search_keys import MOST_WORDS, words_of

_GENERIC = """
гбоу гкоу гоу кгобу маоу мбоу мкоу мобу моу нош оош сош чоу ано муниципальное муниципальная
бюджетное казенное автономное государственное образовательное общеобразовательная
общеобразовательное учреждение средняя основная начальная школа школы школу школе номер имени им
г город города п пос поселок поселка пгт с село села д деревня деревни ст станция станции ж жд
железнодорожная железнодорожной я й ая ой n nо в во на о об и для из по при к
"""
GENERIC = frozenset(_GENERIC.split())
"""Words almost every title has, in one form or another: they tell no school from another."""

_PADDED = 6


def sort_key(title: str) -> str:
    """A title for ordering: folded, ё as е, numbers padded, «№ 53» as «53»."""
    text = unicodedata.normalize("NFC", title).casefold().replace("ё", "е")
    text = re.sub(r"[^\w]+", " ", text.replace("№", " ")).strip()
    return re.sub(r"\d+", lambda found: found.group().zfill(_PADDED), text)


def search_words(text: str) -> tuple[str, ...]:
    """The words of a query that a school must answer to, all of them.

    «школа 53» and «СОШ №53» ask for the number alone; generic words by themselves ask for nothing.
    """
    words = dict.fromkeys(words_of(text))
    return tuple(word for word in words if word not in GENERIC)[:MOST_WORDS]
