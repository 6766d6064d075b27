"""From a cleaned phrase to tokens: words, numbers, dates in figures, marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from workflows.roadmaps.grammar.words.cleaning import LATIN, as_meant
from workflows.roadmaps.grammar.words.lexicon import ABBREVIATIONS, FORMS, SMALL
from workflows.roadmaps.grammar.words.slips import corrected


class Shape(StrEnum):
    """What a token is made of."""

    WORD = "word"
    NUMBER = "number"
    DATE = "date"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number, a date in figures or a mark.

    `word` is the dictionary's word or class, else the form in lower case; `number` is the value of
    a number, an ordinal, a month, a weekday. A date has its parts, 0 where not printed.
    """

    shape: Shape
    text: str
    begin: int
    end: int
    word: str
    number: int = 0
    day: int = 0
    month: int = 0
    year: int = 0
    known: bool = False
    slip: bool = False


_CYRILLIC_TO_ROMAN = str.maketrans("ivxlіхуvпш", "ivxiіxvvпш".replace("і", "i"))
_NUMERALS = "i ii iii iv v vi vii viii ix x xi xii"
_ROMAN = dict(zip(_NUMERALS.split(" "), range(1, 13), strict=True))
_TYPED_ROMAN = {"п": 2, "ш": 3, "1у": 4, "1v": 4, "iу": 4}
"""Roman numerals as typed on a Russian keyboard."""

_TOKEN = re.compile(
    r"""
    (?P<broken>(?<!\d)(?:20[ ]\d[ ]?\d|2[ ]0\d\d|2[ ]0[ ]\d[ ]\d|202[ ]\d)(?=[ ]?[гГ]))
    |(?P<iso>(?P<iy>(?:19|20)\d\d)(?P<is>[-.])(?P<im>\d{1,2})(?P=is)(?P<id>\d{1,2})(?!\d))
    |(?P<spaced>(?<![\d.])(?P<pd>\d\d)(?P<ps>[, ])(?P<pm>0[1-9]|1[0-2])(?P=ps)
        (?P<py>(?:19|20)\d\d)(?!\d))
    |(?P<full>(?<![\d.])(?P<fd>\d{1,2})[ ]?(?P<sep>[./])[ ]?(?P<fm>\d{1,2})[ ]?(?P=sep)[ ]?
        (?P<fy>\d{4}|20[ ]\d\d(?![.:\d])|\d\d)(?!\d))
    |(?P<roman3>(?<![\d.])(?P<rd>\d{1,2})[ ]?(?P<rs>[./ ])[ ]?(?P<rm>[IVXІХivxх]{1,4})[ ]?
        (?P=rs)[ ]?(?P<ry>(?:19|20)\d\d|\d\d(?=[ ]?г)|(?<=[./])\d\d)(?!\d))
    |(?P<dashed>(?<![\d.])(?P<dd>\d{1,2})-(?P<dm>\d{1,2})-(?P<dy>(?:19|20)\d\d)(?!\d))
    |(?P<short>(?<![\d.])(?P<sd>\d{1,2})\.(?P<sm>0[1-9]|1[0-2])\.?(?![\d]))
    |(?P<month>(?<!\d)(?<!\d\.)(?P<mm>0?[1-9]|1[0-2])[./](?P<my>(?:19|20)\d\d)(?!\.?\d))
    |(?P<romannth>(?P<roman>[IVXІХ]{1,4})-?(?i:й|го|ый|ого|ом|м|ая|я|ой|ую|е|ое)(?![^\W\d_]))
    |(?P<typed>1[УуVv](?![^\W\d_]))
    |(?P<nth>(?P<digits>\d{1,9})(?:[ ]?-)?(?i:ый|ой|ого|его|ому|ом|ем|го|му|ая|ую|ое|ые|ых|ья|ье|
        ти|ми|й|м|я|е|ю|х|а)(?![^\W\d_]))
    |(?P<named>(?<![^\W_])[А-ЯЁA-Z]{2,6}-\d{1,3}(?![\d.]))
    |(?P<zero>(?<![\w])0[^\W\d_]{4,})
    |(?P<number>\d+)
    |(?P<word>[^\W\d_]+)
    |(?P<mark>[^\s])
    """,
    re.VERBOSE,
)


