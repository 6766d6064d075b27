"""Facts about documents, decisions and publications: what paper stands behind a move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.requirements import Fact, FieldValue, Param, ParamKind, Tighter, Verdict
from engine.domain.roles import Role
from engine.domain.situation import DocumentStatus, RecordKind
from workflows.facts.reading import AT_LEAST, ROUND, number, record_now, text

if TYPE_CHECKING:
    from engine.domain.requirements import Attempt, Params
    from engine.domain.situation import DocumentFact, Situation

_CLOSEST_FIRST = (
    DocumentStatus.SUBMITTED,
    DocumentStatus.RETURNED,
    DocumentStatus.DRAFT,
    DocumentStatus.REVOKED,
)
"""A superseded version is never named: the one that followed it is, or it counts."""


def document_present(params: Params, situation: Situation, _attempt: Attempt) -> Verdict:
    """Enough documents of the kind have at least the status."""
    kind, status = text(params, "kind"), text(params, "status", "submitted")
    per, need = text(params, "per", ROUND), number(params, "min", 1)
    of_kind = [document for document in situation.documents if document.kind == kind]
    near = [one for one in of_kind if per != ROUND or one.round == situation.case.round]
    have = sum(1 for one in near if one.status in AT_LEAST[status])
    fields: dict[str, FieldValue] = {
        "kind": kind,
        "status": status,
        "per": per,
        "have": have,
        "need": need,
    }
    if have < need:
        fields |= _closest(near, status)
        earlier = sum(1 for one in of_kind if one not in near and one.status in AT_LEAST[status])
        fields |= {"other_rounds": earlier} if earlier else {}
    return Verdict(have >= need, fields)


def _closest(documents: list[DocumentFact], status: str) -> dict[str, FieldValue]:
    short = {one.status for one in documents if one.status not in AT_LEAST[status]}
    return next(({"found": step.value} for step in _CLOSEST_FIRST if step in short), {})


def decision_present(params: Params, situation: Situation, _attempt: Attempt) -> Verdict:
    """A decision of the kind is registered and in force."""
    kind, per = text(params, "kind"), text(params, "per", ROUND)
    of_kind = [decision for decision in situation.decisions if decision.kind == kind]
    near = [one for one in of_kind if per != ROUND or one.round == situation.case.round]
    have = sum(1 for one in near if one.in_force)
    fields: dict[str, FieldValue] = {"kind": kind, "per": per, "have": have}
    if not have:
        repealed = len(near)
        earlier = sum(1 for one in of_kind if one not in near and one.in_force)
        fields |= {"repealed": repealed} if repealed else {}
        fields |= {"other_rounds": earlier} if earlier else {}
    return Verdict(have > 0, fields)


def publication_recorded(params: Params, situation: Situation, _attempt: Attempt) -> Verdict:
    """A document of the kind is recorded as published in this round."""
    kind = text(params, "kind")
    record = record_now(situation, RecordKind.PUBLICATION, kind)
    fields: dict[str, FieldValue] = {"kind": kind}
    if record is None:
        return Verdict(met=False, fields=fields)
    return Verdict(met=True, fields=fields | {"happened_on": record.happened_on.isoformat()})


def basis_given(params: Params, situation: Situation, attempt: Attempt) -> Verdict:
    """The attempt names a decision of the case in force (of the kind) as its basis.

    `registered` counts the decisions that could be named, so that a page can tell "choose it"
    from "register it first"; `found_kinds` are the kinds that were named instead.
    """
    kind = text(params, "kind")
    fitting = [one for one in situation.decisions if one.in_force and kind in ("", one.kind)]
    named = [one for one in situation.decisions if one.id in attempt.basis]
    have = sum(1 for one in fitting if one in named)
    fields: dict[str, FieldValue] = {"have": have, "registered": len(fitting)}
    if not have:
        fields["found_kinds"] = tuple(sorted({one.kind for one in named}))
    return Verdict(have > 0, fields)


_COORDINATORS = (Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR)
_SCHOOL = (Role.SCHOOL_DIRECTOR, Role.SCHOOL_DEPUTY)
_DOCUMENT = Param("kind", ParamKind.TEXT, required=True, vocabulary="document")
_DECISION = Param("kind", ParamKind.TEXT, required=True, vocabulary="decision")
_PER = Param("per", ParamKind.TEXT, choices=(ROUND, "case"), default=ROUND, tighter=Tighter.FEWER)
_STATUS = Param(
    "status", ParamKind.TEXT, choices=tuple(AT_LEAST), default="submitted", tighter=Tighter.MORE
)

FACTS = (
    Fact(
        "document_present",
        document_present,
        (
            _DOCUMENT,
            _STATUS,
            Param("min", ParamKind.NUMBER, default=1, tighter=Tighter.MORE),
            _PER,
        ),
        _SCHOOL,
        "documents",
    ),
    Fact("decision_present", decision_present, (_DECISION, _PER), _COORDINATORS, "decisions"),
    Fact("publication_recorded", publication_recorded, (_DOCUMENT,), _SCHOOL, "records"),
    Fact(
        "basis_given",
        basis_given,
        (Param("kind", ParamKind.TEXT, vocabulary="decision"),),
        _COORDINATORS,
        "decisions",
        of_attempt=True,
    ),
)
