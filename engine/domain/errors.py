"""The errors of the engine: a stable code and fields; no HTTP and no Russian here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from engine.domain.requirements import Unmet


class EngineError(Exception):
    """Something asked of the engine was refused; nothing was changed."""

    code: ClassVar[str] = "engine.error"

    def __init__(self, **fields: Any) -> None:
        """Keep the data that a sentence for the user is made of."""
        super().__init__(self.code, fields)
        self.fields: dict[str, Any] = fields

    def __str__(self) -> str:
        """Show the developer's sentence with the fields."""
        doc = (type(self).__doc__ or "").strip().splitlines()[0]
        return f"{doc} [{self.code}] {self.fields}"


class NotFound(EngineError):
    """There is no such thing, or it lies outside what the actor may see: the answer is one."""

    code = "not_found"


class Forbidden(EngineError):
    """The actor sees the thing but no grant allows the deed."""

    code = "forbidden"


class InvalidInput(EngineError):
    """A value breaks a rule of the field; `field` names it and `rule` says which rule."""

    code = "input.invalid"


class StaleRevision(EngineError):
    """Somebody changed the case after the page was read; says who, when and what."""

    code = "case.stale"


class KeyReused(EngineError):
    """The idempotency key was already used for a different request."""

    code = "idempotency.key_reused"


class DatabaseBusy(EngineError):
    """The database could not be reached or locked in time; try again shortly."""

    code = "database.busy"


class DatabaseFull(DatabaseBusy):
    """There is no room to write; nothing was kept, and an operator has to make some."""

    code = "database.full"


class MoveRefused(EngineError):
    """The move cannot be made now; `unmet` holds every reason, not only the first."""

    code = "move.refused"

    def __init__(self, unmet: tuple[Unmet, ...], **fields: Any) -> None:
        """Carry every unmet requirement beside the fields."""
        super().__init__(**fields)
        self.unmet = unmet


class MoveUnavailable(MoveRefused):
    """The stage the case stands in does not have this move."""

    code = "move.unavailable"


class MoveForbidden(MoveRefused):
    """The move exists, but no role the actor holds on this case may make it."""

    code = "move.forbidden"


class RequirementsUnmet(MoveRefused):
    """The move exists, but something required before it is missing."""

    code = "move.requirements_unmet"


class TutorSchoolIneligible(EngineError):
    """The school cannot be a tutor here; `rule` is mode, listed, same_school or capacity."""

    code = "tutor_school.ineligible"


class AlreadyAttached(EngineError):
    """The case already has such an attachment in these days."""

    code = "attachment.exists"


class CaseExists(EngineError):
    """The school already has an open case on this path."""

    code = "case.exists"


class DefinitionInvalid(EngineError):
    """The definition has findings that forbid publishing; `findings` lists all of them."""

    code = "definition.invalid"


class DefinitionUnreadable(EngineError):
    """The text is not a definition; `line`, `column` and `reason` say where and why."""

    code = "definition.unreadable"


class ApprovalRequired(EngineError):
    """In this region another than the author approves a version; it can only be submitted."""

    code = "definition.approval_required"


class OwnApproval(EngineError):
    """Whoever submitted a version does not approve it."""

    code = "definition.own_approval"


class ProposalWaiting(EngineError):
    """A version of this path waits for approval already; it is decided on or withdrawn first."""

    code = "definition.waiting"


class VersionInUse(EngineError):
    """The version cannot be retired: `cases` are led by it, or it is in force (`in_force`)."""

    code = "definition.in_use"


class RoadmapUnreadable(EngineError):
    """A file holds no roadmap that could be read; `reason` says what is the matter with it."""

    code = "roadmap.unreadable"


class RoadmapKnown(EngineError):
    """A roadmap of this file, or of this order, is there already; `roadmap_id` says which."""

    code = "roadmap.known"


class RoadmapUnchanged(EngineError):
    """The document says nothing that its roadmap does not say already."""

    code = "roadmap.unchanged"


class RoadmapStale(EngineError):
    """Somebody changed the roadmap after the page was read; says which revision it has now."""

    code = "roadmap.stale"


class PlanInvalid(EngineError):
    """The plan of a succession cannot be carried out; `findings` lists everything wrong with it."""

    code = "succession.plan_invalid"


class CaseUnmapped(EngineError):
    """The plan of a succession does not say where the case goes; `stages` has no pair."""

    code = "succession.unmapped"


class PapersMissing(MoveRefused):
    """The new version asks for documents, of moves made already, that the case does not have."""

    code = "succession.papers_missing"


class UndoRefused(EngineError):
    """A succession of a case cannot be taken back; `rule` is late or changed."""

    code = "succession.undo_refused"


class SignInRefused(EngineError):
    """The name and password do not match, or the account is blocked."""

    code = "sign_in.refused"


class SignInLocked(EngineError):
    """Too many failed attempts; `until` says when to try again."""

    code = "sign_in.locked"
