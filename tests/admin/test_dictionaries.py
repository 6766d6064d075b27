"""The dictionaries of a region: whose each word is, who uses it, and a word that is withdrawn."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.actions.filing import DocumentRequest, register_document
from engine.actions.opening import OpenRequest, open_case
from engine.domain.checks import inspect_definition
from engine.domain.definition import Word
from engine.domain.definition_form import definition_from_plain, stored_form
from engine.domain.difference import difference
from engine.domain.errors import InvalidInput
from engine.domain.operations import RenameWord, Require, WithdrawWord
from engine.domain.overlay import resolve
from engine.domain.roles import Place, Role
from engine.domain.tightening import loosenings
from engine.queries.words import cases_by_word, words_since
from tests.admin.scenes import Office
from tests.domain.definitions import SOUND, fact
from tests.people import made
from workflows.facts import CATALOGUE
from workflows.vocabulary import stricter_setting

GONE = ("document", "self_diagnosis")


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def page_of(office: Office) -> str:
    return f"/admin/definitions/stream/{office.current().stream_id}"


def test_a_withdrawn_word_keeps_its_title_and_is_offered_no_more() -> None:
    after = resolve(SOUND, [WithdrawWord(*GONE)])

    assert "self_diagnosis" not in dict(after.vocabulary)["document"]
    assert after.word(*GONE) == "Самодиагностика"
    assert [one.code for one in difference(SOUND, after)] == ["word_withdrawn"]
    assert [one.code for one in difference(after, SOUND)] == ["word_returned"]
    assert after.digest != SOUND.digest
    assert definition_from_plain(stored_form(after)) == after


def test_a_word_that_was_never_withdrawn_leaves_the_digest_as_it_was() -> None:
    assert "withdrawn" not in stored_form(SOUND)["words"][0]
    assert resolve(SOUND, []).digest == SOUND.digest


def test_what_is_withdrawn_may_be_renamed_and_not_required() -> None:
    asked = Require("approve_exit", (fact("document_present", kind="self_diagnosis"),))
    renamed = resolve(SOUND, [WithdrawWord(*GONE), RenameWord(*GONE, "Самоанализ")])

    assert Word(*GONE, "Самоанализ", withdrawn=True) in renamed.words
    found = inspect_definition(resolve(SOUND, [WithdrawWord(*GONE), asked]), CATALOGUE)
    assert "word_unknown" in {one.code for one in found}


@given(st.sampled_from([(word.dictionary, word.code) for word in SOUND.words]))
def test_withdrawing_a_word_of_the_region_is_a_loosening(named: tuple[str, str]) -> None:
    after = resolve(SOUND, [WithdrawWord(*named)])

    found = [one.code for one in loosenings(SOUND, after, CATALOGUE, stricter_setting)]
    assert found == ["loosens_word_removed"]


def test_a_word_is_withdrawn_by_the_page_and_offered_again(office: Office) -> None:
    page = page_of(office)

    gone = office.amur.post(
        f"{page}/words", {"do": "remove:document.social_passport", "revision": "0"}
    )
    shown = words(office.amur.get(f"{page}/words").text)
    text = office.amur.get(f"{page}/edit").text
    office.amur.post(f"{page}/path", {"do": "publish", "expected": "1"})
    published = office.current().definition
    back = office.amur.post(
        f"{page}/words", {"do": "offer:document.social_passport", "revision": "0"}
    )
    office.amur.post(f"{page}/path", {"do": "publish", "expected": "2"})

    assert (gone.status_code, back.status_code) == (303, 303)
    assert "больше не предлагается" in shown
    assert "withdraw_word" in text
    assert published.word("document", "social_passport") == "Социальный паспорт школы"
    assert "social_passport" not in dict(published.vocabulary)["document"]
    assert "social_passport" in dict(office.current().definition.vocabulary)["document"]


def test_an_own_word_is_taken_out_while_it_is_new_and_withdrawn_once_published(
    office: Office,
) -> None:
    page = page_of(office)
    office.amur.post(
        f"{page}/words", {"do": "add:document", "title-document": "Акт", "revision": "0"}
    )
    office.amur.post(f"{page}/words", {"do": "remove:document.akt", "revision": "1"})
    assert "akt" not in office.amur.get(f"{page}/edit").text
    office.amur.post(
        f"{page}/words", {"do": "add:document", "title-document": "Акт", "revision": "2"}
    )
    office.amur.post(f"{page}/path", {"do": "publish", "expected": "1"})

    office.amur.post(f"{page}/words", {"do": "remove:document.akt", "revision": "0"})
    office.amur.post(f"{page}/path", {"do": "publish", "expected": "2"})

    published = office.current().definition
    assert Word("document", "akt", "Акт", withdrawn=True) in published.words


def test_the_page_says_whose_a_word_is_since_when_and_how_many_cases_use_it(
    office: Office,
) -> None:
    page, bench, country = page_of(office), office.bench, office.country
    office.amur.post(
        f"{page}/words", {"do": "add:document", "title-document": "Акт", "revision": "0"}
    )
    office.amur.post(f"{page}/path", {"do": "publish", "expected": "1"})
    place = Place(country.amur.region_id, country.amur.municipality_id)
    country.person("coordinator", Role.MUNICIPAL_COORDINATOR, place)
    actor = office.actor("coordinator")
    case = made(
        open_case(bench, OpenRequest("amur_path", subject_id=country.amur.school_id), actor=actor)
    )
    paper = DocumentRequest(case_id=case, expected_revision=1, kind="akt", title="Акт проверки")
    filed = register_document(bench, paper, actor=actor)

    stream = office.current().stream_id
    shown = words(office.amur.get(f"{page}/words").text)

    assert filed.created_id is not None
    assert words_since(bench, stream)["document", "akt"] == 2
    assert words_since(bench, stream)["document", "roadmap"] == 1
    assert cases_by_word(bench, stream)["document", "akt"] == 1
    assert "Акт своё в делах: 1 Регион. В этом маршруте с версии 2." in shown
    assert "Муниципальная дорожная карта Основа. В этом маршруте с версии 1." in shown
    office.amur.post(f"{page}/words", {"do": "remove:document.akt", "revision": "0"})
    office.amur.post(f"{page}/path", {"do": "publish", "expected": "2"})
    # The case keeps its version, in which the word may still be used and has its title.
    again = DocumentRequest(case_id=case, expected_revision=2, kind="akt", title="Второй акт")
    assert register_document(bench, again, actor=actor).created_id is not None


def test_a_new_case_may_not_use_a_withdrawn_word(office: Office) -> None:
    page, bench, country = page_of(office), office.bench, office.country
    office.amur.post(f"{page}/words", {"do": "remove:document.social_passport", "revision": "0"})
    office.amur.post(f"{page}/path", {"do": "publish", "expected": "1"})
    place = Place(country.amur.region_id, country.amur.municipality_id)
    country.person("coordinator", Role.MUNICIPAL_COORDINATOR, place)
    actor = office.actor("coordinator")
    case = made(
        open_case(bench, OpenRequest("amur_path", subject_id=country.amur.school_id), actor=actor)
    )
    paper = DocumentRequest(
        case_id=case, expected_revision=1, kind="social_passport", title="Паспорт"
    )

    with pytest.raises(InvalidInput):
        register_document(bench, paper, actor=actor)
