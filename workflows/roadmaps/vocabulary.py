"""The words by which a column is known, whatever authority prints them."""

from __future__ import annotations

import re
from enum import StrEnum

from workflows.roadmaps.cells import flat
from workflows.roadmaps.words import plain


class Field(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    SECTION = "section"
    LEVEL = "level"
    TITLE = "title"
    TASK = "task"
    AUDIENCE = "audience"
    DEADLINE = "deadline"
    RESPONSIBLE = "responsible"
    RESULT = "expected_result"
    EVIDENCE = "evidence"
    YEAR = "year"
    ACTOR = "actor"
    NOTE = "note"
    UNKNOWN = "unknown"


_NUMBER_HEADING = re.compile(
    r"(№+|n[92eо]?|no|номер)\s?(п ?п|пункта?|мероприяти\w*|строки)?|п ?п|пункт|номер", re.IGNORECASE
)
_STRONG: tuple[tuple[Field, re.Pattern[str]], ...] = tuple(
    (field, re.compile(rf"\b(?:{words})"))
    for field, words in (
        (
            Field.NOTE,
            (
                r"примечани|отметк|комментари|мест[оа]\b|финансир|источник|ресурс|стоимост|объем"
                r"|статус|охват|форм[аы] (?:проведения|работы)|форма$|основани|факт\b|фактическ"
                r"|готов(?:о|н)|выполнен|причин"
            ),
        ),
        (
            Field.EVIDENCE,
            (
                r"документ|итогов\w+ документ|ссылк|подтвержда|подтвержден|отчетн|закрепля"
                r"|продукт|вид документ|артефакт"
                r"|форм[аы] (?:отчет|представлен|предъявлен|завершен|фиксац|контрол|результат)"
                r"|где (?:заслуш|рассматр|отраж)|выход\b|выходн"
            ),
        ),
        (
            Field.DEADLINE,
            (
                r"срок|дат[аы]\b|начал[оа]\b|окончани|период|когда\b|время|график|дедлайн|месяц"
                r"|недел[яи]\b"
            ),
        ),
        (
            Field.RESPONSIBLE,
            (
                r"ответств|уполномоч|отв\b|исполнител|соисполнител|кто\b|кому поруч"
                r"|^должност[ьи]|^организаторы?$|^координаторы?$|^кураторы?$|^ведущи[йе]$|^докладчики?$"
            ),
        ),
        (
            Field.RESULT,
            r"результат|эффект|показател|индикатор|итог|критери|прогнозируем|что получ",
        ),
        (Field.TITLE, r"мероприяти|действи|что дела(?:ть|ем|ется)|шаг[иа]?\b|активност|событи"),
        (Field.TASK, r"задач|цел[ьи]\b"),
        (
            Field.AUDIENCE,
            r"адресност|адресат|целев\w+ (?:аудитор|групп)|категори|участник|контингент|для кого",
        ),
        (Field.SECTION, r"направлени|раздел|блок\b|этап|модул|риск|проблем"),
        (Field.LEVEL, r"уров(?:ень|н)(?! (?:оо\b|оу\b|школ|муницип|регион|район|учрежден))"),
    )
)
_WEAK: tuple[tuple[Field, re.Pattern[str]], ...] = (
    (
        Field.TITLE,
        re.compile(
            r"\b(?:содержани|наименовани|название|вид\w* |работ|мер[аы]?\b|план\b|тем[аы]\b|тематик"
            r"|вопрос|пути решени|способ\w* решени|решени[ея]\b)"
        ),
    ),
)
_PART_OF_YEAR = re.compile(
    r"(?:[iх]{1,3}|i?v|[1-4]) ?(?:кв|квартал\w*|полугоди\w+|четверт\w+)"
    r"(?: 20\d\d(?: (?:20)?\d\d)?(?: уч\w*)?(?: г\w*)?)?"
    r"|январь|февраль|март|апрель|май"
    r"|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь"
    r"|янв|февр?|мар|апр|июн|июл|авг|сент?|окт|ноя|нояб|дек"
)
_BROKEN_WORD = re.compile(r"(?<=[а-яё])-\s+(?=[а-яё])")
_REAL = re.compile(r"\b(?:факт|фактическ\w+)\b")
SPAN_HEADING = re.compile(r"(?:месяц|недел[яи])\b")
"""A column of spans of time is printed once for all rows that lie in one."""
FORM_HEADING = re.compile(r"форм|документ|отчетн")
"""Over titles: the document of each stands in brackets behind it."""
HELPS = re.compile(r"\b(?:наставник|тьютор|лидер|партнер|ресурсн|базов|опорн|куратор|стажиров)")
"""Over a column of schools: those that help, and are in no list themselves."""
STAGE = re.compile(r"\bэтап")
AUDIENCE_NAMES = re.compile(
    r"(наименование )?(оо|школ[аы]|образовательн\w+ (организаци\w+|учреждени\w+))"
)
ACTOR_WORDS = re.compile(
    r"\b(комитет|управлени[ея]|отдел|служб|школ|центр|министерств|департамент|администрац|"
    r"учредител|педагог|институт|муниципал|орган|регион|координатор|куратор|оо\b|моуо\b|цоко\b|уо\b|"
    r"шнор\b|шнсу\b|шнро\b|иро\b|учител|директор|руководител|методист|тьютор|наставник|мсу\b|имц\b|рмк\b|м[бка]?оу\b|сош\b|оош\b|гимнази|лице[йя])"
)
_YEAR = re.compile(
    r"(?:на |в |за )?(20\d\d)(?:\s?[-–/]\s?((?:20)?\d\d))?\s?(?:уч(?:ебн\w+)?\.? ?)?(?:г\w*)?"
)
_LONGEST_KNOWN = 90
_FIRST_WORDS = 45
_EVEN_OF_ACTORS = {Field.NUMBER, Field.DEADLINE, Field.RESPONSIBLE, Field.EVIDENCE}


def recognised(heading: str) -> Field:
    """The field a heading names; of several the one named first."""
    # A narrow column breaks its words: «Меро-», and «приятие» below.
    text = plain(_BROKEN_WORD.sub("", actor_name(heading)))
    if not text or len(text) > _LONGEST_KNOWN or AUDIENCE_NAMES.fullmatch(text):
        return Field.UNKNOWN
    if _REAL.search(plain(heading)) and "план" not in plain(heading):
        return Field.NOTE
    if _NUMBER_HEADING.fullmatch(text):
        return Field.NUMBER
    if _PART_OF_YEAR.fullmatch(text):
        return Field.DEADLINE
    for patterns in (_STRONG, _WEAK):
        found = [
            (one.start(), at, field)
            for at, (field, pattern) in enumerate(patterns)
            if (one := pattern.search(text[:_FIRST_WORDS]))
        ]
        if found:
            at, _, field = min(found)
            # «Школы с низкими результатами» are those who act.
            acts = at > 0 and ACTOR_WORDS.match(text) and field not in _EVEN_OF_ACTORS
            return Field.UNKNOWN if acts else field
    return Field.UNKNOWN


def is_part_of_year(heading: str) -> bool:
    """Whether a heading is a month, a quarter or the like, and nothing else."""
    return bool(_PART_OF_YEAR.fullmatch(plain(heading)))


def year_of(heading: str) -> str:
    """The year a heading is: «2021», «2021 год», «2023/24»; empty if it is none."""
    found = _YEAR.fullmatch(flat(heading).strip(" .:").lower())
    if not found:
        return ""
    if not found[2]:
        return found[1]
    return f"{found[1]}/{found[2][-2:]}"


def actor_name(heading: str) -> str:
    """Who acts, without the list of schools that may stand in brackets behind."""
    said = flat(heading)
    if "(" not in said:
        return said
    return re.sub(r"\s*\([^()]*(?:\([^()]*\)[^()]*)*\)?\W*$", "", said) or said
