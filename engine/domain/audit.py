"""What a journal entry is: kinds, the body that is hashed, the chain and its keyed MAC.

The body holds ids, codes, numbers and hashes. Names, reasons, remarks and file names stand beside
it and are bound by salted commitments, so that they can be erased without breaking the chain.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from types import NoneType
from typing import TYPE_CHECKING, Any

from engine.domain.canonical import canonical_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from engine.domain.roles import Actor, Role

BODY_VERSION = 1
ALGORITHM = 1
"""1 = SHA-256 with HMAC-SHA-256; another number would name another pair (ГОСТ Р 34.11-2012)."""

GENESIS, LEAF, COMMITMENT = b"\x03", b"\x00", b"\x02"
"""Domain bytes: what one kind of hash commits to can never be taken for another."""


class StreamKind(StrEnum):
    """Each stream is a chain of its own; refused attempts cannot flood a case's chain.

    What somebody reads of other people stands in a chain of the reader's.
    """

    ACCOUNT = "account"
    BULK = "bulk"
    CASE = "case"
    DEFINITION = "definition"
    READING = "reading"
    REFUSAL = "refusal"
    REGION = "region"
    ROADMAP = "roadmap"
    SCHOOL = "school"
    SUCCESSION = "succession"
    SYSTEM = "system"


class AuditKind(StrEnum):
    """Everything that can happen, as subject:past_participle."""

    ACCOUNT_BLOCKED = "account:blocked"
    ACCOUNT_CREATED = "account:created"
    ACCOUNT_LOCKED = "account:locked"
    ACCOUNT_UNBLOCKED = "account:unblocked"
    BULK_PLANNED = "bulk:planned"
    BULK_RETRIED = "bulk:retried"
    CALENDAR_CHANGED = "calendar:changed"
    CALENDAR_RULED = "calendar:ruled"
    CASE_FORCED = "case:forced"
    CASE_MIGRATED = "case:migrated"
    CASE_MOVED = "case:moved"
    CASE_OPENED = "case:opened"
    CASE_RESTORED = "case:restored"
    CURATOR_ATTACHED = "curator:attached"
    CURATOR_ENDED = "curator:ended"
    DECISION_REGISTERED = "decision:registered"
    DECISION_REPEALED = "decision:repealed"
    DECISION_SUCCEEDED = "decision:succeeded"
    DEED_REFUSED = "deed:refused"
    DEFINITION_PUBLISHED = "definition:published"
    DEFINITION_RETIRED = "definition:retired"
    DEFINITION_RETURNED = "definition:returned"
    DEFINITION_SUBMITTED = "definition:submitted"
    DEFINITION_WITHDRAWN = "definition:withdrawn"
    DOCUMENT_APPROVED = "document:approved"
    DOCUMENT_REGISTERED = "document:registered"
    DOCUMENT_RETURNED = "document:returned"
    DOCUMENT_REVOKED = "document:revoked"
    DOCUMENT_SUBMITTED = "document:submitted"
    EVENT_HELD = "event:held"
    EVIDENCE_ACCEPTED = "evidence:accepted"
    EVIDENCE_RETURNED = "evidence:returned"
    EXPERT_ATTACHED = "expert:attached"
    EXPERT_ENDED = "expert:ended"
    FEED_CLOSED = "feed:closed"
    FEED_OPENED = "feed:opened"
    FINDING_ANSWERED = "finding:answered"
    FINDING_ISSUED = "finding:issued"
    FINDING_JUDGED = "finding:judged"
    FINDING_REMINDED = "finding:reminded"
    INSTALLATION_SEEDED = "installation:seeded"
    LISTING_REGISTERED = "listing:registered"
    MAILBOX_CHANGED = "mailbox:changed"
    MEASURES_CARRIED = "measures:carried"
    MEASURES_REMINDED = "measures:reminded"
    MEASURES_CORRECTED = "measures:corrected"
    MEASURE_ASSIGNED = "measure:assigned"
    MEASURE_CANCELLED = "measure:cancelled"
    MEASURE_DATED = "measure:dated"
    MEASURE_REPORTED = "measure:reported"
    MEASURE_STARTED = "measure:started"
    MOVE_REFUSED = "move:refused"
    MUNICIPALITY_REGISTERED = "municipality:registered"
    OBJECTION_DECIDED = "objection:decided"
    OBJECTION_FILED = "objection:filed"
    PASSWORD_CHANGED = "password:changed"
    PERSONAL_DATA_READ = "personal_data:read"
    QUARTERS_SET = "quarters:set"
    REMINDERS_SET = "reminders:set"
    RECORD_REGISTERED = "record:registered"
    REGION_REGISTERED = "region:registered"
    ROADMAP_AMENDED = "roadmap:amended"
    ROADMAP_APPROVED = "roadmap:approved"
    ROADMAP_CLOSED = "roadmap:closed"
    ROADMAP_CORRECTED = "roadmap:corrected"
    ROADMAP_DRAFTED = "roadmap:drafted"
    ROADMAP_IMPORTED = "roadmap:imported"
    ROADMAP_RECOUNTED = "roadmap:recounted"
    ROLE_ENDED = "role:ended"
    ROLE_GRANTED = "role:granted"
    SCHOOL_CHANGED = "school:changed"
    SCHOOL_REGISTERED = "school:registered"
    SIGN_IN_FAILED = "sign_in:failed"
    SIGNED_IN = "account:signed_in"
    SIGNED_OUT = "account:signed_out"
    SUCCESSION_PLANNED = "succession:planned"
    SUCCESSION_RETRIED = "succession:retried"
    SUCCESSION_UNDONE = "succession:undone"
    TERM_ESCALATED = "term:escalated"
    TERM_MET = "term:met"
    TERM_RECOUNTED = "term:recounted"
    TERM_REMINDED = "term:reminded"
    TOKEN_ISSUED = "token:issued"
    TOKEN_REVOKED = "token:revoked"
    TUTOR_SCHOOL_ATTACHED = "tutor_school:attached"
    TUTOR_SCHOOL_ENDED = "tutor_school:ended"


ONLY_TELLS = frozenset(
    {
        AuditKind.FINDING_REMINDED,
        AuditKind.MEASURES_REMINDED,
        AuditKind.TERM_ESCALATED,
        AuditKind.TERM_MET,
        AuditKind.TERM_REMINDED,
    }
)
"""Entries that tell people something, or note that a term is done, and change nothing that anybody
decides on: a page read before them is not stale."""


@dataclass(frozen=True, slots=True)
class Stream:
    """The chain of one subject."""

    kind: StreamKind
    subject_id: UUID

    def __str__(self) -> str:
        """The name that is hashed with every entry."""
        return f"{self.kind.value}:{self.subject_id}"


@dataclass(frozen=True, slots=True)
class AuditDraft:
    """What an action says of its deed; `record()` adds place in the chain, time and rows.

    `happened_on` is the day it took effect in the region (order, visit); the entry also keeps when
    it was recorded. `recorded_on` is the region's day then, where an entry may be dated back.
    `text` holds free and personal text by field name. `role` is the role that allowed the deed.
    `values` are the facts a decision looked at.
    """

    kind: AuditKind
    actor: Actor
    at: datetime
    happened_on: date | None = None
    recorded_on: date | None = None
    role: Role | None = None
    definition_digest: str | None = None
    move: str | None = None
    source: str | None = None
    target: str | None = None
    basis: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    values: tuple[Any, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    text: Mapping[str, str] = field(default_factory=dict)

    @property
    def late_days(self) -> int | None:
        """By how many days it was recorded after it happened; None when it was not."""
        if self.happened_on is None or self.recorded_on is None:
            return None
        days = (self.recorded_on - self.happened_on).days
        return days if days > 0 else None


@dataclass(frozen=True, slots=True)
class SealedText:
    """Free text with its salt; the body holds only the commitment."""

    field: str
    salt: bytes
    text: str

    @property
    def commitment(self) -> str:
        """SHA-256 over salt and text, in hex."""
        return commit(self.salt, self.text)


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """An entry ready to be stored: exact bytes, hash and MAC."""

    stream: Stream
    seq: int
    kind: AuditKind
    at: datetime
    body: bytes
    prev: bytes
    hash: bytes
    mac: bytes
    texts: tuple[SealedText, ...]


@dataclass(frozen=True, slots=True)
class Keyring:
    """The MAC keys by id; the newest signs, old ones stay for verification."""

    installation_id: UUID
    keys: Mapping[int, bytes]

    @property
    def current(self) -> int:
        """The id of the key that signs."""
        return max(self.keys)


def genesis(installation_id: UUID, stream: Stream) -> bytes:
    """What the first entry of a stream follows: binds the chain to this installation."""
    return hashlib.sha256(GENESIS + installation_id.bytes + str(stream).encode()).digest()


def chain_hash(stream: Stream, prev: bytes, body: bytes) -> bytes:
    """SHA-256(0x00 || alg || len(stream) || stream || prev || body)."""
    name = str(stream).encode()
    head = LEAF + bytes((ALGORITHM,)) + len(name).to_bytes(2) + name
    return hashlib.sha256(head + prev + body).digest()


def mac_of(key: bytes, digest: bytes) -> bytes:
    """HMAC-SHA-256 of an entry's hash."""
    return hmac.digest(key, digest, "sha256")


