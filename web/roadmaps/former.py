"""What was decided of a roadmap's document goes on in the review of its corrected version."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import flash
from flask_babel import gettext

from engine.actions.roadmaps.reviewing import keep_decisions
from engine.queries.roadmaps.reviews import saved_review
from engine.queries.roadmaps.sheets import read_sheet
from web.current import current_bench
from web.identity import current_actor
from web.roadmaps.reading import read_again, under_review, with_answers
from web.roadmaps.versions import version_for
from web.wording.grammar import counted
from workflows.roadmaps.review.former import Settled, former_answers
from workflows.roadmaps.review.questions import NONE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.queries.roadmaps.sheets import RoadmapSheet
    from workflows.roadmaps.review.directory import Directory

_MOST_ROUNDS = 3
"""A row that was parted before may ask something of its own."""


def carry_answers(import_id: UUID) -> int:
    """Answer what the version before had answered; gives how many answers were taken over."""
    found = under_review(import_id)
    version = version_for(found)
    if version is None or not found.review.open:
        return 0
    settled, taken = _settled(version.roadmap_id, found.directory), dict[str, str]()
    for _ in range(_MOST_ROUNDS):
        more = former_answers(found.review, settled)
        if not more:
            break
        taken |= more
        found = with_answers(found, more)
    if taken:
        keep_decisions(current_bench(), import_id, taken, actor=current_actor())
    return len(taken)


def tell_carried(count: int) -> None:
    """Say that answers of the version before were taken over."""
    if count:
        answers = counted(count, "ответ|ответа|ответов")
        flash(
            gettext(
                "Это исправленная версия. Из прошлой взято: %(answers)s. Спросим только о том, "
                "что напечатано иначе.",
                answers=answers,
            ),
            "info",
        )


def _settled(roadmap_id: UUID, directory: Directory) -> Settled:
    bench, actor = current_bench(), current_actor()
    names = dict(_names(read_sheet(bench, roadmap_id, actor=actor)))
    kept = saved_review(bench, roadmap_id, actor=actor)
    if kept is None:
        return Settled(names)
    former = read_again(kept, directory)
    return Settled(names, former.review, former.decisions)


def _names(sheet: RoadmapSheet) -> Iterator[tuple[str, str]]:
    """Schools and people as they stand in the kept roadmap; a name of two people is asked for."""
    for school in sheet.schools:
        yield f"school.{school.printed}", str(school.school_id or NONE)
    people: dict[str, set[UUID]] = {}
    for measure in sheet.measures:
        for one in measure.content.assignees:
            if one.name and one.account_id:
                people.setdefault(one.name, set()).add(one.account_id)
    for name, accounts in people.items():
        if len(accounts) == 1:
            yield f"person.{name}", str(*accounts)
