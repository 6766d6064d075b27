"""A finding of a definition, an overlay or a text: a code, the element, and the data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.domain.requirements import FieldValue


class Severity(StrEnum):
    """An error forbids publishing; a note is shown to the one who publishes."""

    ERROR = "error"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong or worth knowing, where, and with which values; the sentence is made on top.

    `element` is named as in the text: `definition`, `stages.listed`, `stages.listed.terms.due`,
    `moves.retain`, `words.document.roadmap`.
    """

    severity: Severity
    code: str
    element: str
    fields: tuple[tuple[str, FieldValue], ...] = ()


def error(code: str, element: str, /, **fields: FieldValue) -> Finding:
    """A finding that forbids publishing."""
    return Finding(Severity.ERROR, code, element, tuple(sorted(fields.items())))


def note(code: str, element: str, /, **fields: FieldValue) -> Finding:
    """A finding worth knowing."""
    return Finding(Severity.NOTE, code, element, tuple(sorted(fields.items())))
