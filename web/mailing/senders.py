"""The ways a letter leaves. Each says of a failure whether it certainly delivered nothing.

Before the content is handed over everything may be tried again; from then on only the server's own
word counts, and without it the letter is uncertain and stays so.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from engine.domain.mail import Delivery, Ending
from web.mailing.letters import message_of
from web.mailing.ways import Cover, MailSettings, Way

if TYPE_CHECKING:
    from web.mailing.letters import Letter
    from web.mailing.ways import SmtpServer

SENT = Delivery(Ending.SENT)
_GOOD, _TEMPORARY, _GO_AHEAD = 250, range(400, 500), (250, 251)


class Sender(Protocol):
    """A way out."""

    def send(self, letter: Letter) -> Delivery:
        """Hand a letter over; never raises."""


@dataclass(frozen=True, slots=True)
class SmtpSender:
    """Hands letters to a mail server, one conversation a letter."""

    server: SmtpServer
    sender: str

    def send(self, letter: Letter) -> Delivery:
        """Hand a letter over; what went wrong before its content is certain."""
        content = message_of(letter, self.sender)
        try:
            connection = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            return Delivery(Ending.AGAIN, _code(error))
        try:
            refused = self._introduce(connection, letter.address)
            return refused or _hand_over(connection, content)
        finally:
            # The letter's fate is known by now; a server that does not say goodbye changes nothing.
            with suppress(OSError, smtplib.SMTPException):
                connection.quit()
            connection.close()

    def _connect(self) -> smtplib.SMTP:
        host, port, timeout = self.server.host, self.server.port, self.server.timeout
        domain = self.sender.partition("@")[2]
        trusted = ssl.create_default_context()
        if self.server.cover is Cover.TLS:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port, domain, timeout=timeout, context=trusted
            )
        else:
            connection = smtplib.SMTP(host, port, domain, timeout=timeout)
        try:
            if self.server.cover is Cover.STARTTLS:
                connection.starttls(context=trusted)
            if self.server.user:
                connection.login(self.server.user, self.server.password)
            connection.ehlo_or_helo_if_needed()
        except BaseException:
            connection.close()
            raise
        return connection

    def _introduce(self, connection: smtplib.SMTP, address: str) -> Delivery | None:
        """Name sender and recipient; the end of the attempt if the server wants neither."""
        try:
            for code, _said in (connection.mail(self.sender), connection.rcpt(address)):
                if code not in _GO_AHEAD:
                    return _said_no(code)
        except (OSError, smtplib.SMTPException) as error:
            return Delivery(Ending.AGAIN, _code(error))
        return None


def _hand_over(connection: smtplib.SMTP, content: bytes) -> Delivery:
    """Send the content; from here on nothing is tried again but what the server did not let in."""
    try:
        code, _said = connection.data(content)
    except smtplib.SMTPDataError as error:
        # The server answered DATA itself with no: not a byte of the letter has left.
        return _said_no(error.smtp_code)
    except (OSError, smtplib.SMTPException) as error:
        return Delivery(Ending.UNCERTAIN, _code(error))
    return SENT if code == _GOOD else Delivery(Ending.REFUSED, f"smtp_{code}")


def _said_no(code: int) -> Delivery:
    ending = Ending.AGAIN if code in _TEMPORARY else Ending.REFUSED
    return Delivery(ending, f"smtp_{code}")


def _code(error: Exception) -> str:
    """What went wrong in a word; the words of a server may carry an address and are not kept."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"smtp_{error.smtp_code}"
    # Waiting in vain for an answer is told as a lost connection.
    causes = (error.__context__, error)
    return next((code for one in causes for kind, code in _CODES if isinstance(one, kind)), "smtp")


_CODES: tuple[tuple[type[Exception], str], ...] = (
    (TimeoutError, "timeout"),
    (ConnectionRefusedError, "connection_refused"),
    (ssl.SSLError, "tls"),
    (smtplib.SMTPNotSupportedError, "tls"),
    (smtplib.SMTPServerDisconnected, "disconnected"),
    (OSError, "connection"),
)


@dataclass(frozen=True, slots=True)
class FolderSender:
    """Keeps each letter as a file that mail programs open; the same letter is kept once."""

    folder: Path
    sender: str

    def send(self, letter: Letter) -> Delivery:
        """Write the file beside its place and link it there."""
        path = self.folder / f"{letter.made_at:%Y-%m-%d}-{letter.kind.value}-{letter.id}.eml"
        draft = path.with_suffix(f".{os.getpid()}")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft.write_bytes(message_of(letter, self.sender))
            with suppress(FileExistsError):
                path.hardlink_to(draft)
            draft.unlink()
        except OSError:
            return Delivery(Ending.AGAIN, "folder")
        return SENT


@dataclass(frozen=True, slots=True)
class ConsoleSender:
    """Prints letters; for whoever develops."""

    def send(self, letter: Letter) -> Delivery:
        """Print the plain words."""
        click.echo(f"To: {letter.address}\nSubject: {letter.subject}\n\n{letter.text}\n")
        return SENT


def sender_of(mail: MailSettings) -> Sender | None:
    """The way out that the settings name; None where letters do not leave."""
    if mail.way is Way.SMTP and mail.server is not None:
        return SmtpSender(mail.server, mail.sender)
    if mail.way is Way.FOLDER and mail.folder is not None:
        return FolderSender(mail.folder, mail.sender)
    return ConsoleSender() if mail.way is Way.CONSOLE else None
