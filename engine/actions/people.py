"""People: their accounts, their roles on places, blocking and passwords.

Whoever manages people does so on his own places only, gives nothing above himself and nothing to
himself. Names and logins are personal data: they stand in texts beside the journal's bodies.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.actions.accountwork import AccountWork, on_accounts, require_managing
from engine.domain.audit import AuditKind
from engine.domain.errors import Forbidden, InvalidInput, NotFound, SignInLocked
from engine.domain.granting import require_granting
from engine.domain.logins import checked_login, checked_title
from engine.domain.passwords import checked_password, hash_password, matches, normal_form
from engine.domain.roles import Actor, Permission, Place, Role
from engine.storage.changes import Change, Insert, Update
from engine.storage.database import unit_of_work
from engine.storage.people import (
    account_by_login,
    grants_of,
    is_demo,
    lock_account,
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

    `demo` is a made-up person whose password everybody may read; only in a demonstration.
    """

    login: str
    title: str
    password: str = field(repr=False)
    role: RoleRequest | None = None
    demo: bool = False


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
        "password_hash": hash_password(password),
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
