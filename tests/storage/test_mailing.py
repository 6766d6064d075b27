"""Letters: one digest a person and week, escalations at once, and nothing twice, ever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa

from engine.actions.delivering import deliver_due
from engine.actions.mailboxes import MailboxRequest, Wishes, change_mailbox
from engine.actions.mailing import (
    FIRST_WAIT,
    LEASE,
    MOST_TRIES,
    PATIENCE,
    owe_letters,
    send_letter,
    send_owed,
)
from engine.actions.people import BlockRequest, block_account
from engine.actions.registering import RegionRequest, register_region
from engine.actions.service_accounts import command_actor
from engine.domain.errors import Forbidden, InvalidInput
from engine.domain.mail import Delivery, Ending
from engine.domain.roles import Actor, Place, Role
from engine.domain.weekly import Weekly
from engine.storage.database import reading
from engine.storage.mail import begin_sending, claim_letters
from engine.storage.tables import JournalRow, MailboxRow, MailingRow
from engine.storage.verification import verify
from tests.factories import Scene, add_person, make_scene
from tests.people import made
from tests.storage.noticed import letters, login
from tests.storage.posting import SENT, Office
from tests.storage.test_notices import Told, add_notice

ADDRESS = "ivanova.gs@school3.example"
# The region of a scene keeps the time of Yakutsk, nine hours ahead of UTC.
MONDAY = datetime(2023, 4, 9, 23, tzinfo=UTC)


@pytest.fixture
def scene(bench):
    return make_scene(bench, tutor_schools=0)


@pytest.fixture
def office():
    return Office()


def subscribe(scene: Scene, role: Role, place: int = 0, **wishes: object) -> Actor:
    """A person who has given an address."""
    actor = scene.actor(role, place)
    asked = Wishes(**wishes) if wishes else None  # type: ignore[arg-type]
    change_mailbox(scene.bench, MailboxRequest(actor.account_id, ADDRESS, asked), actor=actor)
    return actor


def person_in(bench, scene: Scene, code: str, zone: str) -> str:
    """The login of somebody with an address in a region of another zone."""
    region = made(
        register_region(bench, RegionRequest(code, code, zone), actor=command_actor(bench))
    )
    actor = add_person(scene, Role.VIEWER, Place(region), f"viewer.{code}")
    change_mailbox(bench, MailboxRequest(actor.account_id, ADDRESS), actor=actor)
    return f"viewer.{code}"


def stand(clock, instant: datetime) -> None:
    clock.instant = instant


def column(bench, wanted) -> list:
    with reading(bench.database) as connection:
        return list(connection.scalars(sa.select(wanted)))


def test_the_digest_comes_on_monday_at_eight_by_the_persons_own_clocks(bench, clock, scene, office):
    here = {
        person_in(bench, scene, "kaliningrad", "Europe/Kaliningrad"): datetime(
            2023, 4, 10, 6, tzinfo=UTC
        ),
        person_in(bench, scene, "kamchatka", "Asia/Kamchatka"): datetime(
            2023, 4, 9, 20, tzinfo=UTC
        ),
    }
    arrived: dict[str, datetime] = {}

    for minutes in range(0, 7 * 24 * 60, 20):
        stand(clock, datetime(2023, 4, 5, tzinfo=UTC) + timedelta(minutes=minutes))
        office.round(bench)
        for person, _kind, _status in letters(bench):
            arrived.setdefault(person, clock.instant.replace(microsecond=0))

    assert arrived == here
    assert office.periods == [("digest", "2023-04-10")] * 2


def test_after_three_weeks_off_there_is_one_digest_and_not_three(bench, clock, scene, office):
    subscribe(scene, Role.SCHOOL_DIRECTOR)

    stand(clock, MONDAY + timedelta(days=21, hours=5))
    for _ in range(3):
        office.round(bench)
    assert office.periods == [("digest", "2023-05-01")]

    stand(clock, MONDAY + timedelta(days=28))
    office.round(bench)
    assert office.periods == [("digest", "2023-05-01"), ("digest", "2023-05-08")]


def test_what_fell_due_before_it_was_asked_for_is_not_owed(bench, clock, scene, office):
    stand(clock, MONDAY + timedelta(hours=2))
    subscribe(scene, Role.SCHOOL_DIRECTOR)

    office.round(bench)

    assert office.handed == []


def test_the_hour_moved_on_the_same_day_brings_no_second_digest(bench, clock, scene, office):
    director = subscribe(scene, Role.SCHOOL_DIRECTOR)
    stand(clock, MONDAY)
    office.round(bench)

    wishes = Wishes(weekly=Weekly(1, 12))
    change_mailbox(bench, MailboxRequest(director.account_id, wishes=wishes), actor=director)
    stand(clock, MONDAY + timedelta(hours=5))
    office.round(bench)

    assert office.periods == [("digest", "2023-04-10")]


@pytest.mark.parametrize("wishes", [{"digest": False}, {"weekly": Weekly(3, 17)}])
def test_the_day_and_the_hour_are_the_persons_own_or_there_is_no_digest(
    bench, clock, scene, office, wishes
):
    stand(clock, MONDAY - timedelta(days=3))
    subscribe(scene, Role.SCHOOL_DIRECTOR, **wishes)

    stand(clock, MONDAY + timedelta(hours=1))
    office.round(bench)
    assert office.periods == []

    stand(clock, datetime(2023, 4, 12, 8, 30, tzinfo=UTC))
    office.round(bench)
    assert office.periods == ([("digest", "2023-04-12")] if "weekly" in wishes else [])


def test_three_nodes_owe_and_send_a_digest_once(bench, clock, scene, office):
    for place in range(4):
        subscribe(scene, Role.SCHOOL_DIRECTOR, place)
    stand(clock, MONDAY)

    with ThreadPoolExecutor(3) as nodes:
        list(nodes.map(lambda node: office.round(bench, f"node-{node}"), range(3)))
    office.round(bench, "node-late")

    assert len(office.handed) == 4
    assert {status for _, _, status in letters(bench)} == {"sent"}


def test_an_escalation_goes_to_the_coordinator_at_once_and_only_once(bench, clock, scene, office):
    subscribe(scene, Role.MUNICIPAL_COORDINATOR)
    subscribe(scene, Role.MUNICIPAL_COORDINATOR, 1, escalations=False)
    subscribe(scene, Role.SCHOOL_DIRECTOR)
    case = Told(scene, scene.open_case())
    case.move()
    add_notice(case, "municipal_coordinator")
    deliver_due(bench, node="node-a")

    for _ in range(3):
        office.round(bench)

    assert letters(bench) == [(login(scene, Role.MUNICIPAL_COORDINATOR), "escalation", "sent")]


def test_an_escalation_of_long_ago_is_left_to_the_digest(bench, clock, scene, office):
    subscribe(scene, Role.MUNICIPAL_COORDINATOR)
    add_notice(Told(scene, scene.open_case()), "municipal_coordinator")
    deliver_due(bench, node="node-a")

    clock.advance(days=4)
    office.round(bench)

    assert office.periods == []


def test_a_letter_that_was_begun_and_never_heard_of_is_uncertain_and_not_sent_again(
    bench, clock, scene, office
):
    subscribe(scene, Role.SCHOOL_DIRECTOR)
    stand(clock, MONDAY)
    owe_letters(bench)
    (letter,) = claim_letters(bench.database, clock(), "node-dead", 10, LEASE)
    assert begin_sending(bench.database, letter, "node-dead", clock(), PATIENCE)

    office.round(bench)
    assert letters(bench)[0][2] == "sending"
    clock.advance(seconds=PATIENCE.total_seconds())
    for _ in range(3):
        office.round(bench)
        clock.advance(hours=1)

    assert letters(bench)[0][2] == "uncertain"
    assert column(bench, MailingRow.code) == ["interrupted"]
    assert office.handed == []


def test_a_node_that_died_before_it_began_loses_its_letters_to_the_others(
    bench, clock, scene, office
):
    subscribe(scene, Role.SCHOOL_DIRECTOR)
    stand(clock, MONDAY)
    owe_letters(bench)
    (letter,) = claim_letters(bench.database, clock(), "node-dead", 10, LEASE)

    assert office.round(bench).tried == 0
    clock.advance(seconds=LEASE.total_seconds())
    assert office.round(bench, "node-b").sent == 1

    assert send_letter(bench, office, letter, "node-dead") is None
    assert len(office.handed) == 1


def test_what_was_certainly_not_delivered_is_tried_again_a_few_times_ever_later(
    bench, clock, scene, office
):
    subscribe(scene, Role.SCHOOL_DIRECTOR)
    stand(clock, MONDAY)
    office.ends = [Delivery(Ending.AGAIN, "connection_refused")] * 20

    tries = []
    for _ in range(24 * 12):
        before = len(office.handed)
        office.round(bench)
        if len(office.handed) > before:
            tries.append(clock.instant)
        clock.advance(minutes=1)

    waits = [later - former for former, later in pairwise(tries)]
    assert len(tries) == MOST_TRIES
    assert all(wait >= FIRST_WAIT * 2**number for number, wait in enumerate(waits)), (
        "each wait is twice as long"
    )
    assert letters(bench)[0][2] == "failed"
    assert column(bench, MailingRow.code) == ["connection_refused"]


def test_a_second_try_may_succeed(bench, clock, scene, office):
    subscribe(scene, Role.SCHOOL_DIRECTOR)
    stand(clock, MONDAY)
    office.ends = [Delivery(Ending.AGAIN, "smtp_451"), SENT]
    office.round(bench)

    clock.advance(minutes=3)
    office.round(bench)

    assert letters(bench)[0][2] == "sent"
    assert [one.id for one in office.handed] == [office.handed[0].id] * 2


@pytest.mark.parametrize("ending", [(Ending.REFUSED, "failed"), (Ending.UNCERTAIN, "uncertain")])
def test_what_may_have_been_delivered_or_never_will_is_not_tried_again(
    bench, clock, scene, office, ending
):
    subscribe(scene, Role.SCHOOL_DIRECTOR)
    stand(clock, MONDAY)
    office.ends = [Delivery(ending[0], "smtp_550")]

    for _ in range(4):
        office.round(bench)
        clock.advance(hours=1)

    assert letters(bench)[0][2] == ending[1]
    assert len(office.handed) == 1


def test_an_office_that_breaks_down_while_sending_makes_the_letter_uncertain(
    bench, clock, scene, office
):
    subscribe(scene, Role.SCHOOL_DIRECTOR)
    stand(clock, MONDAY)
    office.send = lambda _: 1 / 0

    for _ in range(4):
        office.round(bench)
        clock.advance(hours=1)

    assert letters(bench)[0][2] == "uncertain"


def test_a_letter_that_cannot_be_written_is_given_up_in_the_end(bench, clock, scene, office):
    subscribe(scene, Role.SCHOOL_DIRECTOR)
    stand(clock, MONDAY)
    office.render = lambda *_: 1 / 0

    for _ in range(12):
        office.round(bench)
        clock.advance(hours=1)

    assert letters(bench)[0][2] == "failed"
    assert office.handed == []


def test_a_node_that_is_told_to_stop_leaves_the_other_letters_to_the_next(bench, clock, scene):
    for place in range(3):
        subscribe(scene, Role.SCHOOL_DIRECTOR, place)
    stand(clock, MONDAY)
    owe_letters(bench)
    words, office = iter((True, False)), Office()

    posted = send_owed(bench, office, node="node-a", going_on=lambda: next(words))

    assert (posted.tried, posted.sent) == (1, 1)
    assert send_owed(bench, office, node="node-b").sent == 2


def test_an_address_stands_in_no_body_of_the_journal_and_everything_verifies(bench, scene):
    director = subscribe(scene, Role.SCHOOL_DIRECTOR)
    change_mailbox(bench, MailboxRequest(director.account_id, ""), actor=director)

    bodies = b"".join(bytes(body) for body in column(bench, JournalRow.body))
    assert b"school3.example" not in bodies
    assert column(bench, MailboxRow.address) == [None]
    assert column(bench, MailboxRow.digest_at) == [None]
    assert verify(bench.database).findings == []


@pytest.mark.parametrize(
    "address",
    [
        "ivanova",
        "ivanova@school",
        "a@b@c.ru",
        "иванова@школа.рф",
        "a b@c.ru",
        "a@c.ru\nBcc: all@c.ru",
        "a@-c.ru",
        f"{'a' * 65}@c.ru",
        f"a@{'c.' * 130}ru",
    ],
)
def test_what_is_no_address_is_refused(bench, scene, address):
    director = scene.actor(Role.SCHOOL_DIRECTOR)

    with pytest.raises(InvalidInput) as refusal:
        change_mailbox(bench, MailboxRequest(director.account_id, address), actor=director)

    assert refusal.value.fields["field"] == "email"
    assert address not in str(refusal.value.fields)


def test_who_manages_a_person_sets_the_address_and_not_the_wishes(bench, scene):
    admin, director = scene.actor(Role.REGIONAL_ADMIN), scene.actor(Role.SCHOOL_DIRECTOR)
    stranger = scene.actor(Role.CURATOR)

    change_mailbox(bench, MailboxRequest(director.account_id, ADDRESS), actor=admin)

    assert column(bench, MailboxRow.address) == [ADDRESS]
    with pytest.raises(Forbidden):
        change_mailbox(bench, MailboxRequest(director.account_id, wishes=Wishes()), actor=admin)
    with pytest.raises(Forbidden):
        change_mailbox(bench, MailboxRequest(director.account_id, ADDRESS), actor=stranger)


@pytest.mark.parametrize("weekly", [Weekly(0, 8), Weekly(8, 8), Weekly(1, 24), Weekly(1, -1)])
def test_a_day_or_an_hour_that_is_none_is_refused(bench, scene, weekly):
    with pytest.raises(InvalidInput):
        subscribe(scene, Role.SCHOOL_DIRECTOR, weekly=weekly)


def test_who_was_blocked_gets_no_escalation(bench, clock, scene, office):
    coordinator = subscribe(scene, Role.MUNICIPAL_COORDINATOR)
    add_notice(Told(scene, scene.open_case()), "municipal_coordinator")
    deliver_due(bench, node="node-a")
    block_account(bench, BlockRequest(coordinator.account_id, "уволен"), actor=command_actor(bench))

    office.round(bench)

    assert office.handed == []
