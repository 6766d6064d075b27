"""The history of a school over all its cases, or of one case: sentences, proofs, a file to keep."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext

from engine.domain.audit import Stream, StreamKind
from engine.domain.events import EventGroup
from engine.domain.reading import ReadPage
from engine.domain.roles import Permission
from engine.domain.terms import day_begins, day_ends
from engine.queries.cases import visible_line
from engine.queries.chains import Chains, chains_of_case, chains_of_school
from engine.queries.history import (
    HistoryEntry,
    HistoryFilter,
    HistoryPlace,
    entries_in,
    last_entry,
    people_of_history,
    read_case_history,
    read_school_history,
)
from engine.queries.mentioned import read_mentioned
from engine.queries.schools import school_card
from engine.storage.verification import verify
from web.current import current_bench
from web.exporting import csv_response, history_rows
from web.identity import current_actor
from web.parsing import as_uuid, parse_day
from web.permissions import permission
from web.proving import proof_response
from web.reading import noted
from web.repealed import shaken_entries
from web.telling import Told, tell
from web.wording.grammar import day_text, short_day
from web.wording.titles import EVENT_GROUPS, title_of
from web.wording.verification import finding_text, report_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    Read = Callable[[HistoryPlace | None, int, HistoryFilter], list[HistoryEntry]]

pages = Blueprint("history", __name__)

FILTER = ("group", "who", "since", "until")
PAGE = 100
CHECKED = 600
"""Entries whose chains are looked at with every page; of more it is done when it is asked for."""

WHOLE = 2_000
"""Entries of an export read at once."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the verification of one chain found; `holds` when nothing was changed.

    `head` is the place and the hash of its last entry: a later change of the history shows by it.
    """

    title: str
    holds: bool
    text: str
    findings: tuple[str, ...]
    head: tuple[int, str] | None


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose history it is: what it is called, the chains it is kept in, and the region's clocks.

    `chains` are named streams; `labels` say of which case an entry is, where there are several.
    `of_cases` says whether the entries tell of cases: their groups, and how a case stood then.
    `weight` is added to the number of entries where few of them hold very many rows.
    """

    title: str
    place: str
    zone: str
    chains: tuple[tuple[str, Stream], ...]
    labels: dict[UUID, str]
    back: str
    export: str
    proof: str
    of_cases: bool = True
    weight: int = 0


@pages.get("/schools/<uuid:school_id>/history")
@permission(Permission.READ_HISTORY)
@noted(ReadPage.SCHOOL_HISTORY, "school_id")
def show(school_id: UUID) -> str:
    """Everything that happened to a school, over all its cases."""
    return history_page(_school(school_id), _of_school(school_id))


@pages.get("/schools/<uuid:school_id>/history.csv")
@permission(Permission.READ_HISTORY)
@noted(ReadPage.SCHOOL_TABLE, "school_id")
def export(school_id: UUID) -> Response:
    """The same as a table to keep."""
    return history_file(_school(school_id), _of_school(school_id))


@pages.get("/schools/<uuid:school_id>/history.json")
@permission(Permission.READ_HISTORY)
@noted(ReadPage.SCHOOL_PROOF, "school_id")
def prove(school_id: UUID) -> Response:
    """All of it with its hashes, to be verified without us."""
    chains = chains_of_school(current_bench(), school_id, actor=current_actor())
    return history_proof(_school(school_id), chains, _of_school(school_id))


@pages.get("/cases/<uuid:case_id>/history")
@permission(Permission.READ_HISTORY)
@noted(ReadPage.CASE_HISTORY, "case_id")
def show_case(case_id: UUID) -> str:
    """Everything that happened in one case."""
    return history_page(_case(case_id), _of_case(case_id))


@pages.get("/cases/<uuid:case_id>/history.csv")
@permission(Permission.READ_HISTORY)
@noted(ReadPage.CASE_TABLE, "case_id")
def export_case(case_id: UUID) -> Response:
    """The same as a table to keep."""
    return history_file(_case(case_id), _of_case(case_id))


@pages.get("/cases/<uuid:case_id>/history.json")
@permission(Permission.READ_HISTORY)
@noted(ReadPage.CASE_PROOF, "case_id")
def prove_case(case_id: UUID) -> Response:
    """All of it with its hashes, to be verified without us."""
    chains = chains_of_case(current_bench(), case_id, actor=current_actor())
    return history_proof(_case(case_id), chains, _of_case(case_id))


def _of_school(school_id: UUID) -> Read:
    return lambda after, limit, wanted: read_school_history(
        current_bench(), school_id, actor=current_actor(), after=after, limit=limit, wanted=wanted
    )


def _of_case(case_id: UUID) -> Read:
    return lambda after, limit, wanted: read_case_history(
        current_bench(), case_id, actor=current_actor(), after=after, limit=limit, wanted=wanted
    )


