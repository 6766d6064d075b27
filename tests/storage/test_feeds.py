"""A person's calendar: a secret address kept as a hash, and only what the person may see today."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from engine.actions.feeds import close_feed, open_feed
from engine.actions.people import BlockRequest, EndRoleRequest, block_account, end_role
from engine.domain.errors import Forbidden, InvalidInput
from engine.domain.roles import Permission, Role
from engine.queries.agenda import feed_opened_at, read_agenda
from engine.queries.identity import feed_holder, session_holder, token_holder
from engine.queries.people import list_grants
from engine.storage.database import reading
from engine.storage.secrets import secret_digest
from engine.storage.tables import FeedRow, JournalRow
from engine.storage.verification import verify
from tests.factories import make_scene
from tests.people import make_country
from tests.storage.roadmap_scene import ANALYSIS, ORDER, PASSPORT, PROFILE, make_roadmap


@pytest.fixture
def country(bench):
    return make_country(bench)


@pytest.fixture
def viewer(country):
    return country.manager("viewer", Role.VIEWER)


def test_an_address_is_the_persons_and_can_do_nothing(country, viewer):
    secret = open_feed(country.bench, actor=viewer).secret

    holder = feed_holder(country.bench, secret)

    assert holder is not None
    assert holder.actor.account_id == viewer.account_id
    assert Permission.MANAGE_TOKENS not in (holder.actor.token_scopes or ())
    assert session_holder(country.bench, secret) is None
    assert token_holder(country.bench, secret) is None


def test_the_secret_of_an_address_is_kept_nowhere(country, viewer):
    secret = open_feed(country.bench, actor=viewer).secret

    with reading(country.bench.database) as connection:
        row = connection.execute(sa.select(FeedRow)).one()
        bodies = connection.scalars(sa.select(JournalRow.body)).all()

    assert bytes(row.secret_hash) == secret_digest(secret)
    assert not any(secret.encode() in bytes(body) for body in bodies)


def test_a_new_address_ends_the_former_one_and_both_deeds_verify(country, viewer):
    first = open_feed(country.bench, actor=viewer).secret
    second = open_feed(country.bench, actor=viewer).secret
    assert feed_holder(country.bench, first) is None
    assert feed_holder(country.bench, second) is not None

    close_feed(country.bench, actor=viewer)
    assert feed_holder(country.bench, second) is None
    assert feed_opened_at(country.bench, actor=viewer) is None
    with pytest.raises(InvalidInput):
        close_feed(country.bench, actor=viewer)
    assert verify(country.bench.database).findings == []


def test_a_program_makes_no_address(country, viewer):
    with pytest.raises(Forbidden):
        open_feed(country.bench, actor=replace(viewer, auth="token"))


def test_a_blocked_account_has_no_calendar(country, viewer):
    secret = open_feed(country.bench, actor=viewer).secret
    admin = country.manager("admin.amur")

    block_account(country.bench, BlockRequest(viewer.account_id, "уволен"), actor=admin)

    assert feed_holder(country.bench, secret) is None


def test_a_role_that_ended_takes_its_terms_out_of_the_calendar(bench, clock):
    scene = make_scene(bench, "amur")
    make_roadmap(scene).approve()
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    secret = open_feed(bench, actor=coordinator).secret
    assert _agenda(bench, secret).measures

    (grant,) = list_grants(bench, coordinator.account_id, actor=coordinator)
    admin = scene.actor(Role.REGIONAL_ADMIN)
    end_role(bench, EndRoleRequest(grant.id, reason="переведён"), actor=admin)
    clock.advance(days=2)

    agenda = _agenda(bench, secret)
    assert (agenda.cases, agenda.measures) == ((), ())


def test_a_school_sees_its_own_measures_and_those_who_oversee_see_each_once(bench):
    scene = make_scene(bench, "amur")
    roadmap = make_roadmap(scene)
    director = scene.actor(Role.SCHOOL_DIRECTOR)
    assert _measures(bench, director) == []
    roadmap.approve()

    own = _measures(bench, director)
    assert {one.title for one in own} <= {PROFILE, PASSPORT, ANALYSIS}
    assert {one.school for one in own} == {own[0].school}
    assert own[0].school
    assert len({one.key for one in own}) == len(own)

    seen = _measures(bench, scene.actor(Role.MUNICIPAL_COORDINATOR))
    assert ORDER in {one.title for one in seen}
    assert {one.schools for one in seen if one.title == PROFILE} == {len(scene.schools)}
    assert len({(one.measure_id, one.due_on) for one in seen}) == len(seen)


def test_what_was_due_before_the_order_is_marked_so(bench):
    scene = make_scene(bench, "amur")
    make_roadmap(scene, [("3", PASSPORT, "school", "до 15 февраля 2023")]).approve()

    assert [one.retroactive for one in _measures(bench, scene.actor(Role.SCHOOL_DIRECTOR))] == [
        True
    ]


def test_another_municipality_sees_nothing_of_it(bench):
    scene, other = make_scene(bench, "amur"), make_scene(bench, "primorye")
    make_roadmap(scene).approve()

    assert _measures(bench, other.actor(Role.MUNICIPAL_COORDINATOR)) == []
    assert _measures(bench, other.actor(Role.SCHOOL_DIRECTOR)) == []


def test_the_terms_of_cases_are_those_of_the_attached_ones_first(bench):
    scene = make_scene(bench, "amur")
    case_id = scene.case_at("mentoring")

    entries = _agenda_of(bench, scene.actor(Role.CURATOR)).cases

    assert {one.case_id for one in entries} == {case_id}


def _measures(bench, actor):
    return list(_agenda_of(bench, actor).measures)


def _agenda_of(bench, actor):
    return _agenda(bench, open_feed(bench, actor=replace(actor, auth="session")).secret)


def _agenda(bench, secret):
    holder = feed_holder(bench, secret)
    assert holder is not None
    return read_agenda(bench, holder)
