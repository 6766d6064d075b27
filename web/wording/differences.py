"""What differs between two definitions, as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext

from engine.domain.difference import described
from web.wording.demands import demand_text, requirement_text
from web.wording.fields import Fields
from web.wording.grammar import capitalised, listed, quoted
from web.wording.paths import due_text, element_title, stage_title, term_title
from web.wording.titles import (
    EFFECTS,
    PHASES,
    STAGE_KINDS,
    SUBJECTS,
    role_name,
    setting_text,
    title_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engine.domain.definition import Definition
    from engine.domain.difference import Difference
    from engine.domain.requirements import Requirement


def difference_sentence(
    found: Difference, old: Definition | None = None, new: Definition | None = None
) -> str:
    """The difference as a sentence; titles are taken from the new definition, then the old one."""
    told = _Told(found.element, Fields.of(found.fields), old, new)
    say = DIFFERENCES.get(found.code)
    return f"{capitalised(told.element)}: {say(told) if say else found.code}."


class _Told:
    """A difference with both definitions."""

    def __init__(
        self, element: str, fields: Fields, old: Definition | None, new: Definition | None
    ) -> None:
        self.code = element.split(".")[1] if "." in element else ""
        self.fields = fields
        self.old = old
        self.new = new
        self.element = self._title(element)

    def _title(self, element: str) -> str:
        """As the new definition calls it; what is gone has its former title."""
        known = element_title(element, self.new)
        return known if known != element_title(element) else element_title(element, self.old)

    def stage(self, code: str) -> str:
        known = stage_title(self.new, code)
        return quoted(known if known != code else stage_title(self.old, code))

    def term(self, code: str) -> str:
        known = term_title(self.new, code, self.code)
        return quoted(known if known != code else term_title(self.old, code, self.code))

    def retimed(self, code: str) -> str:
        """A term with its former day and its new one, where that is what changed."""
        old, new = (self._due(one, code) for one in (self.old, self.new))
        if not old or not new or old == new:
            return self.term(code)
        return gettext(
            "%(term)s (было: %(old)s; стало: %(new)s)", term=self.term(code), old=old, new=new
        )

    def _due(self, definition: Definition | None, code: str) -> str:
        stage = definition.stage_by_code.get(self.code) if definition else None
        found = (due_text(term.due) for term in (stage.terms if stage else ()) if term.code == code)
        return next(found, "")


def _value(fields: Fields, side: str) -> str:
    value = fields.values.get(side)
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, bool):
        return gettext("да") if value else gettext("нет")
    return gettext("не задано") if value is None else str(value)


def _plain(sentence: Any) -> Callable[[_Told], str]:
    return lambda _told: str(sentence)


def _renamed(told: _Told) -> str:
    return gettext(
        "прежнее название %(old)s, новое %(new)s",
        old=quoted(_value(told.fields, "old")),
        new=quoted(_value(told.fields, "new")),
    )


def _hint(told: _Told) -> str:
    return gettext("новая подсказка: %(new)s", new=_value(told.fields, "new").rstrip("."))


def _changed(what: Any, titles: Mapping[str, Any] | None = None) -> Callable[[_Told], str]:
    def say(told: _Told) -> str:
        old, new = _value(told.fields, "old"), _value(told.fields, "new")
        if titles is not None:
            old, new = title_of(titles, old), title_of(titles, new)
        return gettext("%(what)s: было «%(old)s», стало «%(new)s»", what=what, old=old, new=new)

    return say


def _setting(told: _Told) -> str:
    old, new = (_of_setting(told, side) for side in ("old", "new"))
    return gettext("было «%(old)s», стало «%(new)s»", old=old, new=new)


def _of_setting(told: _Told, side: str) -> str:
    value = told.fields.values.get(side)
    said = setting_text(told.code, value) if isinstance(value, (str, tuple)) else None
    return said or _value(told.fields, side) or gettext("не задано")


def _parts(told: _Told, title: Callable[[str], str]) -> str:
    """«добавлено: а; убрано: б; изменено: в», as far as there is any."""
    said = []
    for name, label in (
        ("added", gettext("добавлено")),
        ("removed", gettext("убрано")),
        ("changed", gettext("изменено")),
    ):
        codes = told.fields.words(name)
        if codes:
            said.append(f"{label} {listed(title(code) for code in codes)}")
    return "; ".join(said)


def _terms(told: _Told) -> str:
    changed = told.fields.words("changed")
    parts = _parts(told, lambda code: told.retimed(code) if code in changed else told.term(code))
    return gettext("сроки: %(parts)s", parts=parts or gettext("другой порядок"))


def _roles(told: _Told) -> str:
    return gettext("кто делает переход: %(parts)s", parts=_parts(told, role_name))


def _effects(told: _Told) -> str:
    parts = _parts(told, lambda code: quoted(title_of(EFFECTS, code)))
    return gettext("что происходит при переходе: %(parts)s", parts=parts)


def _ways(told: _Told) -> str:
    def way(pair: str) -> str:
        source, _, target = pair.partition(">")
        return f"{told.stage(source)} → {told.stage(target)}"

    parts = _parts(told, way)
    return gettext("пути: %(parts)s", parts=parts or gettext("другие условия или порядок"))


def _demand(told: _Told, *, added: bool) -> str:
    fields = told.fields
    if "facts" in fields:
        return _group(told, added=added)
    params = [(name, value) for name, value in fields.values.items() if name != "fact"]
    return demand_text(fields.text("fact"), params, told.new or told.old)


def _group(told: _Told, *, added: bool) -> str:
    """A group of conditions in full; by its facts alone where the definitions are not at hand."""
    shown, other = (told.new, told.old) if added else (told.old, told.new)
    theirs = _requirements(other, told.code)
    for one in _requirements(shown, told.code):
        if one not in theirs and dict(described(one)) == told.fields.values:
            return requirement_text(one, shown)
    facts = told.fields.words("facts")
    inner = listed(quoted(demand_text(one, (), told.new)) for one in facts)
    return gettext("сочетание условий: %(inner)s", inner=inner)


def _requirements(definition: Definition | None, move: str) -> tuple[Requirement, ...]:
    known = definition.move_by_code if definition else {}
    return known[move].requirements if move in known else ()


def _requirement_added(told: _Told) -> str:
    return gettext("новое условие — %(demand)s", demand=_demand(told, added=True))


def _requirement_dropped(told: _Told) -> str:
    demand = _demand(told, added=False)
    return gettext("больше не требуется — %(demand)s", demand=demand)


DIFFERENCES: Mapping[str, Callable[[_Told], str]] = {
    "content_changed": _plain(lazy_gettext("содержание записано иначе (например, 1 вместо true)")),
    "code_changed": _changed(lazy_gettext("код")),
    "effects_changed": _effects,
    "hint_changed": _hint,
    "kind_changed": _changed(lazy_gettext("вид этапа"), STAGE_KINDS),
    "move_added": _plain(lazy_gettext("новый переход")),
    "move_removed": _plain(lazy_gettext("перехода больше нет")),
    "move_renamed": _renamed,
    "moves_reordered": _plain(lazy_gettext("другой порядок")),
    "order_changed": _changed(lazy_gettext("место на доске")),
    "phase_changed": _changed(lazy_gettext("фаза"), PHASES),
    "requirement_added": _requirement_added,
    "requirement_dropped": _requirement_dropped,
    "requirements_reordered": _plain(lazy_gettext("другой порядок условий")),
    "roles_changed": _roles,
    "setting_changed": _setting,
    "stage_added": _plain(lazy_gettext("новый этап")),
    "stage_removed": _plain(lazy_gettext("этапа больше нет")),
    "stage_renamed": _renamed,
    "stages_reordered": _plain(lazy_gettext("другой порядок")),
    "subject_changed": _changed(lazy_gettext("чей маршрут"), SUBJECTS),
    "terms_changed": _terms,
    "title_changed": _renamed,
    "way_changed": _ways,
    "word_added": _plain(lazy_gettext("новое слово")),
    "word_removed": _plain(lazy_gettext("слова больше нет")),
    "word_renamed": _renamed,
    "word_returned": _plain(lazy_gettext("слово снова предлагается")),
    "word_withdrawn": _plain(lazy_gettext("слово больше не предлагается")),
    "words_reordered": _plain(lazy_gettext("другой порядок слов")),
}
"""A sentence for every code of `engine.domain.difference`."""
