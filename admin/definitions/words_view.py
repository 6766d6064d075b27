"""The dictionaries of a path: documents, decisions, risk factors, and what else it names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import request
from flask_admin.base import expose
from flask_babel import gettext as _

from admin.definitions import amending
from admin.definitions.manuscript import CannotAmend
from admin.definitions.path_view import PathPages
from admin.definitions.sheet import Sheet
from admin.definitions.spelling import code_of
from admin.definitions.work import Work, open_work
from admin.views import needs
from engine.domain.definition import Word
from engine.domain.errors import NotFound
from engine.domain.roles import Permission
from workflows.vocabulary import DICTIONARIES

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from admin.definitions.amending import Writing
    from engine.domain.definition import Definition


@dataclass(frozen=True, slots=True)
class WordRow:
    """A word: whether the region added it, how the base calls it, and how many moves ask for it."""

    word: Word
    own: bool
    base_title: str
    uses: int


class WordPages(PathPages):
    """The dictionaries in forms; they belong to the view of definitions."""

    @expose("/stream/<uuid:stream_id>/words")
    @needs(Permission.PUBLISH_DEFINITION)
    def words(self, stream_id: UUID) -> str:
        """Every dictionary with its words."""
        return self._words(open_work(self.host, stream_id), Sheet())

    @expose("/stream/<uuid:stream_id>/words", methods=("POST",))
    @needs(Permission.PUBLISH_DEFINITION)
    def change_words(self, stream_id: UUID) -> ResponseReturnValue:
        """Add, rename or take out a word."""
        work = open_work(self.host, stream_id)
        sheet = Sheet.of(dict(request.form.lists()))
        deed, _colon, element = sheet.get("do").partition(":")
        dictionary, _dot, code = element.partition(".")
        if dictionary not in DICTIONARIES:
            raise NotFound
        try:
            writing = _changed(work, sheet, deed, dictionary, code)
        except CannotAmend:
            sheet.refuse("form", _("Словарь меняется только на вкладке «Текстом»."))
            writing = None
        if writing is None:
            return self._words(work, sheet), 422
        said = _("Словарь изменён в черновике.")
        return self._kept(work, writing, said, ".words", _anchor=f"words-{dictionary}")

    def _words(self, work: Work, sheet: Sheet) -> str:
        writing = work.written()
        return self.page(
            "words.html",
            work=work,
            sheet=sheet,
            dictionaries=[
                (name, _rows(writing.definition, writing.base, name)) for name in DICTIONARIES
            ],
            tab="words",
        )


def _changed(work: Work, sheet: Sheet, deed: str, dictionary: str, code: str) -> Writing | None:
    writing = work.written()
    known = {one.code for one in writing.definition.words if one.dictionary == dictionary}
    if deed == "remove" and code in known:
        return amending.remove_word(writing, dictionary, code)
    name = f"title-{dictionary}-{code}" if code else f"title-{dictionary}"
    title = sheet.line(name, _("Впишите название."), _("Название длиннее 200 знаков."))
    if sheet.faults:
        return None
    if deed == "rename" and code in known:
        return amending.put_word(writing, dictionary, code, title)
    if deed == "add" and not code:
        base = {one.code for one in (writing.base.words if writing.base else ())}
        return amending.put_word(writing, dictionary, code_of(title, known | base), title)
    raise NotFound


def _rows(shown: Definition, base: Definition | None, dictionary: str) -> list[WordRow]:
    known = {
        word.code: word.title for word in (base.words if base else ()) if _in(word, dictionary)
    }
    return [
        WordRow(word, word.code not in known, known.get(word.code, ""), _uses(shown, word))
        for word in shown.words
        if _in(word, dictionary)
    ]


def _in(word: Word, dictionary: str) -> bool:
    return word.dictionary == dictionary


def _uses(shown: Definition, word: Word) -> int:
    """How many moves ask for it by its code."""
    return sum(any(_names(one, word.code) for one in move.requirements) for move in shown.moves)


def _names(requirement: Any, code: str) -> bool:
    given = any(value == code for _name, value in requirement.params)
    return given or any(_names(part, code) for part in requirement.parts)
