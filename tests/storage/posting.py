"""A post office of the tests: keeps what it is given, and ends as it is told to."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.actions.mailing import Posted, owe_letters, send_owed
from engine.domain.mail import Delivery, Ending
from engine.storage.mail import ClaimedLetter
from engine.workbench import Workbench

SENT = Delivery(Ending.SENT)


@dataclass
class Office:
    """Every letter it was handed, in order; `ends` are the ends to come, then all are sent."""

    ends: list[Delivery] = field(default_factory=list)
    handed: list[ClaimedLetter] = field(default_factory=list)

    def render(self, _bench: Workbench, letter: ClaimedLetter) -> ClaimedLetter | None:
        """The letter itself."""
        return letter

    def send(self, rendered: ClaimedLetter) -> Delivery:
        """Keep it."""
        self.handed.append(rendered)
        return self.ends.pop(0) if self.ends else SENT

    def round(self, bench: Workbench, node: str = "node-a") -> Posted:
        """What the clock does of mail in one tick."""
        owe_letters(bench)
        return send_owed(bench, self, node=node)

    @property
    def periods(self) -> list[tuple[str, str]]:
        """Kind and period of what it was handed."""
        return [(letter.kind.value, letter.period) for letter in self.handed]
