"""Conversations with a mail server: what is certain is tried again, what is not never is."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from uuid import UUID

import pytest

from engine.domain.mail import Delivery, Ending, Language, MailKind
from tests.web.smtp_server import CLOSE, HANG, mail_server
from web.mailing.letters import Letter, message_of
from web.mailing.senders import FolderSender, SmtpSender
from web.mailing.ways import Cover, SmtpServer

LETTER = Letter(
    UUID("3f0b7c5e-9d1a-58f2-b6e4-c80d7a95f31e"),
    MailKind.DIGEST,
    datetime(2023, 4, 10, 5, tzinfo=UTC),
    Language.RUSSIAN,
    "ivanova.gs@school3.example",
    "Сводка за неделю — просрочено: 4, скоро срок: 6, ждут вас: 11, новостей: 97",
    "Здравствуйте!\n\n.точка в начале строки\n",
    "<p>Здравствуйте!</p>",
)
SENDER = "marshrut@edu.example"


def send_to(port: int, cover: Cover = Cover.NONE, **more: object) -> Delivery:
    server = SmtpServer("localhost", port, cover, timeout=0.5)
    return SmtpSender(replace(server, **more), SENDER).send(LETTER)  # type: ignore[arg-type]


def test_a_letter_arrives_whole_with_both_its_parts():
    with mail_server() as server:
        assert send_to(server.port) == Delivery(Ending.SENT)

    sent = server.letters[0].replace(b"\r\n..", b"\r\n.")
    message = message_from_bytes(sent, EmailMessage, policy=default)
    assert message["To"] == "ivanova.gs@school3.example"
    assert message["From"] == "Маршрут <marshrut@edu.example>"
    assert message["Subject"] == LETTER.subject
    assert message["Message-ID"] == "<3f0b7c5e-9d1a-58f2-b6e4-c80d7a95f31e@edu.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    parts = [part.get_content() for part in message.iter_parts()]
    assert parts == [LETTER.text, LETTER.html]
    assert server.commands[1:3] == [
        "mail FROM:<marshrut@edu.example>",
        "rcpt TO:<ivanova.gs@school3.example>",
    ]


def test_every_try_of_a_letter_has_its_name_and_seven_bits():
    tries = [message_of(LETTER, SENDER) for _ in range(2)]

    names = {message_from_bytes(one)["Message-ID"] for one in tries}
    assert names == {"<3f0b7c5e-9d1a-58f2-b6e4-c80d7a95f31e@edu.example>"}
    assert all(line.isascii() for line in tries[0].splitlines())


def test_nobody_there_is_certain():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]

        assert send_to(port, host="127.0.0.1") == Delivery(Ending.AGAIN, "connection_refused")


@pytest.mark.parametrize(
    ("command", "answer", "delivery"),
    [
        ("hello", "421 busy", Delivery(Ending.AGAIN, "smtp_421")),
        ("hello", HANG, Delivery(Ending.AGAIN, "timeout")),
        ("EHLO", CLOSE, Delivery(Ending.AGAIN, "disconnected")),
        ("MAIL", "451 later", Delivery(Ending.AGAIN, "smtp_451")),
        ("MAIL", "550 not you", Delivery(Ending.REFUSED, "smtp_550")),
        ("RCPT", "450 greylisted", Delivery(Ending.AGAIN, "smtp_450")),
        ("RCPT", "550 nobody of this name", Delivery(Ending.REFUSED, "smtp_550")),
        ("RCPT", HANG, Delivery(Ending.AGAIN, "timeout")),
        ("RCPT", CLOSE, Delivery(Ending.AGAIN, "disconnected")),
        ("DATA", "452 no room", Delivery(Ending.AGAIN, "smtp_452")),
        ("DATA", "554 no", Delivery(Ending.REFUSED, "smtp_554")),
        (".", "554 looks like spam", Delivery(Ending.REFUSED, "smtp_554")),
        (".", "451 cannot say", Delivery(Ending.REFUSED, "smtp_451")),
        (".", HANG, Delivery(Ending.UNCERTAIN, "timeout")),
        (".", CLOSE, Delivery(Ending.UNCERTAIN, "disconnected")),
    ],
)
def test_how_a_conversation_ends_says_whether_it_may_be_tried_again(command, answer, delivery):
    with mail_server(answers={command: answer}) as server:
        assert send_to(server.port) == delivery


def test_a_server_that_does_not_say_goodbye_has_still_taken_the_letter():
    with mail_server(answers={"QUIT": CLOSE}) as server:
        assert send_to(server.port) == Delivery(Ending.SENT)


def test_without_the_cover_that_was_asked_for_not_a_word_of_a_person_is_said():
    with mail_server(answers={"STARTTLS": "454 not now"}) as server:
        ended = send_to(server.port, Cover.STARTTLS, user="marshrut", password="secret")

    assert ended.ending is Ending.AGAIN
    assert not any("AUTH" in one or "RCPT" in one.upper() for one in server.commands)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost, with its key in the same file."""
    if shutil.which("openssl") is None:
        pytest.skip("No openssl to make a certificate with: apt-get install openssl.")
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    subject = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
    command = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject)
    subprocess.run((*command, "-keyout", path, "-out", path.with_suffix(".crt")), check=True)
    with path.open("ab") as file:
        file.write(path.with_suffix(".crt").read_bytes())
    return path


def covered(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.mark.parametrize("cover", [Cover.STARTTLS, Cover.TLS])
def test_under_cover_name_and_password_are_said_and_the_letter_arrives(
    certificate, cover, monkeypatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_suffix(".crt")))
    with mail_server(tls=covered(certificate), covered=cover is Cover.TLS) as server:
        ended = send_to(server.port, cover, user="marshrut", password="secret", timeout=5.0)

    assert ended == Delivery(Ending.SENT)
    assert [one.split()[0] for one in server.commands].count("AUTH") == 1
    assert len(server.letters) == 1


@pytest.mark.parametrize("cover", [Cover.STARTTLS, Cover.TLS])
def test_a_server_that_is_not_who_it_says_hears_nothing(certificate, cover):
    with mail_server(tls=covered(certificate), covered=cover is Cover.TLS) as server:
        ended = send_to(server.port, cover, user="marshrut", password="secret", timeout=5.0)

    assert ended == Delivery(Ending.AGAIN, "tls")
    assert server.letters == []
    assert not any("AUTH" in one for one in server.commands)


def test_a_folder_keeps_a_letter_once(tmp_path):
    folder = tmp_path / "mail"
    sender = FolderSender(folder, SENDER)

    assert [sender.send(LETTER).ending for _ in range(2)] == [Ending.SENT] * 2

    (kept,) = folder.iterdir()
    assert kept.name == "2023-04-10-digest-3f0b7c5e-9d1a-58f2-b6e4-c80d7a95f31e.eml"
    assert kept.stat().st_mode & 0o077 == 0 or folder.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_certain(tmp_path):
    (tmp_path / "file").write_text("")

    ended = FolderSender(tmp_path / "file" / "mail", SENDER).send(LETTER)

    assert ended == Delivery(Ending.AGAIN, "folder")
