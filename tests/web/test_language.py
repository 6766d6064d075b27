"""The language of pages, letters and the API: chosen by the person, Russian until then."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from flask_babel import force_locale

from engine.domain.mail import Language, MailKind
from engine.domain.roles import Role
from engine.queries.mail import read_mailbox
from engine.storage.verification import verify
from tests.factories import make_scene
from tests.web.visiting import Visitor, Visits, visits
from web.filters import days_left, file_size
from web.mailing.letters import Letter, message_of
from web.wording.grammar import (
    counted,
    day_text,
    listed,
    moment_text,
    percent_text,
    quoted,
    short_day,
    short_moment,
    short_span,
)

NOON = datetime(2023, 4, 3, 9, tzinfo=UTC)


@pytest.fixture
def scene(bench):
    return make_scene(bench, schools=1, tutor_schools=0)


@pytest.fixture
def site(scene) -> Visits:
    return visits(scene)


def test_english_is_one_button_away_and_stays(site):
    curator = site.of(Role.CURATOR)
    assert '<html lang="ru"' in curator.page("/account").html

    page = curator.send("/preferences", {"language": "en", "next": "/account"})

    assert '<html lang="en"' in page.html
    assert "My account" in page.text
    assert "My schools" in curator.page("/worklist").text
    assert "Мои школы" in curator.send("/preferences", {"language": "ru", "next": "/worklist"}).text


def test_the_language_is_chosen_before_signing_in(site):
    stranger = Visitor(site.app)
    assert "Вход в систему" in stranger.page("/signin").text

    page = stranger.send("/preferences", {"language": "en", "next": "/signin"})

    assert "Sign in" in page.text


@pytest.mark.parametrize("wanted", ["de", "", "en\x00", "../ru"])
def test_a_language_that_we_do_not_speak_changes_nothing(site, wanted):
    curator = site.of(Role.CURATOR)

    assert (
        '<html lang="ru"'
        in curator.send("/preferences", {"language": wanted, "next": "/account"}).html
    )


def test_a_browser_left_in_english_is_still_answered_in_russian(site):
    page = site.of(Role.CURATOR).get("/worklist", headers={"Accept-Language": "en-GB,en"})

    assert '<html lang="ru"' in page.text


def test_letters_come_in_the_language_asked_for(scene, site):
    form = {"email": "head@school1.example", "digest": "1", "weekday": "1", "hour": "8"}
    director, actor = site.of(Role.SCHOOL_DIRECTOR), scene.actor(Role.SCHOOL_DIRECTOR)

    director.send("/account/mail", {**form, "language": "en"})
    box = read_mailbox(scene.bench, actor.account_id, actor=actor)
    refused = director.send("/account/mail", {**form, "language": "de"}, 422)

    assert box.language is Language.ENGLISH
    assert 'id="language-refusal"' in refused.html
    assert verify(scene.bench.database).findings == []


def test_a_letter_names_its_language():
    address, subject = "head@school1.example", "Weekly digest"
    told = (uuid4(), MailKind.DIGEST, NOON, Language.ENGLISH, address, subject)
    letter = Letter(*told, text="Good day", html="<p>Good day</p>")

    assert b"Content-Language: en" in message_of(letter, "marshrut@edu.example")


def test_days_numbers_and_lists_are_written_as_the_language_writes_them(site):
    with site.app.test_request_context(), force_locale("en_GB"):
        assert day_text(date(2023, 4, 3)) == "3 April 2023"
        assert short_day("2023-04-03") == "3 Apr 2023"
        assert short_span(date(2022, 12, 28), date(2023, 4, 3)) == "28 Dec 22–3 Apr 2023"
        assert moment_text(NOON, "Asia/Yakutsk") == "3 April 2023, 18:00"
        assert short_moment(NOON, "Asia/Yakutsk") == "3 Apr 2023, 18:00"
        assert (percent_text(80), file_size(1_500_000)) == ("80%", "1.4 MB")
        assert quoted("Sochi") == "“Sochi”"
        assert listed(["a", "b", "c"]) == "a, b and c"
        assert [days_left(days) for days in (0, 1, 5, -21)] == [
            "today",
            "1 day left",
            "5 days left",
            "overdue by 21 days",
        ]


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 schools"), (1, "1 school"), (2, "2 schools"), (11, "11 schools"), (21, "21 schools")],
)
def test_english_nouns_agree_with_numbers(site, number, text):
    with site.app.test_request_context(), force_locale("en_GB"):
        assert counted(number, "школа|школы|школ") == text
