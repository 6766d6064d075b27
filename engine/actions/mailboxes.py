"""Where a person's mail goes and which is wanted: set by the person, the address also for them.

An address is personal data: it stands in a text beside the journal's body, never in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.actions.accountwork import AccountWork, on_accounts, require_managing
from engine.domain.audit import AuditKind
from engine.domain.errors import Forbidden, InvalidInput
from engine.domain.mail import Language, checked_address
from engine.domain.weekly import DAYS, HOURS, MONDAY_MORNING, Weekly, next_instant
from engine.storage.changes import Upsert
from engine.storage.mail import Mailbox, mailbox_of, zone_of_person
from engine.storage.tables import MailboxRow

if TYPE_CHECKING:
    from datetime import datetime

    from engine.domain.roles import Actor
    from engine.storage.receipts import Receipt
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which mail a person wants: the weekly digest and when, escalations at once, the language."""

    digest: bool = True
    weekly: Weekly = MONDAY_MORNING
    escalations: bool = True
    language: Language = Language.RUSSIAN


@dataclass(frozen=True, slots=True)
class MailboxRequest:
    """A new address (empty: none) and new wishes; what is None stays as it is."""

    account_id: UUID
    address: str | None = None
    wishes: Wishes | None = None


def change_mailbox(bench: Workbench, request: MailboxRequest, *, actor: Actor) -> Receipt:
    """Set where a person's mail goes and which is wanted.

    One's own is one's own to set, in a session; another's address whoever manages the person may
    set, but not the wishes. Raises InvalidInput, Forbidden, NotFound.
    """
    own = request.account_id == actor.account_id

    def deed(work: AccountWork) -> Receipt:
        account = work.account(request.account_id)
        if own and actor.auth == "token":
            raise Forbidden
        if not own:
            require_managing(work, account.id)
            if request.wishes is not None:
                raise Forbidden
        return write_mailbox(work, request)

    return on_accounts(bench, AuditKind.MAILBOX_CHANGED, deed, actor=actor)


def write_mailbox(work: AccountWork, request: MailboxRequest) -> Receipt:
    """Set the mailbox of an account that is already locked; making an account comes in here."""
    former = mailbox_of(work.transaction, request.account_id, lock=True) or Mailbox()
    box = _planned(work, request, _asked(former, request))
    said: dict[str, Any] = {}
    if box.address != former.address:
        said["address"] = box.address is not None
    if request.wishes is not None:
        said |= _wishes(box)
    values = {"account_id": request.account_id, "address": box.address, **_wishes(box)}
    change = Upsert(MailboxRow, {**values, "digest_at": box.digest_at}, ("account_id",))
    text = {"email": box.address} if box.address and "address" in said else {}
    return work.write(
        request.account_id, AuditKind.MAILBOX_CHANGED, [change], fields=said, text=text
    )


def _asked(former: Mailbox, request: MailboxRequest) -> Mailbox:
    box, wishes = former, request.wishes
    if request.address is not None:
        box = replace(box, address=checked_address(request.address))
    if wishes is not None:
        if wishes.weekly.weekday not in DAYS:
            raise InvalidInput(field="weekday", rule="range", value=wishes.weekly.weekday)
        if wishes.weekly.hour not in HOURS:
            raise InvalidInput(field="hour", rule="range", value=wishes.weekly.hour)
        box = replace(
            box,
            digest=wishes.digest,
            weekly=wishes.weekly,
            escalations=wishes.escalations,
            language=wishes.language,
        )
    return box


def _planned(work: AccountWork, request: MailboxRequest, box: Mailbox) -> Mailbox:
    """With the first digest to come: what fell due before it was asked for is not owed."""
    at: datetime | None = None
    if box.address and box.digest:
        zone = zone_of_person(work.transaction, request.account_id, work.today())
        at = next_instant(box.weekly, work.at, zone)
    return replace(box, digest_at=at)


def _wishes(box: Mailbox) -> dict[str, Any]:
    return {
        "digest": box.digest,
        "weekday": box.weekly.weekday,
        "hour": box.weekly.hour,
        "escalations": box.escalations,
        "language": box.language.value,
    }
