"""Signing in and out: the same work and the same words whether the login exists or not.

Failures stand in refusal streams: the account's own, or one for all logins that nobody has. Ten
failures within a quarter of an hour lock an account for a quarter of an hour; an address is held
back after many more. What is locked is refused without writing, so that no flood can grow the
journal without bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from engine.actions.service_accounts import DOOR, door_actor
from engine.domain.audit import AuditDraft, AuditKind, Stream, StreamKind
from engine.domain.errors import InvalidInput, SignInLocked, SignInRefused
from engine.domain.logins import login_form
from engine.domain.passwords import hash_password, is_outdated, matches, normal_form
from engine.domain.roles import Actor
from engine.storage.changes import Change, Insert, Update, Upsert
from engine.storage.database import Reader, Transaction, reading, unit_of_work
from engine.storage.journal import lock_stream, record
from engine.storage.people import (
    Account,
    account_by_login,
    address_failures,
    failures_since,
    find_account,
    lock_account,
    session_account,
)
from engine.storage.secrets import new_secret, secret_digest
from engine.storage.tables import AccountRow, AddressRow, SessionRow

if TYPE_CHECKING:
    from engine.workbench import Workbench

WINDOW = timedelta(minutes=15)
ACCOUNT_FAILURES = 10
ADDRESS_FAILURES = 100
"""A whole office may share one address."""

NOBODYS_FAILURES = 200
"""How many failures of unknown logins are written within a window; the rest are only refused."""

SESSION_LENGTH = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A sign-in under way, once the password has been looked at."""

    bench: Workbench
    transaction: Transaction
    account: Account | None
    address: str
    at: datetime
    request_id: str | None

    @property
    def subject(self) -> Stream:
        """Where failures are written."""
        return Stream(StreamKind.REFUSAL, self.account.id if self.account else DOOR)

    @property
    def locked(self) -> bool:
        """Whether the account is closed for now; then nothing is written."""
        until = self.account.locked_until if self.account else None
        return until is not None and until > self.at


def sign_in(
    bench: Workbench,
    login: str,
    password: str,
    address: str,
    *,
    request_id: str | None = None,
    length: timedelta = SESSION_LENGTH,
) -> str:
    """The secret of a new session; only its hash is kept.

    Raises SignInRefused for every reason that concerns the account, SignInLocked when the address
    has failed too often.
    """
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        _refuse_address(reader, address, bench.now())
        known = account_by_login(reader, login_form(login))
    right = matches(known.password_hash if known else None, password)
    with unit_of_work(bench.database) as transaction:
        account = lock_account(transaction, known.id) if known else None
        attempt = _Attempt(bench, transaction, account, address, bench.now(), request_id)
        if right and account and known and _may_enter(attempt, account, known):
            return _open_session(attempt, account, password, length)
        _note_failure(attempt)
    raise SignInRefused


def prove_password(bench: Workbench, actor: Actor, password: str) -> str:
    """The kept hash of the actor's own password, once it is proven.

    A wrong one counts as a failed sign-in: whoever found an open browser cannot try for ever.
    Raises InvalidInput for a wrong one, SignInLocked when there were too many.
    """
    with reading(bench.database) as connection:
        known = find_account(Reader(bench.database, connection), actor.account_id)
    kept = known.password_hash if known else None
    right = matches(kept, password)
    with unit_of_work(bench.database) as transaction:
        account = lock_account(transaction, actor.account_id)
        attempt = _Attempt(bench, transaction, account, "", bench.now(), actor.request_id)
        if account is not None and attempt.locked:
            raise SignInLocked(until=account.locked_until)
        if right and kept is not None:
            return kept
        _note_failure(attempt)
    raise InvalidInput(field="former", rule="mismatch")


def sign_out(bench: Workbench, secret: str, *, actor: Actor) -> None:
    """End the session for good; a copied cookie is worth nothing from now on."""
    digest = secret_digest(secret)
    with unit_of_work(bench.database) as transaction:
        lock_account(transaction, actor.account_id)
        if session_account(transaction, digest) != actor.account_id:
            return
        at = bench.now()
        head = lock_stream(transaction, Stream(StreamKind.ACCOUNT, actor.account_id))
        change = Update(SessionRow, {"secret_hash": digest}, {"revoked_at": at})
        record(transaction, head, AuditDraft(AuditKind.SIGNED_OUT, actor, at), [change])


