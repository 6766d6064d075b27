"""A history as a file: whole by itself, compared with its database, and no change of it unseen."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.actions.filing import DocumentRequest, register_document
from engine.domain.audit import Stream, StreamKind, chain_hash, genesis, mac_of
from engine.domain.canonical import canonical_bytes
from engine.domain.roles import Role
from engine.storage.database import reading
from engine.storage.tables import JournalRow
from engine.storage.verification.exported import (
    ExportReport,
    check_export,
    compare_export,
    export_checksum,
)
from tests.factories import Scene, make_scene
from tests.web.commanding import bare_environment, marshrut
from tests.web.visiting import case_url, visits

MIDDLE = 3


@pytest.fixture
def scene(bench) -> Scene:
    return make_scene(bench)


@pytest.fixture
def case_id(scene):
    return scene.case_at("self_diagnosis")


@pytest.fixture
def document(scene, case_id) -> dict[str, Any]:
    answer = visits(scene).of(Role.AUDITOR).get(case_url(case_id, "/history.json"))
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    return json.loads(answer.data)


def compared(scene: Scene, document: dict[str, Any]) -> ExportReport:
    report = check_export(document)
    database = scene.bench.database
    with reading(database) as connection:
        compare_export(connection, database.keyring, document, report)
    return report


def said(report: ExportReport) -> list[tuple[str, int]]:
    return [(one.code, one.seq) for one in report.findings]


def test_an_untouched_file_holds_alone_and_against_its_database(scene, case_id, document):
    alone, both = check_export(document), compared(scene, document)

    assert (alone.findings, alone.compared) == ([], False)
    assert (both.findings, both.compared, both.since) == ([], True, 0)
    assert alone.entries == scene.revision(case_id)
    chain = document["streams"][0]
    assert chain["head"] == {
        "seq": scene.revision(case_id),
        "hash": chain["entries"][-1]["hash"],
    }
    assert chain["entries"][0]["told"].startswith("Дело открыто на этапе «Кандидат».")
    assert {one["digest"] for one in document["definitions"]} == {scene.definition.digest}


def test_what_was_recorded_after_the_export_is_no_difference(scene, case_id, document):
    note = DocumentRequest(case_id, "analytic_note", "Справка")
    register_document(scene.bench, note, actor=scene.actor(Role.METHODIST))

    report = compared(scene, document)

    assert (report.findings, report.since) == ([], 1)


def resealed(document: dict[str, Any]) -> None:
    document["sha256"] = export_checksum(document)


Harm = Callable[[dict[str, Any]], None]


def another_body(document: dict[str, Any]) -> None:
    entry = document["streams"][0]["entries"][MIDDLE - 1]
    entry["body"] = entry["body"].replace("2023-04-03", "2023-04-02", 1)


def no_entry(document: dict[str, Any]) -> None:
    del document["streams"][0]["entries"][MIDDLE - 1]


def no_last_entry(document: dict[str, Any]) -> None:
    document["streams"][0]["entries"].pop()


def two_swapped(document: dict[str, Any]) -> None:
    entries = document["streams"][0]["entries"]
    entries[MIDDLE - 1], entries[MIDDLE] = entries[MIDDLE], entries[MIDDLE - 1]


def another_time(document: dict[str, Any]) -> None:
    document["streams"][0]["entries"][MIDDLE - 1]["at"] = "2023-01-01T00:00:00.000000+00:00"


def another_text(document: dict[str, Any]) -> None:
    entry = next(one for one in document["streams"][0]["entries"] if one["texts"])
    entry["texts"][0]["text"] += "!"


def another_head(document: dict[str, Any]) -> None:
    document["streams"][0]["head"]["hash"] = "00" * 32


def no_version(document: dict[str, Any]) -> None:
    document["definitions"] = []


@pytest.mark.parametrize(
    ("harm", "code", "seq"),
    [
        (another_body, "hash", MIDDLE),
        (no_entry, "place", MIDDLE + 1),
        (no_last_entry, "head", None),
        (two_swapped, "place", MIDDLE + 1),
        (another_time, "column", MIDDLE),
        (another_text, "text_changed", None),
        (another_head, "head", None),
        (no_version, "definition", 1),
    ],
)
def test_the_first_difference_is_named_whether_or_not_the_sum_is_made_anew(
    document, harm: Harm, code, seq
):
    harmed = deepcopy(document)
    harm(harmed)

    plain = check_export(harmed).findings
    resealed(harmed)
    careful = check_export(harmed).findings

    assert (plain[0].code, seq in (None, plain[0].seq)) == (code, True)
    assert plain[-1].code == "checksum"
    assert careful[0] == plain[0]


def test_a_file_forged_throughout_differs_from_its_database(scene, document):
    forged, chain = deepcopy(document), deepcopy(document)["streams"][0]
    kind, _, subject = chain["stream"].partition(":")
    stream = Stream(StreamKind(kind), UUID(subject))
    prev = genesis(UUID(document["installation"]), stream)
    for entry in chain["entries"]:
        body = json.loads(entry["body"])
        if entry["seq"] == MIDDLE:
            body["on"] = "2023-04-01"
        entry["body"] = canonical_bytes(body).decode()
        entry["prev"] = prev.hex()
        prev = chain_hash(stream, prev, entry["body"].encode())
        entry["hash"] = prev.hex()
        if entry["seq"] >= MIDDLE:
            entry["mac"] = mac_of(b"guessed", prev).hex()
    chain["head"]["hash"] = prev.hex()
    forged["streams"][0] = chain
    resealed(forged)

    assert check_export(forged).findings == []
    assert said(compared(scene, forged))[:2] == [("differs", MIDDLE), ("mac", MIDDLE)]


def test_another_installations_file_is_named(scene, document):
    document["installation"] = str(uuid4())
    assert check_export(document).findings
    report = ExportReport()
    database = scene.bench.database
    with reading(database) as connection:
        compare_export(connection, database.keyring, document, report)

    assert said(report) == [("foreign", 0)]


def test_an_entry_that_the_database_lost_is_named(scene, case_id, document, database):
    with database.source.begin() as connection:
        if database.dialect == "sqlite":
            connection.execute(sa.text("DROP TRIGGER journal_no_delete"))
        else:
            connection.execute(sa.text("ALTER TABLE journal DISABLE TRIGGER ALL"))
        last = scene.revision(case_id)
        connection.execute(
            sa.delete(JournalRow).where(JournalRow.subject_id == case_id, JournalRow.seq == last)
        )

    assert said(compared(scene, document)) == [("gone", last)]


@pytest.mark.parametrize("what", [None, [], {}, {"format": "x"}, "marshrut-history"])
def test_what_is_no_export_is_said_to_be_none(what):
    assert said(check_export(what)) == [("format", 0)]


def test_the_command_checks_a_file_alone_and_with_the_installation(
    scene, case_id, document, database_url, tmp_path
):
    path, harmed = tmp_path / "История.json", tmp_path / "harmed.json"
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
    another_body(document)
    harmed.write_text(json.dumps(document), encoding="utf-8")
    words = ("journal", "verify-export")

    both = marshrut(*words, str(path), url=database_url)
    alone = marshrut(*words, "--alone", str(path), env=bare_environment())
    nowhere = marshrut(*words, str(path), env=bare_environment())
    broken = marshrut(*words, str(harmed), url=database_url)
    absent = marshrut(*words, str(tmp_path / "нет.json"), url=database_url)
    harmed.write_text("не JSON", encoding="utf-8")
    unreadable = marshrut(*words, str(harmed), url=database_url)

    entries = scene.revision(case_id)
    assert (both.returncode, both.stdout) == (
        0,
        f"Файл цел и совпадает с базой данных: {entries} записей.\n",
    )
    assert (alone.returncode, alone.stdout) == (
        0,
        f"Файл цел сам по себе: {entries} записей. С базой данных он не сверялся.\n",
    )
    assert nowhere.returncode == 0
    assert "Установки под рукой нет." in nowhere.stdout
    assert broken.returncode == 1
    assert f"Первое нарушение: цепочка case:{case_id}, № {MIDDLE}: запись изменена" in broken.stdout
    assert (absent.returncode, unreadable.returncode) == (2, 2)
    assert "это не JSON" in unreadable.stderr


def test_no_sign_of_a_file_can_be_changed_unseen(document):
    text = json.dumps(document, ensure_ascii=False)

    @settings(
        max_examples=150,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, len(text) - 1), st.sampled_from('0a9fZ-,яё"{}'))
    def change(place: int, sign: str) -> None:
        changed = text[:place] + sign + text[place + 1 :]
        try:
            read = json.loads(changed)
        except ValueError:
            return
        if read != document:
            assert check_export(read).findings

    change()