def commit(salt: bytes, text: str) -> str:
    """The salted commitment to a text, in hex."""
    return hashlib.sha256(COMMITMENT + salt + text.encode()).hexdigest()


def seal(
    draft: AuditDraft,
    rows: list[Any],
    before: Mapping[str, Any],
    *,
    stream: Stream,
    seq: int,
    prev: bytes,
    keyring: Keyring,
) -> SealedEntry:
    """The draft as an entry at a place of a chain; `rows` are the journaled changes.

    `before` holds the former values of updated columns, by table.
    """
    texts = tuple(
        SealedText(name, secrets.token_bytes(32), text)
        for name, text in sorted(draft.text.items())
        if text
    )
    body = canonical_bytes(_body(draft, rows, before, stream=stream, seq=seq, texts=texts))
    digest = chain_hash(stream, prev, body)
    mac = mac_of(keyring.keys[keyring.current], digest)
    return SealedEntry(stream, seq, draft.kind, draft.at, body, prev, digest, mac, texts)


def _body(
    draft: AuditDraft,
    rows: list[Any],
    before: Mapping[str, Any],
    *,
    stream: Stream,
    seq: int,
    texts: tuple[SealedText, ...],
) -> dict[str, Any]:
    """Only what is there: an absent key means none."""
    actor = draft.actor
    body: dict[str, Any] = {
        "v": BODY_VERSION,
        "stream": str(stream),
        "seq": seq,
        "event": draft.kind.value,
        "at": draft.at.isoformat(timespec="microseconds"),
        "on": draft.happened_on.isoformat() if draft.happened_on else None,
        "late": draft.late_days,
        "actor": str(actor.account_id),
        "role": draft.role.value if draft.role else None,
        "for": str(actor.on_behalf_of) if actor.on_behalf_of else None,
        "auth": actor.auth,
        "origin": actor.origin,
        "request": actor.request_id,
        "def": draft.definition_digest,
        "move": draft.move,
        "from": draft.source,
        "to": draft.target,
        "before": dict(before),
        "rows": rows,
        "basis": list(draft.basis),
        "evidence": list(draft.evidence),
        "facts": list(draft.values),
        "fields": dict(draft.fields),
        "text": {sealed.field: sealed.commitment for sealed in texts},
    }
    return {key: value for key, value in body.items() if value or type(value) not in _ABSENT}


_ABSENT = (NoneType, list, dict)
