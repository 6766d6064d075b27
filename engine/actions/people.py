"""People: their accounts, their roles on places, blocking and passwords.

Whoever manages people does so on his own places only, gives nothing above himself and nothing to
himself. Names and logins are personal data: they stand in texts beside the journal's bodies.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.actions.accountwork import AccountWork, on_accounts, require_managing
from engine.actions.mailboxes import MailboxRequest, write_mailbox
from engine.actions.signing_in import prove_password
from engine.domain.audit import AuditKind
from engine.domain.errors import Forbidden, InvalidInput, NotFound
from engine.domain.granting import require_granting
from engine.domain.logins import checked_login, checked_title
from engine.domain.passwords import LONGEST, checked_password, hash_password, normal_form
from engine.domain.roles import Actor, Grant, Permission, Place, Role
from engine.storage.changes import Change, Insert, Update
from engine.storage.people import (
    Account,
    account_by_login,
    grants_of,
    is_demo,
    lock_grant,
    open_sessions,
)
from engine.storage.tables import AccountRow, GrantRow, SessionRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from engine.storage.receipts import Receipt
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class RoleRequest:
    """A role on a place; without `starts_on` from today, without `ends_on` until it is ended."""

    role: Role
    place: Place
    starts_on: date | None = None
    ends_on: date | None = None
    acting: bool = False
    basis: str = ""


@dataclass(frozen=True, slots=True)
class AccountRequest:
    """A new account; whoever manages only some places gives its first role with it.

    `demo` is a made-up person whose password everybody may read; only in a demonstration. `email`
    is where letters go, if anywhere.
    """

    login: str
    title: str
    password: str = field(repr=False)
    role: RoleRequest | None = None
    demo: bool = False
    email: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class GrantRequest:
    """A further role for an account."""

    account_id: UUID
    role: RoleRequest


@dataclass(frozen=True, slots=True)
class EndRoleRequest:
    """The last day of a role; without it the role ends at once."""

    grant_id: UUID
    ends_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BlockRequest:
    """An account to close or to open again, and why."""

    account_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class PasswordRequest:
    """A new password; changing one's own takes the former one."""

    account_id: UUID
    password: str = field(repr=False)
    former: str = field(default="", repr=False)


def create_account(bench: Workbench, request: AccountRequest, *, actor: Actor) -> Receipt:
    """Make an account, with its first role if one is named; the receipt names the account.

    Raises InvalidInput, Forbidden, NotFound.
    """
    login, title = checked_login(request.login), checked_title(request.title)
    password = normal_form(request.password)
    if not request.demo:
        password = checked_password(request.password, login=login)
    values: dict[str, Any] = {
        "id": new_id(),
        "login": login,
        "title": title,
        "password_hash": _demo_hash(password) if request.demo else hash_password(password),
        "blocked": False,
        "demo_password": password if request.demo else None,
    }

    def deed(work: AccountWork) -> Receipt:
        _refuse_creating(work, request)
        if account_by_login(work.transaction, login) is not None:
            raise InvalidInput(field="login", rule="exists")
        receipt = work.write(
            values["id"],
            AuditKind.ACCOUNT_CREATED,
            [Insert(AccountRow, {**values, "created_at": work.at})],
            created_id=values["id"],
            text={"login": login, "title": title},
        )
        if request.role is not None:
            _give(work, values["id"], request.role)
        if request.email.strip():
            # After the role: the place it is for says in which zone letters come.
            write_mailbox(work, MailboxRequest(values["id"], request.email))
        return receipt

    return on_accounts(bench, AuditKind.ACCOUNT_CREATED, deed, actor=actor)


def grant_role(bench: Workbench, request: GrantRequest, *, actor: Actor) -> Receipt:
    """Give an account a role on a place; the receipt names the grant.

    Raises Forbidden for oneself, for a role above the actor's own and for a person of other
    places; NotFound, InvalidInput.
    """

    def deed(work: AccountWork) -> Receipt:
        work.account(request.account_id)
        require_managing(work, request.account_id)
        return _give(work, request.account_id, request.role)

    return on_accounts(bench, AuditKind.ROLE_GRANTED, deed, actor=actor)


def end_role(bench: Workbench, request: EndRoleRequest, *, actor: Actor) -> Receipt:
    """End a role; it holds through its last day, or no longer from the next request on."""

    def deed(work: AccountWork) -> Receipt:
        kept = lock_grant(work.transaction, request.grant_id)
        if kept is None:
            raise NotFound
        work.account(kept.account_id)
        grant, today = kept.grant, work.today(kept.grant.place)
        role = require_granting(actor, grant.role, grant.place, today)
        if kept.account_id == actor.account_id:
            raise Forbidden(permission=Permission.MANAGE_PEOPLE.value)
        yesterday = today - timedelta(days=1)
        last = request.ends_on or yesterday
        if grant.ends_on is not None and grant.ends_on <= last:
            raise InvalidInput(field="grant_id", rule="ended")
        if last < yesterday:
            raise InvalidInput(field="ends_on", rule="past", value=last.isoformat())
        change = Update(
            GrantRow, {"id": kept.id}, {"ends_on": last}, before={"ends_on": grant.ends_on}
        )
        return work.write(
            kept.account_id,
            AuditKind.ROLE_ENDED,
            [change],
            role=role,
            happened_on=last,
            text={"reason": request.reason},
        )

    return on_accounts(bench, AuditKind.ROLE_ENDED, deed, actor=actor)


