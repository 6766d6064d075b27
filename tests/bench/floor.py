"""The floor: the rows of one move read and written by bare SQL on the bare driver.

One statement a row, prepared by the driver, values ready made; no decision, no hash, no checks.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import sqlalchemy as sa

BODY = os.urandom(700)
HASH = os.urandom(32)

READS = tuple(
    """
SELECT c.*, r.zone FROM case_file c JOIN region r ON r.id = c.region_id WHERE c.id = {0} {lock};
SELECT request_digest, receipt FROM idempotency WHERE actor_id = {1} AND key = {2};
SELECT id, kind, status, version, round, author_id, sha256, topic
  FROM document WHERE case_id = {0} ORDER BY id;
SELECT id, kind, number, signed_on, round, repealed_on
  FROM decision WHERE case_id = {0} ORDER BY id;
SELECT a.id, a.kind, a.starts_on, a.ends_on, a.account_id, a.school_id, s.mode, a.decision_id
  FROM attachment a LEFT JOIN school s ON s.id = a.school_id WHERE a.case_id = {0} ORDER BY a.id;
SELECT id, kind, key, status, round, happened_on, author_id, author_role, value, revision
  FROM case_record WHERE case_id = {0} ORDER BY revision, id
""".strip().split(";\n")
)


@dataclass
class Floor:
    """A bare connection that moves one case to and fro between two stages."""

    url: str
    case_id: UUID
    actor_id: UUID
    stages: tuple[str, str]
    duties: tuple[int, int]

    def __post_init__(self) -> None:
        """Connect, and read where the case stands."""
        parsed = sa.make_url(self.url)
        self.sqlite = parsed.get_backend_name() == "sqlite"
        if self.sqlite:
            self.connection: Any = sqlite3.connect(parsed.database or "", isolation_level=None)
            for pragma in (
                "journal_mode=WAL",
                "synchronous=FULL",
                "foreign_keys=ON",
                "recursive_triggers=ON",
                "busy_timeout=5000",
            ):
                self.connection.execute(f"PRAGMA {pragma}")
        else:
            bare = parsed.set(drivername="postgresql").render_as_string(hide_password=False)
            self.connection = psycopg.connect(bare)
        self.cursor = self.connection.cursor()
        row = self.run(
            "SELECT revision, head, stage, stage_entered_revision FROM case_file WHERE id = {0}",
            self.case_id,
        ).fetchone()
        self.revision, self.head, self.stage, self.entered = row[0], bytes(row[1]), row[2], row[3]
        self.commit()

    def run(self, text: str, *values: Any) -> Any:
        """One statement; {n} takes the n-th value, as often as it stands in the text."""
        order: list[Any] = []
        parts = text.replace("{lock}", "" if self.sqlite else "FOR UPDATE OF c").split("{")
        sql = parts[0]
        for part in parts[1:]:
            place, _, rest = part.partition("}")
            order.append(self.adapt(values[int(place)]))
            sql += ("?" if self.sqlite else "%s") + rest
        return self.cursor.execute(sql, order)

    def adapt(self, value: Any) -> Any:
        """A value as the column keeps it on SQLite."""
        if self.sqlite and isinstance(value, UUID):
            return value.hex
        if self.sqlite and isinstance(value, datetime):
            return value.replace(tzinfo=None).isoformat(" ")
        if self.sqlite and isinstance(value, date):
            return value.isoformat()
        return value

    def insert(self, table: str, **values: Any) -> None:
        """One row."""
        marks = ", ".join(f"{{{place}}}" for place in range(len(values)))
        self.run(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", *values.values())

    def commit(self) -> None:
        """Make it durable."""
        if self.sqlite:
            if self.connection.in_transaction:
                self.cursor.execute("COMMIT")
        else:
            self.connection.commit()

    def move(self) -> None:
        """Read and write the rows of one move."""
        if self.sqlite:
            self.cursor.execute("BEGIN IMMEDIATE")
        key, now = uuid4().hex, datetime.now(UTC)
        for text in READS:
            self.run(text, self.case_id, self.actor_id, key).fetchall()
        self._write(key, now, now.date())
        self.commit()

    def _write(self, key: str, now: datetime, today: date) -> None:
        here = self.stages.index(self.stage)
        target, seq, digest = self.stages[1 - here], self.revision + 1, os.urandom(32)
        self.run(
            "UPDATE case_file SET stage = {1}, phase = {2}, stage_entered_on = {3},"
            " stage_entered_revision = {4}, closed = {5}, stage_due_on = {3}, revision = {4},"
            " head = {6}, changed_at = {7}, changed_by = {8} WHERE id = {0} AND revision = {9}",
            self.case_id,
            target,
            "mentoring",
            today,
            seq,
            False,
            digest,
            now,
            self.actor_id,
            self.revision,
        )
        self.run(
            "UPDATE stage_spell SET left_on = {2}, left_at = {3} WHERE case_id = {0} AND seq = {1}",
            self.case_id,
            self.entered,
            today,
            now,
        )
        self.insert(
            "stage_spell",
            case_id=self.case_id,
            seq=seq,
            stage=target,
            round=1,
            entered_on=today,
            entered_at=now,
        )
        self.run(
            "UPDATE duty SET status = {1} WHERE case_id = {0} AND status = {2}",
            self.case_id,
            "cancelled",
            "open",
        )
        for _ in range(self.duties[1 - here]):
            self.insert(
                "duty",
                id=uuid4(),
                case_id=self.case_id,
                stage=target,
                term_code="term",
                kind="remind",
                due_on=today,
                due_at=now + timedelta(days=400),
                status="open",
                retroactive=False,
                attempts=0,
            )
        self.insert(
            "notice",
            id=uuid4(),
            case_id=self.case_id,
            role="participants",
            kind="case:moved",
            at=now,
            fields="{}",
        )
        self.insert(
            "journal",
            subject_id=self.case_id,
            stream="case",
            seq=seq,
            kind="case:moved",
            at=now,
            actor_id=self.actor_id,
            body=BODY,
            prev=self.head,
            hash=digest,
            mac=HASH,
            key_id=1,
            alg=1,
        )
        self.insert(
            "idempotency",
            actor_id=self.actor_id,
            key=key,
            request_digest=HASH,
            receipt="{}" * 120,
            at=now,
        )
        self.revision, self.head, self.stage, self.entered = seq, digest, target, seq
