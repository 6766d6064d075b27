"""A reviewed roadmap of the seeds, ready to be taken in by the actions that people use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from engine.actions.filing import FilePaper
from engine.actions.roadmaps.importing import ImportRequest, import_roadmap
from engine.domain.roles import Role
from tests.domain.roadmaps.seeds import SOCHI, seed_path
from workflows.roadmaps.readers.opening import read_bytes
from workflows.roadmaps.review.directory import Directory
from workflows.roadmaps.review.reviewing import review_document

if TYPE_CHECKING:
    from uuid import UUID

    from engine.domain.roadmaps.content import RoadmapContent
    from tests.factories import Scene


def seed_file(seed: str = SOCHI) -> FilePaper:
    """A roadmap's file as it is handed in."""
    path = seed_path(seed)
    return FilePaper.of(path.name, "", path.read_bytes())


def reviewed(seed: str = SOCHI, **answers: str) -> RoadmapContent:
    """What a roadmap says, with the answers of a review."""
    path = seed_path(seed)
    content = review_document(
        read_bytes(path.read_bytes(), path.name), answers, Directory()
    ).content
    assert content is not None
    return content


def import_request(scene: Scene, seed: str = SOCHI) -> ImportRequest:
    """A roadmap of the scene's municipality."""
    file = seed_file(seed)
    return ImportRequest(scene.region_id, scene.municipality_id, reviewed(seed), file)


def import_seed(scene: Scene, seed: str = SOCHI) -> UUID:
    """A roadmap taken in by the coordinator of the municipality."""
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    created = import_roadmap(scene.bench, import_request(scene, seed), actor=coordinator)
    assert created.created_id is not None
    return created.created_id


def corrected(content: RoadmapContent) -> RoadmapContent:
    """The document with its first measure gone, the second put otherwise and one more below."""
    first, second, *rest = content.measures
    new = replace(second, expected_result="Приказ размещён на сайте")
    last = replace(first, sequence=99, number="99", title="Встреча с родителями школ перечня")
    card = replace(content.card, signed_on=date(2021, 3, 1))
    return replace(content, card=card, measures=(new, *rest, last))
