"""A municipality's own path under its region's: begun, tightened, published, and used."""

from __future__ import annotations

import re
from html import unescape
from uuid import UUID

import pytest

from engine.actions.opening import OpenRequest, open_case
from engine.actions.publishing import PublishRequest, publish_definition
from engine.actions.registering import (
    MunicipalityRequest,
    SchoolRequest,
    register_municipality,
    register_school,
)
from engine.actions.service_accounts import command_actor
from engine.domain.errors import DefinitionInvalid, InvalidInput, NotFound
from engine.domain.roles import Place, Role
from engine.domain.situation import SchoolMode
from engine.queries.authoring import list_current, version_by_id
from engine.queries.cases import case_card
from engine.queries.openings import openable_paths
from tests.admin.scenes import HEADER, Office, typed_text
from tests.people import made
from workflows.loader import parse_definition, read_definition
from workflows.vocabulary import stricter_setting

OWN = "Сковородинский округ: маршрут"
ALLOWED = """
[[change]]
op = "set"
setting = "municipal_changes"
value = "any"
"""
LONGER = """
[[change]]
op = "set_terms"
stage = "correction"
terms = []
"""


def publish_region(office: Office, more: str = "") -> None:
    """Amur's path resting on the base in force."""
    base = office.current_base().definition
    text = HEADER.format(code="amur") + "# Регион.\n" + more
    parsed = parse_definition(text, bases={"base": base})
    order = PublishRequest(
        office.country.amur.region_id,
        parsed.definition,
        text,
        base.digest,
        changes=parsed.changes,
        stricter=stricter_setting,
    )
    publish_definition(office.bench, order, actor=office.actor())


def begin(office: Office) -> str:
    """A municipality's draft begun by the page; its address."""
    place = office.country.amur
    form = {"do": "begin", "title": OWN, "municipality": str(place.municipality_id)}
    answer = office.amur.post(f"/admin/definitions/region/{place.region_id}/new", form)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].removesuffix("/path")


def town_path(office: Office):
    row = next(one for one in list_current(office.bench, actor=office.actor()) if one.title == OWN)
    return version_by_id(office.bench, row.id, actor=office.actor())


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_a_municipality_begins_with_its_regions_path_and_tightens_it_by_forms(
    office: Office,
) -> None:
    publish_region(office)

    page = begin(office)
    shown = words(office.amur.get(f"{page}/path").text)
    set_number = {"do": "save", "title": OWN, "tutor_school_capacity": "2", "revision": "1"}
    settings = office.amur.get(f"{page}/settings").text
    fields = dict(re.findall(r'<input[^>]*name="([a-z_]+)"[^>]*value="([^"]*)"', settings))
    ticked = re.findall(r'name="([a-z_]+)" value="([a-z_]+)" checked', settings)
    form = {**fields, **{name: [] for name, _value in ticked}}
    for name, value in ticked:
        form[name].append(value)
    chosen = re.findall(
        r'<select[^>]*name="([a-z_]+)".*?<option value="([^"]*)" selected', settings, re.DOTALL
    )
    saved = office.amur.post(f"{page}/settings", {**form, **dict(chosen), **set_number})
    done = office.amur.post(f"{page}/path", {"do": "publish", "expected": "0"})

    assert "маршрут муниципалитета: Сковородинский округ" in shown
    assert saved.status_code == 303, words(saved.text)[-400:]
    assert done.status_code == 303
    published = town_path(office)
    assert published.municipality == "Сковородинский округ"
    assert published.definition.level.value == "municipality"
    assert published.definition.setting("tutor_school_capacity", 0) == 2
    assert published.extends_digest == office.current().definition.digest
    assert "Сковородинский округ" in office.amur.get("/admin/definitions/").text


def test_what_loosens_the_region_is_told_beside_its_stage_and_not_published(
    office: Office,
) -> None:
    publish_region(office)
    page = begin(office)
    draft = office.amur.get(f"{page}/edit").text
    text = typed_text(draft)

    office.amur.post(
        f"{page}/edit", {"do": "check", "expected": "0", "text": text + LONGER, "revision": "1"}
    )
    stage = words(office.amur.get(f"{page}/stages/correction").text)
    refused = office.amur.post(f"{page}/path", {"do": "publish", "expected": "0"})

    assert "срок региона муниципалитет не убирает" in stage
    assert refused.status_code == 422
    assert not [one for one in list_current(office.bench, actor=office.actor()) if one.title == OWN]


