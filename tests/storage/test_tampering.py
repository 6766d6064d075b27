"""Whatever is done to the database without the key is found and named; the honest one is clean."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from engine.domain.audit import Stream, StreamKind
from engine.storage.database import Database
from engine.storage.tables import JournalRow
from engine.storage.verification import verify, verify_within
from tests.conftest import DIALECTS
from tests.storage.history import history, undone
from tests.storage.vandal import MIDDLE, Vandal, guards_down
from tests.storage.vandalism import DEEDS
from tests.storage.vandalism_rows import DEEDS_ON_ROWS
from tests.storage.vandalism_stays import DEEDS_ON_STAYS


@pytest.fixture(scope="module", params=DIALECTS)
def honest(request, tmp_path_factory) -> Iterator[Database]:
    """A database with a history; whoever harms it takes the harm back."""
    with history(request, tmp_path_factory) as database:
        yield database


@pytest.fixture
def connection(honest) -> Iterator[Connection]:
    """A connection whose work is thrown away."""
    with undone(honest) as connection:
        yield connection


@pytest.fixture
def vandal(connection) -> Vandal:
    """Somebody after the case with the longest history."""
    last = sa.func.max(JournalRow.seq)
    of_cases = sa.select(JournalRow.subject_id, last).where(JournalRow.stream == "case")
    query = of_cases.group_by(JournalRow.subject_id).order_by(last.desc())
    subject_id, seq = next(iter(connection.execute(query)))
    return Vandal(connection, Stream(StreamKind.CASE, subject_id), seq)


def findings(connection, honest) -> list[str]:
    """The findings without their details, in their order."""
    report = verify_within(connection, honest.keyring)
    return [
        f"{one.code}: {one.stream} #{one.seq}" if one.stream else f"{one.code}: -"
        for one in report.findings
    ]


def test_an_honest_database_has_no_finding(honest):
    report = verify(honest)

    assert report.findings == []
    assert report.exit_code == 0
    assert report.entries > 100


EVERY_DEED = DEEDS | DEEDS_ON_ROWS | DEEDS_ON_STAYS


@pytest.mark.parametrize("deed", EVERY_DEED)
def test_what_was_done_is_found_and_the_first_bad_entry_named(honest, vandal, deed):
    with guards_down(vandal.connection):
        expected = EVERY_DEED[deed](vandal)

    found = findings(vandal.connection, honest)

    assert found[0] == expected


@pytest.mark.parametrize("deed", EVERY_DEED)
def test_a_case_checked_alone_is_found_harmed_wherever_the_whole_journal_finds_it(
    honest, vandal, deed
):
    with guards_down(vandal.connection):
        EVERY_DEED[deed](vandal)

    whole = verify_within(vandal.connection, honest.keyring).findings
    alone = verify_within(vandal.connection, honest.keyring, vandal.case).findings

    # The contents of files, which cases share, are read with the whole journal alone.
    of_case = {
        (one.code, one.seq)
        for one in whole
        if one.stream == str(vandal.case) and one.code != "file_changed"
    }
    assert of_case <= {(one.code, one.seq) for one in alone}


def test_a_stream_checked_alone_reads_the_rows_of_no_other(honest, vandal):
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_):
        asked.append(" ".join(statement.split()))

    sa.event.listen(vandal.connection, "before_cursor_execute", note)
    verify_within(vandal.connection, honest.keyring, vandal.case)

    unbound = [text for text in asked if "WHERE" not in text]
    assert len(asked) > 5
    assert [text.partition(" FROM ")[2] for text in unbound] == ["region"]


def test_an_entry_cut_off_shows_in_the_head_as_well(honest, vandal):
    with guards_down(vandal.connection):
        vandal.remove(vandal.last)

    assert vandal.at(vandal.last - 1, "head") in findings(vandal.connection, honest)


def test_a_stream_checked_alone_names_its_own_harm_and_no_other(honest, vandal):
    with guards_down(vandal.connection):
        vandal.rewrite(mac=bytes(32))

    def codes(stream: Stream) -> list[str]:
        found = verify_within(vandal.connection, honest.keyring, stream).findings
        return [finding.code for finding in found]

    assert codes(vandal.case) == ["mac"]
    assert codes(Stream(StreamKind.REFUSAL, vandal.case.subject_id)) == []


_ROWS_OF_GARBAGE = '{"rows":[["case_file",7,{}],["case_file","x",{}],[7,null,{}]]}'


@pytest.mark.parametrize("honest", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("harm", "found"),
    [
        ("subject_id = 'nobody'", (MIDDLE + 1, "place")),
        ("stream = 7", (MIDDLE + 1, "place")),
        ("seq = 'twenty'", (MIDDLE + 1, "place")),
        ("kind = 7", (MIDDLE, "column")),
        ("at = 'yesterday'", (MIDDLE, "unreadable")),
        ("at = '0001-01-01 00:00:00+05:00'", (MIDDLE, "unreadable")),
        ("kind = CAST(X'ff' AS TEXT)", (MIDDLE, "column")),
        (f"body = {_ROWS_OF_GARBAGE!r}", (MIDDLE, "hash")),
        ("actor_id = 'nobody'", (MIDDLE, "unreadable")),
        ("body = 'text'", (MIDDLE, "hash")),
        ("prev = 7", (MIDDLE, "hash")),
        ("hash = 'text'", (MIDDLE, "hash")),
        ("mac = 1.5", (MIDDLE, "mac")),
        ("key_id = 'one'", (MIDDLE, "unreadable")),
        ("alg = 'sha'", (MIDDLE, "unreadable")),
    ],
)
def test_garbage_in_an_entry_is_a_finding_and_not_the_end(honest, vandal, harm, found):
    with guards_down(vandal.connection):
        vandal.connection.exec_driver_sql(
            f"UPDATE journal SET {harm}"
            f" WHERE subject_id = ? AND stream = 'case' AND seq = {MIDDLE}",
            (vandal.case.subject_id.hex,),
        )

    assert vandal.at(*found) in findings(vandal.connection, honest)


@pytest.mark.parametrize("honest", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("harm", "code"),
    [
        ("UPDATE case_file SET stage_entered_on = 'yesterday'", "state"),
        ("UPDATE case_file SET categories = 'none'", "state"),
        ("UPDATE case_file SET revision = 'many'", "unreadable"),
        ("UPDATE case_file SET head = 'here'", "head"),
        ("UPDATE journal_stream SET stream = 'x' WHERE stream = 'refusal'", "unreadable"),
        ("UPDATE journal_text SET stream = 'x'", "unreadable"),
        ("UPDATE journal_text SET salt = 7", "text_changed"),
        ("UPDATE journal_text SET text = 7", "text_changed"),
        ("UPDATE definition SET content = 'none'", "definition"),
        ("UPDATE case_file SET stage = CAST(X'ff' AS TEXT)", "state"),
        ("UPDATE journal_text SET text = CAST(X'ff' AS TEXT)", "text_changed"),
        ("UPDATE stage_spell SET entered_at = 'x'", "state"),
        ("UPDATE duty SET due_at = 'x'", "row_missing"),
    ],
)
def test_garbage_beside_the_journal_is_a_finding_and_not_the_end(honest, vandal, harm, code):
    with guards_down(vandal.connection):
        vandal.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        vandal.connection.exec_driver_sql(harm)

    found = findings(vandal.connection, honest)

    assert code in {one.partition(":")[0] for one in found}


@pytest.mark.parametrize("honest", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("harm", "code"),
    [
        ("UPDATE journal SET at = 'infinity' WHERE stream = 'case'", "unreadable"),
        ("UPDATE case_file SET stage_entered_on = 'infinity'", "state"),
        ("UPDATE role_grant SET starts_on = '0044-03-15 BC'", "state"),
        ("UPDATE stage_spell SET left_at = '-infinity'", "state"),
    ],
)
def test_an_instant_that_no_clock_has_is_a_finding_and_not_the_end(honest, vandal, harm, code):
    with guards_down(vandal.connection):
        vandal.connection.exec_driver_sql(harm)

    found = findings(vandal.connection, honest)

    assert code in {one.partition(":")[0] for one in found}


def test_harm_that_was_kept_is_found_by_whoever_reads_next(honest):
    first = JournalRow.seq == 1
    query = sa.select(JournalRow.subject_id, JournalRow.stream, JournalRow.mac).where(first)
    with honest.source.begin() as connection, guards_down(connection):
        former = connection.execute(query.order_by(JournalRow.stream).limit(1)).one()
        harmed = first & (JournalRow.subject_id == former.subject_id)
        harmed &= JournalRow.stream == former.stream
        connection.execute(sa.update(JournalRow).where(harmed).values(mac=bytes(32)))

    report = verify(honest)

    with honest.source.begin() as connection, guards_down(connection):
        connection.execute(sa.update(JournalRow).where(harmed).values(mac=former.mac))
    stream = Stream(StreamKind(former.stream), former.subject_id)
    assert [str(finding) for finding in report.findings] == [f"mac: {stream} #1"]
    assert report.exit_code == 1
    assert verify(honest).findings == []


def test_a_key_that_is_not_the_installations_verifies_nothing(honest):
    stranger = Database(honest.source, {1: b"another key of thirty-two bytes!"})

    report = verify(stranger)

    assert {finding.code for finding in report.findings} == {"mac"}
    assert len(report.findings) == report.entries
