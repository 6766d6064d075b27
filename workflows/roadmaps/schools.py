"""Schools that a document names, and the lists they stand in: ШНОР, ШНСУ, 500+, those that left."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workflows.roadmaps.cells import flat
from workflows.roadmaps.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SHNOR, SHNSU, FIVE_HUNDRED, LEFT = "ШНОР", "ШНСУ", "500+", "left"


@dataclass(frozen=True, slots=True)
class NamedSchool:
    """A school as printed, its name completed from the list it stands in, and its lists."""

    name: str
    printed: str
    lists: tuple[str, ...] = ()
    year: int | None = None


_LEGAL = (
    r"(?:М[БКАО]*ОУ|МОБУ|МОАУ|МБУ|Г[БКАО]*ОУ|ЧОУ|БОУ|КОУ|АОУ|МКУ|ФГКОУ|АККОУ|ККОУ"
    r"|[Мм]униципальное (?:бюджетное|каз[её]нное|автономное) общеобразовательное учреждение)"
)
_TYPE = (
    r"(?:СОШ|ООШ|НОШ|ОСШ|ОСП|СКОШ|СШ|ОШ|КШ|ВСОШ|В\(С\)ОШ|ЦО|"
    r"[Лл]ице[йя]|[Гг]имнази[яи]|[Шш]кола(?:-интернат|-сад)?|[Шш]колы)"
)
_NUMBER = r"№{1,2}\s?\d{1,4}"
_QUOTED = r"[«\"][^«»\"\n]{2,80}[»\"]"
_PLACE = (
    r"(?:(?:г|с|п|д|х|ст|аул|пос|пгт|рп|дер|ж\.?\s?д\.?\s?ст|станиц[аы]|сел[оа]|пос[её]л[ок]\w*|"
    r"город[а]?|деревн[яи])\.?\s*[А-ЯЁ][\w-]+(?:\s[А-ЯЁ][а-яё-]+)?)"
)
_HONOUR = (
    r"(?:(?:им\.|имени)\s*(?:Героя\s(?:Советского Союза\s|России\s|РФ\s)?)?"
    r"(?:[А-ЯЁ]\.\s?){0,2}[А-ЯЁ][\w-]+)"
)
_SHORT_TYPE = r"(?:СОШ|ООШ|НОШ|ОШ|СШ)\b"
_VILLAGE = (
    r"[А-ЯЁ][а-яё]{1,30}(?:-[А-ЯЁа-яё]{1,30}){0,3}(?:(?:ая|яя)\s+(?:(?:средняя|основная|начальная)\s+"
    rf"(?:общеобразовательная\s+)?)?(?:{_SHORT_TYPE}|школа(?:-интернат|-сад)?\b|гимназия\b)"
    r"|(?:ий|ый|ой)\s+лицей\b)"
)
"""«Ивановская СОШ»: a school by the name of its village."""
_ANY_SCHOOL = re.compile(
    r"(?:Кажд|Люб|Дан|Наш|Базов|Опорн|Сельск|Городск|Муниципальн|Бюджетн|Малокомплектн|Вечерн|Так"
    r"|Перв|Друг|Кажд|Ведущ|Районн)\w+\s"
)
SCHOOL = re.compile(
    rf"(?:[Фф]илиал\s+(?={_LEGAL}))?(?:(?P<legal>{_LEGAL})\s+)?(?:"
    rf"(?P<type>{_TYPE})(?:\s?{_NUMBER})?(?:\s?{_QUOTED})?(?:,?\s{_PLACE}|\s{_HONOUR}){{0,3}}"
    rf"|(?P<village>{_VILLAGE})(?:\s?{_NUMBER})?(?:,?\s{_PLACE}|\s{_HONOUR}){{0,3}}"
    rf"|(?P<quoted>{_QUOTED})(?:\s?{_NUMBER})?(?:\s(?:в\s)?{_PLACE}){{0,2}})"
)
_NAMED = re.compile(rf"{_NUMBER}|{_QUOTED}|{_PLACE}|{_HONOUR}")
_PLAINLY = re.compile(rf"\b{_SHORT_TYPE}|(?:[Лл]ицей|[Гг]имназия|[Шш]кола)\s?№")
"""What is a school without its legal form: «СОШ № 4», «Школа № 7», but not «Школа актива»."""
_IS_SCHOOL = re.compile(rf"\b{_TYPE}")
_MARKS = (
    (FIVE_HUNDRED, re.compile(r"500\s?\+")),
    (SHNSU, re.compile(r"(?:неблагоприятн|сложн)\w+\s+социальн|ШНСУ|ШССУ", re.IGNORECASE)),
    (SHNOR, re.compile(r"низки\w+\s+(?:\w+\s+)?результат|ШНОР|ШНРО", re.IGNORECASE)),
)
_WENT = re.compile(r"^[^.(;]{0,60}\b(?:вышл[аи]|выбыл[аи]|исключен\w*|выведен\w*)\b[^.;]{0,80}")
_YEAR = re.compile(r"(?:по итогам|по результатам|на конец|\bв|\bза)\s+(20\d\d)\s*г")
_COUNTED = (
    r"%|[-–]\s?\d|кл|чел|уч|пед|дет|обуч|раз|дн|час|балл|процент|руб|мес|лет\b|год|школ|предмет"
    r"|[а-я]+\s+20\d\d"
)
_MORE = re.compile(rf"(?:\s*(?:,|;|\bи\b)\s*№?\s?\d{{1,3}}(?![\d.]*\d|\s*(?:{_COUNTED})))+(?=\W|$)")
"""«СОШ № 1, 5 и 12»: the numbers behind the first are schools of the same kind."""
_NEAR = 400
_LONGEST = 200_000
_LONGEST_HEADING = 250
_LINES_OF_HEADING = 3
_LISTED = re.compile(r"\d{1,3}[.)]\s*|[-–—•]\s*")


def named_schools(texts: Iterable[str], *, otherwise: str = "") -> tuple[NamedSchool, ...]:
    """Every school of some texts, once, with all the lists it was found in."""
    return merged_schools(_in_texts((flat(one)[:_LONGEST] for one in texts), otherwise))


def _in_texts(texts: Iterable[str], otherwise: str) -> Iterator[NamedSchool]:
    """The schools of texts; «Школы с низкими результатами» over «1. МОУ ...» names their list."""
    heading = ""
    for text in texts:
        mark = _LISTED.match(text)
        item = SCHOOL.match(text, mark.end() if mark else 0)
        if item and _is_named(item):
            yield from _in_text(text, heading or otherwise)
        else:
            heading = _mark_of(text) if len(text) <= _LONGEST_HEADING else ""
            yield from _in_text(text, otherwise)


def listed_schools(above: str, rows: Iterable[str], otherwise: str) -> list[NamedSchool]:
    """The schools of a table: the row names the list, or else the line above the table."""
    general = _mark_of(above) or otherwise
    found: list[NamedSchool] = []
    for row in rows:
        own = _mark_of(row) or general
        found.extend(
            NamedSchool(_full_name(name, ""), name, (own,)) for name in school_names(row) if own
        )
    return found


def merged_schools(schools: Iterable[NamedSchool]) -> tuple[NamedSchool, ...]:
    """Each school once, with all its lists."""
    found: dict[str, NamedSchool] = {}
    for one in schools:
        known = found.get(school_key(one.name), one)
        lists = tuple(dict.fromkeys((*known.lists, *one.lists)))
        found[school_key(one.name)] = replace(known, lists=lists, year=known.year or one.year)
    return tuple(found.values())


def _mark_of(text: str) -> str:
    return next((name for name, words in _MARKS if words.search(text)), "")


def school_key(name: str) -> str:
    """What two printings of one school have in common."""
    return re.sub(r"\s", "", plain(re.sub(_LEGAL, "", name)))


def school_names(text: str) -> list[str]:
    """The schools of a text as printed."""
    said = flat(text)
    return [
        name for one in SCHOOL.finditer(said) if _is_named(one) for name in _all_named(said, one)[0]
    ]


def _all_named(text: str, found: re.Match[str]) -> tuple[list[str], int]:
    """A school and those named by their numbers alone behind it; where that ends."""
    printed = found[0].strip()
    own = re.search(rf"{_NUMBER}$", printed)
    more = _MORE.match(text, found.end()) if own else None
    if own is None or more is None:
        return [printed], found.end()
    kind = printed[: own.start()]
    return [printed, *(f"{kind}№ {one}" for one in re.findall(r"\d+", more[0]))], more.end()


def school_of_heading(lines: Sequence[str]) -> str:
    """The school whose name stands over its own plan; of several none is the author."""
    found = [
        line for line in lines if (one := SCHOOL.match(line)) and one["legal"] and _is_named(one)
    ]
    return found[0] if len(found) == 1 and found[0] in lines[:_LINES_OF_HEADING] else ""


def is_school(text: str) -> bool:
    """Whether a text is the name of one school and nothing else."""
    found = SCHOOL.match(text)
    return found is not None and _is_named(found) and not text[found.end() :].strip(" .,;")


def _is_named(found: re.Match[str]) -> bool:
    """A type alone is any school; quotation marks alone are anything."""
    if found["village"]:
        plainly = bool(found["legal"]) or bool(re.search(_SHORT_TYPE, found["village"]))
        return plainly and not _ANY_SCHOOL.match(found["village"])
    if found["quoted"]:
        # «МБУ «ИМЦ»» is an institution of another kind.
        of_schools = (found["legal"] or "") not in {"", "МБУ", "МКУ"}
        if not found["legal"]:
            return bool(_PLAINLY.search(found["quoted"]))
        return of_schools or bool(_IS_SCHOOL.search(found["quoted"]))
    return bool(_NAMED.search(found[0])) and (found["type"] != "Школы")


def _in_text(text: str, otherwise: str) -> list[NamedSchool]:
    matches = [one for one in SCHOOL.finditer(text) if _is_named(one)]
    found: list[NamedSchool] = []
    legal, end = "", 0
    lists: tuple[str, ...] = ()
    year: int | None = None
    for at, one in enumerate(matches):
        between = text[end : one.start()]
        fresh = at == 0 or not re.fullmatch(r"[\s,;и•–\d.)-]*", between)
        if fresh:
            legal = ""
            lists, said = _lists_before(text, end, one.start(), otherwise)
            year = said or year
        legal = one["legal"] or legal
        went = _WENT.match(text[one.end() : one.end() + 160])
        names, end = _all_named(text, one)
        found.extend(
            NamedSchool(_full_name(printed, legal), printed, (LEFT,) if went else lists, year)
            for printed in names
        )
    return [one for one in found if one.lists]


def _lists_before(
    text: str, since: int, until: int, otherwise: str
) -> tuple[tuple[str, ...], int | None]:
    """The list that the words before a school (or before its bracket) speak of."""
    before = text[max(since, until - _NEAR) : until]
    marks = [(words, name) for name, words in _MARKS if words.search(before)]
    years = _YEAR.findall(before)
    if any(name == FIVE_HUNDRED for _, name in marks):
        chosen = FIVE_HUNDRED
    elif marks:
        chosen = max(marks, key=lambda one: [m.start() for m in one[0].finditer(before)][-1])[1]
    else:
        chosen = otherwise
    return ((chosen,) if chosen else ()), (int(years[-1]) if years else None)


def _full_name(printed: str, legal: str) -> str:
    """The name with the legal form that the list prints once, before its first school."""
    name = re.sub(r"№+\s*", "№ ", printed)
    if legal and not re.match(rf"(?:[Фф]илиал\s+)?{_LEGAL}", name):
        if re.match(r"Лице|Гимнази|Школа", name):
            name = name[0].lower() + name[1:]
        return f"{legal} {name}"
    return name
