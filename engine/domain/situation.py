"""What is known of a case at the moment of a decision: one frozen value, read under the lock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.domain.roles import Actor, Place, Role

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from engine.domain.calendar import Span


class SubjectKind(StrEnum):
    """Whose path it is: a school's, or a municipality's own (Primorye)."""

    SCHOOL = "school"
    MUNICIPALITY = "municipality"


class Category(StrEnum):
    """Why a school is led; a school can be in both lists at once."""

    SHNOR = "low_results"
    SHNSU = "adverse_conditions"


class SchoolMode(StrEnum):
    """The mode a school works in; only an effective or developing one can be a tutor."""

    AT_RISK = "at_risk"
    EFFECTIVE = "effective"
    DEVELOPMENT = "development"


class DocumentStatus(StrEnum):
    """The life of a document version; versions are immutable, the status moves."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


class AttachmentKind(StrEnum):
    """Who is attached to a case."""

    CURATOR = "curator"
    EXPERT = "expert"
    TUTOR_SCHOOL = "tutor_school"


class RecordKind(StrEnum):
    """Facts about a case that are neither documents nor decisions.

    approval: consent of a second person to a move, key = move code; event: something held that
    counts against a quota, key = event kind; finding: what an auditor found, key = its number,
    followed by `audit_findings`; indicator: result of a rule or figure, key = rule;
    measure: a measure of the roadmap, key = its number; monitoring: a monitoring round, key =
    entry, interim or final; objection: the school contests a ground of its listing, key = ground;
    publication: a document put on a site, key = document kind; recommendation: an address
    recommendation or audit finding, key = its number; risk: level of a risk factor.
    """

    APPROVAL = "approval"
    EVENT = "event"
    FINDING = "finding"
    INDICATOR = "indicator"
    MEASURE = "measure"
    MONITORING = "monitoring"
    OBJECTION = "objection"
    PUBLICATION = "publication"
    RECOMMENDATION = "recommendation"
    RISK = "risk"


RECORD_STATUSES: dict[RecordKind, tuple[str, ...]] = {
    RecordKind.APPROVAL: ("given",),
    RecordKind.EVENT: ("held",),
    RecordKind.FINDING: (
        "issued",
        "acknowledged",
        "executed",
        "verified",
        "not_executed",
        "withdrawn",
    ),
    RecordKind.INDICATOR: ("met", "not_met"),
    RecordKind.MEASURE: ("planned", "in_progress", "done", "explained", "continue", "revise"),
    RecordKind.MONITORING: ("open", "closed"),
    RecordKind.OBJECTION: ("filed", "upheld", "dismissed"),
    RecordKind.PUBLICATION: ("published",),
    RecordKind.RECOMMENDATION: ("open", "verified", "withdrawn"),
    RecordKind.RISK: ("high", "medium", "low", "none"),
}


@dataclass(frozen=True, slots=True)
class CaseState:
    """The case row: where the case stands and what replay of its journal must give."""

    id: UUID
    subject_kind: SubjectKind
    subject_id: UUID
    place: Place
    definition_digest: str
    stage: str
    stage_entered_on: date
    round: int
    years_in_status: int
    revision: int
    head: bytes
    changed_at: datetime
    changed_by: UUID
    resume_stage: str | None = None
    list_entry_id: UUID | None = None
    opened_by: UUID | None = None
    stage_due_on: date | None = None
    returns_on: date | None = None


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """A document version: `topic` is the risk factor an antirisk programme covers."""

    id: UUID
    kind: str
    status: DocumentStatus
    version: int
    round: int
    author_id: UUID
    sha256: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class DecisionFact:
    """An order or minutes registered for the case; dated the day it was signed.

    `successor_id` is the decision that takes its place once it is repealed, where one is named.
    """

    id: UUID
    kind: str
    number: str
    signed_on: date
    round: int
    in_force: bool = True
    body: str = ""
    repealed_on: date | None = None
    successor_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class AttachmentFact:
    """A curator, an expert (accounts) or a tutor school attached from a day to a day.

    `former_decision_id` is the order it rested on before another took its place.
    """

    id: UUID
    kind: AttachmentKind
    starts_on: date
    ends_on: date | None = None
    account_id: UUID | None = None
    school_id: UUID | None = None
    school_mode: SchoolMode | None = None
    decision_id: UUID | None = None
    former_decision_id: UUID | None = None

    def active_on(self, day: date) -> bool:
        """Whether the attachment holds on this day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class RecordFact:
    """The latest word on (kind, key) of a round; `value` is a number or percent, if any.

    `due_on` is by which day what it asks for is to be done, where it asks for something.
    """

    id: UUID
    kind: RecordKind
    key: str
    status: str
    round: int
    happened_on: date
    author_id: UUID
    author_role: str
    value: int | None = None
    revision: int = 0
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class CountFact:
    """A period of a counted measure: `held` of the `needed` times were accepted within it.

    It is to be done from `first` to `last`; what is held until `counts_until` counts as well.
    """

    first: date
    last: date
    counts_until: date
    needed: int
    held: int

    @property
    def met(self) -> bool:
        """Whether it was held often enough."""
        return self.held >= self.needed


@dataclass(frozen=True, slots=True)
class MeasureFact:
    """A measure of a roadmap in force, as far as the case's school is with it.

    `key` is its printed number, else its title; `status` is one of a measure's record. `stages` are
    the stages it belongs to; none means the whole path. `counts` are the periods it is counted in.
    """

    key: str
    status: str
    stages: tuple[str, ...] = ()
    counts: tuple[CountFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything a decision may look at; `today` is the day in the region's zone.

    `quarters` are those the region has set, in their order, where the definition counts by them;
    `measures` those of the school's roadmap, where the definition asks for them.
    """

    case: CaseState
    today: date
    documents: tuple[DocumentFact, ...] = ()
    decisions: tuple[DecisionFact, ...] = ()
    attachments: tuple[AttachmentFact, ...] = ()
    records: tuple[RecordFact, ...] = ()
    entry_facts_present: bool = True
    stage_entered_revision: int = 0
    vocabulary: tuple[tuple[str, tuple[str, ...]], ...] = ()
    quarters: tuple[Span, ...] = ()
    measures: tuple[MeasureFact, ...] = ()

    def words(self, dictionary: str) -> tuple[str, ...]:
        """The codes of a dictionary of the definition the case is pinned to."""
        return dict(self.vocabulary).get(dictionary, ())

    def attached_roles(self, actor: Actor) -> frozenset[Role]:
        """The attached roles that the attachments in force today give to this actor."""
        roles = set()
        tutor_schools = actor.tutor_schools(self.today)
        for link in self.attachments:
            if not link.active_on(self.today):
                continue
            if link.account_id == actor.account_id:
                roles.add(Role.CURATOR if link.kind is AttachmentKind.CURATOR else Role.EXPERT)
            if link.school_id is not None and link.school_id in tutor_schools:
                roles.add(Role.TUTOR_SCHOOL_REP)
        return frozenset(roles)
