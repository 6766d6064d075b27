"""The papers of a case as its card shows them: documents by kind with versions, decisions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from engine.domain.roles import Permission
from engine.domain.situation import DocumentStatus
from web.wording.paths import word_title
from web.wording.titles import DOCUMENT_STATUSES, title_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Row

    from engine.domain.definition import Definition
    from engine.domain.roles import Actor
    from engine.domain.situation import AttachmentFact
    from engine.queries.cases import CaseCard
    from engine.queries.past_case import PastDecision, PastDocument
    from engine.queries.repealed_orders import Repealed

    Filed: TypeAlias = Row[Any] | PastDocument
    Decided: TypeAlias = Row[Any] | PastDecision
    Verdicts: TypeAlias = Callable[[Filed], Iterable[str]]

NO_REPEALS: Mapping[UUID, Repealed] = MappingProxyType({})

TONES = {
    "draft": "secondary",
    "submitted": "primary",
    "returned": "warning",
    "approved": "success",
    "superseded": "light",
    "revoked": "light",
}


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a document and the verdicts this actor may give on it."""

    row: Filed
    status: str
    tone: str
    verdicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of a kind (and topic) in a round: the newest version first."""

    kind: str
    title: str
    topic: str
    round: int
    versions: tuple[Version, ...]

    @property
    def former(self) -> int:
        """How many versions came before; the last of them are among `versions`."""
        return max(int(self.newest.row.alike), len(self.versions)) - 1

    @property
    def newest(self) -> Version:
        """The version that counts."""
        return self.versions[0]


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """An order or minutes; in force unless it was repealed.

    `successor` takes its place; so many attachments went `over` to that, so many still `rest` on
    this one and hold.
    """

    row: Decided
    title: str
    in_force: bool
    repealed: Repealed | None = None
    successor: DecisionLine | None = None
    over: int = 0
    rest: int = 0


def papers_of(
    definition: Definition, documents: Iterable[Filed], verdicts: Verdicts = lambda _row: ()
) -> tuple[Paper, ...]:
    """Documents grouped by kind, topic and round; the present round first."""
    groups: dict[tuple[int, str, str], list[Filed]] = {}
    for row in documents:
        groups.setdefault((-row.round, row.kind, row.topic or ""), []).append(row)
    return tuple(
        Paper(
            kind,
            word_title(definition, "document", kind),
            word_title(definition, "risk_factor", topic) if topic else "",
            -round_number,
            tuple(_version(row, verdicts) for row in sorted(rows, key=_newest_first)),
        )
        for (round_number, kind, topic), rows in sorted(
            groups.items(), key=lambda item: (item[0][0], _place(definition, item[0][1]), item[0])
        )
    )


def decisions_of(
    definition: Definition,
    decisions: Iterable[Decided],
    today: date,
    repealed: Mapping[UUID, Repealed] = NO_REPEALS,
    links: Iterable[AttachmentFact] = (),
) -> tuple[DecisionLine, ...]:
    """Orders and minutes, the newest first; with the attachments that rest on them if given."""
    rows = sorted(decisions, key=lambda row: (row.signed_on, row.registered_at), reverse=True)
    over = Counter(link.former_decision_id for link in links)
    rest = Counter(
        link.decision_id for link in links if link.ends_on is None or link.ends_on >= today
    )
    lines = [
        DecisionLine(
            row,
            word_title(definition, "decision", row.kind),
            row.repealed_on is None or row.repealed_on > today,
            repealed.get(row.id),
            over=over[row.id],
            rest=rest[row.id],
        )
        for row in rows
    ]
    known = {line.row.id: line for line in lines}
    return tuple(replace(line, successor=known.get(line.row.successor_id)) for line in lines)


def _newest_first(row: Filed) -> int:
    return -int(row.version)


def _place(definition: Definition, kind: str) -> int:
    codes = dict(definition.vocabulary).get("document", ())
    return codes.index(kind) if kind in codes else len(codes)


def _version(row: Filed, verdicts: Verdicts) -> Version:
    return Version(
        row,
        title_of(DOCUMENT_STATUSES, row.status),
        TONES.get(row.status, "secondary"),
        tuple(verdicts(row)),
    )


def verdicts_on(row: Filed, card: CaseCard, actor: Actor) -> Iterator[str]:
    """What this actor may do with the version; the deed itself asks again."""
    own = row.author_id == actor.account_id
    reviews = actor.allows(Permission.REVIEW_DOCUMENT, card.roles)
    hands_in = actor.allows(Permission.REGISTER_DOCUMENT, card.roles) and (own or reviews)
    status = DocumentStatus(row.status)
    if status in (DocumentStatus.DRAFT, DocumentStatus.RETURNED) and hands_in:
        yield "submit"
    if status is DocumentStatus.SUBMITTED and reviews:
        if not own:
            yield "approve"
        yield "return"
    if hands_in and status in (
        DocumentStatus.DRAFT,
        DocumentStatus.SUBMITTED,
        DocumentStatus.APPROVED,
    ):
        yield "revoke"
