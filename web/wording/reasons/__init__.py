"""Why not: a Russian sentence for every unmet requirement, on pages, in refusals and histories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext

from engine.domain.requirements import Unmet
from web.wording.reasons.course import COURSE
from web.wording.reasons.papers import PAPERS
from web.wording.reasons.people import PEOPLE
from web.wording.reasons.shape import Parts, Reason, Sentence
from web.wording.reasons.work import WORK

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from engine.domain.definition import Definition

__all__ = ["REASONS", "Sentence", "unmet_from_plain", "unmet_sentence"]

REASONS: Mapping[str, Callable[[Reason], Parts]] = {**COURSE, **PAPERS, **PEOPLE, **WORK}
"""One sentence for every fact of the catalogue, and for `stage`, `role` and `not`."""

_MENDED_HERE = frozenset(
    {"basis_given", "date_window", "end_code_given", "reason_given", "return_expected"}
)
"""What whoever makes the move mends in the form of the move itself, or waits for."""


def unmet_sentence(
    unmet: Unmet, definition: Definition | None, *, today: date | None = None
) -> Sentence:
    """What is lacking, what to do, where, who can and by when.

    With `today` a term that is over is said to be over.
    """
    if unmet.code == "any":
        return _any(unmet, definition, today)
    reason = Reason.of(unmet, definition, today)
    say = REASONS.get(unmet.code)
    if say is None:
        return Sentence(gettext("Не выполнено условие «%(code)s».", code=unmet.code))
    lack, remedy = say(reason)
    # Without a role there is nobody to name: a journal keeps what was lacking, not who could help.
    told = remedy if reason.roles or unmet.code in _MENDED_HERE else ""
    return Sentence(lack, told, unmet.mend, reason.who, unmet.by)


def _any(unmet: Unmet, definition: Definition | None, today: date | None) -> Sentence:
    branches = tuple(
        tuple(unmet_sentence(part, definition, today=today) for part in branch)
        for branch in unmet.alternatives
    )
    if len(branches) == 1 and len(branches[0]) == 1:
        return branches[0][0]
    said = "; ".join(
        f"{place}) {' '.join(one.text for one in branch).rstrip('.')}"
        for place, branch in enumerate(branches, start=1)
    )
    lack = gettext("Нужно хотя бы одно: %(said)s.", said=said)
    if not said:
        lack = gettext("Ни один из путей этого перехода сейчас не открыт.")
    mend = branches[0][0].mend if branches and branches[0] else unmet.mend
    return Sentence(lack, "", mend, by=unmet.by, alternatives=branches)


def unmet_from_plain(reason: Mapping[str, Any]) -> Unmet:
    """The unmet requirement as the journal and notices keep it: code, fields, alternatives."""
    fields = reason.get("fields") or {}
    return Unmet(
        str(reason.get("code", "")),
        tuple((name, _field(value)) for name, value in sorted(fields.items())),
        alternatives=tuple(
            tuple(unmet_from_plain(part) for part in branch)
            for branch in reason.get("alternatives", ())
        ),
    )


def _field(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
