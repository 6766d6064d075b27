"""A printed phrase made clean: one kind of dash and space, letters and figures as were meant."""

from __future__ import annotations

import html
import re
import unicodedata

from workflows.roadmaps.grammar.words.lexicon import FORMS

_TAG = re.compile(r"<[/!a-zA-Z][^<>]{0,200}>")
_SPACE = re.compile(r"\s+")
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d\u2500\u2192~"
_SAME = {
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", ""),
    **dict.fromkeys("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", ""),
    **dict.fromkeys("“”„‟″<>", '"'),
    "\u2044": "/",
    "|": " ",
}
_CLEAN = str.maketrans(_SAME)
LATIN = str.maketrans("aceopxykmtbhABCEHKMOPTXYё", "асеорхукмтвнАВСЕНКМОРТХУе")

_BETWEEN_WORDS = re.compile(r"(?<=[^\W_])(?:_|\s?(?:\u2026|\.{2,4})\s?)(?=[^\W_])")
"""What stands for a dash between two words and for nothing in itself: «1...15 марта»."""
_BULLET = re.compile(r"(?<=\w)[.,; ]*\n\s*[-–—•*]\s+")
"""A dash at the beginning of a line begins an item and joins nothing."""
_THIS_YEAR = re.compile(r"(?i)(?<![^\W\d_])[ст]\.\s?г(?![^\W\d_])")
"""«До 1 июня с.г.», «т.г.»: of this year."""
_SCHOOL_YEAR = re.compile(r"(?i)(?<![^\W\d_])у\.\s?(?=г(?![^\W\d_])|год)")
"""«2023-2024 у.г.»: of a school year."""
_CUT_INSIDE = {
    re.compile(r"(?i)(?<![^\W\d_])кв-л(?=[аеуы]?(?![^\W\d_]))"): "квартал",
    re.compile(
        r"(?i)(?<![^\W\d_])(?:п/г(?:одие|одия)?|(?:полуг|пол)-и?[ея])(?![^\W\d_])"
    ): "полугодие",
}
"""«1-й кв-л», «2 п/г»: words with their middle left out."""
_ARROW = re.compile(r"[-=]>")
_GLUED = re.compile(r"(?i)\bвтечени(?=[еи]\b)")
_CUT_SHORT = re.compile(r"(?<![^\W_])[а-яё]{1,3}[бвгджзклмнпрстфхцчшщ]\.(?=\s?[а-яё])")
"""«По отд. графику»."""
_OF_MONTH = "(?:январ|феврал|март|апрел|ма[яй]|июн|июл|август|сентябр|октябр|ноябр|декабр)"
_READ_OFF = re.compile(
    r"(?<![^\W_])(?:(?=[ОоOoЗз]*\d)[\dОоOoЗз]{2}(?:[\dОоOoЗз]{2})?(?=[гГ\W_]|$)"
    r"|[ОоOoЗз]{2}(?=[./]\d\d?[./]\d\d)|З(?=[ ]?(?:кв|четв|дек|нед))"
    rf"|(?:[Зз][ОоOo]|[1-3][lI]|[lI]\d|l)(?=\s{_OF_MONTH})"
    r"|(?:[1-3][lI]|[lI]\d)(?=[./]\d\d?[./]\d\d))"
)
_ENDING = re.compile(r"(?<=\d-)[^\W\d_]{1,3}(?![^\W\d_])")
"""«1-oгo» with Latin letters."""
_FIGURES = str.maketrans("ОоOoЗзlI", "00003311")
"""Letters that a scan puts in the place of figures: «3О.09.202З»."""

_FIGURE_INSIDE = re.compile(r"(?<!\w)[^\W\d_]{2,}[0346][^\W\d_]+(?!\w)")
_LETTERS = str.maketrans("0346", "озчб")
"""Figures that a scan puts in the place of letters: «Сентя6рь»."""


def clean(phrase: str) -> str:
    """The phrase without tags, with one kind of dash and of space."""
    text = _BULLET.sub("; ", _TAG.sub(" ", phrase))
    text = _ARROW.sub("-", unicodedata.normalize("NFC", html.unescape(text)))
    text = _SPACE.sub(" ", text.translate(_CLEAN)).strip()
    text = _THIS_YEAR.sub("текущего г", _BETWEEN_WORDS.sub("-", text))
    text = _SCHOOL_YEAR.sub("уч. ", text)
    for cut, word in _CUT_INSIDE.items():
        text = cut.sub(word, text)
    return _GLUED.sub("в течени", text)


def as_meant(text: str) -> str:
    """A cleaned text with the letters and figures that were meant; as long as the text is."""
    read = _READ_OFF.sub(lambda match: match.group().translate(_FIGURES), text)
    read = _FIGURE_INSIDE.sub(_as_word, read)
    read = _ENDING.sub(lambda match: match.group().translate(LATIN), read)
    return _CUT_SHORT.sub(_without_stop, read)


def _without_stop(match: re.Match[str]) -> str:
    """The full stop of a word cut short, which is no end of anything."""
    return match.group() if match.group().lower()[:-1] in FORMS else f"{match.group()[:-1]} "


def _as_word(match: re.Match[str]) -> str:
    """A word with a figure in it, where it is a known one with the letter that looks like it."""
    word = match.group().translate(_LETTERS)
    return word if word.lower() in FORMS else match.group()
