"""The desk of whoever edits a definition: the text, where it started from, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from flask_babel import gettext as _

from admin.definitions.ground import Ground, ground_of
from admin.definitions.trial import (
    Consequences,
    Problem,
    Trial,
    consequences,
    problems_of,
    try_text,
)
from admin.reading import typed_number, typed_text
from engine.actions.drafting import DraftRequest
from engine.actions.publishing import PublishRequest
from engine.domain.definition import Definition
from engine.domain.difference import difference
from engine.domain.rebasing import open_conflicts
from engine.queries.authoring import VersionText, open_cases_by_stage
from workflows.vocabulary import stricter_setting

if TYPE_CHECKING:
    from admin.host import Host


@dataclass(slots=True)
class Desk:
    """A text being edited for a region; `current` is the version in force, if there is one.

    `expected` is the version the text started from: 0 where nothing was published yet. `ground` is
    what the text stands on.
    """

    host: Host
    region_id: UUID
    current: VersionText | None
    text: str
    expected: int
    ground: Ground
    trial: Trial | None = None
    consequences: Consequences | None = None
    theirs: list[str] = field(default_factory=list)
    sent: bool = False

    @property
    def known(self) -> Definition:
        """The definition whose codes the forms and snippets offer: the text's, else the former."""
        if self.trial and self.trial.definition:
            return self.trial.definition
        return self.current.definition if self.current else self.ground.first

    @property
    def definition(self) -> Definition | None:
        """What the text means, if nothing stands against publishing it."""
        trial = self.trial
        return trial.definition if trial and not trial.errors else None


def opened_desk(host: Host, region_id: UUID, current: VersionText | None, text: str) -> Desk:
    """The desk as it is opened: tried at once, so that the forms know the text's codes."""
    ground = ground_of(host, region_id, current)
    desk = Desk(host, region_id, current, text, current.version if current else 0, ground)
    desk.trial = try_text(host, text, ground.bases)
    return desk


def sent_desk(
    host: Host,
    region_id: UUID,
    current: VersionText | None,
    form: Mapping[str, str],
    ground: Ground | None = None,
) -> Desk:
    """The desk as its form was sent, tried and compared with what is published."""
    text = typed_text(form, "text")
    ground = ground or ground_of(host, region_id, current)
    desk = Desk(host, region_id, current, text, typed_number(form, "expected"), ground)
    desk.sent = True
    try_again(desk)
    return desk


def try_again(desk: Desk) -> None:
    """Look at the text of the desk as it stands now."""
    desk.trial = trial = try_text(desk.host, desk.text, desk.ground.bases)
    if trial.definition and desk.current and trial.definition.code != desk.current.definition.code:
        code = desk.current.definition.code
        said = _("Код маршрута не меняется: здесь он «%(code)s».", code=code)
        trial.errors.append(Problem(said))
    _refuse_conflicts(desk)
    definition = desk.definition
    if definition and desk.current:
        standing = open_cases_by_stage(desk.host.bench, desk.current.stream_id)
        old = desk.current.definition
        desk.consequences = consequences(desk.host.wording, old, definition, standing)


def _refuse_conflicts(desk: Desk) -> None:
    """What a newer version of the base contradicts stands against publishing."""
    trial, footing = desk.trial, desk.ground.footing
    if trial is None or trial.definition is None or footing is None or not footing.behind:
        return
    old, new = footing.old.definition, footing.new.definition
    if trial.extends == footing.old.code:
        found = open_conflicts(old, new, trial.changes, stricter=stricter_setting)
        trial.errors.extend(problems_of(found, desk.text, desk.host.wording))


def request_of(desk: Desk, definition: Definition) -> PublishRequest:
    """The order to publish the text of the desk."""
    trial = desk.trial
    return PublishRequest(
        desk.region_id,
        definition,
        desk.text,
        desk.ground.digest_of(trial.extends if trial else None),
        desk.expected,
        trial.changes if trial else (),
        stricter_setting,
        desk.ground.municipality_id,
    )


def draft_of_desk(desk: Desk, stream_id: UUID) -> DraftRequest:
    """The text of the desk as a draft that takes the place of any other."""
    return DraftRequest(
        stream_id,
        desk.region_id,
        desk.text,
        desk.expected,
        None,
        desk.ground.digest_of(desk.trial.extends if desk.trial else None),
        desk.ground.municipality_id,
    )


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
