"""Trying a text: what it means, what is wrong with it, and what publishing it would change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from engine.domain.checks import Severity, inspect_definition
from engine.domain.difference import difference
from engine.domain.errors import DefinitionInvalid, DefinitionUnreadable
from engine.domain.succession import plan_succession
from workflows.loader import LARGEST_TEXT, parse_definition

if TYPE_CHECKING:
    from admin.host import Host, Wording
    from engine.domain.checks import Finding
    from engine.domain.definition import Definition

_CHANGE = re.compile(r"^\s*\[\[\s*change\s*\]\]", re.MULTILINE)
_PLACE = re.compile(r"^change\.(\d+)(?:\.|$)")
_LONGEST_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing about a text as a sentence, with its line where it has one."""

    sentence: str
    line: int | None = None
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """A text that was tried; with errors it must not be published."""

    definition: Definition | None = None
    extends: str | None = None
    errors: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Consequences:
    """What publishing would change, in words, and the cases whose stage the new version lacks."""

    changes: list[str]
    gone: list[str]
    stranded: int


def try_text(host: Host, text: str, bases: Mapping[str, Definition]) -> Trial:
    """Read a text and look at what it means; whatever the text is, the answer is a trial."""
    try:
        parsed = parse_definition(text, bases=bases)
    except DefinitionUnreadable as fault:
        return Trial(errors=[_unreadable(fault, text)])
    except DefinitionInvalid as fault:
        found = fault.fields["findings"]
        return Trial(errors=[_problem(one, None, text, host.wording) for one in found])
    definition = parsed.definition
    errors: list[Problem] = []
    notes: list[Problem] = []
    for one in inspect_definition(definition, host.bench.facts):
        told = _problem(one, definition, text, host.wording)
        (errors if one.severity is Severity.ERROR else notes).append(told)
    return Trial(definition, parsed.extends, errors, notes)


def consequences(
    wording: Wording, old: Definition, new: Definition, standing: Mapping[str, int]
) -> Consequences:
    """From the published version to the text; `standing` are open cases by stage."""
    changes = [wording.difference(one, old, new) for one in difference(old, new)]
    succession = plan_succession(old, new, standing)
    counts = dict(succession.stranded)
    gone = [_gone(old, code, counts.get(code, 0)) for code in succession.gone]
    return Consequences(changes, gone, succession.cases_stranded)


def _gone(old: Definition, code: str, cases: int) -> str:
    title = old.stage_by_code[code].title
    if not cases:
        return _("Этап «%(title)s» исчезает; сейчас на нём никто не стоит.", title=title)
    return ngettext(
        "Этап «%(title)s» исчезает; на нём стоит %(num)s дело, оно дойдёт по своей версии.",
        "Этап «%(title)s» исчезает; на нём стоит дел: %(num)s, они дойдут по своей версии.",
        cases,
        title=title,
    )


def _unreadable(fault: DefinitionUnreadable, text: str) -> Problem:
    line = fault.fields.get("line")
    lines = text.split("\n")
    shown = lines[line - 1].strip()[:_LONGEST_SHOWN] if line and line <= len(lines) else ""
    reasons = {
        "character": _("В тексте есть знаки, которые нельзя сохранить."),
        "nesting": _("Слишком много уровней вложенности."),
        "too_large": _("Текст слишком велик: можно до %(size)s КБ.", size=LARGEST_TEXT // 1024),
    }
    unclear = _("Текст не читается: проверьте кавычки, скобки и знак «=».")
    return Problem(reasons.get(fault.fields["reason"], unclear), line, shown)


def _problem(
    finding: Finding, definition: Definition | None, text: str, wording: Wording
) -> Problem:
    return Problem(wording.finding(finding, definition), _line_of(finding, text))


def _line_of(finding: Finding, text: str) -> int | None:
    """The line of the operation a finding is about; the header counts as the first of them."""
    place = _PLACE.match(finding.element)
    index = dict(finding.fields).get("index")
    number = int(place[1]) if place else index - 1 if isinstance(index, int) else -1
    starts = [found.end() for found in _CHANGE.finditer(text)]
    return text.count("\n", 0, starts[number]) + 1 if 0 <= number < len(starts) else None
