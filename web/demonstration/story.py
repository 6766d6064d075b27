"""Telling the story: cases opened and moved by the actions that people use, day after day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from engine.actions.deciding import OrderPaper
from engine.actions.moving import MoveRequest, move_case
from engine.actions.opening import OpenRequest, open_case
from engine.actions.terms import fire_due
from engine.domain.definition import Effect, Phase, StageKind
from engine.domain.errors import Forbidden, MoveRefused, RequirementsUnmet
from engine.domain.machine import MoveOrder
from engine.domain.roles import Role
from engine.domain.situation import SubjectKind
from web.demonstration.chapters import Chapter, listing_of
from web.demonstration.planning import PREPARING
from web.demonstration.tutors import helps, lend, may_be_helped
from workflows.driving import Leg, legs_from
from workflows.rehearsal import Cast, look, make_move, prepare_move

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.workbench import Workbench
    from web.demonstration.clock import StoryClock
    from web.demonstration.people import Company

NODE = "demonstration"
TUTOR = "tutor_school"
TRIED_EARLY, TRIED_BY_SCHOOL, VARIETY = 0, 1, 4
"""Of so many cases one has an attempt without papers and one an attempt by the wrong person.

The former case of a school always has one: its history shows what a refusal looks like.
"""

CAUGHT_UP = timedelta(days=120)
"""No last move but an ending is older, unless its window has been closed that long."""

EVENING = time(13, 30)
"""In UTC: from Moscow to Vladivostok the work of the day is done and the next has not begun."""

LAST_DAYS = timedelta(days=2)
"""In these days the papers of the next move are put together."""


class Telling:
    """The story under way: a bench on the story's clock and the people of each region."""

    def __init__(
        self, bench: Workbench, clock: StoryClock, companies: Mapping[str, Company]
    ) -> None:
        self.bench = bench
        self.clock = clock
        self.companies = companies

    def tell(self, chapters: list[Chapter], today: date) -> None:
        """Make every case, let the clock catch up, and prepare what is to be done next."""
        waiting = list(chapters)
        while waiting:
            chapter = min(waiting, key=lambda one: (one.next_day, one.region, one.number))
            self._go_on(chapter)
            waiting = [one for one in waiting if not one.over]
        self._catch_up(today - CAUGHT_UP, today - LAST_DAYS - timedelta(days=1))
        present = [one for one in chapters if not one.former]
        for chapter in present:
            self._prepare(chapter, today)
        for code, company in self.companies.items():
            self._lend([one for one in present if one.region == code], company, today)

    def _go_on(self, chapter: Chapter) -> None:
        """Open the case, or make its next move."""
        day, company = chapter.next_day, self.companies[chapter.region]
        earliest = chapter.days[chapter.made - 1] if chapter.made else day
        zone = company.seed.time_zone
        self.clock.stand(chapter.instant or _morning(day, zone))
        self.clock.work(max(earliest, day - PREPARING), day, zone)
        cast = company.cast(chapter.subject, self.clock.wait)
        if chapter.case_id is None:
            chapter.case_id = self._open(chapter, company, cast)
        else:
            self._move(chapter, chapter.case_id, chapter.legs[chapter.made - 1], cast)
        chapter.instant = self.clock()
        chapter.made += 1

    def _open(self, chapter: Chapter, company: Company, cast: Cast) -> UUID:
        coordinator = cast.actors[Role.MUNICIPAL_COORDINATOR][0]
        request = _opening(chapter, company)
        created = open_case(self.bench, request, actor=coordinator).created_id
        if created is None:
            raise LookupError(chapter.subject)
        return created

    def _move(self, chapter: Chapter, case_id: UUID, leg: Leg, cast: Cast) -> None:
        if chapter.made == len(chapter.legs) // 2 + 1 and self._try(chapter, case_id, leg, cast):
            return
        try:
            make_move(self.bench, case_id, leg, cast)
        except RequirementsUnmet:
            # What counts by the quarter was supplied on its last day.
            make_move(self.bench, case_id, leg, cast)

    def _try(self, chapter: Chapter, case_id: UUID, leg: Leg, cast: Cast) -> bool:
        """Somebody tries the move too early, or one that is not his; whether it went through."""
        turn = TRIED_EARLY if chapter.former else chapter.number % VARIETY
        roles = leg.move.roles if turn == TRIED_EARLY else (Role.SCHOOL_DIRECTOR,)
        own = turn == TRIED_BY_SCHOOL and Role.SCHOOL_DIRECTOR in leg.move.roles
        actors = [one for role in roles for one in cast.actors.get(role, ())]
        if turn not in (TRIED_EARLY, TRIED_BY_SCHOOL) or own or not actors:
            return False
        request = MoveRequest(case_id, MoveOrder(leg.move.code))
        try:
            move_case(self.bench, request, actor=actors[0])
        except (MoveRefused, Forbidden):
            return False
        return True

    def _catch_up(self, first: date, last: date) -> None:
        """Let the terms of the present stages fire on their days."""
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            self.clock.stand(datetime.combine(day, EVENING, tzinfo=UTC))
            while fire_due(self.bench, node=NODE).total:
                pass

    def _prepare(self, chapter: Chapter, today: date) -> None:
        """Put together the papers of the next move, but for one in every second case.

        What was returned with remarks waits for its authors.
        """
        company, case_id = self.companies[chapter.region], chapter.case_id
        returned = chapter.legs and Effect.RETURN_DOCUMENTS in chapter.legs[-1].move.effects
        leg = None if case_id is None or returned else self._next_leg(case_id)
        if case_id is not None and leg is not None:
            cast = self._last_days(chapter, company, today)
            prepare_move(self.bench, case_id, leg, cast, without=_left_out(chapter, leg))
            chapter.instant = self.clock()

    def _lend(self, chapters: list[Chapter], company: Company, today: date) -> None:
        """Let the representative of the tutor school see a case."""
        school = company.tutor_schools[0]
        ids = [one.case_id for one in chapters if one.case_id is not None]
        if any(helps(self.bench, case_id, school) for case_id in ids):
            return
        for chapter in chapters:
            if chapter.case_id is not None and may_be_helped(self.bench, chapter.case_id):
                cast = self._last_days(chapter, company, today)
                lend(self.bench, chapter.case_id, cast)
                return

    def _last_days(self, chapter: Chapter, company: Company, today: date) -> Cast:
        """The clock within the last working days, and whoever acts then; nobody waits any more."""
        zone = company.seed.time_zone
        first, last = today - LAST_DAYS, today - timedelta(days=1)
        morning = _morning(first, zone)
        self.clock.stand(max(morning, chapter.instant or morning))
        self.clock.work(first, last, zone)
        return company.cast(chapter.subject, lambda _day: None)

    def _next_leg(self, case_id: UUID) -> Leg | None:
        """The move that leads on from where the case stands now."""
        locked, _ = look(self.bench, case_id)
        definition = locked.definition
        stage = definition.stage_by_code[locked.state.stage]
        if stage.kind in (StageKind.PAUSE, StageKind.END):
            return None
        for leg in legs_from(definition, stage.code):
            ahead = definition.stage_by_code[leg.target].phase is not Phase.OUTSIDE
            if ahead and Effect.RETURN_DOCUMENTS not in leg.move.effects:
                return leg
        return None


