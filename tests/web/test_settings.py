"""Settings: a real installation does not start with what everybody could guess."""

from __future__ import annotations

import stat

import pytest

from web.mailing.ways import Cover, SmtpServer, Way
from web.settings import SettingsRefused, is_weak, read_settings

KEY = "b41f9c07e2d58a63f0971c4be5d826a9"
JOURNAL_KEY = "5d1f0c83b97e42a6" * 4
REAL = {
    "MARSHRUT_DATABASE_URL": "postgresql://marshrut@/marshrut",
    "MARSHRUT_SECRET_KEY": KEY,
    "MARSHRUT_JOURNAL_KEY": f"2:{JOURNAL_KEY}",
    "MARSHRUT_HOSTS": "marshrut.amurobl.example, 10.0.0.5",
}


def problems(**changes: str) -> list[str]:
    with pytest.raises(SettingsRefused) as error:
        read_settings({**REAL, **changes})
    return [problem.partition(":")[0] for problem in error.value.problems]


def test_a_complete_environment_is_read():
    settings = read_settings(REAL)

    assert settings.secret_keys == (KEY,)
    assert settings.journal_keys == {2: bytes.fromhex(JOURNAL_KEY)}
    assert settings.hosts == ("marshrut.amurobl.example", "10.0.0.5")
    assert settings.secure_cookies
    assert not settings.demo


def test_everything_that_is_missing_is_named_at_once():
    with pytest.raises(SettingsRefused) as error:
        read_settings({})

    assert [problem.partition(":")[0] for problem in error.value.problems] == [
        "MARSHRUT_DATABASE_URL",
        "MARSHRUT_SECRET_KEY",
        "MARSHRUT_JOURNAL_KEY",
        "MARSHRUT_HOSTS",
    ]


@pytest.mark.parametrize(
    "key", ["short", "a" * 40, "changeme" * 8, "Secret-key-of-the-installation-0123456789", " "]
)
def test_a_key_that_is_short_uniform_or_an_example_is_refused(key):
    assert problems(MARSHRUT_SECRET_KEY=key) == ["MARSHRUT_SECRET_KEY"]


