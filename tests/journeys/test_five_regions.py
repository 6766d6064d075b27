"""Every shipped path from its first stage to its last, through the API and nothing else.

Nothing here knows a region: what leads on and what a move requires is read from the definition.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from engine.domain.definition import Definition, Phase, StageKind
from engine.domain.requirements import Attempt, Requirement, evaluate
from engine.domain.roles import Actor, Role
from engine.storage.verification import verify
from tests.factories import make_scene
from tests.journeys.over_http import Office
from tests.journeys.snapshot import attempts, everything
from workflows.driving import Leg, reachable, route
from workflows.loader import load_shipped
from workflows.rehearsal import Cast, look, make_move, prepare_move

PATHS = sorted(code for code in load_shipped() if code != "base")


@dataclass
class Journey:
    """A case on its way through the offices of a region."""

    office: Office
    cast: Cast
    case_id: UUID

    @property
    def bench(self) -> Any:
        return self.office.scene.bench

    def refused(
        self, sent: dict[str, Any], actor: Actor, *, behind: int = 0, recorded: bool = True
    ) -> Any:
        """A move that is refused: nothing changes, only the attempt is on record."""
        revision = self.office.case(self.case_id)["revision"] - behind
        caller = self.office.program(actor)
        before, tried = everything(self.bench.database), attempts(self.bench.database, self.case_id)

        answer = caller.post(f"/cases/{self.case_id}/moves", sent, revision=revision)

        assert everything(self.bench.database) == before
        after = attempts(self.bench.database, self.case_id)
        assert after == ([*tried, "move:refused"] if recorded else tried)
        return answer

    def preview(self, move: str, actor: Actor) -> Any:
        """What the API says of a move before it is tried."""
        answer = self.office.program(actor).get(f"/cases/{self.case_id}/moves")
        return next(one for one in answer.get_json()["items"] if one["code"] == move)

    def lacking(self, requirements: tuple[Requirement, ...], actor: Actor) -> list[str]:
        """The code of everything that is missing, as the requirements themselves say."""
        locked, situation = look(self.bench, self.case_id)
        roles = actor.roles_on(
            locked.state.place, situation.today, attached=situation.attached_roles(actor)
        )
        attempt = Attempt("", actor.account_id, roles)
        return [
            unmet.code
            for requirement in requirements
            for unmet in evaluate(requirement, self.bench.facts, situation, attempt).unmet
        ]

    def mover(self, leg: Leg) -> Actor:
        """The person the move belongs to, who is not attached to cases one by one if possible."""
        roles = [role for role in leg.move.roles if self.cast.actors.get(role)]
        plain = [role for role in roles if role not in (Role.CURATOR, Role.EXPERT)]
        return self.cast.actors[(plain or roles)[0]][0]


def goal(definition: Definition) -> str:
    """The stage the path leads to: an exit, or where it closes its circle."""
    found = [one for one in definition.stages if one.code in reachable(definition)]
    ends = [one for one in found if one.kind is StageKind.END and one.phase is Phase.EXIT]
    on_path = [one for one in found if one.phase is not Phase.OUTSIDE]
    return (ends or [max(on_path, key=lambda stage: stage.order)])[0].code


@pytest.fixture(params=PATHS)
def journey(request, bench):
    """A case just opened over the API on one of the paths."""
    office = Office.of(make_scene(bench, definition=request.param))
    return Journey(office, office.cast(), office.open())


def test_a_case_goes_from_the_first_stage_to_the_last_and_no_step_can_be_skipped(journey):
    definition = journey.office.scene.definition
    legs = route(definition, definition.start.code, goal(definition))

    skipped_stage_is_refused(journey, legs)
    missing_paper_seen = False
    for place, leg in enumerate(legs):
        if not missing_paper_seen:
            missing_paper_seen = missing_document_is_refused(journey, leg)
        if place == 0:
            prepare_move(journey.bench, journey.case_id, leg, journey.cast)
            wrong_role_is_refused(journey, leg)
            stale_page_is_refused(journey, leg)
        make_move(journey.bench, journey.case_id, leg, journey.cast)

    assert missing_paper_seen
    came_to_the_end(journey, legs)


def skipped_stage_is_refused(journey, legs):
    """A move of a later stage is not there yet, whoever asks for it."""
    first = legs[0].source
    ahead = next(leg for leg in legs if not leg.move.leaves(first))
    actor = journey.mover(ahead)

    answer = journey.refused({"move": ahead.move.code}, actor)

    assert (answer.status_code, answer.json["code"]) == (409, "move.unavailable")
    told = [one["code"] for one in answer.json["unmet"]]
    assert told == ["stage", *journey.lacking(ahead.move.requirements, actor)]


def missing_document_is_refused(journey, leg):
    """All that is missing is told at once, as it was before the attempt."""
    actor = journey.mover(leg)
    missing = journey.lacking(leg.requirements, actor)
    if "document_present" not in missing:
        return False
    foreseen = journey.preview(leg.move.code, actor)

    answer = journey.refused({"move": leg.move.code}, actor)

    assert (answer.status_code, answer.json["code"]) == (409, "move.requirements_unmet")
    assert [one["code"] for one in answer.json["unmet"]] == missing
    assert answer.json["unmet"] == foreseen["unmet"]
    assert all(one["sentence"] for one in answer.json["unmet"])
    return True


def wrong_role_is_refused(journey, leg):
    """Whoever moves cases in another role is told whose move it is; a reader is let nowhere."""
    reader = journey.office.scene.actor(Role.VIEWER)
    other = journey.office.scene.actor(Role.METHODIST)

    closed = journey.refused({"move": leg.move.code}, reader, recorded=False)
    answer = journey.refused({"move": leg.move.code}, other)

    assert (closed.status_code, closed.json["code"]) == (403, "forbidden")
    assert (answer.status_code, answer.json["code"]) == (403, "move.forbidden")
    told = [one["code"] for one in answer.json["unmet"]]
    assert told == ["role", *journey.lacking(leg.requirements, other)]


def stale_page_is_refused(journey, leg):
    """A move from a page that somebody else has overtaken says who did."""
    answer = journey.refused({"move": leg.move.code}, journey.mover(leg), behind=1)

    assert answer.json["code"] == "case.stale"
    assert answer.status_code in (409, 412)


def came_to_the_end(journey, legs):
    """The case stands in the last stage, its history tells every move, and the journal holds."""
    shown = journey.office.case(journey.case_id)
    history = journey.office.role(Role.AUDITOR).get(f"/cases/{journey.case_id}/history?limit=200")
    moved = [one["to"] for one in history.json["items"] if one["kind"] == "case:moved"]

    assert shown["stage"] == legs[-1].target
    assert moved == [leg.target for leg in legs]
    assert verify(journey.bench.database).findings == []
