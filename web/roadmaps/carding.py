"""The card of a roadmap: its order, its period; of a draft its schools too, as a form."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import render_template, request, url_for

from engine.actions.roadmaps.carding import (
    CardRequest,
    SchoolsRequest,
    correct_card,
    list_schools,
    try_card,
)
from engine.domain.canonical import sha256_hex
from engine.domain.errors import DatabaseBusy, EngineError, NotFound
from engine.domain.roadmaps.content import ListedSchool
from engine.domain.roadmaps.states import IN_FORCE, RoadmapList, RoadmapStatus
from engine.domain.roadmaps.terms import Period
from engine.domain.roles import Permission
from engine.queries.roadmaps.directory import names_of_place, schools_on_paths
from engine.queries.roadmaps.sheets import RoadmapSheet, read_sheet
from web.current import current_bench
from web.identity import current_actor
from web.measures.doing import sent_form, submit
from web.parsing import Form, as_uuid, new_key
from web.permissions import permission
from web.roadmaps.pages import pages
from web.roadmaps.terms import read_anew
from web.wording.reviewing import LEVELS, LISTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from flask.typing import ResponseReturnValue

    from engine.domain.roadmaps.moving import TimeMoved

MOST_MOVED = 100
"""Terms shown one by one before a correction moves them."""

TEXTS = ("title", "body", "number", "signatory", "controller")
ON_PATHS = "on-paths"
"""In an address: the schools with a case under way are ticked, and nothing is kept yet."""

KEPT = [one for one in RoadmapList if one is not RoadmapList.REMOVED]


@pages.get("/<uuid:roadmap_id>/card")
@permission(Permission.WRITE_ROADMAP)
def card(roadmap_id: UUID) -> str:
    """The forms of the card and of the schools."""
    return _page(roadmap_id)


def _page(roadmap_id: UUID, sent: Form | None = None, moved: Sequence[TimeMoved] = ()) -> str:
    sheet = read_sheet(current_bench(), roadmap_id, actor=current_actor())
    names = names_of_place(current_bench(), sheet.state.place, actor=current_actor())
    own = sent if sent and sent.name == "card" else None
    titles = {one.id: one.content.shown_title for one in sheet.measures}
    unlisted = _unlisted(sheet, [(str(one.id), one.title) for one in names.schools])
    on_paths = _on_paths(sheet, unlisted)
    return render_template(
        "roadmaps/card.html",
        sheet=sheet,
        draft=sheet.state.status is RoadmapStatus.DRAFT,
        living=sheet.state.status in IN_FORCE,
        moved=[(titles[one.measure_id], one) for one in moved[:MOST_MOVED]],
        more=max(len(moved) - MOST_MOVED, 0),
        told=_told(moved),
        unordered=not sheet.card["number"] or not sheet.card["signed_on"],
        form=own or Form("card", _shown(sheet) | _offered()),
        schools=sent
        if sent and sent.name == "schools"
        else Form(
            "schools",
            {
                "list": [RoadmapList.LOW_RESULTS.value],
                "add": on_paths if request.args.get("add") == ON_PATHS else [],
            },
        ),
        listed=[
            (at, one)
            for at, one in enumerate(sheet.schools)
            if one.listed != RoadmapList.REMOVED.value
        ],
        directory=[(str(one.id), one.title) for one in names.schools],
        unlisted=unlisted,
        on_paths=len(on_paths),
        lists=[(one.value, str(LISTS[one])) for one in KEPT],
        key=new_key(),
    )


def _unlisted(sheet: RoadmapSheet, directory: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The schools of the directory that the draft is not for yet."""
    known = {str(one.school_id) for one in sheet.schools if one.listed != RoadmapList.REMOVED.value}
    return [(key, title) for key, title in directory if key not in known]


def _on_paths(sheet: RoadmapSheet, unlisted: list[tuple[str, str]]) -> list[str]:
    """Those of them that have a case under way; only a draft is given schools."""
    if sheet.state.status is not RoadmapStatus.DRAFT:
        return []
    found = schools_on_paths(current_bench(), sheet.state.place, actor=current_actor())
    return [key for key, _ in unlisted if as_uuid(key) in found]


def _offered() -> dict[str, list[str]]:
    """The order that a link offers in place of a repealed one."""
    names = ("number", "signed_on")
    return {name: [request.args[name]] for name in names if request.args.get(name)}


def _shown(sheet: RoadmapSheet) -> dict[str, list[str]]:
    card = sheet.card
    days = {
        "signed_on": card["signed_on"],
        "first": card["period_start"],
        "last": card["period_end"],
    }
    values = {name: card[name] for name in TEXTS}
    values |= {name: day.isoformat() if day else "" for name, day in days.items()}
    return {name: [text] for name, text in (values | {"level": card["level"] or "-"}).items()}


