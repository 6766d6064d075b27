"""The parts of a weekly digest about measures: what one has to hand in, and what waits for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext

from engine.queries.digest import MOST_LINES
from web.mailing.parts import Item, Part, more_text
from web.measures.words import shortened, when
from web.wording.grammar import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.queries.digest import Digest
    from engine.queries.roadmaps.lines import Line


def measure_parts(digest: Digest) -> Iterator[Part]:
    """Late, returned, due this week; then the reports and the schools one oversees."""
    tasks = digest.measures
    yield from _own(gettext("Мероприятия: срок прошёл"), tasks.late)
    yield from _own(gettext("Мероприятия: отчёт возвращён с замечаниями"), tasks.returned)
    yield from _own(gettext("Мероприятия: срок на этой неделе"), tasks.week)
    overseen = tuple(_overseen(digest))
    if overseen:
        yield Part(gettext("Мероприятия школ"), overseen)


def _own(title: str, lines: Sequence[Line]) -> Iterator[Part]:
    if not lines:
        return
    shown = tuple(_item(one) for one in lines[:MOST_LINES])
    more = more_text(len(lines) - len(shown), "мероприятие|мероприятия|мероприятий")
    yield Part(title, shown, more, url_for("measures.index", _external=True))


def _item(line: Line) -> Item:
    href = url_for("measures.report", occurrence_id=line.kept.id, _external=True)
    head = line.school or line.roadmap
    said = gettext("%(title)s — %(when)s", title=shortened(line.title), when=when(line))
    return Item(head, href, said)


def _overseen(digest: Digest) -> Iterator[Item]:
    tasks = digest.measures
    if tasks.to_accept:
        said = gettext("Примите или верните с замечаниями.")
        reports = counted(tasks.to_accept, "отчёт|отчёта|отчётов")
        head = gettext("Ждут вашей проверки: %(reports)s", reports=reports)
        yield Item(head, url_for("measures.review", _external=True), said)
    if tasks.overdue:
        measures = counted(tasks.overdue, "мероприятие|мероприятия|мероприятий")
        schools = counted(tasks.behind, "школы|школ|школ")
        head = gettext("Не сданы в срок: %(measures)s", measures=measures)
        said = gettext(
            "У %(schools)s. Кто и что не сдал — в разделе «Мероприятия».", schools=schools
        )
        yield Item(head, url_for("measures.index", _external=True), said)
