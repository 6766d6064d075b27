"""How an installation sends mail, read from its environment."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from engine.domain.errors import InvalidInput
from engine.domain.mail import checked_address

if TYPE_CHECKING:
    from collections.abc import Callable

SENDER = "marshrut@marshrut.invalid"
HERE = "http://127.0.0.1:8000"


class Way(StrEnum):
    """Where letters go."""

    NONE = "none"
    SMTP = "smtp"
    FOLDER = "folder"
    CONSOLE = "console"


class Cover(StrEnum):
    """What protects the conversation with the mail server."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A mail server; name and password are sent under cover only."""

    host: str
    port: int
    cover: Cover
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    timeout: float = 20.0


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How letters leave; `public_url` is where their links lead."""

    way: Way = Way.NONE
    server: SmtpServer | None = None
    folder: Path | None = None
    sender: str = SENDER
    public_url: str = HERE


NO_MAIL = MailSettings()


def read_mail(
    text: Callable[[str], str], problems: list[str], demo_folder: Path | None
) -> MailSettings:
    """The settings of mail; everything that is wrong with them is added to the problems.

    `text` reads a variable of the environment; a demonstration keeps its letters in its folder.
    """
    server = _server(text("MARSHRUT_SMTP_URL"), problems)
    folder = Path(text("MARSHRUT_MAIL_DIR")) if text("MARSHRUT_MAIL_DIR") else None
    console = text("MARSHRUT_MAIL") == Way.CONSOLE
    if text("MARSHRUT_MAIL") not in ("", Way.CONSOLE):
        problems.append("MARSHRUT_MAIL: ожидается console или ничего.")
    if sum((server is not None, folder is not None, console)) > 1:
        problems.append(
            "MARSHRUT_SMTP_URL, MARSHRUT_MAIL_DIR, MARSHRUT_MAIL: оставьте что-нибудь одно."
        )
    if server is None and folder is None and not console:
        folder = demo_folder
    way = Way.SMTP if server else Way.FOLDER if folder else Way.CONSOLE if console else Way.NONE
    real = way is Way.SMTP
    sender = _sender(text("MARSHRUT_MAIL_FROM"), problems, needed=real)
    url = _public_url(text("MARSHRUT_PUBLIC_URL"), problems, needed=real)
    return MailSettings(way, server, folder, sender, url)


def _server(url: str, problems: list[str]) -> SmtpServer | None:
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    covers = {"smtp": Cover.STARTTLS, "smtps": Cover.TLS}
    query = parse_qs(parts.query)
    bare = query == {"tls": ["none"]} and parts.scheme == "smtp"
    if parts.scheme not in covers or not parts.hostname or (query and not bare):
        problems.append(
            "MARSHRUT_SMTP_URL: ожидается smtp://имя:пароль@сервер:587 (STARTTLS), "
            "smtps://имя:пароль@сервер:465 или smtp://сервер:25?tls=none."
        )
        return None
    cover = Cover.NONE if bare else covers[parts.scheme]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if user and cover is Cover.NONE:
        problems.append("MARSHRUT_SMTP_URL: имя и пароль без TLS не передаются.")
    standard = {Cover.STARTTLS: 587, Cover.TLS: 465, Cover.NONE: 25}[cover]
    return SmtpServer(parts.hostname, port or standard, cover, user, password)


def _sender(address: str, problems: list[str], *, needed: bool) -> str:
    try:
        known = checked_address(address)
    except InvalidInput:
        problems.append("MARSHRUT_MAIL_FROM: это не адрес электронной почты.")
        return SENDER
    if known is None and needed:
        problems.append("MARSHRUT_MAIL_FROM: назовите адрес, от которого идут письма.")
    return known or SENDER


def _public_url(url: str, problems: list[str], *, needed: bool) -> str:
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        parts, sound = urlsplit(""), False
    if url and (not sound or parts.query or parts.fragment or parts.username):
        problems.append("MARSHRUT_PUBLIC_URL: ожидается адрес вида https://marshrut.example.ru.")
        return HERE
    if not url and needed:
        problems.append("MARSHRUT_PUBLIC_URL: назовите адрес системы: на него ведут ссылки писем.")
    return url.rstrip("/") or HERE
