"""A short path with terms, schools on it, and what the clock has left behind."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from uuid import UUID

import sqlalchemy as sa

from engine.actions.moving import MoveRequest, move_case
from engine.actions.opening import OpenRequest, open_case
from engine.actions.publishing import PublishRequest, publish_definition
from engine.actions.registering import (
    MunicipalityRequest,
    RegionRequest,
    SchoolRequest,
    register_municipality,
    register_region,
    register_school,
)
from engine.actions.service_accounts import COMMAND
from engine.domain.definition import (
    RESUME,
    Definition,
    Move,
    OnDue,
    Phase,
    Stage,
    StageKind,
    StageTerm,
    Way,
)
from engine.domain.machine import MoveOrder
from engine.domain.requirements import Requirement
from engine.domain.roles import Actor, Grant, Place, Role
from engine.domain.situation import SchoolMode, SubjectKind
from engine.domain.terms import Term, TermKind
from engine.storage.receipts import Receipt
from engine.storage.tables import AccountRow, DutyRow, GrantRow, JournalRow, NoticeRow
from engine.storage.types import new_id
from engine.workbench import Workbench

TEN_DAYS = Term(TermKind.CALENDAR_DAYS, days=10)
REMINDED = StageTerm("questionnaires", "Анкетирование", TEN_DAYS, OnDue.REMIND)
ESCALATED = StageTerm("self_diagnosis_due", "Срок самодиагностики", TEN_DAYS, OnDue.ESCALATE)
MOVED = StageTerm("profiling", "Начало профилирования", TEN_DAYS, OnDue.MOVE, "open_profiling")
UNTIL_A_CURATOR = (Requirement("curator_assigned"),)

_numbers = count(1)


def path(*terms: StageTerm, requires: tuple[Requirement, ...] = ()) -> Definition:
    """Self-diagnosis with the terms given, and a risk profile after it."""
    coordinator = (Role.MUNICIPAL_COORDINATOR,)
    ways_on = (Way(("self_diagnosis",), "risk_profiling"),)
    back = (Way(("risk_profiling",), "self_diagnosis"),)
    still = (Way(("self_diagnosis", "risk_profiling"), "suspended"),)
    return Definition(
        code="clock",
        title="Путь с часами",
        subject=SubjectKind.SCHOOL,
        stages=(
            Stage(
                "self_diagnosis", "Самодиагностика", Phase.DIAGNOSIS, StageKind.START, 1, "", terms
            ),
            Stage("risk_profiling", "Рисковый профиль", Phase.DIAGNOSIS, order=2),
            Stage("suspended", "Приостановлено", Phase.OUTSIDE, StageKind.PAUSE, 3),
            Stage("exited", "Вышла из перечня", Phase.EXIT, StageKind.END, 4),
        ),
        moves=(
            Move("open_profiling", "Начать", ways_on, (*coordinator, Role.SCHEDULER), requires),
            Move("reopen_diagnosis", "Вернуть", back, coordinator),
            Move("suspend", "Приостановить", still, coordinator),
            Move("resume", "Возобновить", (Way(("suspended",), RESUME),), coordinator),
            Move("exit_listing", "Вывести", (Way(("risk_profiling",), "exited"),), coordinator),
        ),
        settings=(("opening_roles", (Role.MUNICIPAL_COORDINATOR.value,)),),
    )


@dataclass
class Scene:
    """A region with one municipality, and deeds of its coordinator."""

    bench: Workbench
    zone: str = "Europe/Moscow"
    definition: Definition = field(default_factory=lambda: path(ESCALATED))
    region_id: UUID = field(init=False)
    municipality_id: UUID = field(init=False)

    def __post_init__(self):
        number = next(_numbers)
        region = RegionRequest(f"region_{number}", f"Регион {number}", self.zone)
        self.region_id = created(register_region(self.bench, region, actor=self.anybody()))
        office = MunicipalityRequest(self.region_id, "Кировский район")
        registered = register_municipality(self.bench, office, actor=self.anybody())
        self.municipality_id = created(registered)
        text = PublishRequest(self.region_id, self.definition, "")
        publish_definition(self.bench, text, actor=self.anybody())

    def anybody(self) -> Actor:
        """A service account in every role the scene needs."""
        roles = (Role.SYSTEM_ADMIN, Role.REGIONAL_ADMIN, Role.MUNICIPAL_COORDINATOR)
        return Actor(COMMAND, tuple(Grant(role, Place(), date(2000, 1, 1)) for role in roles))

    def open(self, opened_on: date | None = None) -> UUID:
        """A new school's case, standing in its self-diagnosis."""
        school = SchoolRequest(
            self.region_id,
            self.municipality_id,
            f"МБОУ «СОШ № {next(_numbers)}»",
            SchoolMode.AT_RISK,
        )
        school_id = created(register_school(self.bench, school, actor=self.anybody()))
        request = OpenRequest(self.definition.code, subject_id=school_id, opened_on=opened_on)
        return created(open_case(self.bench, request, actor=self.anybody()))

    def move(self, case_id: UUID, move: str) -> None:
        """The coordinator makes a move."""
        request = MoveRequest(case_id, MoveOrder(move, "По решению управления образования."))
        move_case(self.bench, request, actor=self.anybody())

    def appoint(self, role: Role, ends_on: date | None = None, *, blocked: bool = False) -> None:
        """Somebody holds the role in the municipality (or the region) until a day."""
        account_id = new_id()
        at = datetime(2023, 1, 1, tzinfo=UTC)
        person = {
            "login": f"person.{account_id.hex[-8:]}",
            "title": "Иванова И. И.",
            "search_key": "",
        }
        municipal = role is Role.MUNICIPAL_COORDINATOR
        with self.bench.database.source.begin() as connection:
            connection.execute(
                sa.insert(AccountRow).values(
                    id=account_id, created_at=at, blocked=blocked, **person
                )
            )
            connection.execute(
                sa.insert(GrantRow).values(
                    id=new_id(),
                    account_id=account_id,
                    role=role.value,
                    region_id=self.region_id,
                    municipality_id=self.municipality_id if municipal else None,
                    starts_on=date(2023, 1, 1),
                    ends_on=ends_on,
                )
            )


