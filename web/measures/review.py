"""The review list of a coordinator: what was reported, to be accepted or returned with remarks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from flask import render_template, url_for

from engine.actions.roadmaps.accepting import VerdictRequest, review_evidence
from engine.domain.roadmaps.states import EvidenceStatus
from engine.domain.roles import Permission
from engine.queries.roadmaps.lines import Line, Piece, handed_in, read_lines
from web.current import current_bench
from web.identity import current_actor
from web.measures import words
from web.measures.doing import do, sent_form, submit
from web.measures.pages import pages
from web.parsing import Form, new_key
from web.permissions import permission

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

_VERDICTS = {"accept": EvidenceStatus.ACCEPTED, "return": EvidenceStatus.REJECTED}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A piece of evidence that waits, with every line it was handed in for."""

    piece: Piece
    roadmap_id: UUID
    roadmap: str
    school: str | None
    school_id: UUID | None
    lines: tuple[Line, ...]
    mine: bool

    @property
    def former(self) -> Piece | None:
        """What was returned before, with its remarks, where this one comes in its place."""
        returned = [
            one
            for line in self.lines
            for one in line.pieces
            if one.remarks and one.version < self.piece.version
        ]
        return max(returned, key=lambda one: one.version, default=None)


@pages.get("/review")
@permission(Permission.REVIEW_MEASURE)
def review() -> str:
    """What waits for a verdict in the actor's places, the oldest first."""
    return _page()


@pages.post("/roadmaps/<uuid:roadmap_id>/evidence/<uuid:evidence_id>/<any(accept, return):verdict>")
@permission(Permission.REVIEW_MEASURE)
def judge(roadmap_id: UUID, evidence_id: UUID, verdict: str) -> ResponseReturnValue:
    """Accept a report, or return it with remarks."""
    form = sent_form(f"{verdict}-{evidence_id}")
    asked = VerdictRequest(roadmap_id, evidence_id, _VERDICTS[verdict], form.text("remarks"))
    return submit(
        form,
        lambda: do(review_evidence, form, asked),
        url_for("measures.review"),
        _page,
    )


def _page(form: Form | None = None) -> str:
    return render_template(
        "measures/review.html",
        waiting=waiting_reports(),
        sent=form,
        form_key=new_key(),
        w=words,
    )


def waiting_reports() -> list[Waiting]:
    """Everything that waits for a verdict in the actor's places, the oldest first."""
    bench, actor = current_bench(), current_actor()
    permission_asked = Permission.REVIEW_MEASURE
    lines = read_lines(bench, handed_in(), actor=actor, permission=permission_asked)
    found: dict[UUID, list[tuple[Piece, Line]]] = {}
    for line in lines:
        for piece in line.waiting:
            found.setdefault(piece.id, []).append((piece, line))
    waiting = [
        Waiting(
            pairs[0][0],
            pairs[0][1].roadmap_id,
            pairs[0][1].roadmap,
            pairs[0][1].school,
            pairs[0][1].kept.school_id,
            tuple(line for _, line in pairs),
            pairs[0][0].author_id == actor.account_id,
        )
        for pairs in found.values()
    ]
    return sorted(waiting, key=lambda one: (one.piece.registered_at, str(one.piece.id)))
