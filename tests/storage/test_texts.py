"""Words of people: beside the journal and never in it, and only such as both databases hold."""

from __future__ import annotations

import re
from itertools import product

import pytest
import sqlalchemy as sa

from engine.actions.moving import MoveRequest, move_case
from engine.actions.recording import RecordRequest, register_record
from engine.actions.signing_in import sign_in
from engine.domain.errors import EngineError, InvalidInput, SignInRefused
from engine.domain.machine import MoveOrder
from engine.domain.situation import RecordKind
from engine.storage.database import reading
from engine.storage.receipts import RequestKey
from engine.storage.tables import AccountRow, JournalRow
from engine.storage.verification import verify
from tests.factories import make_scene
from tests.people import ADDRESS
from tests.storage.reading import but_refusals, everything
from tests.storage.words import CODES, WORDS, by

CANARY = "кенар"
UNSTORABLE = ["Замечания\x00 учтены", "Замечания \ud83d учтены"]


@pytest.fixture
def scene(bench):
    return make_scene(bench)


def journal(bench) -> bytes:
    with reading(bench.database) as connection:
        return b"\n".join(row.body for row in connection.execute(sa.select(JournalRow.body)))


def test_no_word_of_a_person_stands_in_the_journal(scene, subtests):
    case_id = scene.open_case()
    said = {what: f"{CANARY}-{number:02}-слово" for number, what in enumerate(WORDS)}

    for what, deed in WORDS.items():
        with subtests.test(what):
            deed(scene, case_id, said[what])

    held = "\n".join(row for rows in everything(scene.bench).values() for row in rows)
    assert [what for what, word in said.items() if word not in held] == []
    assert CANARY.encode() not in journal(scene.bench)
    assert verify(scene.bench.database).findings == []


def test_what_strangers_and_refused_attempts_said_is_not_in_the_journal(scene, subtests):
    case_id = scene.open_case()
    word = f"{CANARY} Иван Петрович"
    for what in ("kind of a document", "move", "code of a definition", "zone of a region"):
        with subtests.test(what), pytest.raises(EngineError):
            CODES[what](scene, case_id, word)
    with pytest.raises(SignInRefused):
        sign_in(scene.bench, word, word, ADDRESS)
    request = MoveRequest(case_id, MoveOrder("approve_exit", word))
    with pytest.raises(EngineError):
        move_case(scene.bench, request, actor=by(scene))

    assert CANARY.encode() not in journal(scene.bench)


def test_no_name_login_or_password_of_an_account_is_in_the_journal(scene):
    scene.case_at("mentoring")
    with reading(scene.bench.database) as connection:
        accounts = connection.execute(sa.select(AccountRow.__table__)).all()

    # The ids of requests are the tests' own, and hold a login to be read by.
    found = re.sub(rb'"request":"[^"]*"', b"", journal(scene.bench)).decode()

    assert len(accounts) > 20
    for one in accounts:
        words = (one.login, one.title, one.password_hash, one.demo_password)
        assert [word for word in words if word and word in found] == []


def test_half_a_letter_and_nul_are_refused_wherever_words_come_in(scene, subtests):
    case_id = scene.open_case()
    for (what, deed), text in product((WORDS | CODES).items(), UNSTORABLE):
        with subtests.test(what, text=ascii(text)):
            before = but_refusals(scene.bench)

            with pytest.raises(InvalidInput):
                deed(scene, case_id, text)

            changed = {
                name: [row for row in rows if row not in before[name]]
                for name, rows in but_refusals(scene.bench).items()
            }
            assert "Замечания" not in str(changed)
    assert verify(scene.bench.database).findings == []


@pytest.mark.parametrize("text", UNSTORABLE, ids=["nul", "surrogate"])
def test_the_refusal_names_the_field(scene, text):
    case_id = scene.open_case()
    before = but_refusals(scene.bench)

    with pytest.raises(InvalidInput) as refusal:
        WORDS["note of a record"](scene, case_id, text)

    assert refusal.value.fields == {"field": "note", "rule": "character"}
    assert but_refusals(scene.bench) == before


@pytest.mark.parametrize("text", UNSTORABLE, ids=["nul", "surrogate"])
def test_a_key_cannot_stand_for_what_no_database_holds(text):
    with pytest.raises(InvalidInput):
        RequestKey.of("form", MoveOrder("suspend", text))
    with pytest.raises(InvalidInput):
        RequestKey.of(text, MoveOrder("suspend"))


@pytest.mark.parametrize("value", [2**31, -(2**31) - 1, 2**60, 2**64])
def test_a_number_beyond_both_databases_is_refused(scene, value):
    case_id = scene.open_case()
    before = but_refusals(scene.bench)
    request = RecordRequest(case_id, RecordKind.INDICATOR, "mean_score", "met", value)

    with pytest.raises(InvalidInput) as refusal:
        register_record(scene.bench, request, actor=by(scene))

    assert refusal.value.fields == {"field": "value", "rule": "range"}
    assert but_refusals(scene.bench) == before


@pytest.mark.parametrize(
    "text", ["Ёлка 🎄 «ё»", "ｆｕｌｌ", "\u202eчитается наоборот", "\ufeff\u200b"]
)
def test_every_other_character_is_kept_as_it_was_given(scene, text):
    case_id = scene.open_case()

    WORDS["note of a record"](scene, case_id, f"Примечание: {text}.")

    held = "\n".join(everything(scene.bench)["journal_text"])
    assert repr(f"Примечание: {text}.") in held
    assert verify(scene.bench.database).findings == []
