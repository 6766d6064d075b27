"""A roadmap that was read, as lines for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.wording.grammar import counted, short_day
from web.wording.roadmaps import accounting_sentence, warning_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflows.roadmaps.card import DocumentCard
    from workflows.roadmaps.measures import Measure
    from workflows.roadmaps.officials import Official
    from workflows.roadmaps.people import Responsible
    from workflows.roadmaps.reading import Roadmap

_LEVELS = {"regional": "региональный", "municipal": "муниципальный", "school": "школьный"}
_LISTS = {"left": "вышла из перечня"}


def roadmap_lines(roadmap: Roadmap) -> Iterator[str]:
    """The card, the measures under their sections, what to look at, where each row went."""
    yield from _card_lines(roadmap.card)
    sections: tuple[str, ...] = ()
    for measure in roadmap.measures:
        if measure.sections != sections:
            sections = measure.sections
            yield ""
            yield " → ".join(sections)
        yield ""
        yield from _measure_lines(measure)
    yield ""
    if roadmap.warnings:
        yield f"Проверьте ({counted(len(roadmap.warnings), 'замечание|замечания|замечаний')}):"
    for one in roadmap.warnings:
        where = f"мероприятие {one.sequence}" if one.sequence else "документ"
        yield f"- {where}: {warning_sentence(one)}"
    yield accounting_sentence(roadmap.accounting)


def _card_lines(card: DocumentCard) -> Iterator[str]:
    yield card.title or "(без названия)"
    if card.number or card.day:
        day = f" от {short_day(card.day)}" if card.day else ""
        yield f"Приказ № {card.number or '—'}{day}. {card.body}".rstrip()
    if card.period:
        yield f"Период: {short_day(card.period.first)} — {short_day(card.period.last)}."
    if card.level:
        yield f"Уровень: {_level(card.level)}."
    for title, one in (("Подписал", card.signatory), ("Контроль", card.controller)):
        if one:
            yield f"{title}: {_official(one)}."
    for order in card.repealed:
        day = f" от {short_day(order.day)}" if order.day else ""
        yield f"Утратил силу: приказ № {order.number}{day} {order.body}".rstrip()
    if card.schools:
        yield f"Школы ({len(card.schools)}):"
    for school in card.schools:
        lists = ", ".join(_LISTS.get(one, one) for one in school.lists)
        yield f"- {school.name}: {lists}"


def _official(one: Official) -> str:
    return ", ".join(filter(None, (one.name, one.position))) or one.printed


def _measure_lines(measure: Measure) -> Iterator[str]:
    number = f" [{measure.number}]" if measure.number else ""
    yield f"{measure.sequence}{number} {_flat(measure.title) or '(без названия)'}"
    told = [
        ("Уровень", _level(measure.level)),
        ("Задача", _flat(measure.task)),
        ("Адресность", _flat(measure.audience)),
        ("Срок", "; ".join(measure.deadlines)),
        *((f"{one.year}", _flat(one.text)) for one in measure.milestones),
        *((one.actor, _flat(one.text)) for one in measure.actors),
        ("Ответственные", "; ".join(map(_who, measure.responsible))),
        ("Результат", _flat(measure.expected_result)),
        ("Документы", "; ".join(measure.evidence)),
        *((heading, _flat(text)) for heading, text in measure.notes),
    ]
    for title, text in told:
        if text:
            yield f"    {title}: {text}"


def _who(one: Responsible) -> str:
    return ", ".join(filter(None, (one.name, one.position, one.body)))


def _level(level: str) -> str:
    return ", ".join(_LEVELS.get(one, one) for one in level.split("+")) if level else ""


def _flat(text: str) -> str:
    return " ".join(text.split())