def _school(school_id: UUID) -> Subject:
    card = school_card(current_bench(), school_id, actor=current_actor())
    named = {
        row.id: gettext(
            "дело с %(day)s", day=short_day(row.opened_at.astimezone(ZoneInfo(row.zone)))
        )
        for row in reversed(card.cases)
    }
    chains = [(gettext("сведения о школе"), Stream(StreamKind.SCHOOL, school_id))]
    for case_id, title in named.items():
        chains += _chains(case_id, title)
    return Subject(
        card.school.title,
        f"{card.school.municipality}, {card.school.region}",
        card.school.zone,
        tuple(chains),
        {**named, school_id: gettext("школа")} if named else {},
        url_for("schools.show", school_id=school_id),
        url_for("history.export", school_id=school_id),
        url_for("history.prove", school_id=school_id),
    )


def _case(case_id: UUID) -> Subject:
    line = visible_line(current_bench(), case_id, actor=current_actor())
    return Subject(
        line.subject,
        f"{line.municipality}, {line.region}",
        line.zone,
        tuple(_chains(case_id, gettext("дело"))),
        {},
        url_for("cases.show", case_id=case_id),
        url_for("history.export_case", case_id=case_id),
        url_for("history.prove_case", case_id=case_id),
    )


def _chains(case_id: UUID, title: str) -> list[tuple[str, Stream]]:
    refused = gettext("%(title)s, отказы", title=title)
    return [
        (title, Stream(StreamKind.CASE, case_id)),
        (refused, Stream(StreamKind.REFUSAL, case_id)),
    ]


def history_page(subject: Subject, read: Read) -> str:
    """The page: whether the chains hold, the entries by day, what narrows them."""
    wanted, place = _wanted(subject.zone), HistoryPlace.read(request.args.get("after", ""))
    opened = request.args.get("open") == "1"
    # What is opened to be printed stands on one page as far as it can.
    most = WHOLE - 1 if opened else PAGE
    entries = read(place, most + 1, wanted)
    more, entries = len(entries) > most, entries[:most]
    told = tell(entries, read_mentioned(current_bench(), entries))
    args = {name: request.args[name] for name in FILTER if request.args.get(name)}
    # The chains are looked at once, where reading begins; what is narrowed or later follows it.
    first, checked = place is None and not args, request.args.get("check") == "1"
    streams = [stream for _, stream in subject.chains]
    unchecked = 0
    if first and not checked:
        number = entries_in(current_bench(), streams)
        if number + subject.weight > CHECKED:
            first, unchecked = False, number
    return render_template(
        "history.html",
        subject=subject,
        days=list(_by_day(told, subject.zone)),
        shaken=shaken_entries(entries),
        marks=[_mark(title, stream) for title, stream in subject.chains] if first else [],
        next=entries[-1].place.written if more else None,
        opened=opened,
        args=args,
        groups=_groups() if subject.of_cases else [],
        people=people_of_history(current_bench(), streams),
        unchecked=unchecked,
        export=f"{subject.export}?{urlencode(args)}" if args else subject.export,
    )


def _groups() -> list[tuple[str, str]]:
    return [(one.value, title_of(EVENT_GROUPS, one.value)) for one in EventGroup]


def _wanted(zone: str) -> HistoryFilter:
    """The filter of the address; days are those of the region."""
    group = request.args.get("group", "")
    since, until = _day("since"), _day("until")
    return HistoryFilter(
        EventGroup(group) if group in set(EventGroup) else None,
        as_uuid(request.args.get("who", "")),
        day_begins(since, zone) if since else None,
        day_ends(until, zone) if until else None,
    )


def _day(name: str) -> date | None:
    return parse_day(request.args.get(name, ""))


def history_file(subject: Subject, read: Read) -> Response:
    """The entries as a table to keep, narrowed as the page is."""
    name = gettext("История %(title)s", title=subject.title)
    told = _all(read, _wanted(subject.zone))
    return csv_response(f"{name}.csv", history_rows(told, subject.zone, subject.labels))


def history_proof(subject: Subject, chains: Chains, read: Read) -> Response:
    """A chain is whole or proves nothing, so no filter narrows this one."""
    sentences = {
        (one.entry.subject_id, one.entry.stream, one.entry.seq): one.sentence
        for one in _all(read, HistoryFilter())
    }
    name = gettext("История %(title)s", title=subject.title)
    return proof_response(f"{name}.json", subject.title, subject.place, chains, sentences)


def _all(read: Read, wanted: HistoryFilter) -> Iterator[Told]:
    """Every entry, a large part at a time."""
    after = None
    while entries := read(after, WHOLE, wanted):
        yield from tell(entries, read_mentioned(current_bench(), entries))
        if len(entries) < WHOLE:
            return
        after = entries[-1].place


def _by_day(told: Iterable[Told], zone: str) -> Iterator[tuple[str, list[Told]]]:
    """The entries under the day they were recorded on, by the clocks of the region."""

    def day_of(one: Told) -> date:
        return one.entry.at.astimezone(ZoneInfo(zone)).date()

    for day, entries in groupby(told, day_of):
        yield day_text(day), list(entries)


def _mark(title: str, stream: Stream) -> Mark:
    report = verify(current_bench().database, stream)
    found = tuple(finding_text(finding) for finding in report.findings)
    head = last_entry(current_bench(), stream)
    shown = (head[0], head[1].hex()) if head else None
    return Mark(title, not found, report_text(report), found, shown)
