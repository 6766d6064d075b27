"""The body that issued a document, as it calls itself, wherever the document names it."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from workflows.roadmaps.cells import flat

if TYPE_CHECKING:
    from workflows.roadmaps.officials import Official


LONGEST_LINE = 160
"""Letters of a line that may name an order, a body or a person; a longer one is prose."""
_PAPER = r"(?:приказ|распоряжени|постановлени|письм)"
_BODY_WORDS = (
    ("управления", "Управление"),
    ("комитета", "Комитет"),
    ("отдела", "Отдел"),
    ("министерства", "Министерство"),
    ("департамента", "Департамент"),
    ("администрации", "Администрация"),
)
_BODY = re.compile(
    rf"\b(?:{'|'.join(one for one, _ in _BODY_WORDS)})\b"
    r"(?:[^.;№\d]|(?<=\bг)\.(?=\s?[А-ЯЁ])){3,200}",
    re.IGNORECASE,
)
_BODY_ALONE = re.compile(
    r"муниципальн\w+ .{0,40}общеобразовательн\w+ (?:учреждение|организация)\s[^.;:]+$"
    r"|(?:муниципальн\w+ |городск\w+ )?"
    r"(?:управление|комитет|отдел|министерство|департамент|администрация)\s[^.;:]+$",
    re.IGNORECASE,
)
_OF_TOWN = re.compile(r"\b(?:г|с|п|пгт|рп|ст)\. ?[а-яё]")
_LETTERHEAD = re.compile(
    r"\d|№|г\.\s|с\.\s|п\.\s|российская федерация"
    r"|(?:руководител|директор|начальник)\w*(?:ям|ам|ю|у)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\b(?:ул|тел|факс|e-?mail|инн|кпп|окпо|огрн|сайт)\b|\b\d{6}\b|@|https?:", re.IGNORECASE
)
_BEFORE_LAND = re.compile(r"(?:(?:МУНИЦИПАЛЬН|ГОРОДСК)\w+ )?(?:РАЙОН|ОКРУГ|КРА)")
_COMMON_WORDS = {
    *("по", "и", "образования", "образованию", "образовательный", "науке"),
    *("муниципального", "городской", "муниципальной", "округ", "округа", "района"),
    *("район", "город-курорт", "края", "области", "города", "городского", "отдел"),
    *("комитет", "школ", "школы", "приказ", "молодежной", "политики", "культуры"),
}


def body_of_heading(above: list[str], everything: list[str]) -> str:
    """The body in the letterhead over the word «ПРИКАЗ», in common letters."""
    lines = [one for one in above if not _LETTERHEAD.match(one) and not _ADDRESS.search(one)]
    known = set(re.findall(r"\b[А-ЯЁ][а-яё-]{2,}\b", " ".join(everything)))
    # A line in capitals goes on in the next one.
    runs = (flat(" ".join(run)) for _, run in groupby(lines, str.isupper))
    return " ".join(_in_common(one, known) if one.isupper() else one for one in runs).strip(" .,")


def _in_common(text: str, known: set[str]) -> str:
    """A heading in capitals in common letters."""
    words = text.strip(" .,").split()
    said = " ".join(
        _common(one, at, known, " ".join(words[at + 1 : at + 3])) for at, one in enumerate(words)
    )
    return _OF_TOWN.sub(lambda one: one[0][:-1] + one[0][-1].upper(), said)


def _common(word: str, at: int, known: set[str], after: str) -> str:
    """A word in capitals as it is written elsewhere; adjectives of places keep a capital letter."""
    if word.startswith("«"):
        return f"«{word[1:].capitalize()}"
    small = word.lower()
    named = word.capitalize() in known and not small.startswith(("управлени", "администраци"))
    of_land = bool(re.search(r"ного$|вого$", small)) and _BEFORE_LAND.match(after)
    of_place = (of_land and small not in _COMMON_WORDS) or (
        re.search(r"(?:ского|цкого|ской|цкой)$", small)
        and not small.startswith(("город", "сель", "посел"))
    )
    if at == 0 or word.endswith("»") or of_place or (named and small not in _COMMON_WORDS):
        return word.capitalize()
    return small


def body_of_annex(front: list[str]) -> str:
    """The body as «приказом управления образования ...» names it, in the nominative."""
    whole = flat(" ".join(one for one in front if len(one) <= LONGEST_LINE))
    found = re.search(rf"{_PAPER}\w*\s+({_BODY.pattern})", whole, re.IGNORECASE)
    if named := re.search(rf"{_PAPER}\w*\s+((?:М[БК]?У|ГК?У)\s+«[^»]{{3,100}}»)", whole):
        return named[1]
    if not found:
        return ""
    body = re.split(r"\s+от\s*$|\s+от\s+(?=\W*\d)", found[1])[0]
    return nominative_body(body)


def body_of_lines(front: list[str]) -> str:
    """The body where it stands alone in a line, as in the head of a sheet."""
    return next((one for one in front[:6] if _BODY_ALONE.match(one) and len(one) < 150), "")  # noqa: PLR2004


def body_of_post(official: Official | None) -> str:
    """The body whose head approved: «Начальник управления образования ...»."""
    found = _BODY.search(official.position) if official else None
    return nominative_body(found[0]) if found else ""


def nominative_body(text: str) -> str:
    """«Управления образования администрации ...» as the body calls itself."""
    body = flat(text).strip(" ,.")
    for genitive, nominative in _BODY_WORDS:
        if body.lower().startswith(genitive):
            return nominative + body[len(genitive) :]
    return body
