"""The dictionaries of a path: documents, decisions, risk factors, and what else it names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import request
from flask_admin.base import expose
from flask_babel import gettext as _

from admin.definitions import amending
from admin.definitions.ground import bases_of
from admin.definitions.manuscript import CannotAmend
from admin.definitions.path_view import PathPages
from admin.definitions.sheet import Sheet
from admin.definitions.spelling import code_of
from admin.definitions.work import Work, open_work
from admin.views import needs
from engine.domain.definition import Level, Word
from engine.domain.errors import NotFound
from engine.domain.operations import WithdrawWord
from engine.domain.roles import Permission
from engine.queries.words import cases_by_word, words_since
from workflows.vocabulary import CLOSED_DICTIONARIES, DICTIONARIES

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from admin.definitions.amending import Writing
    from engine.domain.definition import Definition


@dataclass(frozen=True, slots=True)
class WordRow:
    """A word: whose it is, how the base calls it, and who uses it.

    `level` is the text that brought the word in, `since` the version of this path it came with, 0
    for one that is not published yet. `withdrawn_here` can be taken back by this text.
    """

    word: Word
    level: str
    base_title: str
    moves: int
    cases: int
    since: int
    withdrawn_here: bool

    @property
    def own(self) -> bool:
        """Whether this text brought the word in."""
        return not self.base_title


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
        """Add, rename, withdraw a word, or offer it again."""
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
            dictionaries=_listed(work, writing),
            closed=CLOSED_DICTIONARIES,
            tab="words",
        )


def _changed(work: Work, sheet: Sheet, deed: str, dictionary: str, code: str) -> Writing | None:
    writing = work.written()
    if dictionary in CLOSED_DICTIONARIES and deed != "rename":
        raise NotFound
    known = {one.code for one in writing.definition.words if one.dictionary == dictionary}
    if deed == "remove" and code in known:
        if keeps_withdrawn(work, writing, dictionary, code):
            return amending.withdraw_word(writing, dictionary, code)
        return amending.remove_word(writing, dictionary, code)
    if deed == "offer" and code in known:
        return amending.offer_word(writing, dictionary, code)
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


def keeps_withdrawn(work: Work, writing: Writing, dictionary: str, code: str) -> bool:
    """Whether a word is only offered no more: a case may use what the base or a version has.

    A complete text has no operations, so that it can only leave a word out.
    """
    if writing.base is None:
        return False
    known = (writing.base, work.former)
    return any((dictionary, code) in one.title_by_word for one in known if one is not None)


def _listed(work: Work, writing: Writing) -> list[tuple[str, list[WordRow]]]:
    """Every dictionary with its words, those that are offered first."""
    bench = work.host.bench
    since = words_since(bench, work.stream_id)
    cases = cases_by_word(bench, work.stream_id)
    below = bases_of(work.host) if writing.definition.level is Level.MUNICIPALITY else {}
    withdrawn = {one.element for one in writing.parsed.changes if isinstance(one, WithdrawWord)}
    base = writing.base.title_by_word if writing.base else {}

    def row(word: Word) -> WordRow:
        named = (word.dictionary, word.code)
        from_base = any(named in one.title_by_word for one in below.values())
        return WordRow(
            word,
            _level(writing, named in base, from_base),
            base.get(named, ""),
            _uses(writing.definition, word),
            cases[named],
            since.get(named, 0),
            f"words.{word.dictionary}.{word.code}" in withdrawn,
        )

    rows = [row(word) for word in writing.definition.words]
    rows.sort(key=lambda one: bool(one.word.withdrawn))
    return [(name, [one for one in rows if one.word.dictionary == name]) for name in DICTIONARIES]


def _level(writing: Writing, inherited: bool, from_base: bool) -> str:
    """Which text brought a word in: the base of all, the region's, or the municipality's."""
    if not inherited:
        return writing.definition.level.value
    if writing.definition.level is Level.MUNICIPALITY and not from_base:
        return Level.REGION.value
    return Level.BASE.value


def _uses(shown: Definition, word: Word) -> int:
    """How many moves ask for it by its code."""
    return sum(any(_names(one, word.code) for one in move.requirements) for move in shown.moves)


def _names(requirement: Any, code: str) -> bool:
    given = any(value == code for _name, value in requirement.params)
    return given or any(_names(part, code) for part in requirement.parts)