@pages.post("/<uuid:roadmap_id>/card")
@permission(Permission.WRITE_ROADMAP)
def keep_card(roadmap_id: UUID) -> ResponseReturnValue:
    """Keep the card as it was corrected."""
    sheet = read_sheet(current_bench(), roadmap_id, actor=current_actor())
    form = sent_form("card")
    period = _period(form)
    level = form.choice("level", {one or "-" for one in LEVELS})
    texts = {name: form.text(name, most=2000, required=name == "title") for name in TEXTS}
    signed_on = form.day("signed_on")
    if period is None:
        return _page(roadmap_id, form), 422
    same = period == sheet.state.period
    asked = CardRequest(
        roadmap_id,
        period=period,
        level="" if level == "-" else level,
        signed_on=signed_on,
        terms={} if same else read_anew(sheet, period),
        reason=form.text("reason", most=2000),
        expected_revision=form.revision,
        **texts,
    )
    moved = _moved(sheet, form, asked)
    if moved and form.value("moved") != _told(moved):
        return _page(roadmap_id, form, moved), 200
    return submit(
        form,
        lambda: correct_card(
            current_bench(), asked, actor=current_actor(), request_key=form.key(asked)
        ),
        url_for("roadmaps.card", roadmap_id=roadmap_id),
        lambda again: _page(roadmap_id, again),
    )


def _moved(sheet: RoadmapSheet, form: Form, asked: CardRequest) -> tuple[TimeMoved, ...]:
    """The open terms of a roadmap in force that would move; what is refused is told by the deed."""
    if sheet.state.status not in IN_FORCE or not form.valid:
        return ()
    try:
        return try_card(current_bench(), asked, actor=current_actor())
    except (NotFound, DatabaseBusy):
        raise
    except EngineError:
        return ()


def _told(moved: Sequence[TimeMoved]) -> str:
    """What was shown, so that something else is not carried out in its place."""
    lines = [f"{one.measure_id} {one.was} {one.now} {one.count}" for one in moved]
    return sha256_hex("\n".join(lines).encode()) if lines else ""


def _period(form: Form) -> Period | None:
    """The period; its days must be there and stand in their order."""
    first, last = form.day("first", required=True), form.day("last", required=True)
    if first is None or last is None:
        return None
    return _ordered(form, first, last)


def _ordered(form: Form, first: date, last: date) -> Period | None:
    try:
        return Period(first, last)
    except ValueError:
        form.refuse("last", "order")
        return None


@pages.post("/<uuid:roadmap_id>/schools")
@permission(Permission.WRITE_ROADMAP)
def keep_schools(roadmap_id: UUID) -> ResponseReturnValue:
    """Keep which schools the draft is for."""
    sheet = read_sheet(current_bench(), roadmap_id, actor=current_actor())
    form = sent_form("schools")
    names = names_of_place(current_bench(), sheet.state.place, actor=current_actor())
    titles = {str(one.id): one.title for one in names.schools}
    asked = SchoolsRequest(
        roadmap_id,
        (*_stay(form, sheet, titles), *_added(form, titles)),
        expected_revision=form.revision,
    )
    return submit(
        form,
        lambda: list_schools(
            current_bench(), asked, actor=current_actor(), request_key=form.key(asked)
        ),
        f"{url_for('roadmaps.card', roadmap_id=roadmap_id)}#schools-part",
        lambda again: _page(roadmap_id, again),
    )


def _stay(form: Form, sheet: RoadmapSheet, titles: dict[str, str]) -> list[ListedSchool]:
    """The schools that are ticked, each as whom the directory knows it."""
    found = []
    for at, one in enumerate(sheet.schools):
        if one.listed == RoadmapList.REMOVED.value or not form.has("stays", str(at)):
            continue
        chosen = form.choice(f"known-{at}", titles, required=False)
        found.append(ListedSchool(one.printed, RoadmapList(one.listed), as_uuid(chosen)))
    return found


def _added(form: Form, titles: dict[str, str]) -> list[ListedSchool]:
    """The schools that come in, all on the list that was chosen."""
    chosen = [one for one in dict.fromkeys(form.values.get("add", [])) if one in titles]
    if not chosen:
        return []
    listed = form.choice("list", {one.value for one in KEPT})
    if not form.valid:
        return []
    return [ListedSchool(titles[one], RoadmapList(listed), as_uuid(one)) for one in chosen]
