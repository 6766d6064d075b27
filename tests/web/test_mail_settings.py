"""Where one's letters go and which come: set by oneself, the address also by who manages people."""

from __future__ import annotations

import re

import pytest

from engine.actions.delivering import deliver_due
from engine.actions.mailing import owe_letters, send_owed
from engine.domain.errors import NotFound
from engine.domain.mail import Delivery, Ending
from engine.domain.roles import Role
from engine.queries.mail import last_letters, read_mailbox
from engine.storage.verification import verify
from tests.factories import make_scene
from tests.storage.posting import Office
from tests.storage.test_notices import Told, add_notice
from tests.web.visiting import faults_of, visits

FORM = {"email": "direktor@school1.ru", "digest": "1", "weekday": "3", "hour": "17"}


@pytest.fixture
def scene(bench):
    return make_scene(bench, schools=1, tutor_schools=0)


@pytest.fixture
def site(scene):
    return visits(scene)


def mailbox(scene, role: Role):
    actor = scene.actor(role)
    return read_mailbox(scene.bench, actor.account_id, actor=actor)


def test_monday_at_eight_is_offered_and_another_hour_is_kept(scene, site):
    director = site.of(Role.SCHOOL_DIRECTOR)
    before = director.page("/account")
    assert re.search(r'value="1" selected>понедельник<', before.html)
    assert re.search(r'value="8" selected>08:00<', before.html)
    assert list(faults_of(before.html)) == []

    page = director.send("/account/mail", FORM)

    assert "Настройки писем сохранены." in page.text
    assert re.search(r'value="3" selected>среда<', page.html)
    box = mailbox(scene, Role.SCHOOL_DIRECTOR)
    assert (box.address, box.digest, box.weekly.weekday, box.weekly.hour) == (
        "direktor@school1.ru",
        True,
        3,
        17,
    )
    assert box.escalations
    assert verify(scene.bench.database).findings == []


def test_only_coordinators_are_asked_about_escalations(scene, site):
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    assert 'name="escalations"' in coordinator.page("/account").html
    assert 'name="escalations"' not in site.of(Role.SCHOOL_DIRECTOR).page("/account").html

    coordinator.send("/account/mail", FORM)

    assert not mailbox(scene, Role.MUNICIPAL_COORDINATOR).escalations


@pytest.mark.parametrize(
    ("field", "typed"), [("email", "direktor"), ("weekday", "9"), ("hour", "вечером"), ("hour", "")]
)
def test_what_cannot_be_meant_is_told_beside_its_field_and_kept_as_typed(scene, site, field, typed):
    page = site.of(Role.SCHOOL_DIRECTOR).send("/account/mail", {**FORM, field: typed}, 422)

    assert f'id="{field}-refusal"' in page.html
    assert field != "email" or 'value="direktor"' in page.html
    assert mailbox(scene, Role.SCHOOL_DIRECTOR).address is None


def test_a_letter_of_unknown_fate_is_told_as_such(scene, site):
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    coordinator.send("/account/mail", {**FORM, "escalations": "1"})
    add_notice(Told(scene, scene.open_case()), "municipal_coordinator")
    deliver_due(scene.bench, node="node-a")
    owe_letters(scene.bench)
    office = Office(ends=[Delivery(Ending.UNCERTAIN, "timeout")])
    send_owed(scene.bench, office, node="node-a")

    page = coordinator.page("/account")

    assert "Сообщение о просроченном сроке, 3 апреля 2023 г." in page.text
    assert "неизвестно, дошло ли" in page.text


def test_the_console_sets_an_address_and_a_new_person_may_come_with_one(scene, site):
    admin, director = site.of(Role.REGIONAL_ADMIN), scene.actor(Role.SCHOOL_DIRECTOR)
    card = f"/admin/people/{director.account_id}"

    page = admin.send(f"{card}/email", {"email": "direktor@school1.ru"})
    refused = admin.send(f"{card}/email", {"email": "не адрес"}, 422)

    assert "Адрес почты сохранён." in page.text
    assert 'value="direktor@school1.ru"' in page.html
    assert "Это не похоже на адрес электронной почты" in refused.text
    assert list(faults_of(page.html)) == []
    assert mailbox(scene, Role.SCHOOL_DIRECTOR).address == "direktor@school1.ru"


def test_another_person_learns_nothing_of_an_address(scene, site):
    director = scene.actor(Role.SCHOOL_DIRECTOR)
    site.of(Role.SCHOOL_DIRECTOR).send("/account/mail", FORM)

    for read in (read_mailbox, last_letters):
        with pytest.raises(NotFound):
            read(scene.bench, director.account_id, actor=scene.actor(Role.CURATOR))
    deputy = site.of(Role.SCHOOL_DEPUTY).page("/account")
    assert "direktor@school1.ru" not in deputy.html
