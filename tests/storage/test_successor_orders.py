"""The order that takes the place of a repealed one is named in its case; attachments go over."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from engine.actions.deciding import (
    DecisionRequest,
    OrderPaper,
    RepealRequest,
    register_decision,
    repeal_decision,
)
from engine.actions.mentoring import AttachRequest, EndAttachmentRequest, attach, end_attachment
from engine.actions.succeeding import Successor, SuccessorRequest, name_successor
from engine.domain.errors import Forbidden, InvalidInput, NotFound, StaleRevision
from engine.domain.roles import Permission, Role
from engine.domain.situation import AttachmentKind
from engine.queries.repealed_orders import NamedOrder, repealed_in
from engine.storage.database import reading
from engine.storage.receipts import RequestKey
from engine.storage.tables import AttachmentRow, DecisionRow, JournalRow
from engine.storage.verification import verify
from tests.factories import make_scene

REASON = "Издан новый приказ"
TUTOR_ORDER = "tutor_order"


class Case:
    """A case with an order, an expert and a tutor school that rest on it."""

    def __init__(self, scene, school: int = 0) -> None:
        """Open it and attach them."""
        self.scene, self.bench = scene, scene.bench
        self.coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
        self.id = scene.open_case(school)
        self.old = self.order("120", date(2023, 3, 31))
        self.new = self.order("130", date(2023, 4, 2))
        expert = scene.actor(Role.EXPERT).account_id
        self.expert = self.attach(AttachmentKind.EXPERT, account_id=expert)
        self.tutor = self.attach(AttachmentKind.TUTOR_SCHOOL, school_id=scene.tutor_schools[0])

    def order(self, number: str, signed_on: date):
        paper = OrderPaper(TUTOR_ORDER, number, signed_on, "Управление образования")
        request = DecisionRequest(self.id, paper)
        return register_decision(self.bench, request, actor=self.coordinator).created_id

    def attach(self, kind: AttachmentKind, **whom):
        request = AttachRequest(
            self.id, kind, decision_id=self.old, starts_on=date(2023, 4, 1), **whom
        )
        return attach(self.bench, request, actor=self.coordinator).created_id

    def end(self, attachment_id, day: date) -> None:
        request = EndAttachmentRequest(self.id, attachment_id, day, REASON)
        end_attachment(self.bench, request, actor=self.coordinator)

    def repeal(self, decision_id=None, *, to=None, carries=False):
        request = RepealRequest(
            self.id, decision_id or self.old, date(2023, 4, 3), REASON, Successor(to, carries)
        )
        return repeal_decision(self.bench, request, actor=self.coordinator)

    def succeed(self, decision_id=None, *, carries=False, reason="", of=None, actor=None):
        named = Successor(decision_id, carries)
        request = SuccessorRequest(self.id, of or self.old, named, reason)
        return name_successor(self.bench, request, actor=actor or self.coordinator)

    @property
    def rests(self) -> dict:
        """What each attachment rests on, and what it rested on before."""
        columns = (
            AttachmentRow.id,
            AttachmentRow.decision_id,
            AttachmentRow.former_decision_id,
        )
        query = sa.select(*columns).where(AttachmentRow.case_id == self.id)
        with reading(self.bench.database) as connection:
            return {row.id: (row.decision_id, row[2]) for row in connection.execute(query)}

    @property
    def successor(self):
        query = sa.select(DecisionRow.successor_id).where(DecisionRow.id == self.old)
        with reading(self.bench.database) as connection:
            return connection.scalar(query)

    @property
    def entries(self) -> list[str]:
        """The kinds of the journal, in order."""
        query = (
            sa.select(JournalRow.kind)
            .where(JournalRow.subject_id == self.id, JournalRow.stream == "case")
            .order_by(JournalRow.seq)
        )
        with reading(self.bench.database) as connection:
            return list(connection.scalars(query))


@pytest.fixture
def case(bench):
    bench.now.set(2023, 4, 3)
    return Case(make_scene(bench))


def test_a_repeal_that_names_a_successor_takes_the_attachments_over_in_one_entry(case):
    before = len(case.entries)

    case.repeal(to=case.new, carries=True)

    assert case.successor == case.new
    assert case.rests == {case.expert: (case.new, case.old), case.tutor: (case.new, case.old)}
    assert case.entries[before:] == ["decision:repealed"]
    assert verify(case.bench.database).findings == []


def test_a_successor_is_left_open_and_named_later(case):
    case.repeal()
    assert (case.successor, case.rests[case.tutor]) == (None, (case.old, None))

    case.succeed(case.new, carries=True)

    assert case.successor == case.new
    assert case.rests[case.tutor] == (case.new, case.old)
    assert case.entries[-1] == "decision:succeeded"


def test_a_successor_can_be_named_without_taking_attachments_over(case):
    case.repeal()

    case.succeed(case.new)

    assert case.successor == case.new
    assert case.rests[case.tutor] == (case.old, None)


def test_what_had_ended_before_the_repeal_stays_where_it_was(case):
    case.end(case.expert, date(2023, 4, 2))
    case.repeal()

    case.succeed(case.new, carries=True)

    assert case.rests == {case.expert: (case.old, None), case.tutor: (case.new, case.old)}


def test_said_anew_the_attachments_follow_or_come_back(case):
    third = case.order("131", date(2023, 4, 3))
    case.repeal()
    case.succeed(case.new, carries=True)

    case.succeed(third, carries=True, reason="Указан не тот приказ")
    assert case.rests[case.tutor] == (third, case.old)

    case.succeed(None, reason="Приказ ещё не издан")
    assert case.successor is None
    assert case.rests[case.tutor] == (case.old, None)
    assert verify(case.bench.database).findings == []


def test_naming_another_successor_asks_why(case):
    case.repeal()
    case.succeed(case.new)

    with pytest.raises(InvalidInput) as refused:
        case.succeed(None)

    assert refused.value.fields["field"] == "reason"
    assert case.successor == case.new


@pytest.mark.parametrize(
    ("named", "rule"),
    [("old", "unknown"), ("foreign", "unknown"), ("earlier", "before_signed"), ("gone", "unknown")],
)
def test_only_an_order_in_force_of_the_case_signed_no_earlier_takes_the_place(case, named, rule):
    case.repeal()
    candidate = {
        "old": lambda: case.old,
        "foreign": lambda: Case(case.scene, 1).new,
        "earlier": lambda: case.order("119", date(2023, 3, 30)),
        "gone": lambda: case.repeal(case.new) and case.new,
    }[named]()

    with pytest.raises(InvalidInput) as refused:
        case.succeed(candidate)

    assert (refused.value.fields["field"], refused.value.fields["rule"]) == ("successor_id", rule)


def test_an_order_in_force_has_no_successor(case):
    with pytest.raises(InvalidInput) as refused:
        case.succeed(case.new)

    assert refused.value.fields["rule"] == "not_repealed"


def test_the_same_said_again_is_refused(case):
    case.repeal()
    case.succeed(case.new, carries=True)

    with pytest.raises(InvalidInput) as refused:
        case.succeed(case.new, carries=True, reason=REASON)

    assert refused.value.fields["rule"] == "unchanged"


def test_who_may_not_attach_names_a_successor_but_takes_nobody_over(case):
    scene = case.scene
    methodist = scene.actor(Role.METHODIST)
    case.repeal()

    with pytest.raises(Forbidden) as refused:
        case.succeed(case.new, carries=True, actor=methodist)

    assert refused.value.fields["permission"] == Permission.ATTACH_PEOPLE.value
    assert case.rests[case.tutor] == (case.old, None)
    case.succeed(case.new, actor=methodist)
    assert case.successor == case.new


def test_the_director_of_the_school_names_no_successor(case):
    case.repeal()

    with pytest.raises(Forbidden):
        case.succeed(case.new, actor=case.scene.actor(Role.SCHOOL_DIRECTOR))

    assert case.successor is None


def test_a_successor_named_in_one_case_is_shown_in_every_case_that_has_the_order(case):
    other = Case(case.scene, 1)
    case.repeal()
    case.succeed(case.new)

    found = repealed_in(case.bench, [case.id, other.id])

    named = NamedOrder("130", date(2023, 4, 2))
    assert {key: one.successor for key, one in found.items()} == {
        case.old: named,
        other.old: named,
    }


def test_the_same_request_twice_is_one_entry(case):
    case.repeal()
    request = SuccessorRequest(case.id, case.old, Successor(case.new, carries=True))
    key = RequestKey.of("key-of-one-request-sent-twice", request)

    receipts = [
        name_successor(case.bench, request, actor=case.coordinator, request_key=key)
        for _ in range(2)
    ]

    assert receipts[0].seq == receipts[1].seq
    assert case.entries.count("decision:succeeded") == 1


def test_a_stale_page_names_no_successor_and_changes_nothing(case):
    case.repeal()
    seen = len(case.entries)
    case.succeed(case.new, carries=True)
    undone = SuccessorRequest(case.id, case.old, Successor(None), REASON, expected_revision=seen)

    with pytest.raises(StaleRevision):
        name_successor(case.bench, undone, actor=case.coordinator)

    assert case.successor == case.new
    assert case.entries.count("decision:succeeded") == 1


def test_another_region_does_not_learn_of_the_order(case):
    case.repeal()
    elsewhere = make_scene(case.bench, "primorye").actor(Role.MUNICIPAL_COORDINATOR)

    with pytest.raises(NotFound):
        case.succeed(case.new, actor=elsewhere)
