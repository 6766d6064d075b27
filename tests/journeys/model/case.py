"""A case as the book of the path tells of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeVar

from tests.journeys.model.deeds import (
    ALLOWED,
    Answer,
    Attach,
    Deed,
    Detach,
    File,
    Move,
    Note,
    Order,
    Repeal,
    Review,
)
from tests.journeys.model.path import PATH
from tests.journeys.model.things import (
    BECOMES,
    COORDINATORS,
    DECIDERS,
    FACTORS,
    GONE_BACK,
    KEYS,
    LETS_GO,
    OUTSIDER,
    REVIEWERS,
    STATUSES,
    WORKERS,
    Decision,
    Link,
    Paper,
    Spell,
    Word,
)

T = TypeVar("T")


class Case:
    """A case as the book of the path tells of it."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.stage: str = "candidate"
        self.resumes: str | None = None
        self.round = 1
        self.years: int = 1
        self.revision = 1
        self.papers: list[Paper] = []
        self.decisions: list[Decision] = []
        self.words: list[Word] = []
        self.links: list[Link] = []
        self.spells = [Spell(1, "candidate", 1, today)]
        self.attempts = 0
        self.curator_term_met = False
        self.told_only = False

    # What the requirements ask.

    def has(self, kind: str, *, approved: bool = False, ever: bool = False) -> bool:
        good = ("approved",) if approved else ("approved", "submitted")
        return any(
            one.kind == kind and one.status in good and (ever or one.round == self.round)
            for one in self.papers
        )

    def wrote(self, who: str, kind: str) -> bool:
        return any(
            one.kind == kind
            and one.author == who
            and one.round == self.round
            and one.status in ("approved", "submitted")
            for one in self.papers
        )

    def decided(self, kind: str) -> bool:
        return any(
            one.kind == kind and one.in_force and one.round == self.round for one in self.decisions
        )

    def said(self, kind: str) -> dict[str, Word]:
        return {one.key: one for one in self.words if (one.kind, one.round) == (kind, self.round)}

    def says(self, kind: str, key: str, status: str) -> bool:
        said = self.said(kind)
        return key in said and said[key].status == status

    def attached(self, kind: str) -> list[Link]:
        return [
            one
            for one in self.links
            if one.kind == kind
            and one.since <= self.today
            and (one.until is None or self.today <= one.until)
        ]

    def curates(self, who: str) -> bool:
        return any(one.whom == who for one in self.attached("curator"))

    def tutored(self) -> bool:
        links = self.attached("tutor_school")
        return any(one.order is not None and one.order.in_force for one in links)

    def profiled(self) -> bool:
        risks = self.said("risk")
        chosen = [one for one in risks.values() if one.value == 1]
        return set(risks) == set(FACTORS) and 1 <= len(chosen) <= 5

    def high_risks(self) -> list[str]:
        return [one.key for one in self.said("risk").values() if one.status == "high"]

    def covered(self) -> bool:
        topics = {
            one.topic
            for one in self.papers
            if one.kind == "antirisk_programme"
            and one.round == self.round
            and one.status in ("approved", "submitted")
        }
        return set(self.high_risks()) <= topics

    def finished(self) -> bool:
        measures = self.said("measure").values()
        return bool(measures) and all(one.status in ("done", "explained") for one in measures)

    def carried_over(self) -> bool:
        measures = self.said("measure").values()
        return not any(one.status in ("planned", "in_progress") for one in measures)

    def papers_done(self) -> bool:
        last = {(one.kind, one.topic): one for one in self.papers if one.round == self.round}
        return not any(one.status in ("draft", "returned") for one in last.values())

    def between(self, first: tuple[int, int], last: tuple[int, int]) -> bool:
        day = (self.today.month, self.today.day)
        return first <= day <= last if first <= last else day >= first or day <= last

    def consented(self, move: str, role: str, besides: str) -> bool:
        return any(
            one.kind == "approval"
            and one.key == move
            and one.author.startswith(f"{role}.")
            and one.author != besides
            and one.revision >= self.spells[-1].revision
            for one in self.words
        )

    # Who may do what.

    def role(self, who: str) -> str | None:
        """The role the person has on this case now."""
        role = who.partition(".")[0]
        if who == OUTSIDER:
            return None
        if role in ("curator", "expert"):
            mine = [one for one in self.attached(role) if one.whom == who]
            return role if mine else None
        if role == "tutor_school_rep":
            return role if self.attached("tutor_school") else None
        return role

    def admits(self, who: str, roles: tuple[str, ...]) -> str:
        role = self.role(who)
        if role in roles:
            return ""
        unseen = role is None and who.partition(".")[0] not in ("curator", "expert")
        return "not_found" if unseen else "forbidden"

    # The answer to a deed, and what it changes.

    def answer(self, deed: Deed) -> Answer:
        """Do what is allowed; say why not otherwise."""
        refused = self._before(deed)
        answer: Answer = (refused, frozenset())
        if not refused:
            answer = (
                self._moved(deed) if isinstance(deed, Move) else (self._done(deed), frozenset())
            )
        if answer == ALLOWED:
            self.revision += 1
            self.told_only = self._closes_term()
        else:
            self.attempts += 1
        return answer

    def _before(self, deed: Deed) -> str:
        allowed = {File: WORKERS, Order: DECIDERS, Repeal: DECIDERS, Note: WORKERS, Move: WORKERS}
        roles = allowed.get(type(deed), COORDINATORS)
        if isinstance(deed, Review):
            roles = REVIEWERS if deed.verdict in ("returned", "approved") else WORKERS
        # Nobody decides otherwise because a term was closed.
        stale = deed.shift and not (deed.shift == -1 and self.told_only)
        return self.admits(deed.by, roles) or ("case.stale" if stale else "")

    def _closes_term(self) -> bool:
        """The term to find a curator ends once there is one: an entry of its own, once."""
        met = self.stage == "listed" and bool(self.attached("curator"))
        if not met or self.curator_term_met:
            return False
        self.curator_term_met = True
        self.revision += 1
        return True

    def _moved(self, deed: Move) -> Answer:
        day = self.today + timedelta(days=deed.days or 0)
        if not self.spells[-1].entered <= day <= self.today:
            return "input.invalid", frozenset()
        for which in deed.basis:
            decision = nth(self.decisions, which)
            if decision is None or not decision.in_force:
                return "input.invalid", frozenset()
        way = PATH[deed.code]
        unmet = {code for code, holds in way.requires.items() if not holds(self, deed)}
        if self.role(deed.by) not in way.roles:
            unmet.add("role")
        if self.stage not in way.sources:
            return "move.unavailable", frozenset(unmet | {"stage"})
        if unmet:
            code = "move.forbidden" if "role" in unmet else "move.requirements_unmet"
            return code, frozenset(unmet)
        self._enter(way.target(self), day, deed)
        return ALLOWED

    def _enter(self, stage: str, day: date, deed: Move) -> None:
        self.resumes = self.stage if stage == "suspended" else None
        self.stage = stage
        self.spells[-1].left = day
        for paper in self.papers:
            returned = paper.kind in GONE_BACK.get(deed.code, ())
            if returned and paper.status == "submitted" and paper.round == self.round:
                paper.status = "returned"
        for link in self.links if deed.code in LETS_GO else ():
            if link.until is None or link.until > day:
                link.until = max(day, link.since)
        if deed.code == "start_next_round":
            self.round += 1
            self.years += 1
        self.spells.append(Spell(self.revision + 1, stage, self.round, day))

    def _done(self, deed: Deed) -> str:
        if isinstance(deed, File):
            return self._filed(deed)
        if isinstance(deed, Review):
            return self._reviewed(deed)
        if isinstance(deed, Order):
            self.decisions.append(Decision(deed.kind, self.round))
            return ""
        if isinstance(deed, Repeal):
            return self._repealed(deed)
        if isinstance(deed, Note):
            return self._noted(deed)
        if isinstance(deed, Attach):
            return self._attached(deed)
        assert isinstance(deed, Detach)
        return self._detached(deed)

    def _filed(self, deed: File) -> str:
        series = (deed.kind, deed.topic, self.round)
        former = [one for one in self.papers if (one.kind, one.topic, one.round) == series]
        if former and former[-1].status != "revoked":
            former[-1].status = "superseded"
        status = "submitted" if deed.submit else "draft"
        version = len(former) + 1
        self.papers.append(Paper(deed.kind, deed.topic, status, version, self.round, deed.by))
        return ""

    def _reviewed(self, deed: Review) -> str:
        paper = nth(self.papers, deed.which)
        if paper is None:
            return "not_found"
        if paper.status not in BECOMES[deed.verdict]:
            return "input.invalid"
        own = paper.author == deed.by
        if own and deed.verdict == "approved":
            return "forbidden"
        if not own and self.role(deed.by) not in REVIEWERS:
            return "forbidden"
        if deed.verdict in ("returned", "revoked") and len(deed.remarks) < 5:
            return "input.invalid"
        paper.status = deed.verdict
        return ""

    def _repealed(self, deed: Repeal) -> str:
        decision = nth(self.decisions, deed.which)
        if decision is None:
            return "not_found"
        if not decision.in_force:
            return "input.invalid"
        decision.in_force = False
        return ""

    def _noted(self, deed: Note) -> str:
        if deed.status not in STATUSES[deed.kind] or deed.key not in KEYS[deed.kind]:
            return "input.invalid"
        word = (deed.kind, deed.key, deed.status, deed.value)
        self.words.append(Word(*word, self.round, deed.by, self.revision + 1))
        return ""

    def _attached(self, deed: Attach) -> str:
        decision = None if deed.which is None else nth(self.decisions, deed.which)
        if deed.which is not None and (decision is None or not decision.in_force):
            return "input.invalid"
        for link in self.links:
            same = link.kind == deed.kind and (deed.kind != "expert" or link.whom == deed.whom)
            if same and (link.until is None or link.until >= self.today):
                return "attachment.exists"
        if deed.kind == "tutor_school":
            if decision is None:
                return "input.invalid"
            if deed.whom != "tutor":
                return "tutor_school.ineligible"
        elif not deed.whom.startswith(f"{deed.kind}."):
            return "input.invalid"
        self.links.append(Link(deed.kind, deed.whom, self.today, None, decision))
        return ""

    def _detached(self, deed: Detach) -> str:
        link = nth(self.links, deed.which)
        if link is None:
            return "not_found"
        last_day = self.today + timedelta(days=deed.days)
        if last_day < link.since or len(deed.reason) < 5:
            return "input.invalid"
        link.until = last_day
        return ""


def nth(items: list[T], which: int) -> T | None:
    """The one so far back from the last; None when there is none."""
    return items[-1 - which] if which < len(items) else None
