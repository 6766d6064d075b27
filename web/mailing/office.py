"""The post of the clock: writes what is owed in the language of the person and hands it over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import force_locale

from engine.domain.mail import Delivery, MailKind
from engine.queries.digest import read_digest, read_escalation
from web.language import LOCALES
from web.mailing.letters import Letter
from web.mailing.writing import Written, written_digest, written_escalation

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from engine.queries.digest import Digest, Escalation
    from engine.storage.mail import ClaimedLetter
    from engine.workbench import Workbench
    from web.mailing.senders import Sender


@dataclass(frozen=True, slots=True)
class Office:
    """Writes with the application's templates and addresses, sends by the way of the settings."""

    app: Flask
    sender: Sender
    public_url: str

    def render(self, bench: Workbench, letter: ClaimedLetter) -> Letter | None:
        """The letter in words, or None where there is nothing to say or nobody to say it to."""
        with self.app.test_request_context(base_url=self.public_url):
            written = self._written(bench, letter)
        if written is None:
            return None
        return Letter(
            letter.id,
            letter.kind,
            letter.made_at,
            written.language,
            written.address,
            written.subject,
            written.text,
            written.html,
        )

    def send(self, rendered: Letter) -> Delivery:
        """Hand the letter over."""
        return self.sender.send(rendered)

    def _written(self, bench: Workbench, letter: ClaimedLetter) -> Written | None:
        if letter.kind is MailKind.ESCALATION:
            told = read_escalation(bench, letter.account_id, letter.period)
            return _said(written_escalation, told) if told else None
        digest = read_digest(bench, letter.account_id, letter.made_at)
        return _said(written_digest, digest) if digest else None


def _said(write: Callable[[Any], Written | None], told: Digest | Escalation) -> Written | None:
    with force_locale(LOCALES[told.language]):
        return write(told)
