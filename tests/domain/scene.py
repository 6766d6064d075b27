"""The school of the fact tests: on 15 September 2023, in the second round, under review."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from uuid import UUID

from engine.domain.requirements import Attempt, Verdict
from engine.domain.roles import Place, Role
from engine.domain.situation import (
    AttachmentFact,
    AttachmentKind,
    CaseState,
    DecisionFact,
    DocumentFact,
    DocumentStatus,
    RecordFact,
    RecordKind,
    SchoolMode,
    Situation,
    SubjectKind,
)
from workflows.facts import CATALOGUE

TODAY = date(2023, 9, 15)
COORDINATOR = UUID(int=1)
DIRECTOR = UUID(int=2)
CURATOR = UUID(int=3)
METHODIST = UUID(int=4)
TUTOR_SCHOOL = UUID(int=50)
OTHER_TUTOR_SCHOOL = UUID(int=51)
LAST_ROUND, THIS_ROUND = 1, 2
ENTERED_AT = 10

_ids = count(1000)


def next_id():
    return UUID(int=next(_ids))


def case(**changes):
    standing = CaseState(
        id=UUID(int=100),
        subject_kind=SubjectKind.SCHOOL,
        subject_id=UUID(int=101),
        place=Place(),
        definition_digest="",
        stage="programme_review",
        stage_entered_on=date(2023, 9, 1),
        round=THIS_ROUND,
        years_in_status=2,
        revision=12,
        head=b"",
        changed_at=datetime(2023, 9, 1, tzinfo=UTC),
        changed_by=COORDINATOR,
    )
    return replace(standing, **changes)


def situation(**changes):
    return replace(Situation(case(), TODAY, stage_entered_revision=ENTERED_AT), **changes)


def document(kind="antirisk_programme", status="submitted", **changes):
    paper = DocumentFact(next_id(), kind, DocumentStatus(status), 1, THIS_ROUND, DIRECTOR)
    return replace(paper, **changes)


def decision(kind="list_order", **changes):
    order = DecisionFact(next_id(), kind, "120", date(2023, 3, 31), THIS_ROUND)
    return replace(order, **changes)


def curator(**changes):
    link = AttachmentFact(next_id(), AttachmentKind.CURATOR, date(2023, 2, 1), account_id=CURATOR)
    return replace(link, **changes)


def tutor(school=TUTOR_SCHOOL, mode=SchoolMode.EFFECTIVE, **changes):
    link = AttachmentFact(
        next_id(),
        AttachmentKind.TUTOR_SCHOOL,
        date(2023, 2, 1),
        school_id=school,
        school_mode=mode,
        decision_id=UUID(int=200),
    )
    return replace(link, **changes)


def record(kind, key, status, **changes):
    fact = RecordFact(
        next_id(), RecordKind(kind), key, status, THIS_ROUND, TODAY, CURATOR, "curator", None, 11
    )
    return replace(fact, **changes)


def attempt(**changes):
    tried = Attempt("approve_programmes", COORDINATOR, frozenset({Role.MUNICIPAL_COORDINATOR}))
    return replace(tried, **changes)


def judge(fact, params=None, scene=None, tried=None):
    """The verdict of a fact, called as the engine calls it."""
    return CATALOGUE[fact].check(params or {}, scene or situation(), tried or attempt())


def met(**fields):
    return Verdict(met=True, fields=fields)


def unmet(**fields):
    return Verdict(met=False, fields=fields)