def test_the_region_may_let_its_municipalities_change_anything(office: Office) -> None:
    publish_region(office, ALLOWED)
    page = begin(office)
    draft = office.amur.get(f"{page}/edit").text
    text = typed_text(draft)

    office.amur.post(
        f"{page}/edit", {"do": "check", "expected": "0", "text": text + LONGER, "revision": "1"}
    )
    done = office.amur.post(f"{page}/path", {"do": "publish", "expected": "0"})

    assert done.status_code == 303
    assert town_path(office).definition.stage_by_code["correction"].terms == ()


def order_of(office: Office, more: str, municipality_id: UUID | None) -> PublishRequest:
    region = office.current().definition
    text = 'code = "town"\ntitle = "Округ"\nsubject = "school"\nextends = "amur_path"\n' + more
    parsed = read_definition(text, bases={"amur_path": region})
    return PublishRequest(
        office.country.amur.region_id,
        parsed.definition,
        text,
        region.digest,
        None,
        parsed.changes,
        stricter_setting,
        municipality_id,
    )


def test_the_action_itself_refuses_loosening_and_a_foreign_municipality(office: Office) -> None:
    publish_region(office)
    own, foreign = office.country.amur.municipality_id, office.country.primorye.municipality_id

    with pytest.raises(DefinitionInvalid):
        publish_definition(office.bench, order_of(office, LONGER, own), actor=office.actor())
    with pytest.raises(NotFound):
        publish_definition(office.bench, order_of(office, "", foreign), actor=office.actor())
    with pytest.raises(InvalidInput):
        publish_definition(office.bench, order_of(office, "", None), actor=office.actor())


def test_cases_of_the_municipality_begin_on_its_own_path_and_others_on_the_regions(
    office: Office,
) -> None:
    publish_region(office)
    place, bench = office.country.amur, office.bench
    region_id = place.region_id
    assert region_id is not None
    publish_definition(bench, order_of(office, "", place.municipality_id), actor=office.actor())
    admin = command_actor(bench)
    other = made(
        register_municipality(bench, MunicipalityRequest(region_id, "Зейский округ"), actor=admin)
    )
    school = SchoolRequest(region_id, other, "МБОУ СОШ № 5", SchoolMode.AT_RISK)
    elsewhere = made(register_school(bench, school, actor=admin))
    office.country.person("coordinator", Role.REGIONAL_COORDINATOR, office.country.amur_region)
    actor = office.actor("coordinator")

    def opened(code: str, school_id: UUID | None):
        case = made(open_case(bench, OpenRequest(code, subject_id=school_id), actor=actor))
        return case_card(bench, case, actor=actor).locked.definition.code

    paths = {
        town: sorted(one.code for one in openable_paths(bench, {region_id}, town))
        for town in (place.municipality_id, other)
    }
    assert paths == {place.municipality_id: ["town"], other: ["amur_path"]}
    with pytest.raises(InvalidInput):
        opened("town", elsewhere)
    assert opened("amur_path", place.school_id) == "town"
    assert opened("amur_path", elsewhere) == "amur_path"


def test_a_new_version_of_the_region_is_rebased_by_the_municipality(office: Office) -> None:
    publish_region(office)
    place = office.country.amur
    publish_definition(
        office.bench, order_of(office, "", place.municipality_id), actor=office.actor()
    )
    renamed = '[[change]]\nop = "rename_stage"\nstage = "mentoring"\ntitle = "Помощь школе"\n'
    publish_region(office, renamed)
    row = next(
        one for one in list_current(office.bench, actor=office.actor()) if one.code == "town"
    )
    page = f"/admin/definitions/stream/{row.stream_id}"

    shown = words(office.amur.get(f"{page}/rebase").text)
    office.amur.post(f"{page}/rebase", {"do": "accept", "revision": "0"})
    done = office.amur.post(f"{page}/path", {"do": "publish", "expected": "1"})

    assert "новое «Помощь школе»" in shown
    assert done.status_code == 303
    now = next(
        one for one in list_current(office.bench, actor=office.actor()) if one.code == "town"
    )
    found = version_by_id(office.bench, now.id, actor=office.actor())
    assert found.definition.stage_by_code["mentoring"].title == "Помощь школе"


def test_a_municipal_coordinator_configures_nothing(office: Office) -> None:
    publish_region(office)
    page = begin(office)
    browser = office.browser(
        "town",
        Role.MUNICIPAL_COORDINATOR,
        Place(office.country.amur.region_id, office.country.amur.municipality_id),
    )
    region = office.country.amur.region_id
    assert browser.get(f"/admin/definitions/region/{region}/new").status_code in (403, 404)
    assert browser.get(f"{page}/path").status_code in (403, 404)
