"""Who is responsible: names, posts and bodies told apart, in whatever order they are printed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from workflows.roadmaps.cells import flat


@dataclass(frozen=True, slots=True)
class Responsible:
    """A person with a post and a body, or a body alone; what is not printed is empty.

    The part a body plays («контроль») stands in `position`.
    """

    name: str = ""
    position: str = ""
    body: str = ""


_NO_SURNAME = (
    r"(?!(?:Управлени|Министерств|Комитет|Отдел|Образовани|Департамент|Район|Округ|Администраци|"
    r"Начальник|Директор|Заместител|Области|Края|Школ|Лице[йя]|Гимнази|Руководител|Специалист|Методист|"
    r"Глав[аы]|Министр|Председател|Службы|Центр|Заведующ))"
)
_SURNAME = rf"{_NO_SURNAME}[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_INITIALS = r"[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)"
NAME = re.compile(
    rf"{_INITIALS}\s?{_SURNAME}"
    rf"|{_SURNAME}\s*{_INITIALS}|{_SURNAME}\s+[А-ЯЁ]\.\s?[А-ЯЁ](?=[\s,;)–-]|$)"
    rf"|{_SURNAME}\s+[А-ЯЁ][а-яё]+\s+[А-ЯЁ][а-яё]+(?:вич|вна|ична|ьич|оглы|кызы)\b"
)
_POSTS = (
    r"заместител|начальник|директор|специалист|методист|руководител|заведующ|консультант|председател"
    r"|министр|ректор|координатор|куратор|инспектор|советник|референт|секретар|учител|завуч|проректор"
    r"|эксперт|психолог|тьютор|глава|и\.\s?о\.|исполняющ|ведущ|главн|старш|педагог|зам\b|зам\.|нач\."
)
_POST = re.compile(rf"(?:{_POSTS})", re.IGNORECASE)
_GROUPS = (
    r"администраци|педагог|учител|руководител|директор|специалист|методист|заместител|школ|члены|"
    r"рабоч|управлен|комитет|отдел|министерств|департамент|муниципальн|районн|классн|родител|"
    r"организаци|образовательн|общеобразовательн|методическ|тьютор|куратор|наставник|координатор|"
    r"психолог|социальн|центр|институт|служб|эксперт|управленческ|заведующ|начальник|оо\\b|оу\\b"
)
_GROUP = re.compile(rf"(?:{_GROUPS})".replace("\\\\", "\\"), re.IGNORECASE)
_NEXT_GROUP = re.compile(
    r"(?<=[а-яёА-ЯЁ)»])\s+(?=(?:Администраци|Педагогич|Руководител|Директор|Специалист|Управление |"
    r"Учител|Методист|Заместител|Комитет |Отдел |Школы|Классн|Муниципальн|Рабоч|Министерство|"
    r"Члены )[а-яё]*)"
    r"|(?<=[А-ЯЁ]{2})\s+(?=(?:директора|руководители|педагоги|учителя|заместители|специалисты|методисты)\s)"
)
_PART = re.compile(
    r"\s*\((контроль|координаци[яи]|координатор|организаци[яи]|организатор|согласование|"
    r"исполнени[ея]|исполнитель|соисполнитель|ответственный|мониторинг|общее руководство|"
    r"методическое сопровождение|участие|по согласованию)\)\s*$",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\s(?=(?:[А-ЯЁ]{2,}\b|[А-ЯЁ]{2,}[а-я]?\s|«|М[БКАО]?ОУ|(?:Управлени|Министерств|Комитет|Отдел|"
    r"Департамент|Администраци|Центр|Институт|Муниципальн|Службы)[а-яё]*\b))"
)
_OF_SCHOOL = re.compile(
    r"\W*(?:администрация|директор|(?:пед\w* )?коллектив|руководител[ьи]|учителя|завучи?|психолог"
    r"|(?:заместител[ьи]|зам\.) директора)\s*",
    re.IGNORECASE,
)
"""«Директор», and on the next line «школы»."""
_OF_SEVERAL = re.compile(r"(?:учителя|методисты|специалисты|заместители|педагоги|директора)\b")
_SEPARATORS = " ,;–—-:•·▪●○■*\uf0b7\n"
_FULL_STOP = re.compile(r"(?:(?<=[А-ЯЁа-яё]{5})|(?<=[А-ЯЁ]{2}))\.$")
_LISTED = re.compile(r"\d{1,2}[.)]\s+(?=[А-ЯЁа-яё])")
_PHONE = re.compile(
    r"[ ,;(]{0,3}(?:(?:тел|т|моб)\.?:?\s*)?(?:\+7|\b8)[\s(-]*\d{3,5}[\s)-]*\d[\d-]{3,9}\d\b\)?"
    r"|[ ,;(]{0,3}\bтел\.?:?\s*\d[\d-]{4,9}\d\b\)?",
    re.IGNORECASE,
)
"""A telephone is no post."""
_PLAYS = re.compile(
    r"^(?i:отв(?:етственн\w+)?|(?:со)?исп(?:олнител\w+)?)\.?"
    rf"(?:\s*[:–—-]\s+|\s+(?={NAME.pattern}))"
)
"""«Отв.: Иванова И.И.»: the word says what the column does."""
_INCLUDED = re.compile(r"\s*(?:в т\.\s?ч\.|в том числе|включая)", re.IGNORECASE)
_MORE_NUMBERS = re.compile(r"\s*(?:№+\s*)?\d{1,4}(?:\s*(?:и|[-–—])\s*(?:№\s*)?\d{1,4})?\s*")
_SMALL_GROUPS = re.compile(
    r"директора?\b|руководител[иь]\b|педагог|учител[яь]\b|специалисты?\b|методисты?\b|заместител[иь]\b"
    r"|администрация|школы\b|члены|куратор|тьютор|координатор|классные|заведующ|рабочая|управление\b"
)


def read_responsible(text: str) -> tuple[Responsible, ...]:
    """Everybody a cell names, in the order printed."""
    if not text.strip():
        return ()
    found: list[Responsible] = []
    for piece in _pieces(_PHONE.sub("", text)):
        names = list(NAME.finditer(piece))
        found.extend(_people(piece, names) if names else _bodies(piece))
    return tuple(dict.fromkeys(found))


def _pieces(text: str) -> list[str]:
    """The paragraphs of a cell, those that only go on joined again, cut at semicolons."""
    lines: list[str] = []
    for printed in text.split("\n"):
        line = _PLAYS.sub("", _LISTED.sub("", printed) if _LISTED.match(printed) else printed)
        of_one = line.startswith("школы") and bool(lines) and bool(_OF_SCHOOL.fullmatch(lines[-1]))
        small = line[:1].islower() and (of_one or not _SMALL_GROUPS.match(line))
        open_line = bool(lines) and lines[-1].rstrip().endswith((",", "-", "–"))
        bracket = line.startswith("(")
        post = bool(lines) and bool(NAME.search(lines[-1])) and bool(_POST.match(line))
        if lines and (small or bracket or open_line or (post and not NAME.search(line))):
            glue = ", " if post and not open_line else " "
            lines[-1] = f"{lines[-1]}{glue}{line}"
        else:
            lines.append(line)
    parts = [part for line in lines for one in _outside(line, ";") for part in one.split(" / ")]
    return [flat(one) for one in parts if one.strip()]


def _people(text: str, names: list[re.Match[str]]) -> list[Responsible]:
    """Names with what stands round them; who is named after a post is told by the first name."""
    before = text[: names[0].start()]
    bracketed = before.rstrip().endswith("(")
    group = before.rstrip().endswith(":") and not _POST.match(before)
    ended = group or before.rstrip().endswith((",", ";"))
    post_first = bool(before.strip(_SEPARATORS)) and not ended
    if post_first:
        return _after_posts(text, names, bracketed=bracketed)
    found = _bodies(before)
    for at, name in enumerate(names):
        end = names[at + 1].start() if at + 1 < len(names) else len(text)
        found.extend(_with_post(flat(name[0]), text[name.end() : end]))
    return _sharing_posts(found)


def _sharing_posts(people: list[Responsible]) -> list[Responsible]:
    """«Иванова И.И., Петрова А.А. – учителя» are two teachers."""
    found: list[Responsible] = []
    shared = ""
    for one in reversed(people):
        if one.name and not one.position and shared:
            found.insert(0, replace(one, position=shared))
        else:
            shared = one.position if one.name and _OF_SEVERAL.match(one.position) else ""
            found.insert(0, one)
    return found


def _with_post(name: str, behind: str) -> list[Responsible]:
    """A person with the post printed behind the name, and the bodies printed behind the post."""
    behind = behind.strip(_SEPARATORS).removeprefix("(")
    if behind.count(")") > behind.count("("):
        behind = behind.replace(")", "", 1)
    parts = [one.strip(_SEPARATORS) for one in _outside(behind, ",")]
    parts = [one for one in parts if one]
    if not parts:
        return [Responsible(name)]
    if not _POST.match(parts[0]) and _GROUP.match(parts[0]):
        return [Responsible(name), *_bodies(", ".join(parts))]
    post, more = parts[0], []
    for at, part in enumerate(parts[1:], 1):
        if _GROUP.match(part) or part.isupper():
            more = _bodies(", ".join(parts[at:]))
            break
        post = f"{post}, {part}"
    return [_posted(name, post), *more]


def _after_posts(text: str, names: list[re.Match[str]], *, bracketed: bool) -> list[Responsible]:
    """«директор школы Иванова И.И.», «отдел образования (Петров П.П.)»."""
    found: list[Responsible] = []
    start = 0
    for name in names:
        parts = [one.strip(_SEPARATORS + "()") for one in _outside(text[start : name.start()], ",")]
        parts = [one for one in parts if one]
        post = parts[-1] if parts else ""
        found.extend(body for one in parts[:-1] for body in _bodies(one))
        if bracketed and post and not _POST.match(post):
            found.append(Responsible(flat(name[0]), "", post))
        else:
            found.append(_posted(flat(name[0]), post))
        start = name.end()
    return [*found, *_bodies(text[start:].strip(_SEPARATORS + ")"))]


def _posted(name: str, post: str) -> Responsible:
    """«директор СЦРО» is a post and a body; «начальник отдела УОН» is too."""
    body, bracket, inner = post.partition("(")
    if bracket and ")" not in inner:
        # «Администрация школы (директор Иванова И.И.)»
        return Responsible(name, inner.strip(), body.strip(_SEPARATORS))
    cut = _BODY.search(post)
    if not cut or not cut.start() or re.search(r"\bпо\s*$", post[: cut.start()]):
        return Responsible(name, post)
    return Responsible(name, post[: cut.start()].strip(_SEPARATORS), post[cut.end() :].strip())


def _bodies(text: str) -> list[Responsible]:
    """Bodies and groups, parted by commas, or by nothing but a capital letter."""
    found = []
    for part in _listed(text):
        for one in _NEXT_GROUP.split(part):
            body = _FULL_STOP.sub("", one.strip(_SEPARATORS))
            if not any(map(str.isalpha, body)):
                continue
            plays = _PART.search(body)
            if plays:
                found.append(Responsible("", plays[1], body[: plays.start()].strip()))
            else:
                found.append(Responsible("", "", body))
    return found


def _listed(text: str) -> list[str]:
    """The parts between commas; «школы №№ 3, 7, 12» is one, «команда, в т.ч. тьюторы» too."""
    parts: list[str] = []
    for part in _outside(text, ","):
        counted = _MORE_NUMBERS.fullmatch(part) and re.search(r"№|\d", parts[-1] if parts else "")
        if parts and (counted or _INCLUDED.match(part)):
            parts[-1] = f"{parts[-1]},{part}"
        else:
            parts.append(part)
    return parts


def _outside(text: str, separator: str) -> list[str]:
    """A text cut at a separator, but not inside brackets or quotation marks."""
    parts, depth, start = [], 0, 0
    for at, letter in enumerate(text):
        if letter in "(«":
            depth += 1
        elif letter in ")»":
            depth = max(0, depth - 1)
        elif letter == separator and not depth:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]
