"""The card of a case as its people open it."""

import pytest

from engine.domain.roles import Role
from engine.queries.cases import case_card
from engine.queries.history import read_case_history
from tests.factories import make_scene
from tests.web.visiting import case_url, visits

SHOWN_TO = (
    Role.MUNICIPAL_COORDINATOR,
    Role.CURATOR,
    Role.SCHOOL_DIRECTOR,
    Role.METHODIST,
    Role.AUDITOR,
    Role.VIEWER,
    Role.REGIONAL_ADMIN,
)


@pytest.fixture
def scene(bench):
    return make_scene(bench)


@pytest.fixture
def site(scene):
    return visits(scene)


def kinds(scene, case_id):
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    return [entry.kind for entry in read_case_history(scene.bench, case_id, actor=coordinator)]


def card_of(scene, case_id):
    return case_card(scene.bench, case_id, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))


def register_order(scene, site, case_id, kind="list_order", number="120"):
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    page = coordinator.page(case_url(case_id))
    form = {
        **page.hidden("decision"),
        "kind": kind,
        "number": number,
        "signed_on": "31.03.2023",
        "body": "Управление образования",
    }
    coordinator.send(case_url(case_id, "/decisions"), form)
    return card_of(scene, case_id).decisions[-1].id
