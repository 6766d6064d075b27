"""The regions' own data agree with themselves, with the documents and with the definitions."""

import re
from datetime import date
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from engine.domain.errors import NotFound
from engine.domain.roles import Role
from engine.domain.situation import Category, SchoolMode, SubjectKind
from tests.domain.walking import Walk, opened
from workflows.loader import load_shipped
from workflows.seeding import (
    SeedInvalid,
    StorySeed,
    contradictions,
    parse_seed,
    read_seed,
    seed_codes,
)

SEEDS = {code: read_seed(code) for code in seed_codes()}
SHIPPED = load_shipped()
INSTALLATION_ROLES = {Role.SCHEDULER, Role.SYSTEM_ADMIN}

SMALL = {
    "code": "small",
    "title": "Малый край",
    "time_zone": "Europe/Moscow",
    "paths": ["base"],
    "password": "слово",
    "directors": {"login": "director.{school}", "title": "Директор, {title}"},
    "municipalities": [{"code": "town", "title": "Город", "body": "Управление образования"}],
    "schools": [{"code": "school_1", "title": "СОШ № 1", "municipality": "town"}],
    "accounts": [],
    "story": [{"path": "base", "subjects": ["school_1"], "stages": ["listed"]}],
}


def listed(code):
    return [entry for listing in SEEDS[code].listings for entry in listing.entries]


def named(code):
    """The schools the region's document names."""
    return [school.title for school in SEEDS[code].schools if not school.demo]


def test_the_seeds_are_the_five_documents():
    zones = {code: seed.time_zone for code, seed in SEEDS.items()}

    assert zones == {
        "kirovsky_district": "Europe/Moscow",
        "municipal_programme": "Asia/Krasnoyarsk",
        "primorsky_krai": "Asia/Vladivostok",
        "skovorodino": "Asia/Yakutsk",
        "sochi": "Europe/Moscow",
    }


def test_an_unknown_seed_is_not_found():
    with pytest.raises(NotFound):
        read_seed("atlantis")


@pytest.mark.parametrize("code", sorted(SEEDS))
def test_a_seed_names_paths_that_are_shipped_and_a_zone_that_exists(code):
    seed = SEEDS[code]

    assert set(seed.paths) <= SHIPPED.keys()
    assert ZoneInfo(seed.time_zone).key == seed.time_zone


def test_sochi_lists_twenty_six_schools_and_eight_of_them_in_the_federal_project():
    entries = listed("sochi")
    federal = [entry.school for entry in entries if "federal_500plus" in entry.programmes]

    assert len(entries) == len(named("sochi")) == 26
    assert federal == [f"sochi_{number}" for number in (53, 75, 77, 79, 80, 83, 85, 88)]


def test_the_list_of_sochi_stands_on_its_order():
    (listing,) = SEEDS["sochi"].listings

    assert (listing.order_number, listing.order_date.isoformat()) == ("76", "2021-01-28")


def test_kirovsky_district_names_five_schools():
    assert named("kirovsky_district") == [
        "МКОУ «Синявинская СОШ»",
        "МБОУ «ОСШ №3»",
        "МКОУ «Назиевская СОШ»",
        "МКОУ «Шумская СОШ»",
        "МКОУ «Путиловская ООШ»",
    ]


def test_skovorodino_has_three_schools_in_each_list_and_one_in_both():
    last = SEEDS["skovorodino"].listings[-1].entries
    lists = {
        category: [entry.school for entry in last if category in entry.categories]
        for category in Category
    }

    assert lists == {
        Category.SHNOR: ["skovorodino_1", "skovorodino_albazino", "skovorodino_dzhalinda"],
        Category.SHNSU: [
            "skovorodino_albazino",
            "skovorodino_madalan",
            "skovorodino_takhtamygda",
        ],
    }


def test_school_no_3_of_skovorodino_has_left_and_may_help_others():
    seed = SEEDS["skovorodino"]
    story = next(story for story in seed.story if story.subject == "skovorodino_3")

    (entry,) = seed.listings[0].entries
    assert (entry.school, entry.left_on) == ("skovorodino_3", date(2022, 12, 31))
    assert seed.school("skovorodino_3").mode is SchoolMode.EFFECTIVE
    assert story.stages[-1] == "exited"
    assert "skovorodino_3" not in [entry.school for entry in seed.listings[-1].entries]
    assert seed.story[0] == story


@pytest.mark.parametrize("code", ["municipal_programme", "primorsky_krai"])
def test_a_document_without_schools_has_schools_for_showing_only(code):
    assert named(code) == []
    assert all(listing.demo for listing in SEEDS[code].listings)


@pytest.mark.parametrize("code", sorted(SEEDS))
def test_every_entry_says_why_the_school_was_listed(code):
    assert [
        entry.school
        for entry in listed(code)
        if not (entry.categories and entry.grounds and entry.facts)
    ] == []


@pytest.mark.parametrize("code", sorted(SEEDS))
def test_a_region_has_an_account_for_every_role_of_a_region(code):
    assert {account.role for account in SEEDS[code].accounts} == set(Role) - INSTALLATION_ROLES


