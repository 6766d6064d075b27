"""What an order says of itself in fixed words: body, number, day, signature, control, repeals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from workflows.roadmaps.cells import flat
from workflows.roadmaps.people import NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Official:
    """Who signed or controls, as printed; `name` is in the nominative where the document has it."""

    name: str
    position: str = ""
    printed: str = ""


@dataclass(frozen=True, slots=True)
class NumberedOrder:
    """An order named by number and day."""

    number: str
    day: date | None
    body: str = ""


_MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
_DAY = re.compile(
    rf"\b(\d{{1,2}})\.(\d{{1,2}})\.(20\d\d|\d\d)(?!\d)"
    rf"|[«\"]?(\d{{1,2}})[»\"]?\s+({'|'.join(_MONTHS)})\s+(20\d\d)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:№|N)\s*([0-9][\w/.–-]*|[А-ЯЁ]{1,4}-?\d[\w/.-]*)")
_ANNEX = re.compile(
    r"^(?:приложени|утвержд|к\s+(?:приказ|распоряж|постановл))|^(?:приказ|распоряжени)\w*\s",
    re.IGNORECASE,
)
_NUMBERED_ANNEX = re.compile(r"(?<=риложени[ею])\s*№\s?\d{1,2}\b|(?<=риложением)\s*№\s?\d{1,2}\b")
_LONGEST_LINE = 160
_BODY_WORDS = (
    ("управления", "Управление"),
    ("комитета", "Комитет"),
    ("отдела", "Отдел"),
    ("министерства", "Министерство"),
    ("департамента", "Департамент"),
    ("администрации", "Администрация"),
)
_BODY = re.compile(
    rf"\b(?:{'|'.join(one for one, _ in _BODY_WORDS)})\b[^.;№\d]{{3,200}}", re.IGNORECASE
)
_BODY_ALONE = re.compile(
    r"муниципальн\w+ .{0,40}общеобразовательн\w+ (?:учреждение|организация)\s[^.;:]+$"
    r"|(?:муниципальн\w+ |городск\w+ )?"
    r"(?:управление|комитет|отдел|министерство|департамент|администрация)\s[^.;:]+$",
    re.IGNORECASE,
)
_STAMP = re.compile(r"\W*утверждаю\b", re.IGNORECASE)
_LINES_OF_STAMP = 6
_POST = re.compile(
    r"^(?:и\.?\s?о\.?\s|исполняющ\w+ обязанности\s|врио\s|первый\s)?"
    r"(?:заместител|начальник|директор|министр|руководител(?!\w*\s+(?:программ|проект))|председател|глава|заведующ|ректор)",
    re.IGNORECASE,
)
_CONTROL = re.compile(
    r"контроль\s.{0,120}?возл(?:ожить|агаю|агается)\s+на\s+(.{3,250})$"
    r"|контроль\s.{0,120}?(остав(?:ляю|ить)\s+за\s+собой)",
    re.IGNORECASE,
)
_REPEAL = re.compile(r"утративш\w+\s+силу|\bотмен(?:ить|яется)\b", re.IGNORECASE)
_PAPER = r"(?:приказ|распоряжени|постановлени|письм)"
_ACT = r"(?:приказ|распоряжени|постановлени)"
_ITEM_NUMBER = re.compile(r"^\W*\d{1,2}(?:\.\d{1,2})*[.)]?\s*")
_OWN_CLAUSE = re.compile(
    rf"\W*(?:общий )?контроль\s+(?:за|над)\s+(?:\w+\s+){{1,3}}?(?:{_ACT}|возл|оставл|за собой)"
    rf"|.{{0,80}}\b(?:признать|считать)\b.{{0,300}}\bутративш\w+\s+силу"
    rf"|.{{0,40}}\b{_ACT}\w*\s+вступает\s+в\s+силу"
    rf"|.{{0,80}}\bдовести\b.{{0,80}}(?:{_ACT}.{{0,80}}до сведения|до сведения.{{0,80}}{_ACT})"
    rf"|.{{0,80}}\b(?:ознакомить|разместить|опубликовать)\b.{{0,40}}(?:настоящ|данн)\w+\s+{_ACT}"
    rf"|.{{0,40}}\b{_ACT}\w*\b.{{0,40}}\bдовести\b.{{0,40}}до сведения"
    r"|\W*утвердить\b.{0,300}\(?приложени",
    re.IGNORECASE,
)
_REPEALED = re.compile(
    r"(?:приказ\w*|распоряжени\w*|постановлени\w*)?\s*([^;№]{0,200}?)\s*от\s+"
    r"(\d{1,2}\.\d{1,2}\.20\d\d|[«\"]?\d{1,2}[»\"]?\s+[а-я]+\s+20\d\d)(?:\s*(?:г\.|года))?\s*(?:№|N)\s*([\w/.-]*\w)",
    re.IGNORECASE,
)
_NUMBER_FIRST = re.compile(
    r"(?:№|N)\s*([\w/.-]{0,40}\w)\s+(от\s+(?:\d{1,2}\.\d{1,2}\.20\d\d|[«\"]?\d{1,2}[»\"]?\s+[а-я]+\s+20\d\d))"
    r"(?!\s*(?:г\.|года)?\s*(?:№|N))"
)
"""«№ 5-п от 10.01.2023», to be read as «от 10.01.2023 № 5-п»."""
_BEFORE_BODY = re.compile(r".*?(?:приказ\w*|распоряжени\w*|постановлени\w*)\s+", re.IGNORECASE)
_OF_LIST = re.compile(r"[-–—•]|\d{1,2}\.\d{1,2}|(?:приказ|распоряжени|постановлени)", re.IGNORECASE)
_NOMINATIVE = (
    ("исполняющего", "исполняющий"),
    ("заместителя", "заместитель"),
    ("начальника", "начальник"),
    ("директора", "директор"),
    ("руководителя", "руководитель"),
    ("председателя", "председатель"),
    ("заведующего", "заведующий"),
    ("заведующую", "заведующая"),
    ("главного специалиста", "главный специалист"),
    ("ведущего специалиста", "ведущий специалист"),
    ("методиста", "методист"),
    ("первого", "первый"),
)
_LAND = re.compile(r"(?:ского|цкого|ской|цкой|ский|ская|ное|ная)$")


def read_day(text: str) -> date | None:
    """The first day a text names."""
    found = _DAY.search(text)
    if not found:
        return None
    try:
        if found[1]:
            year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)  # noqa: PLR2004
            return date(year, int(found[2]), int(found[1]))
        return date(int(found[6]), _MONTHS.index(found[5].lower()) + 1, int(found[4]))
    except ValueError:
        return None


def order_number_and_date(front: list[str]) -> tuple[str, date | None]:
    """The number and day of this order: in its head, or where the annex refers to it."""
    lines = [
        _NUMBERED_ANNEX.sub("", one)
        for one in front
        if len(one) <= _LONGEST_LINE and not _MINUTES.match(one)
    ]
    for at, line in enumerate(lines):
        near = " ".join(lines[at : at + 3]) if read_day(line) and len(line) < 40 else line  # noqa: PLR2004
        number = _NUMBER.search(near)
        if number and read_day(line) and (len(line) < 60 or _ANNEX.match(line)):  # noqa: PLR2004
            return number[1].rstrip(".,-"), read_day(line)
    for at, line in enumerate(lines):
        number = _NUMBER.search(line)
        near = " ".join(lines[max(0, at - 2) : at + 2])
        if number and len(line) < 40 and read_day(near):  # noqa: PLR2004
            return number[1].rstrip(".,-"), read_day(near)
    return "", None


def is_own_clause(text: str) -> bool:
    """Whether an item of an order is about the order itself: control, force, annexes."""
    return bool(_OWN_CLAUSE.match(_ITEM_NUMBER.sub("", text)))


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


_OF_TOWN = re.compile(r"\b(?:г|с|п|пгт|рп|ст)\. ?[а-яё]")
_MINUTES = re.compile(r"\W*протокол", re.IGNORECASE)
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


def body_of_annex(front: list[str]) -> str:
    """The body as «приказом управления образования ...» names it, in the nominative."""
    whole = flat(" ".join(one for one in front if len(one) <= _LONGEST_LINE))
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


def day_of_stamp(front: list[str]) -> date | None:
    """The day under «УТВЕРЖДАЮ», where it is filled in."""
    at = next((at for at, one in enumerate(front) if _STAMP.match(one)), None)
    lines = [] if at is None else front[at : at + _LINES_OF_STAMP]
    return next((day for one in lines if len(one) < 60 and (day := read_day(one))), None)  # noqa: PLR2004


def nominative_body(text: str) -> str:
    """«Управления образования администрации ...» as the body calls itself."""
    body = flat(text).strip(" ,.")
    for genitive, nominative in _BODY_WORDS:
        if body.lower().startswith(genitive):
            return nominative + body[len(genitive) :]
    return body


def signatory_of(front: list[str], back: list[str]) -> Official | None:
    """Who signed: a post with a name behind it, or below it; under «УТВЕРЖДАЮ» before elsewhere."""
    stamped = next((front[at:] for at, one in enumerate(front) if _STAMP.match(one)), [])
    for lines in (stamped, front, back):
        for at, line in enumerate(lines):
            if not _POST.match(line) or len(line) > _LONGEST_LINE:
                continue
            near = flat(" ".join(lines[at : at + 3]))
            name = NAME.search(near)
            if name and name.start() <= _LONGEST_LINE:
                post = near[: name.start()].strip(" ,_/")
                return Official(flat(name[0]), post, near[: name.end()])
    return None


def controller_of(
    lines: list[str], signatory: Official | None, people: Iterable[str] = ()
) -> Official | None:
    """Who controls the execution; «оставляю за собой» is whoever signed.

    The order prints the name in the accusative; `people` are the names the table prints.
    """
    known = [*(one for one in people), *([signatory.name] if signatory else [])]
    for line in lines:
        found = _CONTROL.search(line)
        if not found:
            continue
        if found[2]:
            name, post = (signatory.name, signatory.position) if signatory else ("", "")
            return Official(name, post, found[2])
        said = found[1].strip()
        match = NAME.search(said)
        post = (said[: match.start()] if match else said).strip(" ,-–(")
        post = post or (said[match.end() :].strip(" ,-–.;()") if match else "")
        spelled = flat(match[0]) if match else ""
        called = next((one for one in known if spelled and same_person(spelled, one)), spelled)
        return Official(called, _nominative_post(post).rstrip("."), said.rstrip(" ;"))
    return None


def same_person(one: str, other: str) -> bool:
    """Whether two printings are one person but for the ending of the surname."""
    letters = [sorted(re.findall(r"([А-ЯЁ])\.", text)) for text in (one, other)]
    names = [max(re.findall(r"[А-ЯЁ][а-яё-]+", text), key=len, default="") for text in (one, other)]
    stem = min(map(len, names)) - 2
    return letters[0] == letters[1] and stem > 2 and names[0][:stem] == names[1][:stem]  # noqa: PLR2004


def _nominative_post(post: str) -> str:
    for case, nominative in _NOMINATIVE:
        if post.lower().startswith(case):
            rest = post[len(case) :]
            # «первого заместителя министра»
            return nominative + (f" {_nominative_post(rest[1:])}" if case == "первого" else rest)
    return post


def repealed_of(lines: list[str]) -> tuple[NumberedOrder, ...]:
    """The orders a document repeals; a list of them may follow the word."""
    found: list[NumberedOrder] = []
    for line in _repeals(lines):
        body = ""
        said = re.sub(r"^\W*\d+[.)]\s*", "", line)
        for one in _REPEALED.finditer(_NUMBER_FIRST.sub(r"\2 № \1", said)):
            before, body = body, nominative_body(_BEFORE_BODY.sub("", one[1]))
            # «приказы ... от ... № 77 и от ... № 88» names the body once.
            body = before if len(body) < 3 or _REPEAL.search(body) else body  # noqa: PLR2004
            found.append(NumberedOrder(one[3], read_day(one[2]), body))
    return tuple(dict.fromkeys(found))


def _repeals(lines: list[str]) -> Iterator[str]:
    """The lines that repeal, and what is listed below one that ends with a colon."""
    under = False
    for line in lines:
        says = bool(_REPEAL.search(line))
        if says or (under and _OF_LIST.match(line)):
            yield line
        under = line.endswith(":") if says else under and bool(_OF_LIST.match(line))
