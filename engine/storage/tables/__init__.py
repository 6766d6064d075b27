"""One module per concept; importing this package knows every table."""

from engine.storage.tables.base import Base
from engine.storage.tables.bulk import BulkItemRow, BulkRow
from engine.storage.tables.cases import (
    AttachmentRow,
    CaseRow,
    DecisionRow,
    DocumentRow,
    FileRow,
    RecordRow,
    SpellRow,
)
from engine.storage.tables.definitions import (
    CalendarDayRow,
    CalendarRuleRow,
    DefinitionRow,
    SchoolQuarterRow,
)
from engine.storage.tables.drafts import DraftRow
from engine.storage.tables.duties import DutyRow
from engine.storage.tables.journal import InstallationRow, JournalRow, JournalTextRow, StreamRow
from engine.storage.tables.lists import ListEditionRow, ListEntryRow
from engine.storage.tables.looks import CaseLookRow
from engine.storage.tables.measures import (
    AssignmentRow,
    CarryDecisionRow,
    EvidenceOfRow,
    EvidenceRow,
    MeasureRow,
    OccurrenceRow,
)
from engine.storage.tables.outbox import (
    IdempotencyRow,
    InboxRow,
    MailboxRow,
    MailingRow,
    NoticeRow,
)
from engine.storage.tables.people import (
    AccountRow,
    AddressRow,
    FeedRow,
    GrantRow,
    SessionRow,
    TokenRow,
)
from engine.storage.tables.places import MunicipalityRow, RegionRow, SchoolRow
from engine.storage.tables.proposals import ProposalRow, RetirementRow
from engine.storage.tables.roadmaps import (
    ReminderRuleRow,
    RoadmapImportRow,
    RoadmapMappingRow,
    RoadmapRow,
    RoadmapSchoolRow,
    SchoolAliasRow,
)
from engine.storage.tables.succession import SuccessionItemRow, SuccessionRow
from engine.storage.tables.views import SavedViewRow

__all__ = [
    "AccountRow",
    "AddressRow",
    "AssignmentRow",
    "AttachmentRow",
    "Base",
    "BulkItemRow",
    "BulkRow",
    "CalendarDayRow",
    "CalendarRuleRow",
    "CarryDecisionRow",
    "CaseLookRow",
    "CaseRow",
    "DecisionRow",
    "DefinitionRow",
    "DocumentRow",
    "DraftRow",
    "DutyRow",
    "EvidenceOfRow",
    "EvidenceRow",
    "FeedRow",
    "FileRow",
    "GrantRow",
    "IdempotencyRow",
    "InboxRow",
    "InstallationRow",
    "JournalRow",
    "JournalTextRow",
    "ListEditionRow",
    "ListEntryRow",
    "MailboxRow",
    "MailingRow",
    "MeasureRow",
    "MunicipalityRow",
    "NoticeRow",
    "OccurrenceRow",
    "ProposalRow",
    "RecordRow",
    "RegionRow",
    "ReminderRuleRow",
    "RetirementRow",
    "RoadmapImportRow",
    "RoadmapMappingRow",
    "RoadmapRow",
    "RoadmapSchoolRow",
    "SavedViewRow",
    "SchoolAliasRow",
    "SchoolQuarterRow",
    "SchoolRow",
    "SessionRow",
    "SpellRow",
    "StreamRow",
    "SuccessionItemRow",
    "SuccessionRow",
    "TokenRow",
]
