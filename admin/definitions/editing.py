"""The desk of whoever edits a definition: the text, where it started from, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from flask_babel import gettext as _

from admin.definitions.trial import Consequences, Problem, Trial, consequences, try_text
from admin.definitions.writing import (
    NewStage,
    added_stage,
    appended,
    next_stage,
    renamed_stage,
)
from admin.reading import typed_choice, typed_line, typed_number, typed_text
from engine.actions.publishing import PublishRequest
from engine.domain.checks.naming import fault_of
from engine.domain.definition import Definition, Phase, Stage
from engine.domain.difference import difference
from engine.domain.errors import InvalidInput
from engine.queries.authoring import VersionText, open_cases_by_stage, published_bases
from workflows.loader import load_shipped

if TYPE_CHECKING:
    from admin.host import Host

BASE = "base"


@dataclass(slots=True)
class Desk:
    """A text being edited for a region; `current` is the version in force, if there is one.

    `expected` is the version the text started from: 0 where nothing was published yet.
    """

    host: Host
    region_id: UUID
    current: VersionText | None
    text: str
    expected: int
    trial: Trial | None = None
    consequences: Consequences | None = None
    theirs: list[str] = field(default_factory=list)
    told: str = ""
    refused: dict[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    sent: bool = False

    @property
    def known(self) -> Definition:
        """The definition whose codes the forms and snippets offer: the text's, else the former."""
        if self.trial and self.trial.definition:
            return self.trial.definition
        return self.current.definition if self.current else bases_of(self.host)[BASE]

    @property
    def definition(self) -> Definition | None:
        """What the text means, if nothing stands against publishing it."""
        trial = self.trial
        return trial.definition if trial and not trial.errors else None


def opened_desk(host: Host, region_id: UUID, current: VersionText | None, text: str) -> Desk:
    """The desk as it is opened: tried at once, so that the forms know the text's codes."""
    desk = Desk(host, region_id, current, text, current.version if current else 0)
    desk.trial = try_text(host, text, bases_of(host))
    return desk


def sent_desk(
    host: Host, region_id: UUID, current: VersionText | None, form: Mapping[str, str]
) -> Desk:
    """The desk as its form was sent, tried and compared with what is published."""
    text = typed_text(form, "text")
    desk = Desk(host, region_id, current, text, typed_number(form, "expected"))
    desk.typed, desk.sent = form, True
    try_again(desk)
    return desk


def try_again(desk: Desk) -> None:
    """Look at the text of the desk as it stands now."""
    desk.trial = trial = try_text(desk.host, desk.text, bases_of(desk.host))
    if trial.definition and desk.current and trial.definition.code != desk.current.definition.code:
        code = desk.current.definition.code
        said = _("Код маршрута не меняется: здесь он «%(code)s».", code=code)
        trial.errors.append(Problem(said))
    definition = desk.definition
    if definition and desk.current:
        standing = open_cases_by_stage(desk.host.bench, desk.current.stream_id)
        old = desk.current.definition
        desk.consequences = consequences(desk.host.wording, old, definition, standing)


def bases_of(host: Host) -> dict[str, Definition]:
    """What a text may extend: what is published for all regions, else what was shipped."""
    published = published_bases(host.bench)
    return published if BASE in published else {BASE: load_shipped()[BASE].definition, **published}


def request_of(desk: Desk, definition: Definition) -> PublishRequest:
    """The order to publish the text of the desk."""
    extends = desk.trial.extends if desk.trial else None
    base = bases_of(desk.host)[extends].digest if extends else None
    return PublishRequest(desk.region_id, definition, desk.text, base, desk.expected)


def published_meanwhile(desk: Desk, started: VersionText | None) -> None:
    """Tell what somebody else published since the text was begun; the text itself stays."""
    current, host = desk.current, desk.host
    if current is None:
        return
    if started is not None:
        old, new = started.definition, current.definition
        desk.theirs = [host.wording.difference(one, old, new) for one in difference(old, new)]
    # Sent once more, the text is meant as the successor of what is shown now.
    desk.expected = current.version


def rename_stage(desk: Desk) -> None:
    """Append the renaming that the form asks for."""
    stage = _stage(desk, "rename_stage")
    title = typed_line(desk.typed, "rename_title")
    _append(desk, [renamed_stage(stage, title)])


def add_stage(desk: Desk) -> None:
    """Append a stage with the moves that lead into it and out of it."""
    code = typed_line(desk.typed, "add_code")
    if fault_of(code) or code in desk.known.stage_by_code:
        raise InvalidInput(field="add_code", rule="code")
    after = _stage(desk, "add_after")
    chosen = desk.typed.get("add_phase")
    new = NewStage(
        after,
        _target(desk, after),
        code,
        typed_line(desk.typed, "add_title"),
        typed_choice(desk.typed, "add_phase", Phase) if chosen else after.phase,
        desk.typed.get("add_direct", "kept"),
    )
    if new.after == new.target:
        raise InvalidInput(field="add_to", rule="same")
    _append(desk, added_stage(desk.known, new))


def _append(desk: Desk, changes: list[str]) -> None:
    """Add to the text and empty the small forms, so that nothing is added twice by accident."""
    desk.text, desk.typed = appended(desk.text, changes), {}
    try_again(desk)


def _target(desk: Desk, after: Stage) -> Stage:
    """The chosen stage, or where the path usually goes on."""
    target = None if desk.typed.get("add_to") else next_stage(desk.known, after)
    return target or _stage(desk, "add_to")


def _stage(desk: Desk, name: str) -> Stage:
    stage = desk.known.stage_by_code.get(desk.typed.get(name, ""))
    if stage is None:
        raise InvalidInput(field=name, rule="unknown")
    return stage
