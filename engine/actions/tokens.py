"""Personal API tokens: shown once, kept as a hash, never wider than the person, a year at most."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from engine.actions.accountwork import AccountWork, on_accounts, require_managing
from engine.domain.audit import AuditKind
from engine.domain.errors import Forbidden, InvalidInput, NotFound
from engine.domain.logins import checked_title
from engine.domain.roles import GRANTED, Actor, Permission
from engine.storage.changes import Insert, Update
from engine.storage.people import lock_token
from engine.storage.secrets import new_token, secret_digest
from engine.storage.tables import TokenRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from datetime import date

    from engine.storage.receipts import Receipt
    from engine.workbench import Workbench

LONGEST_DAYS = 365


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """A token for a program of the person's own; `days` is how long it is accepted."""

    title: str
    scopes: frozenset[Permission]
    days: int = 90


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A new token; its secret is here and nowhere else."""

    token_id: UUID
    secret: str = field(repr=False)


def issue_token(bench: Workbench, request: TokenRequest, *, actor: Actor) -> IssuedToken:
    """Make a token for the actor himself.

    Raises Forbidden without the permission and for a token asking for tokens; InvalidInput when
    the scopes are wider than what the actor may do, or the time is too long.
    """
    title, secret, token_id = checked_title(request.title), new_token(), new_id()

    def deed(work: AccountWork) -> Receipt:
        account = work.account(actor.account_id)
        _refuse_issuing(actor, request, work.today())
        values = {
            "id": token_id,
            "account_id": account.id,
            "title": title,
            "secret_hash": secret_digest(secret),
            "scopes": sorted(scope.value for scope in request.scopes),
            "created_at": work.at,
            "expires_at": work.at + timedelta(days=request.days),
            "revoked_at": None,
        }
        return work.write(
            account.id,
            AuditKind.TOKEN_ISSUED,
            [Insert(TokenRow, values)],
            created_id=token_id,
            text={"title": title},
        )

    on_accounts(bench, AuditKind.TOKEN_ISSUED, deed, actor=actor)
    return IssuedToken(token_id, secret)


def revoke_token(bench: Workbench, token_id: UUID, *, actor: Actor) -> Receipt:
    """End a token for good: one's own, or that of a person the actor manages."""

    def deed(work: AccountWork) -> Receipt:
        token = lock_token(work.transaction, token_id)
        if token is None:
            raise NotFound
        if token.account_id != actor.account_id:
            work.account(token.account_id)
            require_managing(work, token.account_id)
        if token.revoked_at is not None:
            raise InvalidInput(field="token_id", rule="ended")
        change = Update(
            TokenRow, {"id": token_id}, {"revoked_at": work.at}, before={"revoked_at": None}
        )
        return work.write(token.account_id, AuditKind.TOKEN_REVOKED, [change])

    return on_accounts(bench, AuditKind.TOKEN_REVOKED, deed, actor=actor)


def grantable_scopes(actor: Actor, today: date) -> frozenset[Permission]:
    """What the actor may do on any place today; a token may be given no more."""
    held = {grant.role for grant in actor.grants if grant.in_force(today)}
    mine = frozenset[Permission]().union(*(GRANTED[role] for role in held))
    return mine if actor.token_scopes is None else mine & actor.token_scopes


def _refuse_issuing(actor: Actor, request: TokenRequest, today: date) -> None:
    mine = grantable_scopes(actor, today)
    if actor.auth == "token" or Permission.MANAGE_TOKENS not in mine:
        raise Forbidden(permission=Permission.MANAGE_TOKENS.value)
    if not request.scopes:
        raise InvalidInput(field="scopes", rule="required")
    if not request.scopes <= mine:
        wider = sorted(scope.value for scope in request.scopes - mine)
        raise InvalidInput(field="scopes", rule="unknown", value=wider)
    if not 1 <= request.days <= LONGEST_DAYS:
        raise InvalidInput(field="days", rule="range", value=request.days)
