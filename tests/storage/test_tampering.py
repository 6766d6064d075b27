"""Whatever is changed behind the actions is found, and the first bad entry is named."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from engine.actions.moving import MoveRequest, move_case
from engine.domain.audit import Stream, StreamKind, chain_hash
from engine.domain.canonical import canonical_bytes
from engine.domain.errors import MoveRefused
from engine.domain.machine import MoveOrder
from engine.domain.roles import Role
from engine.storage.guards import GUARDED, names
from engine.storage.tables import (
    AttachmentRow,
    CaseRow,
    DecisionRow,
    DefinitionRow,
    DocumentRow,
    GrantRow,
    JournalRow,
    JournalTextRow,
)
from engine.storage.types import new_id
from engine.storage.verification import verify
from tests.factories import make_scene

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.engine import Connection

    from engine.storage.database import Database

SPOT = 4
"""The place in the case's chain that is tampered with."""


@dataclass
class Victim:
    """A case with moves, papers, people, texts and a refused attempt."""

    database: Database
    case_id: UUID
    last: int

    @property
    def stream(self) -> str:
        """The case's stream as findings name it."""
        return f"case:{self.case_id}"

    def entry(self, seq: int) -> sa.ColumnElement[bool]:
        """The condition that picks an entry of the case's chain."""
        return sa.and_(
            JournalRow.subject_id == self.case_id,
            JournalRow.stream == "case",
            JournalRow.seq == seq,
        )

    def tamper(self, deed: Callable[[Connection, Victim], Any]) -> None:
        """Do something behind the actions, with the guards gone."""
        with self.database.source.begin() as connection:
            disarm(connection)
            deed(connection, self)

    def found(self) -> list[tuple[str, str, int]]:
        """What the verifier says of the journal, the missing guards aside."""
        report = verify(self.database)
        return [
            (one.code, one.stream, one.seq)
            for one in report.findings
            if one.code != "guard_missing"
        ]


