"""Documents that fix a result: those of a column, and those in brackets behind a title."""

from __future__ import annotations

import re

from workflows.roadmaps.cells import flat

_BRACKET = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_DOCUMENTS = (
    r"приказ|приложение к|распоряжени|постановлени|план|программ|справк|аналитическ|отч[её]т"
    r"|протокол|положени|договор|соглашени|дорожн|карт[аы]|форм[аы]|баз[аы] данных|реестр|список"
    r"|перечень|паспорт|анкет|график|письм|презентаци|публикаци|методическ|рекомендаци|сертификат"
    r"|удостоверени|журнал|иом\b|ктп\b|чек-лист|мониторинг|материал|локальн|проект|скриншот|ссылк|раздел|измен[её]нн"
)
_DOCUMENT = re.compile(rf"(?:{_DOCUMENTS})", re.IGNORECASE)
_EVENT = re.compile(
    r"семинар|вебинар|кругл|мастер-класс|стажировк|консультаци|совещани|конференци|тренинг|конкурс"
    r"|собеседовани|встреч|выезд|заседани|курс|собрани|очн|заочн|дистанционн|онлайн",
    re.IGNORECASE,
)
_NEXT_DOCUMENT = re.compile(
    r"(?<=[.;)»])\s+(?=[А-ЯЁ])|(?<=[а-яёА-ЯЁ»)])\s+(?=(?:Приказ|Отч[её]т|Договор|Положени|Протокол|"
    r"Справк|Оргпроект|Аналитическ|Распоряжени|Соглашени|Реестр|Программ[аы]\b|Рекомендаци|План\b)"
    r"[а-яё]*\b)"
)
_ABBREVIATION = re.compile(r"\b(?:т|п|г|др|пр|им|ст|ул)\.$")
_LISTED = re.compile(r"^\d{1,2}[.)]\s+(?=[А-ЯЁа-яё«])")
_MARKS = " ;,•–—-·▪●○■*\uf0b7"
_LONGEST_FORM = 120


def evidence_of_column(text: str) -> tuple[str, ...]:
    """The documents of a cell: paragraphs, parts between semicolons, sentences of their own."""
    found = []
    for line in text.split("\n"):
        for part in _LISTED.sub("", line, count=1).split(";"):
            found.extend(_parted(part))
    said = (one.strip(_MARKS) for one in found)
    return tuple(dict.fromkeys(one for one in said if any(map(str.isalpha, one))))


def _parted(text: str) -> list[str]:
    """«Модель ... в ОО. Договоры ... Отчет ...» are three documents."""
    parts: list[str] = []
    start = 0
    for cut in _NEXT_DOCUMENT.finditer(text):
        piece = text[start : cut.start()]
        named = _DOCUMENT.search(text[cut.end() : cut.end() + 30])
        begins = re.match(r"\W*\w+\s+\w+", piece)
        if not named or not begins or _ABBREVIATION.search(piece):
            continue
        # «Приказ Об утверждении», «Положение о ... Приказ УО» differ by what goes before.
        parts.append(piece.rstrip("."))
        start = cut.end()
    return [*parts, text[start:]]


def evidence_of_title(title: str, *, form: bool) -> tuple[str, ...]:
    """The documents in brackets of a title, where the heading says that the form stands there."""
    if not form:
        return ()
    text = flat(title)
    brackets = list(_BRACKET.finditer(text))
    found = []
    for at, one in enumerate(brackets):
        said = one[1].strip()
        last = at + 1 == len(brackets) and not text[one.end() :].strip(" .;")
        if (
            len(said) > _LONGEST_FORM
            or _EVENT.match(said)
            or _stands_for(said, text[: one.start()])
        ):
            continue
        if last or re.match(r"(?:приказ|приложение к|распоряжени|протокол)", said, re.IGNORECASE):
            found.append(said)
    return tuple(dict.fromkeys(found))


def _stands_for(short: str, before: str) -> bool:
    """Whether a bracket only shortens the words before it: «... качества образования (ВСОКО)»."""
    if not short.isupper() or " " in short:
        return False
    words = re.findall(r"\w+", before)
    behind = "".join(one[0] for one in words[-2 * len(short) :]).upper()
    # «Внутришкольный контроль (ВШК)» takes two letters of one word.
    edges = short[-1] == behind[-1:] and short[0] in behind[-len(short) :]
    return edges or short[-3:] in behind[-4:]
