"""The place in a text that a finding is about, so that a person need not search for it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from engine.domain.checks.finding import Finding
from engine.domain.drafting import Change
from engine.domain.requirements import FieldValue
from workflows.positions import Place, positions

Path: TypeAlias = tuple[str, ...]

_BEGINNING = Place(1, 1)
_OF_ELEMENT = 2
"""How many parts of a path name an element: `stages.listed`, `moves.retain`."""


class Places:
    """The places of the findings of one text, which tomllib must be able to read."""

    def __init__(self, text: str, changes: Sequence[Change] = ()) -> None:
        """Read the text once; `changes` are the operations made of it, the header among them."""
        self.tables = tomllib.loads(text.removeprefix("\ufeff"))
        self.positions = positions(text)
        self.changes = changes

    def of(self, finding: Finding) -> Place:
        """Where the finding stands, or the nearest thing around it that is written there.

        What an overlay only inherits stands where it names its base.
        """
        path = self._path(finding)
        for length in range(len(path), 0, -1):
            if path[:length] in self.positions:
                return self.positions[path[:length]]
        return self.positions.get(("code",), _BEGINNING)

    def _path(self, finding: Finding) -> Path:
        path = tuple(finding.element.split("."))
        index = dict(finding.fields).get("index")
        if isinstance(index, int) and index > 0:
            written = len(_listed(self.tables, "change"))
            own = ("scenario", str(index - 1 - written))
            return ("change", str(index - 1)) if index <= written else own
        if finding.element in ("definition", "extends", "final") or path[0] == "change":
            return (*path, *self._of_final(finding))
        if path[0] == "scenarios":
            return self._of_scenario(path[1], dict(finding.fields))
        if not self.changes:
            return self._within(path[:_OF_ELEMENT], path[_OF_ELEMENT:], finding)
        element = ".".join(path[: 3 if path[0] == "words" else _OF_ELEMENT])
        made = [
            ("change", str(number))
            for number, change in enumerate(self.changes[1:])
            if change.element == element
        ]
        exact = (self._within(one, path[_OF_ELEMENT:], finding) for one in reversed(made))
        # Of several operations on one element the last that holds what was found is meant.
        deeper = next((one for one in exact if len(one) > _OF_ELEMENT), None)
        return deeper or (made[-1] if made else ("extends",))

    def _of_final(self, finding: Finding) -> Path:
        listed, value = _listed(self.tables, "final"), dict(finding.fields).get("value")
        named = finding.element == "final" and value in listed
        return (str(listed.index(value)),) if named else ()

    def _of_scenario(self, code: str, fields: dict[str, FieldValue]) -> Path:
        """The table of a scenario, or the step of it; an inherited one stands in the base."""
        codes = [_code(one) for one in _listed(self.tables, "scenario")]
        if code not in codes:
            return ("extends",)
        place: Path = ("scenario", str(codes.index(code)))
        step = fields.get("step")
        if isinstance(step, int) and (*place, "steps") in self.positions:
            place = (*place, "steps", str(step - 1))
        named = {"move": "move", "reason": "refused", "side": str(fields.get("side"))}
        key = next((key for name, key in named.items() if name in fields), "")
        return (*place, key) if (*place, key) in self.positions else place

    def _within(self, path: Path, rest: Path, finding: Finding) -> Path:
        node, fields = _node(self.tables, path), dict(finding.fields)
        if rest[:1] == ("terms",):
            codes = [_code(one) for one in _listed(node, "terms")]
            if rest[-1] in codes:
                term = (*path, "terms", str(codes.index(rest[-1])))
                return _of_term(self.positions, term, str(fields.get("name", "")))
        for inner, value in _walk(node):
            if _meant(inner, value, fields):
                return (*path, *inner, *_param(value, fields))
        return (*path, *rest)


def _node(tables: Any, path: Path) -> Any:
    for part in path:
        if isinstance(tables, list) and part.isdecimal() and int(part) < len(tables):
            tables = tables[int(part)]
        else:
            tables = tables.get(part) if isinstance(tables, dict) else None
    return tables


def _listed(node: Any, key: str) -> list[Any]:
    found = node.get(key) if isinstance(node, dict) else None
    return found if isinstance(found, list) else []


def _code(table: Any) -> Any:
    return table.get("code") if isinstance(table, dict) else None


def _of_term(known: dict[Path, Place], term: Path, name: str) -> Path:
    """The number of a term that a finding names, or the term."""
    numbers = ((*term, "due", name), (*term, name))
    return next((one for one in numbers if one in known), term)


def _walk(node: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    yield path, node
    if isinstance(node, (dict, list)):
        for key, part in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _walk(part, (*path, str(key)))


def _meant(path: Path, value: Any, fields: dict[str, FieldValue]) -> bool:
    """Whether the finding speaks of this value: a requirement, an end of a way, a role."""
    if "fact" in fields:
        return isinstance(value, dict) and _is_requirement(value, fields)
    if "side" in fields:
        return fields["side"] in path and value == fields["stage"]
    return "role" in fields and path[:1] == ("roles",) and value == fields["role"]


def _is_requirement(value: dict[str, Any], fields: dict[str, FieldValue]) -> bool:
    if value.get("fact") != fields["fact"]:
        return fields["fact"] in value
    given = value.get(str(fields.get("param")))
    word = fields.get("word", given)
    return word == given or (isinstance(given, list) and word in given)


def _param(value: Any, fields: dict[str, FieldValue]) -> Path:
    param = str(fields.get("param"))
    return (param,) if isinstance(value, dict) and param in value else ()
