"""A blank form of a roadmap: all columns that are known, and rows to write in."""

from __future__ import annotations

from datetime import date

from engine.domain.roadmaps.content import LayoutColumn, MeasureContent, RoadmapCard
from engine.domain.roadmaps.terms import Period
from workflows.roadmaps.printing.laying import lay_out
from workflows.roadmaps.printing.sheets import excel_file
from workflows.roadmaps.vocabulary import Field

_COLUMNS = (
    (Field.NUMBER, "№ п/п"),
    (Field.SECTION, "Раздел, направление"),
    (Field.LEVEL, "Уровень"),
    (Field.TITLE, "Мероприятие"),
    (Field.TASK, "Задача"),
    (Field.AUDIENCE, "Адресность"),
    (Field.DEADLINE, "Срок исполнения"),
    (Field.RESPONSIBLE, "Ответственные"),
    (Field.RESULT, "Ожидаемый результат"),
    (Field.EVIDENCE, "Документ, закрепляющий результат"),
)
_ROWS = 30
_ANY = Period(date(2000, 1, 1), date(2000, 12, 31))
"""A card must have a period; the form prints none."""


def blank_form() -> bytes:
    """The form as a workbook."""
    layout = tuple(LayoutColumn(one.value, heading) for one, heading in _COLUMNS)
    rows = [MeasureContent(at, "", number=str(at)) for at in range(1, _ROWS + 1)]
    return excel_file(lay_out(RoadmapCard("Дорожная карта", _ANY, layout=layout), rows))
