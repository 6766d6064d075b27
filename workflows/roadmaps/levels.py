"""Who a measure is for: the region, the municipality, the school, or several of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workflows.roadmaps.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

REGIONAL, MUNICIPAL, SCHOOL = "regional", "municipal", "school"
ORDER = (REGIONAL, MUNICIPAL, SCHOOL)

_HEADINGS = (
    (
        SCHOOL,
        re.compile(
            r"школьн\w* уров|уров\w* (?:оо\b|оу\b|школ|(?:обще)?образовательн|учрежден)"
            r"|институциональн"
        ),
    ),
    (MUNICIPAL, re.compile(r"муниципальн\w* уров|уров\w* (?:муниципал|район|округ|город|моуо)")),
    (REGIONAL, re.compile(r"(?:региональн|краев|областн|республиканск)\w* уров|уров\w* регион")),
)
_ACTORS = (
    (
        SCHOOL,
        re.compile(
            r"\b(?:оо|оу|шнор|шнсу|шнро)\b|\bшкол(?!ьник)|общеобразовательн|педагог|учител"
            r"|директор\w* (?:шнро|шнор|оо|школ)|классн\w* руководител|сош\b|лице[йя]|гимнази"
            r"|образовательн\w+ (?:организац|учрежден)"
        ),
    ),
    (
        MUNICIPAL,
        re.compile(
            r"управлени\w+ образовани|отдел\w* образовани|комитет\w* (?:по )?образовани|\bуо\b"
            r"|\bуон\b|\bмоуо|\bмсо\b|\bмрг\b|\bрмс\b|\bрмо\b|\bрмк\b|\bимц\b|\bммс\b|муниципал|районн"
            r"|рабочая группа|рабочей групп|методическ\w+ служб|городск"
        ),
    ),
    (
        REGIONAL,
        re.compile(
            r"министерств|департамент|\bиро\b|\bипк\b|\bрцоко\b|краев\w+ институт|региональн|амиро"
            r"|институт\w* развити"
        ),
    ),
)
_OFFICIAL = re.compile(r"начальник|главн\w+ специалист|ведущ\w+ специалист|методист|консультант")
_REGION = re.compile(r"министерств|департамент\w* образовани|правительств")
_MUNICIPALITY = re.compile(
    r"муниципальн|городск\w+ округ|район|город\w* |администраци|управлени\w+ (?:по )?образовани"
)
_LAND = re.compile(r"\b(?:кра[йяюе]|област|республик|автономн\w+ округ)")
_ONE_SCHOOL = re.compile(
    r"^муниципальн\w+ .{0,40}общеобразовательн\w+ (?:учреждение|организация)\b"
    r"|\b(?:мбоу|мкоу|маоу|мобу|моу|гбоу|мкоу)\b.{0,80}(?:сош|оош|лице|гимнази|школ)"
)
_MOST_WORDS = 5
_SOMEWHERE = re.compile(r"\b(?:уров(?:ень|не))\b")


def level_of_heading(heading: str) -> str:
    """The level a section heading names; empty if it names none, or is about something else."""
    text = plain(heading)
    # «Реализация программ на муниципальном уровне» tells what is done, not who does it.
    if not _SOMEWHERE.search(text) or len(text.split()) > _MOST_WORDS:
        return ""
    found = [level for level, words in _HEADINGS if words.search(text)]
    return found[0] if len(found) == 1 else ""


def level_of_cell(text: str) -> str:
    """The level a cell of the column «Уровень» names."""
    said = plain(text)
    words = {SCHOOL: r"школ|оо\b|образовательн", MUNICIPAL: "муницип|район", REGIONAL: "регион|кра"}
    return joined(level for level, pattern in words.items() if re.search(rf"\b(?:{pattern})", said))


def level_of_people(people: Iterable[tuple[str, str]]) -> str:
    """The level of those responsible, each a position and a body; empty if they do not show it."""
    found = set()
    for position, body in people:
        text = plain(f"{position} {body}")
        levels = {level for level, words in _ACTORS if words.search(text)}
        if MUNICIPAL in levels and text.startswith(("специалист", "управлен", "отдел", "комитет")):
            levels = {MUNICIPAL}
        if not levels and _OFFICIAL.search(text):
            levels = {MUNICIPAL}
        found |= levels
    return joined(found)


def level_of_document(body: str, title: str) -> str:
    """The level a document speaks for, by who issued it and how it is called."""
    for text in (plain(body), plain(title)):
        if _ONE_SCHOOL.search(text):
            return SCHOOL
        if _REGION.search(text):
            return REGIONAL
        if _MUNICIPALITY.search(text):
            return MUNICIPAL
        if _LAND.search(text):
            return REGIONAL
    return ""


def joined(levels: Iterable[str]) -> str:
    """Several levels in one word, from the widest to the narrowest."""
    found = set(levels)
    return "+".join(one for one in ORDER if one in found)
