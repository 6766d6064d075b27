"""Trying a text: what it means, what is wrong with it, and what publishing it would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from engine.domain.checks import Severity, inspect_definition
from engine.domain.difference import difference
from engine.domain.errors import DefinitionInvalid, DefinitionUnreadable
from engine.domain.succession import default_plan
from workflows.loader import LARGEST_TEXT, Parsed, read_definition
from workflows.places import Places

if TYPE_CHECKING:
    from admin.host import Host, Wording
    from engine.domain.checks import Finding
    from engine.domain.definition import Definition
    from engine.domain.drafting import Change

_LONGEST_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing about a text as a sentence, with its place where it has one.

    `finding` is what it was told from, for a form to show it beside its field.
    """

    sentence: str
    line: int | None = None
    column: int | None = None
    shown: str = ""
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """A text that was tried; with errors it must not be published."""

    definition: Definition | None = None
    extends: str | None = None
    changes: tuple[Change, ...] = ()
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
        parsed = read_definition(text, bases=bases)
    except DefinitionUnreadable as fault:
        return Trial(errors=[_unreadable(fault, text)])
    except DefinitionInvalid as fault:
        return Trial(errors=problems_of(fault.fields["findings"], text, host.wording))
    definition = parsed.definition
    found = inspect_definition(definition, host.bench.facts)
    errors = [one for one in found if one.severity is Severity.ERROR]
    errors += parsed.loosened
    notes = [one for one in found if one.severity is not Severity.ERROR]
    return Trial(
        definition,
        parsed.extends,
        parsed.changes,
        problems_of(errors, text, host.wording, parsed),
        problems_of(notes, text, host.wording, parsed),
    )


def consequences(
    wording: Wording, old: Definition, new: Definition, standing: Mapping[str, int]
) -> Consequences:
    """From the published version to the text; `standing` are open cases by stage."""
    changes = [wording.difference(one, old, new) for one in difference(old, new)]
    heirs = default_plan([old], new).stage_of
    lost = [stage.code for stage in old.stages if stage.code not in new.stage_by_code]
    gone = [_gone(old, code, standing.get(code, 0)) for code in lost if code not in heirs]
    stranded = sum(count for code, count in standing.items() if code not in heirs)
    return Consequences(changes, gone, stranded)


def _gone(old: Definition, code: str, cases: int) -> str:
    title = old.stage_by_code[code].title
    if not cases:
        return _("Этап «%(title)s» исчезает; сейчас на нём никто не стоит.", title=title)
    return _(
        "Этап «%(title)s» исчезает; дел на нём: %(cases)d, по своей версии они пойдут дальше.",
        title=title,
        cases=cases,
    )


def _unreadable(fault: DefinitionUnreadable, text: str) -> Problem:
    line = fault.fields.get("line")
    shown = _shown(text, line)
    reasons = {
        "character": _("В тексте есть знаки, которые нельзя сохранить."),
        "nesting": _("Слишком много уровней вложенности."),
        "repeated": _("Такой ключ или такая таблица уже есть выше."),
        "too_large": _("Текст слишком велик: можно до %(size)s КБ.", size=LARGEST_TEXT // 1024),
    }
    unclear = _("Текст не читается: проверьте кавычки, скобки и знак «=».")
    column = fault.fields.get("column")
    return Problem(reasons.get(fault.fields["reason"], unclear), line, column, shown)


def _shown(text: str, line: int | None) -> str:
    """The line itself; of the header of an operation, what the operation is."""
    lines = text.split("\n")[line - 1 : line + 2] if line else []
    told = lines if lines and lines[0].strip().startswith("[[") else lines[:1]
    return " ".join(one.strip() for one in told)[:_LONGEST_SHOWN]


def problems_of(
    findings: Sequence[Finding], text: str, wording: Wording, parsed: Parsed | None = None
) -> list[Problem]:
    """Findings as sentences with their places in a text that can be read."""
    if not findings:
        return []
    places = Places(text, parsed.changes if parsed else ())
    definition = parsed.definition if parsed else None
    told = []
    for one in findings:
        at = places.of(one)
        shown = _shown(text, at.line)
        told.append(Problem(wording.finding(one, definition), at.line, at.column, shown, one))
    return told
