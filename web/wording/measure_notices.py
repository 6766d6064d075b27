"""What the clock says of measures: to who does them, and to who oversees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from web.wording.fields import Fields
from web.wording.grammar import counted, quoted, short_day

if TYPE_CHECKING:
    from collections.abc import Iterator


def reminded_text(fields: Fields) -> str:
    """How many measures are late, end and come, and which of them asks for most."""
    counts = _inner(fields, "counts")
    said = [*_words(counts), *_first(fields, sum(map(counts.number, counts.values)))]
    return " ".join(said) or gettext("Есть мероприятия, которые нужно выполнить.")


def _words(counts: Fields) -> Iterator[str]:
    late, missed, today, closing, ahead = (
        _measures(number) if number else ""
        for number in map(counts.number, ("late", "missed", "today", "closing", "ahead"))
    )
    if late:
        yield gettext("Срок прошёл, отчёта нет: %(measures)s.", measures=late)
    if missed:
        yield gettext(
            "Период закончился, а нужное число раз не набрано: %(measures)s.", measures=missed
        )
    if today:
        yield gettext("Срок подошёл: %(measures)s.", measures=today)
    if closing:
        yield gettext(
            "Период заканчивается, а нужное число раз ещё не набрано: %(measures)s.",
            measures=closing,
        )
    if ahead:
        yield gettext("Скоро срок: %(measures)s.", measures=ahead)


def _first(fields: Fields, total: int) -> Iterator[str]:
    first = _inner(fields, "first")
    title, day = first.text("title"), short_day(first.day("due_on"))
    if not title:
        return
    values = {"title": quoted(title), "day": day}
    if total > 1:
        yield gettext("Первое — %(title)s, срок %(day)s.", **values)
    else:
        yield gettext("Это %(title)s, срок %(day)s.", **values)


def escalated_text(fields: Fields) -> str:
    """What is late and was not mended after the reminders, and by how many schools."""
    measures = _measures(fields.number("measures"))
    schools = fields.number("schools")
    if schools:
        said = gettext(
            "Срок прошёл, отчётов нет: %(measures)s, %(schools)s.",
            measures=measures,
            schools=counted(schools, "школа|школы|школ"),
        )
    else:
        said = gettext("Срок прошёл, отчётов нет: %(measures)s.", measures=measures)
    first = _inner(fields, "first")
    if not first.text("title"):
        return said
    oldest = gettext(
        "Дольше всего ждёт %(title)s, срок был %(day)s.",
        title=quoted(first.text("title")),
        day=short_day(first.day("due_on")),
    )
    return f"{said} {oldest}"


def _measures(number: int) -> str:
    return counted(number, "мероприятие|мероприятия|мероприятий")


def _inner(fields: Fields, name: str) -> Fields:
    found = fields.values.get(name)
    return Fields(found if isinstance(found, dict) else {})
