"""A region whose people act through the API, each with a token of their own."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.actions.deciding import DecisionRequest
from engine.actions.filing import DocumentRequest, FilePaper, ReviewRequest
from engine.actions.mentoring import AttachRequest
from engine.actions.moving import MoveRequest
from engine.actions.recording import RecordRequest
from engine.domain.audit import Stream, StreamKind
from engine.domain.canonical import plain
from engine.domain.errors import RequirementsUnmet, TutorSchoolIneligible
from engine.domain.roles import Place, Role
from engine.domain.situation import SubjectKind
from engine.storage.receipts import Receipt
from tests.web.programs import Program, make_app, program
from workflows.rehearsal import Cast, Deeds

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from engine.domain.roles import Actor
    from engine.workbench import Workbench
    from tests.factories import Scene


@dataclass
class Office:
    """The people of a scene at their programs; a token lasts for the month it was issued in."""

    scene: Scene
    app: Flask
    programs: dict[tuple[UUID, int, int], Program] = field(default_factory=dict)

    @classmethod
    def of(cls, scene: Scene) -> Office:
        """The office of a scene, with an application on its bench."""
        return cls(scene, make_app(scene.bench))

    def program(self, actor: Actor) -> Program:
        """The program of a person."""
        today = self.scene.bench.now()
        key = (actor.account_id, today.year, today.month)
        if key not in self.programs:
            self.programs[key] = program(self.app, self.scene.bench, actor)
        return self.programs[key]

    def role(self, role: Role) -> Program:
        """The program of the first person of a role."""
        return self.program(self.scene.actor(role))

    def open(self) -> UUID:
        """A case opened over the API: of the first school, or of the municipality."""
        sent: dict[str, Any] = {"definition_code": self.scene.definition.code}
        if self.scene.definition.subject is SubjectKind.SCHOOL:
            sent["list_entry_id"] = str(self.scene.entries[self.scene.schools[0]])
        else:
            sent |= {"subject_kind": "municipality", "subject_id": str(self.scene.municipality_id)}
        opened = self.role(Role.MUNICIPAL_COORDINATOR).post("/cases", sent)
        assert opened.status_code == 201, opened.json
        return UUID(opened.get_json()["created_id"])

    def case(self, case_id: UUID) -> Any:
        """The case as the coordinator's program reads it."""
        shown = self.role(Role.MUNICIPAL_COORDINATOR).get(f"/cases/{case_id}")
        assert shown.status_code == 200, shown.json
        return shown.json

    def cast(self) -> Cast:
        """Everybody who may act on the case; whatever they do goes over the API."""
        scene = self.scene
        of_school = scene.definition.subject is SubjectKind.SCHOOL
        school = scene.schools[0] if of_school else None
        place = Place(scene.region_id, scene.municipality_id, school)
        actors = {
            role: tuple(one for one in people if one.grants[0].place.covers(place))
            for role, people in scene.people.items()
        }
        tutors = tuple(scene.tutor_schools)
        return Cast(actors, tutors, wait_until=scene._wait, deeds=self._deeds())

    def post(self, case_id: UUID, path: str, sent: Any, actor: Actor) -> TestResponse:
        """A deed on a case as it stands."""
        revision = self.case(case_id)["revision"]
        return self.program(actor).post(f"/cases/{case_id}{path}", sent, revision=revision)

    def _deeds(self) -> Deeds:
        return Deeds(
            attach=self._deed(_attachment),
            move_case=self._deed(_move),
            register_decision=self._deed(_decision),
            register_document=self._deed(_document),
            register_record=self._deed(_record),
            review_document=self._deed(_review),
        )

    def _deed(self, said: Callable[[Any], tuple[str, dict[str, Any]]]) -> Callable[..., Receipt]:
        def deed(bench: Workbench, request: Any, *, actor: Actor) -> Receipt:
            assert bench is self.scene.bench
            path, sent = said(request)
            answer = self.post(request.case_id, path, plain(sent), actor)
            if answer.status_code not in (200, 201):
                raise _refusal(answer.json)
            return _receipt(answer.json)

        return deed


def _attachment(request: AttachRequest) -> tuple[str, dict[str, Any]]:
    names = ("kind", "account_id", "school_id", "decision_id", "reason")
    return "/attachments", {name: getattr(request, name) for name in names}


def _move(request: MoveRequest) -> tuple[str, dict[str, Any]]:
    order = request.order
    return "/moves", {"move": order.move, "reason": order.reason, "basis": order.basis}


def _decision(request: DecisionRequest) -> tuple[str, dict[str, Any]]:
    names = ("kind", "number", "signed_on", "body", "title")
    return "/decisions", {name: getattr(request.paper, name) for name in names}


def _document(request: DocumentRequest) -> tuple[str, dict[str, Any]]:
    names = ("kind", "title", "topic", "submit")
    sent = {name: getattr(request, name) for name in names if getattr(request, name) is not None}
    return "/documents", {**sent, "file": _file(request.file)}


def _file(file: FilePaper | None) -> dict[str, str] | None:
    if file is None:
        return None
    content = base64.b64encode(file.content).decode()
    return {"name": file.name, "media_type": "text/plain", "content": content}


def _record(request: RecordRequest) -> tuple[str, dict[str, Any]]:
    names = ("kind", "key", "status", "value", "note")
    sent = {name: getattr(request, name) for name in names}
    return "/records", {name: value for name, value in sent.items() if value is not None}


def _review(request: ReviewRequest) -> tuple[str, dict[str, Any]]:
    path = f"/documents/{request.document_id}/review"
    return path, {"verdict": request.verdict, "remarks": request.remarks}


def _refusal(told: Any) -> Exception:
    if told["code"] == TutorSchoolIneligible.code:
        return TutorSchoolIneligible()
    if told["code"] == RequirementsUnmet.code:
        return RequirementsUnmet((), **told)
    return AssertionError(told)


def _receipt(told: Any) -> Receipt:
    created = UUID(told["created_id"]) if told["created_id"] else None
    return Receipt(
        Stream(StreamKind.CASE, UUID(told["case_id"])),
        told["revision"],
        bytes.fromhex(told["hash"]),
        told["kind"],
        datetime.fromisoformat(told["at"]).astimezone(UTC),
        told["from"],
        told["to"],
        created,
    )
