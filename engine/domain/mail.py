"""What the engine knows of mail: an address that can be one, and how a conversation ended."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from engine.domain.errors import InvalidInput

LONGEST_ADDRESS = 254

_ADDRESS = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?",
    re.ASCII | re.IGNORECASE,
)


class Language(StrEnum):
    """The languages a person can read us in; Russian is the first."""

    RUSSIAN = "ru"
    ENGLISH = "en"


class MailKind(StrEnum):
    """The letters there are."""

    DIGEST = "digest"
    ESCALATION = "escalation"


class Ending(StrEnum):
    """How an attempt to send a letter ended.

    `again`: certainly not delivered, and another try may do better; `refused`: certainly not
    delivered, and another try will not; `uncertain`: it may have been delivered, so it is never
    sent again.
    """

    SENT = "sent"
    AGAIN = "again"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Delivery:
    """The end of an attempt and its code, such as `smtp_451` or `connection_refused`."""

    ending: Ending
    code: str = ""


def checked_address(text: str) -> str | None:
    """An address letters may go to, or None for none; nothing that could break a header."""
    address = text.strip()
    if not address:
        return None
    local, _, _ = address.partition("@")
    if len(address) > LONGEST_ADDRESS or len(local) > _LONGEST_LOCAL:
        raise InvalidInput(field="email", rule="too_long", value=LONGEST_ADDRESS)
    if not _ADDRESS.fullmatch(address):
        raise InvalidInput(field="email", rule="address")
    return address


_LONGEST_LOCAL = 64
