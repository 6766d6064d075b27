"""Settings from the environment; a real installation refuses to start with weak keys."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from web.mailing.ways import NO_MAIL, MailSettings, read_mail

LEAST_KEY = 32
"""Characters of a secret key; a journal key is at least as many bytes, written in hex."""

_WELL_KNOWN = ("changeme", "change-me", "secret", "default", "password", "example", "marshrut")


class SettingsRefused(Exception):
    """The environment cannot be used; `problems` says everything that is wrong with it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Settings:
    """What one installation is run with; secrets never appear in its text form.

    `secret_keys` and `journal_keys` may hold former keys: the first secret key and the journal key
    with the greatest number are in use, the others are still accepted.
    """

    database_url: str = field(repr=False)
    secret_keys: tuple[str, ...] = field(repr=False)
    journal_keys: Mapping[int, bytes] = field(repr=False)
    data_dir: Path
    demo: bool = False
    hosts: tuple[str, ...] = ()
    proxies: int = 0
    secure_cookies: bool = True
    session_length: timedelta = timedelta(hours=12)
    idle_length: timedelta = timedelta(hours=2)
    mail: MailSettings = NO_MAIL


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of the environment, or SettingsRefused with every problem at once."""
    source = _Source(os.environ if environ is None else environ)
    demo = source.flag("MARSHRUT_DEMO", default=False)
    data_dir = Path(source.text("MARSHRUT_DATA_DIR") or "var")
    if demo:
        _make_demo_folder(data_dir)
    settings = Settings(
        database_url=source.database_url(data_dir, demo=demo),
        secret_keys=source.secret_keys(data_dir, demo=demo),
        journal_keys=source.journal_keys(data_dir, demo=demo),
        data_dir=data_dir,
        demo=demo,
        hosts=source.hosts(demo=demo),
        proxies=source.number("MARSHRUT_PROXIES", 0, 5),
        secure_cookies=source.flag("MARSHRUT_SECURE_COOKIES", default=not demo),
        session_length=timedelta(hours=source.number("MARSHRUT_SESSION_HOURS", 12, 24, least=1)),
        idle_length=timedelta(minutes=source.number("MARSHRUT_IDLE_MINUTES", 120, 720, least=5)),
        mail=read_mail(source.text, source.problems, data_dir / "mail" if demo else None),
    )
    if source.problems:
        raise SettingsRefused(source.problems)
    return settings


class _Source:
    """The environment while it is read: problems are collected, not thrown one by one."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.problems: list[str] = []

    def text(self, name: str) -> str:
        return self.environ.get(name, "").strip()

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.text(name).lower()
        if value not in ("", "0", "1", "no", "yes", "false", "true"):
            self.problems.append(f"{name}: ожидается 1 или 0.")
        return value in ("1", "yes", "true") if value else default

    def number(self, name: str, default: int, greatest: int, *, least: int = 0) -> int:
        value = self.text(name) or str(default)
        if not (value.isascii() and value.isdecimal() and least <= int(value) <= greatest):
            self.problems.append(f"{name}: ожидается целое число от {least} до {greatest}.")
            return default
        return int(value)

    def hosts(self, *, demo: bool) -> tuple[str, ...]:
        named = tuple(part for part in self.text("MARSHRUT_HOSTS").replace(",", " ").split())
        if not named and not demo:
            self.problems.append("MARSHRUT_HOSTS: назовите имена, по которым открывают систему.")
        return named or ("localhost", "127.0.0.1")

    def database_url(self, data_dir: Path, *, demo: bool) -> str:
        url = self.text("MARSHRUT_DATABASE_URL")
        if not url and not demo:
            self.problems.append("MARSHRUT_DATABASE_URL: не задан адрес базы данных.")
        return url or f"sqlite:///{(data_dir / 'marshrut.sqlite3').absolute()}"

    def secret_keys(self, data_dir: Path, *, demo: bool) -> tuple[str, ...]:
        text = self._key_text("MARSHRUT_SECRET_KEY", data_dir / "secret.key", demo=demo)
        keys = tuple(text.replace(",", " ").split())
        if not keys or any(is_weak(key) for key in keys):
            self.problems.append(
                f"MARSHRUT_SECRET_KEY: нужен случайный ключ не короче {LEAST_KEY} знаков."
            )
        return keys

    def journal_keys(self, data_dir: Path, *, demo: bool) -> dict[int, bytes]:
        text = self._key_text("MARSHRUT_JOURNAL_KEY", data_dir / "journal.key", demo=demo)
        try:
            keys = dict(_journal_key(part) for part in text.replace(",", " ").split())
        except ValueError:
            keys = {}
        if not keys or any(len(key) < LEAST_KEY or is_weak(key.hex()) for key in keys.values()):
            self.problems.append(
                "MARSHRUT_JOURNAL_KEY: нужны случайные ключи вида «номер:ключ», "
                f"ключ из {LEAST_KEY * 2} шестнадцатеричных знаков."
            )
        return keys

    def _key_text(self, name: str, demo_file: Path, *, demo: bool) -> str:
        """The key itself, or what stands in the file named for it; the demo makes its own file."""
        if self.text(name):
            return self.text(name)
        named = self.text(f"{name}_FILE")
        if not named and not demo:
            return ""
        path = Path(named) if named else demo_file
        if not named:
            _make_key(path)
        return self._read_key(f"{name}_FILE", path)

    def _read_key(self, name: str, path: Path) -> str:
        try:
            if path.stat().st_mode & 0o077:
                self.problems.append(f"{name}: файл {path} открыт посторонним; сделайте chmod 600.")
            return path.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            self.problems.append(f"{name}: файл {path} не читается.")
            return ""


def is_weak(key: str) -> bool:
    """Whether a key is short, made of few different characters, or an example left in place."""
    plain = key.lower()
    return (
        len(key) < LEAST_KEY
        or len(set(key)) < LEAST_KEY // 4
        or any(plain.startswith(word) for word in _WELL_KNOWN)
    )


def _journal_key(part: str) -> tuple[int, bytes]:
    number, _, key = part.rpartition(":")
    return int(number or "1"), bytes.fromhex(key)


def _make_demo_folder(path: Path) -> None:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)


def _make_key(path: Path) -> None:
    """A random key of the demonstration, readable by its owner alone; an old one is kept.

    The finished file is linked into place, so that of two starts at once both read one key.
    """
    if path.exists():
        return
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(LEAST_KEY))
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()
