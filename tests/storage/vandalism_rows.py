"""What may be done to the state beside the journal, and what must be found."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.canonical import canonical_bytes, sha256_hex
from engine.storage.tables import (
    AccountRow,
    AttachmentRow,
    Base,
    CaseRow,
    DecisionRow,
    DefinitionRow,
    DocumentRow,
    GrantRow,
    ListEntryRow,
    RecordRow,
    RegionRow,
    SchoolRow,
)
from tests.storage.vandal import NOBODY, Vandal
from tests.storage.vandalism import Deed

DEEDS_ON_ROWS: dict[str, Deed] = {}


def deed(act: Deed) -> Deed:
    """Add a deed to the list, by its name."""
    DEEDS_ON_ROWS[act.__name__] = act
    return act


def _case_changed(name: str, value: Any) -> Deed:
    def act(v: Vandal) -> str:
        v.carry(**{name: value})
        return v.last_word(CaseRow, v.case.subject_id, "state")

    return act


def _row_changed(row: type[Base], **values: Any) -> Deed:
    return lambda v: v.edit(row, **values)


def _row_added(row: type[Base], **values: Any) -> Deed:
    return lambda v: v.copy(row, **values)


_ONE_DAY = date(2023, 4, 1)
_CASE: dict[str, Any] = {
    "stage": "exited",
    "phase": "exit",
    "stage_entered_on": _ONE_DAY,
    "stage_entered_revision": 1,
    "stage_due_on": _ONE_DAY,
    "round": 2,
    "years_in_status": 3,
    "categories": ["adverse_conditions"],
    "resume_stage": "listed",
    "definition_digest": "0" * 64,
    "definition_stream_id": NOBODY,
    "closed": True,
    "list_entry_id": None,
}
DEEDS_ON_ROWS |= {
    f"case_{name}_changed": _case_changed(name, value) for name, value in _CASE.items()
}
DEEDS_ON_ROWS |= {
    "attachment_ended": _row_changed(AttachmentRow, ends_on=_ONE_DAY),
    "attachment_of_nobody": _row_changed(AttachmentRow, account_id=None, school_id=None),
    "attachment_directed": _row_changed(AttachmentRow, directions=["staff_shortage"]),
    "document_approved": _row_changed(DocumentRow, status="approved"),
    "document_without_its_file": _row_changed(DocumentRow, sha256=None),
    "decision_numbered_anew": _row_changed(DecisionRow, number="121"),
    "decision_repealed": _row_changed(DecisionRow, repealed_on=_ONE_DAY),
    "successor_named": _row_changed(DecisionRow, successor_id=UUID(int=7)),
    "record_changed": _row_changed(RecordRow, status="none"),
    "consent_made_newer": _row_changed(RecordRow, revision=999),
    "grant_raised": _row_changed(GrantRow, role="system_admin"),
    "grant_widened": _row_changed(GrantRow, region_id=None, municipality_id=None),
    "grant_ended": _row_changed(GrantRow, ends_on=_ONE_DAY),
    "account_blocked": _row_changed(AccountRow, blocked=True),
    "school_made_effective": _row_changed(SchoolRow, mode="development"),
    "list_entry_changed": _row_changed(ListEntryRow, categories=["adverse_conditions"]),
    "zone_changed": _row_changed(RegionRow, zone="Europe/Moscow"),
    "definition_numbered_anew": _row_changed(DefinitionRow, version=7),
    "definition_given_away": _row_changed(DefinitionRow, region_id=None),
    "decision_added": _row_added(DecisionRow, kind="exit_order"),
    "document_added": _row_added(DocumentRow, status="approved"),
    "record_added": _row_added(RecordRow, kind="approval"),
    "attachment_added": _row_added(AttachmentRow),
    "grant_added": _row_added(GrantRow, role="regional_admin"),
    "account_added": _row_added(AccountRow, login="ghost"),
    "definition_added": _row_added(DefinitionRow, version=3),
}


@deed
def decision_deleted(v: Vandal) -> str:
    unused = ~sa.exists().where(AttachmentRow.decision_id == DecisionRow.id)
    of_case = DecisionRow.case_id == v.case.subject_id
    query = sa.select(DecisionRow.id).where(of_case, unused).order_by(DecisionRow.id).limit(1)
    found = v.connection.execute(query).scalar_one()
    v.do(sa.delete(DecisionRow).where(DecisionRow.id == found))
    return v.last_word(DecisionRow, found, "row_missing")


@deed
def grant_deleted(v: Vandal) -> str:
    found = v.connection.execute(sa.select(GrantRow.id).order_by(GrantRow.id).limit(1)).scalar_one()
    v.do(sa.delete(GrantRow).where(GrantRow.id == found))
    return v.last_word(GrantRow, found, "row_missing")


def _loosened(v: Vandal, version: int, *, digest: bool) -> None:
    """Take every requirement out of a version of the path, and perhaps say so in its digest."""
    found = DefinitionRow.version == version
    content = v.connection.execute(sa.select(DefinitionRow.content).where(found)).scalar_one()
    for move in content["moves"]:
        move["requirements"] = []
    values: dict[str, Any] = {"content": content}
    if digest:
        values["digest"] = sha256_hex(canonical_bytes(content))
    v.do(sa.update(DefinitionRow).where(found).values(values))


def _version_two(v: Vandal) -> str:
    query = sa.select(DefinitionRow.id).where(DefinitionRow.version == 2)
    return v.last_word(DefinitionRow, v.connection.execute(query).scalar_one(), "state")


@deed
def definition_loosened(v: Vandal) -> str:
    _loosened(v, 1, digest=False)
    return v.first_move("path")


@deed
def definition_loosened_under_its_new_digest(v: Vandal) -> str:
    _loosened(v, 1, digest=True)
    return v.first_move("path")


@deed
def definition_without_cases_loosened(v: Vandal) -> str:
    _loosened(v, 2, digest=False)
    return "definition: -"


@deed
def definition_without_cases_loosened_under_its_new_digest(v: Vandal) -> str:
    _loosened(v, 2, digest=True)
    return _version_two(v)


@deed
def definition_of_garbage(v: Vandal) -> str:
    found = DefinitionRow.version == 2
    empty = {"content": {}, "digest": sha256_hex(canonical_bytes({}))}
    v.do(sa.update(DefinitionRow).where(found).values(empty))
    return _version_two(v)
