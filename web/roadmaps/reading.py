"""A document under review as it is read: the file once, the review with every answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from engine.queries.roadmaps.directory import names_of_place
from engine.queries.roadmaps.reviews import OpenReview, read_review
from web.current import current_bench
from web.identity import current_actor
from workflows.roadmaps.mapping import parse_mapping
from workflows.roadmaps.readers.opening import read_bytes
from workflows.roadmaps.review.directory import Directory, KnownPerson, KnownSchool
from workflows.roadmaps.review.reviewing import Review, review_document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workflows.roadmaps.cells import SourceDocument


@lru_cache(maxsize=4)
def read_document(content: bytes, name: str) -> SourceDocument:
    """The document of a file; a person who reviews one asks for it again and again."""
    return read_bytes(content, name)


@dataclass(frozen=True, slots=True)
class UnderReview:
    """A review as it is kept, its document, and what was understood of it."""

    kept: OpenReview
    document: SourceDocument
    review: Review
    directory: Directory
    decisions: Mapping[str, str]

    @property
    def id(self) -> UUID:
        """The id of the review."""
        return self.kept.kept.id


def under_review(import_id: UUID) -> UnderReview:
    """A review with everything that its page shows; NotFound outside one's place."""
    bench, actor = current_bench(), current_actor()
    kept = read_review(bench, import_id, actor=actor)
    names = names_of_place(bench, kept.kept.place, actor=actor)
    directory = Directory(
        tuple(KnownSchool(one.id, one.title, one.aliases) for one in names.schools),
        tuple(KnownPerson(one.id, one.title) for one in names.people),
    )
    return read_again(kept, directory)


def read_again(kept: OpenReview, directory: Directory) -> UnderReview:
    """A review as it ended, with the names that are known today."""
    return _reviewed(kept, directory, kept.kept.decisions)


def with_answers(found: UnderReview, answers: Mapping[str, str | None]) -> UnderReview:
    """The review as it would be with these answers, though they are not kept."""
    merged = {**found.decisions, **answers}
    return _reviewed(
        found.kept, found.directory, {key: one for key, one in merged.items() if one is not None}
    )


def _reviewed(kept: OpenReview, directory: Directory, decisions: Mapping[str, str]) -> UnderReview:
    document = read_document(kept.content, kept.kept.file_name)
    mapping = parse_mapping(kept.mapping) if kept.mapping else None
    review = review_document(document, decisions, directory, mapping)
    return UnderReview(kept, document, review, directory, decisions)
