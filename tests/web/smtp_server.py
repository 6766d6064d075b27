"""A real mail server in a thread: speaks SMTP over a socket, and refuses or hangs where told to."""

from __future__ import annotations

import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

HANG, CLOSE = "hang", "close"
"""Instead of an answer: say nothing for as long as the other waits, or close the line."""

SECONDS_TO_HANG = 5


@dataclass
class MailServer:
    """What it answers to a command instead of the usual, and what it was given.

    The end of a letter is the command `.`, the greeting `hello`.
    """

    answers: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    covered: bool = False
    port: int = 0
    letters: list[bytes] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)


class _Conversation(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        told: MailServer = self.server.told
        if told.covered and told.tls is not None:
            self._cover(told.tls)
        if not self._answer("hello", "220 mail.example ESMTP"):
            return
        while line := self.rfile.readline():
            command = line.decode().strip()
            told.commands.append(command)
            word = command.split(" ", 1)[0].upper()
            if not self._react(told, word):
                return

    def finish(self) -> None:
        """Close what was put over the line, if anything was."""
        super().finish()
        if isinstance(self.request, ssl.SSLSocket):
            self.request.close()

    def _react(self, told: MailServer, word: str) -> bool:
        if word == "DATA":
            return self._take_letter(told)
        if word == "STARTTLS" and told.tls is not None:
            self._answer("STARTTLS", "220 go on")
            self._cover(told.tls)
            return True
        usual = {
            "EHLO": "250-mail.example\r\n250-STARTTLS\r\n250 AUTH PLAIN",
            "AUTH": "235 welcome",
            "QUIT": "221 goodbye",
        }
        return self._answer(word, usual.get(word, "250 fine")) and word != "QUIT"

    def _take_letter(self, told: MailServer) -> bool:
        if not self._answer("DATA", "354 go on"):
            return False
        if told.answers.get("DATA", "354").startswith("354"):
            content = b""
            while not content.endswith(b"\r\n.\r\n"):
                content += self.rfile.readline()
            told.letters.append(content.removesuffix(b".\r\n"))
            return self._answer(".", "250 taken")
        return True

    def _answer(self, word: str, usual: str) -> bool:
        """Say it; False when the conversation is over."""
        answer = self.server.told.answers.get(word, usual)
        if answer == HANG:
            time.sleep(SECONDS_TO_HANG)
        if answer in (HANG, CLOSE):
            return False
        self.wfile.write(f"{answer}\r\n".encode())
        self.wfile.flush()
        return True

    def _cover(self, tls: ssl.SSLContext) -> None:
        self.connection = self.request = tls.wrap_socket(self.request, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb")


class _Threads(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    told: MailServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no news."""


@contextmanager
def mail_server(**told: Any) -> Iterator[MailServer]:
    """A mail server on a port of its own until the block ends."""
    server = _Threads(("127.0.0.1", 0), _Conversation)
    server.told = MailServer(**told)
    server.told.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
