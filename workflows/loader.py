"""From the text of a definition to its value; the only door for texts, shipped or typed in.

Whatever the text is, the answer is a definition, DefinitionUnreadable or DefinitionInvalid: it is
data from a form, and no text may end in another error or take the machine's time or stack.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import islice
from types import MappingProxyType
from typing import Any

from marshmallow import Schema, ValidationError

from engine.domain.checks.finding import Finding, error
from engine.domain.checks.naming import cyrillic_letters
from engine.domain.definition import Definition, Word
from engine.domain.drafting import Change
from engine.domain.errors import DefinitionInvalid, DefinitionUnreadable
from engine.domain.operations import SOURCE_SETTING, Identify
from engine.domain.overlay import arranged, arranged_moves, resolve
from engine.domain.scenario_operations import AddScenario
from engine.domain.tightening import forbidden_loosenings
from workflows.facts import CATALOGUE
from workflows.positions import Ruler, deepest_bracket
from workflows.schema import CompleteSchema
from workflows.schema_changes import OverlaySchema
from workflows.schema_fields import OF_KEY
from workflows.vocabulary import stricter_setting

LARGEST_TEXT = 512 * 1024
DEEPEST = 32
MOST_DOTS = 100
SUFFIX = ".toml"
LONGEST_SHOWN = 80
MOST_FINDINGS = 100

_PLACE = re.compile(r"at line (\d+), column (\d+)")
_REPEATED = re.compile(r"twice|overwrite|Duplicate|namespace")
_ESCAPED_NUL = re.compile(r"\\u0000|\\U00000000")
_LONG_NUMBER = re.compile(r"[0-9_]{4000,}")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A definition read from a text; an overlay also keeps its operations and what it extends.

    The first of `changes` is the header, as Identify, then come the `[[change]]` tables and then
    the scenarios; a complete text has none. `loosened` is what a municipality may not loosen.
    """

    definition: Definition
    changes: tuple[Change, ...] = ()
    extends: str | None = None
    loosened: tuple[Finding, ...] = ()


def parse_definition(text: str, *, bases: Mapping[str, Definition]) -> Parsed:
    """The definition a text describes, resolved on the base it extends, if it extends one.

    Raises DefinitionUnreadable(line=, column=, reason=) when the text is no TOML, and
    DefinitionInvalid(findings=) with every fault when it is not the text of a definition.
    """
    parsed = read_definition(text, bases=bases)
    if parsed.loosened:
        raise DefinitionInvalid(findings=parsed.loosened)
    return parsed


def read_definition(text: str, *, bases: Mapping[str, Definition]) -> Parsed:
    """The same for whoever is still writing: what a municipality loosens is told and not refused.

    Otherwise no form could show it beside its field.
    """
    tables = _tables(text)
    if tables.get("extends", "") == "":
        return Parsed(_complete(_loaded(CompleteSchema(), tables)))
    data = _loaded(OverlaySchema(), tables)
    extends = data["extends"]
    if extends == data["code"]:
        raise DefinitionInvalid(findings=(error("base_itself", "extends", value=extends),))
    if extends not in bases:
        raise DefinitionInvalid(findings=(error("base_unknown", "extends", value=extends),))
    changes = _changes(data)
    resolved = resolve(bases[extends], changes, stricter=stricter_setting)
    return Parsed(resolved, changes, extends, _loosened(bases[extends], resolved, changes))


def _changes(data: dict[str, Any]) -> tuple[Change, ...]:
    source, final = data.get("source", ""), data.get("final", ())
    head = Identify(data["code"], data["title"], data["subject"], source, final)
    own = (AddScenario(scenario) for scenario in data.get("scenarios", ()))
    return (head, *data.get("changes", ()), *own)


def _loosened(
    base: Definition, resolved: Definition, changes: Sequence[Change]
) -> tuple[Finding, ...]:
    """What a municipality only may tighten and does not, with the operations that do it."""
    found = forbidden_loosenings(base, resolved, CATALOGUE, stricter_setting)
    places = {change.element: index for index, change in enumerate(changes)}
    return tuple(_with_operation(one, places) for one in found)


def _with_operation(finding: Finding, places: Mapping[str, int]) -> Finding:
    """The finding with the place of the operation that brought it about, where there is one."""
    index = places.get(finding.element.split(".terms.")[0])
    if index is None:
        return finding
    return replace(finding, fields=tuple(sorted({**dict(finding.fields), "index": index}.items())))


@cache
def load_shipped() -> Mapping[str, Parsed]:
    """The definitions that come with the product, by code, bases before what extends them.

    They are read once in a process: the files are a part of the program.
    """
    return MappingProxyType(load_folder(files("workflows").joinpath("regions")))