def _opening(chapter: Chapter, company: Company) -> OpenRequest:
    """A school's case is opened from its list entry and on its order; a municipality's is not."""
    code, region = chapter.definition.code, company.region
    if chapter.definition.subject is SubjectKind.MUNICIPALITY:
        subject = region.municipalities[chapter.subject]
        return OpenRequest(code, SubjectKind.MUNICIPALITY, subject_id=subject)
    listed = listing_of(company.seed, chapter.subject)
    if listed is None:
        raise LookupError(chapter.subject)
    listing, entry = listed
    order = OrderPaper("list_order", listing.order_number, listing.order_date, listing.body)
    return OpenRequest(
        code,
        list_entry_id=region.entries[chapter.subject],
        order=order if listing.order_date <= chapter.days[0] else None,
        years_in_status=entry.years_in_status,
    )


def _left_out(chapter: Chapter, leg: Leg) -> tuple[str, ...]:
    """What is still missing: the tutor school, else one document in every second case."""
    facts = {one.fact: dict(one.params) for one in reversed(leg.requirements)}
    if "tutor_active" in facts:
        return (TUTOR,)
    kind = facts.get("document_present", {}).get("kind")
    return (str(kind),) if chapter.number % 2 and kind else ()


def _morning(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(9), tzinfo=ZoneInfo(zone)).astimezone(UTC)
