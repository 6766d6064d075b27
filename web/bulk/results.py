"""What came of each case of a bulk, as the page and the table to keep tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext

from engine.domain.bulk import ItemStatus
from web.bulk.reasons import Why, why_not
from web.wording.grammar import moment_text
from web.wording.paths import stage_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from engine.domain.roles import Actor
    from engine.queries.bulk import BulkLine

RESULTS: Mapping[ItemStatus, Any] = {
    ItemStatus.PLANNED: lazy_gettext("ждёт очереди"),
    ItemStatus.MOVED: lazy_gettext("переведено"),
    ItemStatus.REFUSED: lazy_gettext("отказано"),
    ItemStatus.CONFLICT: lazy_gettext("конфликт"),
    ItemStatus.SKIPPED: lazy_gettext("не переведено"),
}
TONES: Mapping[ItemStatus, str] = {
    ItemStatus.MOVED: "good",
    ItemStatus.REFUSED: "bad",
    ItemStatus.CONFLICT: "warn",
}


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A case with its result in words; `stage` is where it stands now."""

    line: Any
    result: str
    tone: str
    stage: str
    why: tuple[Why, ...]


def result_lines(lines: Iterable[BulkLine], actor: Actor) -> list[ResultLine]:
    """The cases of a page."""
    return [_line(one, actor) for one in lines]


def _line(one: BulkLine, actor: Actor) -> ResultLine:
    line, status = one.line, ItemStatus(one.line.status)
    why = why_not(
        line.code,
        line.reasons,
        one.definition,
        line,
        actor=actor,
        today=one.today,
        changed_by=one.changed_by,
    )
    if status is ItemStatus.SKIPPED:
        why = (Why(gettext("Это дело перевести можно, но выбрано «всё или ничего».")),)
    return ResultLine(
        line,
        str(RESULTS[status]),
        TONES.get(status, ""),
        stage_title(one.definition, line.stage),
        why,
    )


def result_rows(lines: Iterable[ResultLine]) -> Iterator[list[object]]:
    """The results as rows of a table to keep."""
    yield [
        gettext("Школа"),
        gettext("Муниципалитет"),
        gettext("Результат"),
        gettext("Почему и что сделать"),
        gettext("Этап сейчас"),
        gettext("Когда"),
        gettext("Попытка"),
        gettext("Номер записи в журнале дела"),
    ]
    for one in lines:
        yield [
            one.line.subject,
            one.line.municipality,
            one.result,
            " ".join(why.text for why in one.why),
            one.stage,
            moment_text(one.line.at, one.line.zone),
            one.line.attempt,
            one.line.seq,
        ]