def block_account(bench: Workbench, request: BlockRequest, *, actor: Actor) -> Receipt:
    """Close an account: its sessions end now, its tokens are refused while it is closed."""
    return _set_blocked(bench, request, AuditKind.ACCOUNT_BLOCKED, actor=actor)


def unblock_account(bench: Workbench, request: BlockRequest, *, actor: Actor) -> Receipt:
    """Open an account again, whether it was blocked or locked by failed sign-ins."""
    return _set_blocked(bench, request, AuditKind.ACCOUNT_UNBLOCKED, actor=actor)


def change_password(bench: Workbench, request: PasswordRequest, *, actor: Actor) -> Receipt:
    """Set a new password and end every session of the account, the one in use as well.

    Raises InvalidInput when the new password will not do or the former one is wrong, SignInLocked
    after too many wrong ones, Forbidden, NotFound.
    """
    own = request.account_id == actor.account_id
    if own and actor.auth == "token":
        raise Forbidden
    proved = prove_password(bench, actor, request.former) if own else None
    hashed = hash_password(normal_form(request.password)[: LONGEST + 1])

    def deed(work: AccountWork) -> Receipt:
        account = work.account(request.account_id)
        if not own:
            require_managing(work, account.id)
        elif account.password_hash != proved:
            raise InvalidInput(field="former", rule="mismatch")
        checked_password(request.password, login=account.login)
        values = {"password_hash": hashed, "demo_password": None}
        changes = [Update(AccountRow, {"id": account.id}, values), *_ended_sessions(work, account)]
        return work.write(account.id, AuditKind.PASSWORD_CHANGED, changes)

    return on_accounts(bench, AuditKind.PASSWORD_CHANGED, deed, actor=actor)


def _refuse_creating(work: AccountWork, request: AccountRequest) -> None:
    places = work.actor.scopes(Permission.MANAGE_PEOPLE, work.today())
    if not places:
        raise Forbidden(permission=Permission.MANAGE_PEOPLE.value)
    if request.role is None and Place() not in places:
        raise InvalidInput(field="role", rule="required")
    if request.demo and not is_demo(work.transaction):
        raise InvalidInput(field="demo", rule="unknown")


@cache
def _demo_hash(password: str) -> str:
    """One hash for all made-up people of a password: it stands beside it in plain text anyway."""
    return hash_password(password)


def _give(work: AccountWork, account_id: UUID, request: RoleRequest) -> Receipt:
    place = work.place(request.place)
    today = work.today(place)
    role = require_granting(work.actor, request.role, place, today)
    starts_on = request.starts_on or today
    if request.ends_on is not None and request.ends_on < max(starts_on, today):
        raise InvalidInput(field="ends_on", rule="order", value=request.ends_on.isoformat())
    grant = Grant(request.role, place, starts_on, request.ends_on, request.acting)
    _refuse_second(work, account_id, grant, today)
    values: dict[str, Any] = {
        "id": new_id(),
        "account_id": account_id,
        "role": grant.role.value,
        "region_id": place.region_id,
        "municipality_id": place.municipality_id,
        "school_id": place.school_id,
        "starts_on": starts_on,
        "ends_on": request.ends_on,
        "acting": request.acting,
        "basis": request.basis or None,
    }
    return work.write(
        account_id,
        AuditKind.ROLE_GRANTED,
        [Insert(GrantRow, values)],
        created_id=values["id"],
        role=role,
        happened_on=starts_on,
        recorded_on=today,
        text={"basis": request.basis},
    )


def _refuse_second(work: AccountWork, account_id: UUID, new: Grant, today: date) -> None:
    """The same role on the same place twice in the same days would only blur who ended what."""
    for kept in grants_of(work.transaction, account_id):
        old = kept.grant
        same = (old.role, old.place) == (new.role, new.place)
        lasts = old.ends_on is None or old.ends_on >= max(new.starts_on, today)
        begins = new.ends_on is None or old.starts_on <= new.ends_on
        if same and lasts and begins:
            raise InvalidInput(field="role", rule="exists", value=new.role.value)


def _set_blocked(
    bench: Workbench, request: BlockRequest, kind: AuditKind, *, actor: Actor
) -> Receipt:
    blocked = kind is AuditKind.ACCOUNT_BLOCKED

    def deed(work: AccountWork) -> Receipt:
        account = work.account(request.account_id)
        require_managing(work, account.id)
        if account.blocked and blocked:
            raise InvalidInput(field="account_id", rule="exists")
        values: dict[str, Any] = {"blocked": blocked}
        if not blocked:
            values |= {"failed_count": 0, "locked_until": None}
        change = Update(AccountRow, {"id": account.id}, values, before={"blocked": account.blocked})
        ended = _ended_sessions(work, account) if blocked else []
        return work.write(account.id, kind, [change, *ended], text={"reason": request.reason})

    return on_accounts(bench, kind, deed, actor=actor)


def _ended_sessions(work: AccountWork, account: Account) -> list[Change]:
    return [
        Update(SessionRow, {"secret_hash": digest}, {"revoked_at": work.at})
        for digest in open_sessions(work.transaction, account.id, work.at)
    ]