@pytest.mark.parametrize("key", ["1:zz", "1:" + "00" * 32, "x:" + JOURNAL_KEY, JOURNAL_KEY[:40]])
def test_a_journal_key_is_random_and_whole(key):
    assert problems(MARSHRUT_JOURNAL_KEY=key) == ["MARSHRUT_JOURNAL_KEY"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MARSHRUT_PROXIES", "-1"),
        ("MARSHRUT_PROXIES", "много"),
        ("MARSHRUT_SESSION_HOURS", "0"),
        ("MARSHRUT_IDLE_MINUTES", "9999"),
        ("MARSHRUT_SECURE_COOKIES", "maybe"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(name, value):
    assert problems(**{name: value}) == [name]


def test_keys_of_two_generations_are_read():
    newer = "1f".join(KEY[:16])
    settings = read_settings(
        {
            **REAL,
            "MARSHRUT_SECRET_KEY": f"{newer}, {KEY}",
            "MARSHRUT_JOURNAL_KEY": f"1:{JOURNAL_KEY} 2:{JOURNAL_KEY[::-1]}",
        }
    )

    assert settings.secret_keys == (newer, KEY)
    assert sorted(settings.journal_keys) == [1, 2]


def test_a_key_may_stand_in_a_file_that_others_cannot_read(tmp_path):
    path = tmp_path / "journal.key"
    path.write_text(JOURNAL_KEY)
    path.chmod(0o600)
    environ = {**REAL, "MARSHRUT_JOURNAL_KEY": "", "MARSHRUT_JOURNAL_KEY_FILE": str(path)}

    assert read_settings(environ).journal_keys == {1: bytes.fromhex(JOURNAL_KEY)}
    path.chmod(0o644)
    with pytest.raises(SettingsRefused) as error:
        read_settings(environ)
    assert "chmod 600" in error.value.problems[0]


def test_a_demonstration_makes_its_own_keys_and_keeps_them(tmp_path):
    environ = {"MARSHRUT_DEMO": "1", "MARSHRUT_DATA_DIR": str(tmp_path / "demo")}

    first, second = read_settings(environ), read_settings(environ)

    assert first == second
    assert first.demo
    assert not first.secure_cookies
    assert not is_weak(first.secret_keys[0])
    assert first.database_url == f"sqlite:///{tmp_path}/demo/marshrut.sqlite3"
    files = sorted((tmp_path / "demo").iterdir())
    assert [file.name for file in files] == ["journal.key", "secret.key"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert read_settings({**environ, "MARSHRUT_DATA_DIR": str(tmp_path / "b")}) != first


def test_settings_never_show_their_secrets():
    text = str(read_settings({**REAL, "MARSHRUT_DATABASE_URL": "postgresql://m:pass@/m"}))

    for secret in (KEY, JOURNAL_KEY, "pass", str(bytes.fromhex(JOURNAL_KEY))):
        assert secret not in text


SMTP = {
    "MARSHRUT_SMTP_URL": "smtp://marshrut:p%40ss@mail.amurobl.example",
    "MARSHRUT_MAIL_FROM": "marshrut@amurobl.example",
    "MARSHRUT_PUBLIC_URL": "https://marshrut.amurobl.example/",
}


def test_without_a_word_about_mail_no_letter_leaves():
    assert read_settings(REAL).mail.way is Way.NONE


def test_a_mail_server_is_read_and_its_password_is_shown_nowhere():
    mail = read_settings({**REAL, **SMTP}).mail

    assert mail.server == SmtpServer(
        "mail.amurobl.example", 587, Cover.STARTTLS, "marshrut", "p@ss"
    )
    assert mail.public_url == "https://marshrut.amurobl.example"
    assert "p@ss" not in repr(read_settings({**REAL, **SMTP}))


@pytest.mark.parametrize(
    ("url", "port", "cover"),
    [
        ("smtps://mail.example", 465, Cover.TLS),
        ("smtp://mail.example:2525", 2525, Cover.STARTTLS),
        ("smtp://10.0.0.7?tls=none", 25, Cover.NONE),
    ],
)
def test_the_cover_of_the_conversation_follows_from_the_address(url, port, cover):
    server = read_settings({**REAL, **SMTP, "MARSHRUT_SMTP_URL": url}).mail.server

    assert server is not None
    assert (server.port, server.cover) == (port, cover)


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp://mail.example:x",
        "smtp://mail.example?tls=maybe",
        "smtps://mail.example?tls=none",
        "smtp://user:password@mail.example?tls=none",
    ],
)
def test_an_address_of_a_mail_server_that_cannot_be_meant_is_refused(url):
    assert problems(**{**SMTP, "MARSHRUT_SMTP_URL": url}) == ["MARSHRUT_SMTP_URL"]


def test_a_mail_server_wants_a_sender_and_an_address_for_the_links():
    assert problems(MARSHRUT_SMTP_URL="smtps://mail.example") == [
        "MARSHRUT_MAIL_FROM",
        "MARSHRUT_PUBLIC_URL",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MARSHRUT_MAIL_FROM", "Маршрут"),
        ("MARSHRUT_PUBLIC_URL", "marshrut.example"),
        ("MARSHRUT_PUBLIC_URL", "https://marshrut.example/?a=1"),
        ("MARSHRUT_MAIL", "pigeon"),
    ],
)
def test_what_is_wrong_with_mail_is_named(name, value):
    assert problems(**{**SMTP, name: value}) == [name]


def test_letters_leave_one_way_only():
    assert problems(**SMTP, MARSHRUT_MAIL_DIR="/var/mail/marshrut") == [
        "MARSHRUT_SMTP_URL, MARSHRUT_MAIL_DIR, MARSHRUT_MAIL"
    ]


def test_a_demonstration_keeps_its_letters_in_its_folder(tmp_path):
    settings = read_settings({"MARSHRUT_DEMO": "1", "MARSHRUT_DATA_DIR": str(tmp_path)})

    assert settings.mail.way is Way.FOLDER
    assert settings.mail.folder == tmp_path / "mail"