def load_folder(folder: Traversable) -> dict[str, Parsed]:
    """The definitions of a folder, by code; the name of a file is the code of its definition."""
    texts = {
        entry.name.removesuffix(SUFFIX): entry.read_text(encoding="utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith(SUFFIX)
    }
    extended = {code: _base_of(text) for code, text in texts.items()}
    _refuse_cycle(extended)
    loaded: dict[str, Parsed] = {}
    while waiting := sorted(texts.keys() - loaded.keys()):
        bases = {code: parsed.definition for code, parsed in loaded.items()}
        ready = [code for code in waiting if extended[code] in ("", *bases)]
        # What extends nothing known is read as well, and refused by name.
        for code in ready or waiting:
            loaded[code] = _named(code, parse_definition(texts[code], bases=bases))
    return loaded


def _refuse_cycle(bases: Mapping[str, object]) -> None:
    """Texts that extend each other in a circle extend nothing: every one of them is named."""
    for code in sorted(bases):
        circle, at = [code], bases[code]
        while isinstance(at, str) and at in bases and at not in circle:
            circle.append(at)
            at = bases[at]
        if at == code and len(circle) > 1:
            raise DefinitionInvalid(findings=(error("base_cycle", "extends", codes=tuple(circle)),))


def _base_of(text: str) -> object:
    return _tables(text).get("extends", "")


def _named(code: str, parsed: Parsed) -> Parsed:
    if parsed.definition.code != code:
        raise DefinitionInvalid(findings=(error("code_not_file", "definition", file=code),))
    return parsed


def _tables(text: str) -> dict[str, Any]:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as fault:
        raise _unreadable("character", text, fault.start) from fault
    if size > LARGEST_TEXT:
        raise DefinitionUnreadable(line=None, column=None, reason="too_large")
    begins = 0
    for content in text.split("\n"):
        # A key of a hundred thousand parts is read in quadratic time.
        if content.count(".") > MOST_DOTS:
            raise _unreadable("nesting", text, begins)
        begins += len(content) + 1
    # Notepad puts a mark before the first line.
    text = text.removeprefix("\ufeff")
    return _cleaned(text, _read(text))


def _unreadable(reason: str, text: str, offset: int, detail: str = "") -> DefinitionUnreadable:
    place = Ruler(text).place(offset)
    return DefinitionUnreadable(line=place.line, column=place.column, reason=reason, detail=detail)


def _too_deep(text: str) -> DefinitionUnreadable:
    bracket = deepest_bracket(text, DEEPEST - 1)
    if bracket is None:
        # Without brackets it is a key of many parts.
        longest = max(text.split("\n"), key=lambda line: line.count("."))
        bracket = text.index(longest)
    return _unreadable("nesting", text, bracket)


def _cleaned(text: str, tables: dict[str, Any]) -> dict[str, Any]:
    try:
        cleaned: dict[str, Any] = _clean(tables, DEEPEST)
    except RecursionError as fault:
        raise _too_deep(text) from fault
    except UnicodeError as fault:
        found = _ESCAPED_NUL.search(text)
        raise _unreadable("character", text, found.start() if found else 0) from fault
    return cleaned


def _read(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError as fault:
        raise _too_deep(text) from fault
    except ValueError as fault:
        # Besides its own error tomllib lets through those of numbers and dates.
        detail = str(fault)
        reason = "repeated" if _REPEATED.search(detail) else "syntax"
        if found := _PLACE.search(detail):
            line, column = int(found[1]), int(found[2])
            raise DefinitionUnreadable(
                line=line, column=column, reason=reason, detail=detail
            ) from fault
        number = _LONG_NUMBER.search(text)
        offset = number.start() if number else len(text.rstrip())
        raise _unreadable(reason, text, offset, detail) from fault


def _clean(value: Any, depth: int) -> Any:
    """The value with every text in NFC; refuses what an escape brought in, and depth."""
    if depth == 0:
        raise RecursionError
    if isinstance(value, dict):
        return {_clean(key, depth): _clean(part, depth - 1) for key, part in value.items()}
    if isinstance(value, list):
        return [_clean(part, depth - 1) for part in value]
    if isinstance(value, str):
        if "\x00" in value:
            raise UnicodeError
        return unicodedata.normalize("NFC", value)
    return value


def _loaded(schema: Schema, tables: dict[str, Any]) -> dict[str, Any]:
    try:
        data: dict[str, Any] = schema.load(tables)
    except ValidationError as fault:
        # A text that is wrong throughout is answered with its first faults.
        findings = tuple(islice(_findings(fault.messages, (), tables), MOST_FINDINGS))
        raise DefinitionInvalid(findings=findings) from fault
    return data


def _findings(messages: Any, path: tuple[str, ...], value: Any) -> Iterator[Finding]:
    if isinstance(messages, dict):
        places = {key: place for place, key in enumerate(value if isinstance(value, dict) else ())}
        for key, part in sorted(messages.items(), key=lambda item: _order(item[0], places)):
            inner = path if key == "_schema" else (*path, str(key))
            yield from _findings(part, inner, value if key == "_schema" else _part(value, key))
        return
    for message in messages:
        code, _, expected = str(message).partition(":")
        of_key = expected == OF_KEY
        fields = {"expected": tuple(expected.split(","))} if expected and not of_key else {}
        said = path[-1] if of_key else value
        shown = {"value": said[:LONGEST_SHOWN]} if isinstance(said, str) else {}
        if code == "code_look_alike":
            fields["letters"] = cyrillic_letters(str(said))
        element = ".".join(part[:LONGEST_SHOWN] for part in path) or "definition"
        yield error(code, element, **fields, **shown)


def _order(key: Any, places: Mapping[str, int]) -> tuple[int, str]:
    """Faults come in the order of the text; what is missing from it comes first."""
    return (key if isinstance(key, int) else places.get(key, -1), str(key))


def _part(value: Any, key: Any) -> Any:
    if isinstance(value, dict):
        return value.get(key)
    return value[key] if isinstance(value, list) and isinstance(key, int) else None


def _complete(data: dict[str, Any]) -> Definition:
    stages = arranged(data["stages"])
    settings = data.get("settings", {})
    if data.get("source"):
        settings = {**settings, SOURCE_SETTING: data["source"]}
    words = data.get("words", {})
    return Definition(
        data["code"],
        data["title"],
        data["subject"],
        stages,
        arranged_moves(data["moves"], stages),
        tuple(
            Word(name, code, words[name][code]) for name in sorted(words) for code in words[name]
        ),
        tuple(sorted(settings.items())),
        data.get("scenarios", ()),
        data.get("final", ()),
    )