def disarm(connection: Connection) -> None:
    """Take the triggers away, as the owner of the database can."""
    tables = ("journal", *GUARDED) if connection.dialect.name == "postgresql" else ()
    for table in dict.fromkeys(tables):
        connection.execute(sa.text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    if connection.dialect.name == "sqlite":
        for name in names("sqlite"):
            connection.execute(sa.text(f"DROP TRIGGER {name}"))


@pytest.fixture
def victim(bench):
    scene = make_scene(bench)
    case_id = scene.case_at("mentoring")
    with pytest.raises(MoveRefused):
        move_case(
            bench,
            MoveRequest(case_id, MoveOrder("approve_exit", "Рано, но попробуем")),
            actor=scene.actor(Role.CURATOR),
        )
    return Victim(bench.database, case_id, scene.revision(case_id))


def edit_body(connection: Connection, victim: Victim) -> None:
    row = connection.execute(sa.select(JournalRow).where(victim.entry(SPOT))).one()
    body = json.loads(bytes(row.body))
    body["actor"] = str(new_id())
    values = {"body": canonical_bytes(body)}
    connection.execute(sa.update(JournalRow).where(victim.entry(SPOT)).values(values))


def edit_body_and_hash(connection: Connection, victim: Victim) -> None:
    row = connection.execute(sa.select(JournalRow).where(victim.entry(SPOT))).one()
    body = json.loads(bytes(row.body))
    body["role"] = "auditor"
    data = canonical_bytes(body)
    digest = chain_hash(Stream(StreamKind.CASE, victim.case_id), bytes(row.prev), data)
    values = {"body": data, "hash": digest}
    connection.execute(sa.update(JournalRow).where(victim.entry(SPOT)).values(values))


def edit_column(**values: Any) -> Callable[[Connection, Victim], None]:
    def deed(connection: Connection, victim: Victim) -> None:
        connection.execute(sa.update(JournalRow).where(victim.entry(SPOT)).values(values))

    return deed


def delete_entry(connection: Connection, victim: Victim) -> None:
    connection.execute(sa.delete(JournalRow).where(victim.entry(SPOT)))
    connection.execute(
        sa.delete(JournalTextRow).where(
            JournalTextRow.subject_id == victim.case_id,
            JournalTextRow.stream == "case",
            JournalTextRow.seq == SPOT,
        )
    )


def cut_tail_and_mend_head(connection: Connection, victim: Victim) -> None:
    before = victim.entry(victim.last - 1)
    head = connection.execute(sa.select(JournalRow.hash).where(before)).scalar_one()
    connection.execute(sa.delete(JournalRow).where(victim.entry(victim.last)))
    connection.execute(
        sa.delete(JournalTextRow).where(
            JournalTextRow.subject_id == victim.case_id, JournalTextRow.seq == victim.last
        )
    )
    values = {"revision": victim.last - 1, "head": head}
    connection.execute(sa.update(CaseRow).where(CaseRow.id == victim.case_id).values(values))


def swap_entries(connection: Connection, victim: Victim) -> None:
    one, two = (
        connection.execute(sa.select(JournalRow).where(victim.entry(seq))).one()
        for seq in (SPOT, SPOT + 1)
    )
    kept = ("kind", "at", "actor_id", "body", "prev", "hash", "mac")
    for seq, row in ((SPOT, two), (SPOT + 1, one)):
        values = {name: getattr(row, name) for name in kept}
        connection.execute(sa.update(JournalRow).where(victim.entry(seq)).values(values))


def append_forged(connection: Connection, victim: Victim) -> None:
    last = connection.execute(sa.select(JournalRow).where(victim.entry(victim.last))).one()
    body = json.loads(bytes(last.body))
    body["seq"] = victim.last + 1
    data = canonical_bytes({key: body[key] for key in body if key not in ("rows", "text", "to")})
    digest = chain_hash(Stream(StreamKind.CASE, victim.case_id), bytes(last.hash), data)
    values = {
        **{column.name: getattr(last, column.name) for column in JournalRow.__table__.columns},
        "seq": victim.last + 1,
        "body": data,
        "prev": last.hash,
        "hash": digest,
    }
    connection.execute(sa.insert(JournalRow).values(values))
    mended = {"revision": victim.last + 1, "head": digest}
    connection.execute(sa.update(CaseRow).where(CaseRow.id == victim.case_id).values(mended))


def test_an_honest_journal_has_no_findings(victim):
    assert victim.found() == []


@pytest.mark.parametrize(
    ("deed", "code", "place"),
    [
        (edit_body, "column", SPOT),
        (edit_body_and_hash, "mac", SPOT),
        (edit_column(kind="case:opened"), "column", SPOT),
        (edit_column(actor_id=new_id()), "column", SPOT),
        (edit_column(mac=b"\x00" * 32), "mac", SPOT),
        (edit_column(hash=b"\x00" * 32), "hash", SPOT),
        (edit_column(prev=b"\x00" * 32), "hash", SPOT),
        (edit_column(key_id=7), "key", SPOT),
        (edit_column(alg=7), "hash", SPOT),
        (edit_column(body=b"{"), "hash", SPOT),
        (delete_entry, "place", SPOT + 1),
        (swap_entries, "column", SPOT),
    ],
    ids=[
        "body",
        "body_and_hash",
        "kind",
        "actor",
        "mac",
        "hash",
        "prev",
        "key",
        "algorithm",
        "unreadable",
        "deleted",
        "swapped",
    ],
)
def test_a_changed_entry_is_named_first(victim, deed, code, place):
    victim.tamper(deed)

    of_the_case = [one for one in victim.found() if one[1] == victim.stream]

    assert of_the_case[0][2] == place
    assert (code, victim.stream, place) in of_the_case


def test_an_entry_cut_from_the_end_is_found_though_the_head_was_mended(victim):
    victim.tamper(cut_tail_and_mend_head)

    assert "state" in {code for code, stream, _ in victim.found() if stream == victim.stream}


def test_a_forged_entry_at_the_end_is_found_by_its_mac(victim):
    victim.tamper(append_forged)

    assert ("mac", victim.stream, victim.last + 1) in victim.found()


def test_a_stream_that_was_removed_whole_is_found_by_the_rows_it_wrote(victim):
    victim.tamper(
        lambda connection, one: connection.execute(
            sa.delete(JournalRow).where(
                JournalRow.subject_id == one.case_id, JournalRow.stream == "case"
            )
        )
    )

    assert ("head", victim.stream, victim.last) in victim.found()


def test_refused_attempts_cannot_be_taken_away(victim):
    victim.tamper(
        lambda connection, one: connection.execute(
            sa.delete(JournalRow).where(
                JournalRow.subject_id == one.case_id, JournalRow.stream == "refusal"
            )
        )
    )

    assert ("head", f"refusal:{victim.case_id}", 1) in victim.found()


@pytest.mark.parametrize(("change", "code"), [("text", "text_changed"), (None, "text_missing")])
def test_a_text_that_was_changed_or_removed_is_found_with_its_entry(victim, change, code):
    def deed(connection: Connection, one: Victim) -> None:
        place = sa.and_(JournalTextRow.subject_id == one.case_id, JournalTextRow.stream == "case")
        seq = connection.execute(sa.select(sa.func.min(JournalTextRow.seq)).where(place))
        spot = sa.and_(place, JournalTextRow.seq == seq.scalar_one())
        if change is None:
            connection.execute(sa.delete(JournalTextRow).where(spot))
        else:
            connection.execute(sa.update(JournalTextRow).where(spot).values(text="Иное"))

    victim.tamper(deed)

    assert {found[:2] for found in victim.found()} == {(code, victim.stream)}


@pytest.mark.parametrize(
    ("row", "values"),
    [
        (CaseRow, {"stage": "exited"}),
        (CaseRow, {"round": 9}),
        (CaseRow, {"years_in_status": 3}),
        (DocumentRow, {"status": "revoked"}),
        (DocumentRow, {"sha256": None}),
        (AttachmentRow, {"ends_on": None, "account_id": None, "school_id": None}),
        (DecisionRow, {"number": "1-подделка"}),
    ],
    ids=["stage", "round", "class", "document", "file", "attachment", "decision"],
)
def test_a_state_changed_by_sql_is_found_with_the_entry_that_wrote_it(victim, row, values):
    mine = row.id == victim.case_id if row is CaseRow else row.case_id == victim.case_id

    victim.tamper(
        lambda connection, _: connection.execute(sa.update(row).where(mine).values(values))
    )

    assert {found[:2] for found in victim.found()} == {("state", victim.stream)}


def test_a_role_given_by_sql_is_found(victim):
    def deed(connection: Connection, _: Victim) -> None:
        grant = connection.execute(sa.select(GrantRow).limit(1)).one()
        values = {column.name: getattr(grant, column.name) for column in GrantRow.__table__.columns}
        values |= {"id": new_id(), "role": "regional_admin"}
        connection.execute(sa.insert(GrantRow).values(values))

    victim.tamper(deed)

    assert victim.found() == [("row_unknown", "", 0)]


def test_a_decision_removed_by_sql_is_found(victim):
    def deed(connection: Connection, one: Victim) -> None:
        unused = sa.and_(
            DecisionRow.case_id == one.case_id,
            ~sa.exists().where(AttachmentRow.decision_id == DecisionRow.id),
        )
        connection.execute(sa.delete(DecisionRow).where(unused))

    victim.tamper(deed)

    assert {found[:2] for found in victim.found()} == {("row_missing", victim.stream)}


def test_a_published_definition_changed_by_sql_is_found(victim):
    def deed(connection: Connection, _: Victim) -> None:
        content = connection.execute(sa.select(DefinitionRow.content)).scalars().first()
        changed = {**(content or {}), "title": "Другой маршрут"}
        connection.execute(sa.update(DefinitionRow).values(content=changed))

    victim.tamper(deed)

    assert ("definition", "", 0) in victim.found()


def test_a_missing_guard_is_found(victim):
    victim.tamper(lambda _connection, _victim: None)

    missing = {one.detail for one in verify(victim.database).findings}

    assert missing == names(victim.database.dialect)


@pytest.mark.parametrize("table", GUARDED)
@pytest.mark.parametrize("deed", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_itself_refuses_to_change_what_is_kept(victim, table, deed):
    if deed.startswith("TRUNCATE") and victim.database.dialect == "sqlite":
        deed = "DELETE FROM {}"
    column = "version" if table == "definition" else "seq"

    with pytest.raises(DBAPIError, match="never changed"), victim.database.source.begin() as direct:
        direct.execute(sa.text(deed.format(table, column, column)))

    assert victim.found() == []


def test_the_database_itself_refuses_an_entry_that_does_not_follow(victim):
    def insert(connection: Connection) -> None:
        last = connection.execute(sa.select(JournalRow).where(victim.entry(victim.last))).one()
        values = {
            column.name: getattr(last, column.name) for column in JournalRow.__table__.columns
        }
        connection.execute(sa.insert(JournalRow).values({**values, "seq": victim.last + 2}))

    with (
        pytest.raises(DBAPIError, match="does not follow"),
        victim.database.source.begin() as direct,
    ):
        insert(direct)

    assert victim.found() == []


def test_a_key_that_is_not_the_installations_verifies_nothing(victim):
    stranger = type(victim.database)(
        victim.database.source, {1: b"another key of thirty-two bytes!"}
    )

    assert {one.code for one in verify(stranger).findings} == {"mac"}