def created(receipt: Receipt) -> UUID:
    """What the deed has created."""
    assert receipt.created_id is not None
    return receipt.created_id


def deeds(bench: Workbench, case_id: UUID, stream: str = "case") -> list[dict]:
    """What the clock has written of a case, in the order it did."""
    select = (
        sa.select(JournalRow.body)
        .where(JournalRow.subject_id == case_id, JournalRow.stream == stream)
        .order_by(JournalRow.seq)
    )
    bodies = [json.loads(body) for (body,) in rows(bench, select)]
    return [body for body in bodies if body.get("origin") == "clock"]


def summary(bench: Workbench, case_id: UUID) -> list[tuple]:
    """The clock's deeds in short: what, on which day, which term's day, whether late."""
    return [
        (
            body["event"],
            body["on"],
            body["fields"]["due_on"],
            body["fields"].get("late", False),
        )
        for body in deeds(bench, case_id)
    ]


def notices(bench: Workbench, case_id: UUID) -> list[tuple[str, str]]:
    """Kind and role of the notices of a case that speak of a term."""
    select = sa.select(NoticeRow.kind, NoticeRow.role).where(
        NoticeRow.case_id == case_id, NoticeRow.kind.like("term:%")
    )
    return sorted(tuple(row) for row in rows(bench, select))


def duties(bench: Workbench, case_id: UUID) -> list:
    """The rows of the duties of a case, in the order of their instants."""
    return rows(
        bench,
        sa.select(*DutyRow.__table__.columns)
        .where(DutyRow.case_id == case_id)
        .order_by(DutyRow.due_at, DutyRow.id),
    )


def statuses(bench: Workbench, case_id: UUID) -> list[tuple]:
    """Kind, status and outcome of the duties of a case."""
    return [(duty.kind, duty.status, duty.outcome) for duty in duties(bench, case_id)]


def entries_by_duty(bench: Workbench) -> Counter[str]:
    """How many entries of a case's own chain tell of each duty, by itself or as a missed one."""
    select = sa.select(JournalRow.body).where(JournalRow.stream == "case")
    bodies = [json.loads(body) for (body,) in rows(bench, select)]
    told = [body["fields"] for body in bodies if body.get("origin") == "clock"]
    return Counter(duty for one in told for duty in (one["duty"], *one.get("folded", ())))


def rows(bench: Workbench, select: sa.Select) -> list:
    """The rows of a select."""
    with bench.database.source.connect() as connection:
        return list(connection.execute(select))
