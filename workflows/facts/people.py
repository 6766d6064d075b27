"""Facts about people: who acts, who is attached, and who has approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.requirements import Fact, FieldValue, Param, ParamKind, Tighter, Verdict
from engine.domain.roles import GRANTED, Permission, Role
from engine.domain.situation import AttachmentFact, AttachmentKind, RecordKind, SchoolMode
from workflows.facts.reading import AT_LEAST, flag, number, text, words

if TYPE_CHECKING:
    from engine.domain.definition import Move
    from engine.domain.requirements import Attempt, Params, Words
    from engine.domain.situation import Situation

_TUTOR_MODES = (SchoolMode.EFFECTIVE.value, SchoolMode.DEVELOPMENT.value)


def role_of_actor(params: Params, _situation: Situation, attempt: Attempt) -> Verdict:
    """The actor holds one of the roles on this case."""
    held = tuple(sorted(role.value for role in attempt.roles))
    met = any(role in held for role in words(params, "roles"))
    return Verdict(met, {"held": held})


def actor_not(params: Params, situation: Situation, attempt: Attempt) -> Verdict:
    """The actor is none of the named: author of a standing document, curator, tutor.

    Without `kind` any document of this round that is submitted or approved makes an author.
    """
    kind = text(params, "kind")
    is_part = {
        "author": any(
            document.author_id == attempt.actor_id
            and document.round == situation.case.round
            and document.status in AT_LEAST["submitted"]
            and kind in ("", document.kind)
            for document in situation.documents
        ),
        "curator": Role.CURATOR in attempt.roles
        or any(
            link.account_id == attempt.actor_id
            for link in _active(situation, AttachmentKind.CURATOR)
        ),
        "tutor": Role.TUTOR_SCHOOL_REP in attempt.roles
        or any(
            link.account_id == attempt.actor_id
            for link in _active(situation, AttachmentKind.TUTOR_SCHOOL)
        ),
    }
    found = tuple(part for part in words(params, "of") if is_part[part])
    return Verdict(not found, {"found": found})


def _actor_never(params: Params, move: Move, _words: Words) -> bool:
    """Whether everybody who may make the move is one of those who may not."""
    attached = {"curator": Role.CURATOR, "tutor": Role.TUTOR_SCHOOL_REP}
    excluded = {attached[part] for part in words(params, "of") if part in attached}
    return bool(move.roles) and excluded >= set(move.roles)


def curator_assigned(_params: Params, situation: Situation, _attempt: Attempt) -> Verdict:
    """A curator is attached today; else says when one ended or will begin."""
    have = len(_active(situation, AttachmentKind.CURATOR))
    fields: dict[str, FieldValue] = {"have": have}
    if not have:
        fields |= _before_and_after(situation, AttachmentKind.CURATOR)
    return Verdict(have > 0, fields)


def tutor_active(params: Params, situation: Situation, _attempt: Attempt) -> Verdict:
    """Enough tutor schools are attached today, in an eligible mode and by an order in force.

    `attached` counts all of today's; `wrong_mode` and `without_order` those that do not count.
    """
    need, modes = number(params, "min", 1), words(params, "modes", _TUTOR_MODES)
    by_order = flag(params, "by_order", default=True)
    attached = _active(situation, AttachmentKind.TUTOR_SCHOOL)
    wrong_mode = [link for link in attached if link.school_mode not in modes]
    without_order = [link for link in attached if by_order and not _ordered(link, situation)]
    fit = [link for link in attached if link not in wrong_mode and link not in without_order]
    have = len({link.school_id for link in fit})
    fields: dict[str, FieldValue] = {
        "attached": len(attached),
        "by_order": by_order,
        "have": have,
        "modes": modes,
        "need": need,
        "without_order": len(without_order),
        "wrong_mode": len(wrong_mode),
    }
    if not attached:
        fields |= _before_and_after(situation, AttachmentKind.TUTOR_SCHOOL)
    return Verdict(have >= need, fields)


def _active(situation: Situation, kind: AttachmentKind) -> tuple[AttachmentFact, ...]:
    return tuple(
        link
        for link in situation.attachments
        if link.kind is kind and link.active_on(situation.today)
    )


def _ordered(link: AttachmentFact, situation: Situation) -> bool:
    # The order may be registered for another case of the municipality: only a repeal known here
    # takes it away.
    repealed = {decision.id for decision in situation.decisions if not decision.in_force}
    return link.decision_id is not None and link.decision_id not in repealed


def _before_and_after(situation: Situation, kind: AttachmentKind) -> dict[str, FieldValue]:
    links = [link for link in situation.attachments if link.kind is kind]
    ended = [one.ends_on for one in links if one.ends_on and one.ends_on < situation.today]
    coming = [one.starts_on for one in links if one.starts_on > situation.today]
    fields: dict[str, FieldValue] = {}
    if ended:
        fields["ended_on"] = max(ended).isoformat()
    if coming:
        fields["starts_on"] = min(coming).isoformat()
    return fields


def approvals(params: Params, situation: Situation, attempt: Attempt) -> Verdict:
    """Enough other persons in these roles approved this move since the stage was entered.

    `own` and `other_roles` count the approvals that do not count: by the actor, by other roles.
    """
    roles, need = words(params, "roles"), number(params, "min", 1)
    given = [
        record
        for record in situation.records
        if record.kind is RecordKind.APPROVAL
        and record.key == attempt.move
        and record.status == "given"
        and record.revision >= situation.stage_entered_revision
        and record.round == situation.case.round
    ]
    others = [record for record in given if record.author_id != attempt.actor_id]
    fit = {record.author_id for record in others if record.author_role in roles}
    strangers = {record.author_id for record in others} - fit
    fields: dict[str, FieldValue] = {"have": len(fit), "need": need}
    if len(fit) < need:
        fields |= {"own": len(given) > len(others), "other_roles": len(strangers)}
    return Verdict(len(fit) >= need, fields)


def _approvals_never(params: Params, _move: Move, _words: Words) -> bool:
    allowed = (Permission.REGISTER_RECORD in GRANTED[Role(one)] for one in words(params, "roles"))
    return number(params, "min", 1) > 0 and not any(allowed)


_COORDINATORS = (Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR)
_ROLES = Param("roles", ParamKind.ROLES, required=True, tighter=Tighter.FEWER)
_MIN = Param("min", ParamKind.NUMBER, default=1, tighter=Tighter.MORE)
_OF = Param(
    "of",
    ParamKind.WORDS,
    required=True,
    choices=("author", "curator", "tutor"),
    tighter=Tighter.MORE,
)
_MODES = Param(
    "modes",
    ParamKind.WORDS,
    choices=tuple(mode.value for mode in SchoolMode),
    default=_TUTOR_MODES,
    tighter=Tighter.FEWER,
)

FACTS = (
    Fact("role_of_actor", role_of_actor, (_ROLES,), mend="people", of_attempt=True),
    Fact(
        "actor_not",
        actor_not,
        (
            _OF,
            Param("kind", ParamKind.TEXT, vocabulary="document"),
        ),
        _COORDINATORS,
        "people",
        _actor_never,
        of_attempt=True,
    ),
    Fact("curator_assigned", curator_assigned, (), _COORDINATORS, "people"),
    Fact(
        "tutor_active",
        tutor_active,
        (
            _MIN,
            _MODES,
            Param("by_order", ParamKind.FLAG, default=True, tighter=Tighter.MORE),
        ),
        _COORDINATORS,
        "people",
    ),
    Fact(
        "approvals",
        approvals,
        (_ROLES, _MIN),
        mend="records",
        never=_approvals_never,
        suppliers="roles",
        of_attempt=True,
    ),
)