@pytest.mark.parametrize("code", sorted(SEEDS))
def test_an_account_is_called_by_its_role_and_never_by_a_person(code):
    titles = {
        Role.AUDITOR: "Аудитор",
        Role.CURATOR: "Куратор",
        Role.EXPERT: "Эксперт",
        Role.GOVERNING_COUNCIL: "Управляющий совет",
        Role.METHODIST: "Методист",
        Role.MUNICIPAL_COORDINATOR: "Муниципальный координатор",
        Role.REGIONAL_ADMIN: "Администратор региона",
        Role.REGIONAL_COORDINATOR: "Региональный координатор",
        Role.SCHOOL_DEPUTY: "Заместитель директора",
        Role.SCHOOL_DIRECTOR: "Директор",
        Role.TUTOR_SCHOOL_REP: "Представитель школы-тьютора",
        Role.VIEWER: "Наблюдатель",
    }

    strange = [
        account.title
        for account in SEEDS[code].accounts
        if not account.title.startswith(f"{titles[account.role]}, ")
    ]
    assert strange == []


@pytest.mark.parametrize("code", sorted(SEEDS))
def test_logins_are_latin_and_no_login_is_used_in_two_regions(code):
    logins = [account.login for account in SEEDS[code].accounts]
    elsewhere = {one.login for other in SEEDS.keys() - {code} for one in SEEDS[other].accounts}

    assert [login for login in logins if not re.fullmatch(r"[a-z]+\.[a-z0-9_]+", login)] == []
    assert elsewhere.isdisjoint(logins)


@pytest.mark.parametrize("code", sorted(SEEDS))
def test_a_school_that_has_moved_has_its_director(code):
    seed = SEEDS[code]
    served = {one.school for one in seed.accounts if one.role is Role.SCHOOL_DIRECTOR}
    schools = {school.code for school in seed.schools}

    assert {one.subject for one in seed.story if one.stages} & schools == served


@pytest.mark.parametrize("code", sorted(SEEDS))
def test_a_municipality_of_the_story_has_its_coordinator(code):
    seed = SEEDS[code]
    served = {one.municipality for one in seed.accounts if one.role is Role.MUNICIPAL_COORDINATOR}

    assert served == {municipality.code for municipality in seed.municipalities}


@pytest.mark.parametrize("code", sorted(SEEDS))
def test_a_region_has_tutor_schools_for_its_story(code):
    seed = SEEDS[code]
    waiting = {story.subject for story in seed.story if story.stages[-1:] != ("exited",)}
    able = [
        school.code
        for school in seed.schools
        if school.mode is not SchoolMode.AT_RISK and school.code not in waiting
    ]
    representative = next(one for one in seed.accounts if one.role is Role.TUTOR_SCHOOL_REP)

    assert representative.school in able
    assert len({seed.school(one).mode for one in able}) == 2


STORIES = [
    pytest.param(code, story, id=f"{code}-{story.subject}")
    for code, seed in SEEDS.items()
    for story in seed.story
]


@pytest.mark.parametrize(("code", "story"), STORIES)
def test_every_case_of_the_story_walks_to_where_it_stands(code, story):
    definition = SHIPPED[story.path].definition
    years = {entry.school: entry.years_in_status for entry in listed(code)}

    case = opened(definition, years=years.get(story.subject, 1))
    walk = Walk(definition, case).through(*story.stages)

    assert walk.stage == (story.stages or (definition.start.code,))[-1]


@pytest.mark.parametrize(("code", "story"), STORIES)
def test_a_school_walks_a_school_path_and_is_on_a_list(code, story):
    schools = {school.code for school in SEEDS[code].schools}
    of_schools = SHIPPED[story.path].definition.subject is SubjectKind.SCHOOL

    assert (story.subject in schools) == of_schools
    assert not of_schools or story.subject in {entry.school for entry in listed(code)}


@pytest.mark.parametrize("code", sorted(SEEDS))
def test_the_cases_of_a_region_are_spread_over_its_stages(code):
    reached = {(story.path, story.stages[-1:]) for story in SEEDS[code].story}

    assert len(reached) >= 5


def test_a_text_groups_the_schools_that_came_equally_far():
    text = {**SMALL, "story": [{"path": "base", "subjects": ["school_1", "town"]}]}

    assert parse_seed(text).story == (
        StorySeed("base", "school_1", ()),
        StorySeed("base", "town", ()),
    )


def test_a_seed_that_agrees_with_itself_has_no_contradictions():
    assert list(contradictions(parse_seed(SMALL))) == []


def test_every_contradiction_of_a_seed_is_named():
    school = {"code": "school_1", "title": "СОШ № 1", "municipality": "village", "kind": "lycee"}
    account = {"login": "a.b", "title": "Куратор", "role": "curator", "school": "school_9"}
    entry = {
        "school": "school_8",
        "categories": ["low_results"],
        "grounds": ["rumour"],
        "facts": "-",
    }
    text = {
        **SMALL,
        "schools": [school, school],
        "accounts": [account, account],
        "listings": [
            {
                "year": 2023,
                "title": "Перечень",
                "order_number": "1",
                "order_date": "2023-01-31",
                "body": "Управление",
                "entries": [entry, entry],
            }
        ],
        "story": [{"path": "other", "subjects": ["school_7"]}],
    }

    assert sorted(set(contradictions(parse_seed(text)))) == [
        "entry of 2023 school_8 twice",
        "login a.b twice",
        "school school_1 twice",
        "unknown ground rumour",
        "unknown kind lycee",
        "unknown municipality village",
        "unknown path other",
        "unknown school school_8",
        "unknown school school_9",
        "unknown subject school_7",
    ]


def test_a_seed_under_another_name_is_refused(monkeypatch, tmp_path):
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    shipped = files("workflows").joinpath("seeds", "sochi.toml").read_text(encoding="utf-8")
    text = shipped.replace('code = "sochi"', 'code = "anapa"', 1)
    (seeds / "gelendzhik.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr("workflows.seeding.files", lambda _package: tmp_path)

    with pytest.raises(SeedInvalid, match="anapa"):
        read_seed("gelendzhik")
