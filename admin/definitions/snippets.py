"""Ready pieces of text to copy; their codes come from the definition at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from admin.definitions.writing import (
    LEADING,
    NewStage,
    added_stage,
    change,
    next_stage,
    renamed_stage,
)

if TYPE_CHECKING:
    from engine.domain.definition import Definition, Stage


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of text with what it is for and what in it to change."""

    title: str
    advice: str
    text: str


def snippets(definition: Definition) -> list[Snippet]:
    """What a person may copy into the text of this definition."""
    stages = [one for one in definition.stages if one.kind in LEADING]
    later = [one for one in stages[1:] if next_stage(definition, one)] or stages
    if not later:
        return []
    stage = later[0]
    return [
        Snippet(
            _("Переименовать этап"),
            _("Код этапа остаётся, меняется только название."),
            renamed_stage(stage, f"{stage.title} ({_('новое название')})"),
        ),
        _adding_stage(definition, stage),
        _adding_move(definition, stage),
        *_requiring(definition),
    ]


def _adding_stage(definition: Definition, after: Stage) -> Snippet:
    target = next_stage(definition, after) or after
    new = NewStage(after, target, "new_stage", _("Новый этап"), after.phase)
    return Snippet(
        _("Добавить этап"),
        _("Замените new_stage своим кодом латинскими буквами и впишите название."),
        "\n".join(added_stage(definition, new)),
    )


def _adding_move(definition: Definition, stage: Stage) -> Snippet:
    target = next_stage(definition, stage) or stage
    text = change(
        "add_move",
        move="new_move",
        title=_("Новый переход"),
        roles=["municipal_coordinator"],
        from_=[stage.code],
        to=target.code,
    )
    advice = _("Переход с этапа «%(stage)s» на «%(to)s».", stage=stage.title, to=target.title)
    return Snippet(_("Добавить переход"), advice, text)


def _requiring(definition: Definition) -> list[Snippet]:
    document = next((one for one in definition.words if one.dictionary == "document"), None)
    move = next(iter(definition.moves), None)
    if document is None or move is None:
        return []
    wanted = {"fact": "document_present", "kind": document.code, "status": "submitted"}
    advice = _(
        "Переход «%(move)s» потребует документ «%(document)s».",
        move=move.title,
        document=document.title,
    )
    text = change("require", move=move.code, requires=[wanted])
    return [Snippet(_("Потребовать документ"), advice, text)]
