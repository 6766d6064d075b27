"""The card of a document: who issued it, under which number, for when, and for which schools."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from workflows.roadmaps.bodies import (
    body_of_annex,
    body_of_heading,
    body_of_lines,
    body_of_post,
)
from workflows.roadmaps.cells import flat
from workflows.roadmaps.levels import level_of_document
from workflows.roadmaps.officials import Official, controller_of, signatory_of
from workflows.roadmaps.orders import (
    NumberedOrder,
    day_of_stamp,
    order_number_and_date,
    repealed_of,
)
from workflows.roadmaps.people import NAME
from workflows.roadmaps.periods import DocumentPeriod, printed_period
from workflows.roadmaps.schools import (
    FIVE_HUNDRED,
    SHNOR,
    NamedSchool,
    listed_schools,
    merged_schools,
    named_schools,
    school_of_heading,
)
from workflows.roadmaps.vocabulary import AUDIENCE_NAMES, Field
from workflows.roadmaps.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflows.roadmaps.rows import Sorted


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """What a document says of itself; what it does not say is empty and asked of a person."""

    title: str = ""
    order_title: str = ""
    body: str = ""
    number: str = ""
    day: date | None = None
    period: DocumentPeriod | None = None
    level: str = ""
    region: str = ""
    municipality: str = ""
    signatory: Official | None = None
    controller: Official | None = None
    repealed: tuple[NumberedOrder, ...] = ()
    schools: tuple[NamedSchool, ...] = ()
    items: tuple[str, ...] = ()
    preface: tuple[tuple[str, str], ...] = ()


_TITLE = re.compile(
    r"^\W*(?:(?:муниципальн|региональн|школьн|краев|областн|комплексн|примерн|типов|сводн)\w+\s+)?"
    r"(?:\W*дорожн\w+\s+карт|план\b|комплекс\s+мер|программ|перечень\s+меропр|мероприяти|медиаплан"
    r"|маршрут|график|концепци|циклограмм|стратеги|паспорт\s+(?:программ|проект|дорожн))",
    re.IGNORECASE,
)
_ANY_TITLE = re.compile(
    r"\W*(?:перечень|план|система|содержание)?\s*(?:основн\w+ )?мероприяти[яй]\W*", re.IGNORECASE
)
"""«Перечень мероприятий» stands over the table of any document."""
_STOP = re.compile(
    r"^(?:приложени|к\s+приказ|п\s?р\s?и\s?к\s?а\s?з\s?ы\s?в|утвержд|от\s+\d|приказом|№|согласован|[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ]|"
    r"«?_|начальник|директор|\d\.\s)",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"^\s*[-–—•*]\s|[:;]$|^\d{1,2}[.)]?\s|^(?:цел[ьи]|задач[аи]|школ[аы]|участники|период|срок\w*)\b",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"[а-яё]{3,}\.\s+[А-ЯЁ]")
_ACT = re.compile(
    r"^(?:п\s?р\s?и\s?к\s?а\s?з|распоряжение|постановление)\W*(?:№.*|от.*)?$", re.IGNORECASE
)
_COMMAND = re.compile(
    r"п\s?р\s?и\s?к\s?а\s?з\s?ы\s?в\s?а\s?ю|^приказываю|п\s?о\s?с\s?т\s?а\s?н\s?о\s?в\s?л\s?я",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"^(?:об?|о внесении)\s+\w", re.IGNORECASE)
_NAMES_PERIOD = re.compile(
    r"\W*(?:на\s|(?:сроки?|период)(?: реализации| действия| выполнения)?\s?[:–—-])", re.IGNORECASE
)
_ITEM = re.compile(r"^\W*\d{1,2}(?:\.\d{1,2})*[.)]\s")
_REGION = re.compile(
    r"([А-ЯЁ][а-яё-]+)(ского|цкого)\s+(края)|([А-ЯЁ][а-яё-]+)(ской|цкой)\s+(области)"
    r"|([Рр]еспублик)[иа]\s+([А-ЯЁ][\w-]+(?:\s?[-–]\s?[А-ЯЁ][\w-]+)?)"
)
_MUNICIPALITY = re.compile(
    r"([А-ЯЁ][а-яё-]+)(ского|цкого|ного)\s+((?:муниципального|городского)\s+(?:округа|района)|района)"
    r"|(город\w*\s+округ\w*\s+«?(?:[Гг]ород\w*(?:-курорт\w*)?\s+)?[А-ЯЁ][\w-]+»?)"
)
_MOST_TITLE_LINES = 8
_SHORT_TITLE = 40


def read_card(found: Sorted) -> DocumentCard:
    """The card of a document whose rows are sorted."""
    front, back = [flat(one) for one in found.before], [flat(one) for one in found.after]
    title_lines = _title_lines(front)
    title = " ".join(title_lines).strip(" .#*_")
    title = re.sub(r"(?<=[\d.])(\s?гг?)$", r"\1.", title)
    order = _order_title(front)
    title = title if len(title) > _SHORT_TITLE else _passport_title(found) or title
    items = tuple(_items(front))
    body = (
        body_of_heading(_above_act(found.before), front)
        or body_of_annex(front)
        or body_of_lines(front)
    )
    number, day = order_number_and_date(front)
    period = printed_period([title, order, *items[:1], *_short(front), *_period_rows(found)])
    signatory = signatory_of(_signatures(front, title_lines), back)
    body = body or body_of_post(signatory) or school_of_heading(front)
    card = DocumentCard(
        title=title or order,
        order_title=order,
        body=body,
        number=number,
        day=day or day_of_stamp(front),
        period=period,
        level=level_of_document(body, title or order),
        repealed=repealed_of([*front, *back]),
        schools=_schools(found),
        items=items,
        preface=_preface(found),
        signatory=signatory,
    )
    headings = [one.heading for header in found.headers for one in header.columns]
    places = " . ".join([body, title, order, *front, *headings])
    return replace(
        card,
        region=_region(places),
        municipality=_municipality(places),
        controller=controller_of([*front, *back], card.signatory, _people(found)),
    )


def _people(found: Sorted) -> list[str]:
    """The names that the table prints."""
    cells = (one.text(Field.RESPONSIBLE) for one in found.drafts)
    return list(dict.fromkeys(flat(name) for text in cells for name in NAME.findall(text)))


def _title_lines(front: list[str]) -> list[str]:
    """The title of the table itself: the last lines above it that begin as a title does."""
    lines: list[str] = []
    for text in reversed(front):
        if _STOP.match(text) or len(text) > 600 or len(lines) == _MOST_TITLE_LINES:  # noqa: PLR2004
            break
        lines.insert(0, text)
        # «Мероприятия по повышению качества:» only announces what follows.
        if _TITLE.match(text) and not text.endswith(":") and not text[:1].islower():
            found = _until_list(lines)
            return found if not _ANY_TITLE.fullmatch(" ".join(found)) else _whole(front) or found
    return _whole(front) or (lines if len(lines) < 4 else [])  # noqa: PLR2004


def _whole(front: list[str]) -> list[str]:
    """The last title among all lines that is one of this document and no other."""
    titled = [at for at, one in enumerate(front) if _TITLE.match(one) and len(one) < 600]  # noqa: PLR2004
    said = [at for at in titled if not _ANY_TITLE.fullmatch(" ".join(_run_of(front, at)))]
    return _run_of(front, (said or titled)[-1]) if titled else []


def _until_list(lines: list[str]) -> list[str]:
    """A title without what is listed between it and the table: schools, goals, a passport."""
    stops = (_LISTED, NAME, _SENTENCES)
    ends = (
        at
        for at, one in enumerate(lines)
        if at and (_is_sentence(one) or any(stop.search(one) for stop in stops))
    )
    end = next(ends, len(lines))
    return lines[:end]


def _is_sentence(line: str) -> bool:
    """Whether a line says something of its own, rather than going on with a title."""
    return line[:1].isupper() and line.endswith(".") and not line.isupper()


def _passport_title(found: Sorted) -> str:
    """A passport names the programme in a row of its own."""
    named = (one for one in found.preface if re.match("наименование", one[0], re.IGNORECASE))
    return next((flat(one[-1]) for one in named if len(one) > 1), "")


def _run_of(front: list[str], at: int) -> list[str]:
    """A title and the lines that go on with it."""
    lines = [front[at]]
    for text in front[at + 1 : at + 4]:
        if not text[:1].islower():
            break
        lines.append(text)
    return lines


def _order_title(front: list[str]) -> str:
    return next((one.rstrip(".") for one in front if _ABOUT.match(one) and len(one) < 600), "")  # noqa: PLR2004


def _above_act(before: list[str]) -> list[str]:
    """The lines of a letterhead, which may stand in a table of its own."""
    lines = [flat(line) for one in before[:12] for line in one.split("\n")]
    at = next((at for at, one in enumerate(lines) if _ACT.match(one)), 0)
    return lines[:at] if at <= 12 else []  # noqa: PLR2004 - a letterhead is short


def _items(front: list[str]) -> list[str]:
    """What the order orders, item by item."""
    # Some orders go on without the word.
    starts = [
        next((at for at, one in enumerate(front) if words(one)), None)
        for words in (_COMMAND.search, _ACT.match)
    ]
    start = next((one for one in starts if one is not None), None)
    return [] if start is None else [one for one in front[start + 1 :] if _ITEM.match(one)]


def _signatures(front: list[str], title_lines: list[str]) -> list[str]:
    """The lines between the last item of the order and its annex."""
    last = max((at for at, one in enumerate(front) if _ITEM.match(one)), default=-1)
    until = next(
        (
            at
            for at, one in enumerate(front)
            if at > last and re.match(r"приложени", one, re.IGNORECASE)
        ),
        len(front) - len(title_lines),
    )
    return front[last + 1 : until] if last >= 0 else front[: len(front) - len(title_lines)]


def _short(front: list[str]) -> list[str]:
    """Lines that may name the period by themselves; the long ones argue about past years."""
    return [one for one in front if len(one) < 120 and _NAMES_PERIOD.match(one)]  # noqa: PLR2004


def _period_rows(found: Sorted) -> list[str]:
    """A passport says «Срок реализации» in a row of its own."""
    return [
        f"на {texts[-1]}"
        for texts in found.preface
        if re.match(r"(?:срок|период|этап)", texts[0], re.IGNORECASE) and len(texts[-1]) < 200  # noqa: PLR2004
    ]


def _preface(found: Sorted) -> tuple[tuple[str, str], ...]:
    return tuple((flat(texts[0]), texts[-1]) for texts in found.preface if len(texts) == 2)  # noqa: PLR2004


def _schools(found: Sorted) -> tuple[NamedSchool, ...]:
    """Schools of the order, the preface and the headings; measures only speak of schools."""
    texts = [*found.before]
    headings = [
        one.heading
        for header in found.headers[:1]
        for one in header.columns
        if one.field in {Field.ACTOR, Field.AUDIENCE}
    ]
    # «2. Директорам МБОУ СОШ № 1, 5:» stands over what an order wants of them.
    sections = dict.fromkeys(one for draft in found.drafts for one in draft.sections)
    preface = [said for one in found.preface if (said := flat(" ".join(one))) not in found.listed]
    only = _only_list(found)
    return merged_schools(
        [
            *named_schools([*texts, *headings, *sections, *preface, *found.after], otherwise=only),
            *(
                school
                for above, rows in found.lists
                for school in listed_schools(above, rows, only)
            ),
            *named_schools(_school_cells(found), otherwise=only),
        ]
    )


def _school_cells(found: Sorted) -> Iterator[str]:
    """What stands under «Наименование ОО»: the schools that measures are for."""
    for draft in found.drafts:
        for one in draft.header.having(Field.AUDIENCE):
            if AUDIENCE_NAMES.fullmatch(plain(one.heading)):
                yield draft.texts.get(one.index, "")


def _only_list(found: Sorted) -> str:
    """Where a document speaks of one list alone, its schools are in that list."""
    whole = " ".join([*found.before, *found.after])
    hard = re.search(r"ШНСУ|ШССУ|неблагоприятн|сложн\w+ социальн", whole, re.IGNORECASE)
    project = re.search(r"500\s?\+", whole)
    low = re.search(r"ШНОР|ШНРО|низки\w+ (?:\w+ )?результат", whole, re.IGNORECASE)
    if hard or bool(low) == bool(project):
        return ""
    return SHNOR if low else FIVE_HUNDRED


def _region(text: str) -> str:
    found = _REGION.search(text)
    if not found:
        return ""
    if found[1]:
        return f"{found[1]}{found[2][:-3]}ий край"
    if found[4]:
        return f"{found[4]}{found[5][:-2]}ая область"
    return f"Республика {found[8]}"


def _municipality(text: str) -> str:
    found = _MUNICIPALITY.search(text)
    if not found:
        return ""
    if found[4]:
        return flat(found[4]).replace("городского округа", "городской округ")
    kind = found[3].replace("ального", "альный").replace("ского", "ской")
    kind = kind.replace("округа", "округ").replace("района", "район")
    ending = "ный" if found[2] == "ного" else f"{found[2][:-3]}ий"
    return f"{found[1]}{ending} {kind}"
