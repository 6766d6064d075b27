"""What is found in a definition before it may be published: codes and titles."""

from dataclasses import replace

import pytest

from engine.domain.definition import Phase, StageKind, Word
from engine.domain.roles import Role
from tests.domain.definitions import (
    SOUND,
    and_moves,
    findings,
    move,
    stage,
    term,
    with_move,
    with_stage,
)


def test_in_a_sound_definition_nothing_is_found():
    assert findings(SOUND) == []


@pytest.mark.parametrize("code", ["Listed", "1listed", "listed-2", "", "listed two", "listed\n"])
def test_a_code_is_written_in_small_latin_letters_digits_and_underscores(code):
    found = findings(replace(SOUND, code=code))

    assert found == [("error", "code_malformed", "definition", {"code": code, "most": 64})]


def test_a_code_with_a_cyrillic_look_alike_names_the_letters():
    found = findings(replace(SOUND, code="sоchі"))  # о and і are Cyrillic

    fields = {"code": "sоchі", "letters": ("о", "і")}
    assert found == [("error", "code_look_alike", "definition", fields)]


def test_a_code_has_at_most_64_signs():
    assert findings(replace(SOUND, code="a" * 64)) == []
    assert findings(replace(SOUND, code="a" * 65)) == [
        ("error", "code_too_long", "definition", {"code": "a" * 65, "most": 64})
    ]


def test_stages_terms_moves_words_and_dictionaries_all_have_their_codes_looked_at():
    spoiled = replace(
        with_stage(
            "listed",
            replace(
                and_moves(move("Move", "listed", "Stage", roles=(Role.CURATOR,))),
                words=(Word("Book", "Word", "Слово"),),
            ),
            terms=(term("Term"),),
        ),
        stages=(
            replace(SOUND.stages[0], terms=(term("Term"),)),
            *SOUND.stages[1:],
            stage("Stage", StageKind.END, Phase.EXIT),
        ),
    )

    found = [element for _, code, element, _ in findings(spoiled) if code == "code_malformed"]

    assert found == [
        "stages.listed.terms.Term",
        "stages.Stage",
        "moves.Move",
        "words.Book.Word",
        "words.Book",
    ]


def test_a_code_is_given_once():
    words = (*SOUND.words, Word("document", "self_diagnosis", "Самоанализ"))
    twice = replace(SOUND, words=words)

    assert findings(twice) == [
        ("error", "code_duplicate", "words.document.self_diagnosis", {"times": 2})
    ]


def test_the_same_code_in_two_dictionaries_is_two_words():
    words = (*SOUND.words, Word("event", "self_diagnosis", "Самодиагностика"))

    assert findings(replace(SOUND, words=words)) == []


def test_two_terms_of_one_stage_have_two_codes():
    assert findings(with_stage("listed", terms=(term(), term()))) == [
        ("error", "code_duplicate", "stages.listed.terms.term", {"times": 2})
    ]


@pytest.mark.parametrize("title", ["", "  "])
def test_everything_has_a_title(title):
    assert findings(with_move("resume", title=title)) == [
        ("error", "title_empty", "moves.resume", {})
    ]


def test_a_title_has_at_most_200_signs():
    assert findings(with_stage("listed", title="я" * 200)) == []
    assert findings(with_stage("listed", title="я" * 201)) == [
        ("error", "title_too_long", "stages.listed", {"length": 201, "most": 200})
    ]


def test_a_hint_has_at_most_500_signs():
    assert findings(with_stage("listed", hint="я" * 500)) == []
    assert findings(with_stage("listed", hint="я" * 501)) == [
        ("error", "hint_too_long", "stages.listed", {"length": 501, "most": 500})
    ]
