"""A letter as it is sent: plain text and simple HTML of the same words, with a name of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr
from typing import TYPE_CHECKING
from uuid import UUID

from flask_babel import pgettext

if TYPE_CHECKING:
    from engine.domain.mail import Language, MailKind


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready to be sent; its id makes its Message-ID, the same on every try."""

    id: UUID
    kind: MailKind
    made_at: datetime
    language: Language
    address: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str = field(repr=False)


_AS_SENT = compat32.clone(linesep="\r\n")


def message_of(letter: Letter, sender: str) -> bytes:
    """The letter as mail servers take it, in seven bits: a relay may know nothing else.

    The newer way of the library loses spaces where it folds a long Russian subject.
    """
    domain = sender.partition("@")[2]
    message = MIMEMultipart("alternative")
    message["From"] = formataddr((pgettext("product", "Маршрут"), sender), "utf-8")
    message["To"] = letter.address
    subject = " ".join(letter.subject.split())
    message["Subject"] = Header(subject, "utf-8", header_name="Subject").encode()
    message["Date"] = format_datetime(letter.made_at)
    message["Message-ID"] = f"<{letter.id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = letter.language.value
    message.attach(MIMEText(letter.text, "plain", "utf-8"))
    message.attach(MIMEText(letter.html, "html", "utf-8"))
    return message.as_bytes(policy=_AS_SENT)