def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of a cleaned text, in order."""
    made = [one for match in _TOKEN.finditer(as_meant(text)) for one in _tokens(match)]
    found = [_as_printed(one, text) for one in made]
    return tuple(_said_twice(tuple(_compound(_with_stops(_mended(found))))))


def _as_printed(token: Token, text: str) -> Token:
    """The token as it stood there; to take a letter for a figure or back is a slip mended."""
    printed = text[token.begin : token.end]
    word = token.shape is Shape.WORD and printed.isalpha()
    same = printed == token.text or word
    return token if same else replace(token, text=printed, slip=True)


def _tokens(match: re.Match[str]) -> Iterator[Token]:
    begin, end, text = match.start(), match.end(), match.group()
    kind = next(name for name in _KINDS if match[name] is not None)
    if kind in _DATES:
        day, month, year = (_printed(match[one]) if one else 0 for one in _DATES[kind])
        year += 2000 if 0 < year < 100 else 0  # noqa: PLR2004 - «23» is 2023
        slip = kind == "spaced"
        yield Token(
            Shape.DATE, text, begin, end, "DATE", day=day, month=month, year=year, slip=slip
        )
    elif kind == "broken":
        yield Token(Shape.NUMBER, text, begin, end, "", int(text.replace(" ", "")), slip=True)
    elif kind in ("nth", "number"):
        digits = match["digits"] or text
        value = int(digits) if len(digits) < 10 else 0  # noqa: PLR2004 - no term counts further
        yield Token(Shape.NUMBER, text, begin, end, "NTH" if kind == "nth" else "", value)
    elif kind == "romannth":
        number = _ROMAN.get(match["roman"].lower().translate(_CYRILLIC_TO_ROMAN), 0)
        yield Token(Shape.WORD, text, begin, end, "ROMAN" if number else text.lower(), number)
    elif kind == "typed":
        yield Token(Shape.WORD, text, begin, end, "ROMAN", 4)
    elif kind == "named":
        yield from _named(text, begin)
    elif kind == "zero":
        # «0ктябрь» is read off a scan; of any other word the figure stays in front.
        yield replace(_word(f"о{text[1:]}", begin), text=text, slip=True)
    elif kind == "word":
        yield from _words(text, begin)
    else:
        yield Token(Shape.MARK, text, begin, end, text)


def _named(text: str, begin: int) -> Iterator[Token]:
    """«ОО-1» is the name of a form, and its figure no day; «МАРТ-15» is two words."""
    head, _, figures = text.partition("-")
    word, at = _word(head, begin), begin + len(head)
    if word.word == "место" or not (word.known or word.word == "ROMAN"):
        yield Token(Shape.WORD, text, begin, begin + len(text), text.lower())
        return
    yield word
    yield Token(Shape.MARK, "-", at, at + 1, "-")
    yield Token(Shape.NUMBER, figures, at + 1, begin + len(text), "", int(figures))


def _printed(digits: str) -> int:
    """A part of a date; a printed nought is no day and no month, and not one left out."""
    if not digits[0].isdigit():
        return _ROMAN.get(digits.lower().translate(_CYRILLIC_TO_ROMAN), _IMPOSSIBLE)
    return int(digits.replace(" ", "")) or _IMPOSSIBLE


_IMPOSSIBLE = 99
_DATES = {
    "iso": ("id", "im", "iy"),
    "spaced": ("pd", "pm", "py"),
    "full": ("fd", "fm", "fy"),
    "roman3": ("rd", "rm", "ry"),
    "dashed": ("dd", "dm", "dy"),
    "short": ("sd", "sm", ""),
    "month": ("", "mm", "my"),
}
_KINDS = ("broken", *_DATES, "romannth", "typed", "nth", "named", "zero", "number", "word", "mark")


def _words(text: str, begin: int) -> Iterator[Token]:
    """One word; a roman numeral glued to the next word makes two."""
    whole = _word(text, begin)
    if whole.known and not whole.slip:
        yield whole
        return
    for at in range(min(4, len(text) - 1), 0, -1):
        head, tail = _word(text[:at], begin), _word(text[at:], begin + at)
        if head.word == "ROMAN" and tail.known and not tail.slip:
            yield from (head, tail)
            return
    yield whole


def _word(text: str, begin: int) -> Token:
    end, lower = begin + len(text), text.lower()
    form = lower.translate(LATIN)
    roman = _ROMAN.get(lower.translate(_CYRILLIC_TO_ROMAN)) or _TYPED_ROMAN.get(lower)
    if roman and form not in FORMS:
        return Token(Shape.WORD, text, begin, end, "ROMAN", roman)
    if form in FORMS:
        return Token(Shape.WORD, text, begin, end, *FORMS[form], known=True)
    near = corrected(form)
    if near:
        return Token(Shape.WORD, text, begin, end, *FORMS[near], known=True, slip=True)
    return Token(Shape.WORD, text, begin, end, form)


def _mended(found: Sequence[Token]) -> Iterator[Token]:
    """A word broken by a hyphen at the end of a line is one word: «сен- тябрь»."""
    at = 0
    while at < len(found):
        joined = _joined(found[at : at + 3])
        halves = None if joined else _halves(found[at : at + 2])
        yield joined or halves or found[at]
        at += 3 if joined else 2 if halves else 1


def _joined(three: Sequence[Token]) -> Token | None:
    if len(three) < 3 or [one.shape for one in three] != [Shape.WORD, Shape.MARK, Shape.WORD]:  # noqa: PLR2004
        return None
    head, dash, tail = three
    if dash.text != "-" or dash.begin != head.end or (head.known and tail.known):
        return None
    whole = _word(head.text + tail.text, head.begin)
    if not whole.known or whole.slip:
        return None
    return replace(whole, text=f"{head.text}-{tail.text}", end=tail.end)


def _halves(two: Sequence[Token]) -> Token | None:
    """«Ноя брь» is one word that a scan has torn; of two known words neither is a half."""
    if len(two) < 2 or {one.shape for one in two} != {Shape.WORD}:  # noqa: PLR2004
        return None
    head, tail = two
    if head.word in SMALL or (head.known and tail.known) or tail.begin != head.end + 1:
        return None
    whole = _word(head.text + tail.text, head.begin)
    if not whole.known or whole.slip:
        return None
    return replace(whole, text=f"{head.text} {tail.text}", end=tail.end, slip=True)


def _with_stops(found: Iterator[Token]) -> Iterator[Token]:
    """The full stop of an abbreviation belongs to it."""
    held: Token | None = None
    for one in found:
        if held and one.text == "." and one.begin == held.end and _form(held) in ABBREVIATIONS:
            held = replace(held, text=f"{held.text}.", end=one.end)
            continue
        if held:
            yield held
        held = one
    if held:
        yield held


def _form(token: Token) -> str:
    return token.text.lower().translate(LATIN)


def _compound(found: Iterator[Token]) -> Iterator[Token]:
    """«двадцать пятого» is one number."""
    held: Token | None = None
    for one in found:
        if held and one.word in ("ORDINAL", "CARDINAL") and 0 < one.number < 10:  # noqa: PLR2004
            text = f"{held.text} {one.text}"
            yield replace(one, text=text, begin=held.begin, number=held.number + one.number)
            held = None
            continue
        if held:
            yield held
        held = one if one.word == "CARDINAL" and one.number in (20, 30) else None
        if not held:
            yield one
    if held:
        yield held


def _said_twice(found: Sequence[Token]) -> Iterator[Token]:
    """«5 (пяти) дней» says one number in figures and in words."""
    at = 0
    while at < len(found):
        figure, *words = found[at : at + 4]
        same = _same_number(figure, words)
        yield replace(figure, text=figure.text, end=words[-1].end) if same else figure
        at += 4 if same else 1


def _same_number(figure: Token, words: Sequence[Token]) -> bool:
    if figure.shape is not Shape.NUMBER or [one.text for one in words[::2]] != ["(", ")"]:
        return False
    return words[1].word == "CARDINAL" and words[1].number == figure.number
