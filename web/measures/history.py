"""The history of a roadmap: who took it in, approved, reported, accepted, by which order."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import url_for
from flask_babel import gettext

from engine.domain.audit import Stream, StreamKind
from engine.domain.reading import ReadPage
from engine.domain.roles import Permission
from engine.queries.chains import chains_of_roadmap
from engine.queries.roadmaps.history import read_roadmap_history, times_of
from engine.queries.roadmaps.places import living_roadmap
from web.current import current_bench
from web.history import Subject, history_file, history_page, history_proof
from web.identity import current_actor
from web.measures.pages import pages
from web.permissions import permission
from web.reading import noted

if TYPE_CHECKING:
    from flask import Response

    from web.history import Read


ROWS_OF_AN_ENTRY = 10
"""So many of the times that an approval writes take as long to verify as an ordinary entry."""


@pages.get("/roadmaps/<uuid:roadmap_id>/history")
@permission(Permission.READ_HISTORY)
@noted(ReadPage.ROADMAP_HISTORY, "roadmap_id")
def history(roadmap_id: UUID) -> str:
    """Everything that happened to a roadmap, its refused attempts included."""
    return history_page(_subject(roadmap_id), _of(roadmap_id))


@pages.get("/roadmaps/<uuid:roadmap_id>/history.csv")
@permission(Permission.READ_HISTORY)
@noted(ReadPage.ROADMAP_TABLE, "roadmap_id")
def keep_history(roadmap_id: UUID) -> Response:
    """The same as a table to keep."""
    return history_file(_subject(roadmap_id), _of(roadmap_id))


@pages.get("/roadmaps/<uuid:roadmap_id>/history.json")
@permission(Permission.READ_HISTORY)
@noted(ReadPage.ROADMAP_PROOF, "roadmap_id")
def prove_history(roadmap_id: UUID) -> Response:
    """All of it with its hashes, to be verified without us."""
    chains = chains_of_roadmap(current_bench(), roadmap_id, actor=current_actor())
    return history_proof(_subject(roadmap_id), chains, _of(roadmap_id))


def _of(roadmap_id: UUID) -> Read:
    return lambda after, limit, wanted: read_roadmap_history(
        current_bench(), roadmap_id, actor=current_actor(), after=after, limit=limit, wanted=wanted
    )


def _subject(roadmap_id: UUID) -> Subject:
    # Asked first: whoever may not read the history is not shown what it is called either.
    read_roadmap_history(current_bench(), roadmap_id, actor=current_actor(), limit=1)
    found = living_roadmap(current_bench(), roadmap_id, actor=current_actor())
    return Subject(
        found.title,
        found.where,
        found.zone,
        (
            (gettext("дорожная карта"), Stream(StreamKind.ROADMAP, roadmap_id)),
            (gettext("дорожная карта, отказы"), Stream(StreamKind.REFUSAL, roadmap_id)),
        ),
        {},
        url_for("measures.roadmap", roadmap_id=roadmap_id),
        url_for("measures.keep_history", roadmap_id=roadmap_id),
        url_for("measures.prove_history", roadmap_id=roadmap_id),
        of_cases=False,
        weight=times_of(current_bench(), roadmap_id) // ROWS_OF_AN_ENTRY,
    )
