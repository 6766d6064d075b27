"""The forms of a case card: the one that was just sent keeps what was typed, the others are new."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from web.parsing import Form, new_key
from web.wording.grammar import capitalised
from web.wording.refusals import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.datastructures import MultiDict

_TYPED = (
    "number",
    "signed_on",
    "repealed_on",
    "starts_on",
    "ends_on",
    "happened_on",
    "expected_on",
    "body",
    "title",
    "value",
    "reason",
    "remarks",
    "note",
)
"""Fields that people fill in with words of their own; what is chosen from a list is not among."""


@dataclass(frozen=True, slots=True)
class Forms:
    """Forms by name; `offered` are values a link has chosen beforehand."""

    sent: Form | None = None
    offered: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Form:
        """The form of this name as it is to be shown."""
        if self.sent is not None and self.sent.name == name:
            return self.sent
        values = self.offered.get(name, {})
        return Form(name, {key: [value] for key, value in values.items()})

    def is_open(self, name: str) -> bool:
        """Whether the form is unfolded: it was sent, or a link leads to it."""
        return (self.sent is not None and self.sent.name == name) or name in self.offered

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What was typed into the form that was sent, by label: for when it is no longer there."""
        values = self.sent.values if self.sent else {}
        return [
            (capitalised(str(FIELDS[name])), value)
            for name in _TYPED
            for value in values.get(name, ())
            if value.strip()
        ]

    @property
    def key(self) -> str:
        """A key of its own for every form that is shown."""
        return new_key()


def offered_by(args: MultiDict[str, str]) -> dict[str, dict[str, str]]:
    """What a link of a reason asks to fill in: `?record=monitoring&key=entry`."""
    offered: dict[str, dict[str, str]] = {}
    if "document" in args:
        offered["document"] = {"kind": args["document"], "topic": args.get("topic", "")}
    if "decision" in args:
        offered["decision"] = {"kind": args["decision"]}
    if "record" in args:
        offered[f"record-{args['record']}"] = {"about": args.get("key", "")}
    if "attach" in args:
        offered[f"attach-{args['attach']}"] = {}
    if "end" in args:
        offered[f"end-{args['end']}"] = {}
    return offered