def _refuse_address(reader: Reader, address: str, now: datetime) -> None:
    failures = address_failures(reader, address)
    if failures is None:
        return
    count, began_at = failures
    if count >= ADDRESS_FAILURES and now < began_at + WINDOW:
        raise SignInLocked(until=began_at + WINDOW)


def _may_enter(attempt: _Attempt, account: Account, checked: Account) -> bool:
    """Whether the account is open, and the password still the one that was checked."""
    unchanged = account.password_hash == checked.password_hash
    return unchanged and not account.blocked and not attempt.locked


def _open_session(attempt: _Attempt, account: Account, password: str, length: timedelta) -> str:
    secret = new_secret()
    session = {
        "secret_hash": secret_digest(secret),
        "account_id": account.id,
        "created_at": attempt.at,
        "expires_at": attempt.at + length,
    }
    values: dict[str, Any] = {"failed_count": 0, "locked_until": None}
    if account.password_hash and is_outdated(account.password_hash):
        values["password_hash"] = hash_password(normal_form(password))
    actor = Actor(account.id, (), request_id=attempt.request_id)
    draft = AuditDraft(AuditKind.SIGNED_IN, actor, attempt.at, text={"address": attempt.address})
    head = lock_stream(attempt.transaction, Stream(StreamKind.ACCOUNT, account.id))
    changes: list[Change] = [
        Insert(SessionRow, session),
        Update(AccountRow, {"id": account.id}, values),
    ]
    record(attempt.transaction, head, draft, changes)
    return secret


def _note_failure(attempt: _Attempt) -> None:
    """Write the failure and what follows from it, unless there is enough of them already."""
    if attempt.locked:
        return
    since = attempt.at - WINDOW
    most = ACCOUNT_FAILURES if attempt.account else NOBODYS_FAILURES
    recent = failures_since(attempt.transaction, attempt.subject.subject_id, since, most)
    if attempt.account is None and recent >= NOBODYS_FAILURES:
        return
    changes = _address_changes(attempt)
    locks = False
    if attempt.account is not None:
        # A success since then has taken the count back to nothing.
        failed = min(recent, attempt.account.failed_count) + 1
        locks = failed >= ACCOUNT_FAILURES
        values = {"failed_count": 0 if locks else failed}
        changes.append(Update(AccountRow, {"id": attempt.account.id}, values))
    _record_failure(attempt, changes)
    if attempt.account is not None and locks:
        _lock(attempt, attempt.account)


def _address_changes(attempt: _Attempt) -> list[Change]:
    if not attempt.address:
        return []
    found = address_failures(attempt.transaction, attempt.address, lock=True)
    count, began_at = found or (0, attempt.at)
    if attempt.at >= began_at + WINDOW:
        count, began_at = 0, attempt.at
    values = {
        "address": attempt.address,
        "failed_count": count + 1,
        "window_began_at": began_at,
    }
    return [Upsert(AddressRow, values, ("address",))]


def _record_failure(attempt: _Attempt, changes: list[Change]) -> None:
    draft = AuditDraft(
        AuditKind.SIGN_IN_FAILED,
        door_actor(request_id=attempt.request_id),
        attempt.at,
        fields={"known": attempt.account is not None},
        text={"address": attempt.address},
    )
    record(attempt.transaction, lock_stream(attempt.transaction, attempt.subject), draft, changes)


def _lock(attempt: _Attempt, account: Account) -> None:
    until = attempt.at + WINDOW
    draft = AuditDraft(
        AuditKind.ACCOUNT_LOCKED,
        door_actor(request_id=attempt.request_id),
        attempt.at,
        fields={"until": until.isoformat()},
    )
    head = lock_stream(attempt.transaction, Stream(StreamKind.ACCOUNT, account.id))
    change = Update(AccountRow, {"id": account.id}, {"locked_until": until})
    record(attempt.transaction, head, draft, [change])
