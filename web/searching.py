"""«Поиск»: one field for schools, cases, people, papers, roadmaps and their measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from engine.domain.reading import ReadPage
from engine.domain.roles import Permission
from engine.queries.roadmaps.lines import shown_title
from engine.queries.search import LOOKED_AT, Found, search
from web.current import current_bench
from web.identity import current_actor, known_holder
from web.navigation import page_url
from web.parsing import clean_words
from web.permissions import may_open, permission
from web.reading import note
from web.wording.grammar import counted, said, short_day, short_span
from web.wording.measures import ROADMAP_STATUSES
from web.wording.paths import stage_title
from web.wording.titles import ATTACHMENTS, DOCUMENT_STATUSES, MODES, role_title, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Row

    from engine.queries.search import Group
    from engine.queries.search_people import FoundPerson

pages = Blueprint("search", __name__, url_prefix="/search")


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found: its name, where it leads, and in two lines where it stands.

    `links` are further addresses: a file, the cases a person is attached to.
    """

    title: str
    href: str | None
    place: str
    standing: str = ""
    phase: str = ""
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class HitGroup:
    """What was found of a kind; `all_url` leads to the whole list where there is one."""

    code: str
    title: str
    hits: tuple[Hit, ...]
    more: bool
    all_url: str | None = None


@pages.get("")
@permission(Permission.MANAGE_PEOPLE, Permission.READ_CASE, Permission.READ_SCHOOL)
def show() -> str:
    """What answers to the words, by kind; without words, how to search."""
    words = clean_words(request.args.get("q", ""))
    found = search(current_bench(), words, actor=current_actor())
    if found.people.rows:
        note(ReadPage.PEOPLE_SEARCH)
    return render_template(
        "search.html",
        words=words,
        groups=[group for group in _groups(found, words) if group.hits],
        partly=found.partly and not found.nothing,
        looked_at=LOOKED_AT,
    )


@pages.app_context_processor
def for_every_page() -> dict[str, bool]:
    """Whether the box at the top of every page is of use to its reader."""
    holder = known_holder()
    return {"may_search": holder is not None and may_open("search.show", holder.actor)}


def _groups(found: Found, words: str) -> Iterator[HitGroup]:
    schools = url_for("schools.index", q=words)
    cases = url_for("worklist.show", whose="all", closed=1, q=words)
    yield _group("schools", _("Школы"), found.schools, _schools(found), schools)
    yield _group("cases", _("Дела"), found.cases, _cases(found), cases)
    yield _group("people", _("Люди"), found.people, map(_person, found.people.rows))
    yield _group("documents", _("Документы"), found.documents, _documents(found))
    yield _group("orders", _("Приказы и решения"), found.orders, _orders(found))
    yield _group("editions", _("Перечни"), found.editions, map(_edition, found.editions.rows))
    yield _group(
        "roadmaps", _("Дорожные карты"), found.roadmaps, map(_roadmap, found.roadmaps.rows)
    )
    yield _group("measures", _("Мероприятия"), found.measures, map(_measure, found.measures.rows))


def _group(code: str, title: str, group: Group, hits: Any, all_url: str | None = None) -> HitGroup:
    return HitGroup(code, title, tuple(hits), group.more, all_url if group.more else None)


def _schools(found: Found) -> Iterator[Hit]:
    for row in found.schools.rows:
        led = (
            _("открыто: %(cases)s", cases=counted(row.open_cases, "дело|дела|дел"))
            if row.open_cases
            else _("открытых дел нет")
        )
        gone = _("закрыта") if row.closed else title_of(MODES, row.mode)
        href = url_for("schools.show", school_id=row.id)
        yield Hit(row.title, href, f"{row.municipality}, {row.region}", f"{gone}, {led}")


def _cases(found: Found) -> Iterator[Hit]:
    for row in found.cases.rows:
        over = _("завершено") if row.closed else _until(row)
        href = url_for("cases.show", case_id=row.id)
        standing = ", ".join(filter(None, (_stage(found, row), over)))
        yield Hit(row.subject, href, row.municipality, standing, row.phase)


def _until(row: Row[Any]) -> str:
    return _("срок до %(day)s", day=short_day(row.stage_due_on)) if row.stage_due_on else ""


def _stage(found: Found, row: Row[Any]) -> str:
    return stage_title((found.definitions or {}).get(row.definition_id), row.stage)


def _word(found: Found, row: Row[Any], dictionary: str, code: str) -> str:
    definition = (found.definitions or {}).get(row.definition_id)
    return said(definition.word(dictionary, code)) if definition else code


def _person(person: FoundPerson) -> Hit:
    own = page_url("admin_people.person", account_id=person.account_id) if person.managed else None
    posts = tuple(
        (
            f"{title_of(ATTACHMENTS, post.kind)}: {post.subject}",
            url_for("cases.show", case_id=post.id),
        )
        for post in person.posts
    )
    hidden = person.cases > len(posts)
    more = _("всего дел: %(number)d", number=person.cases) if hidden else ""
    roles = dict.fromkeys(_role(grant) for grant in person.grants)
    blocked = _("вход закрыт") if person.blocked else ""
    return Hit(person.title, own, "; ".join(roles), blocked or more, links=posts)


def _role(grant: Row[Any]) -> str:
    row = grant.GrantRow if hasattr(grant, "GrantRow") else grant
    place = grant.school or grant.municipality or grant.region or _("вся система")
    return f"{role_title(row.role)}, {place}"


def _documents(found: Found) -> Iterator[Hit]:
    for row in found.documents.rows:
        kind = _word(found, row, "document", row.kind)
        title = kind if not row.title or row.title == kind else f"{kind}: {row.title}"
        topic = f"-{row.topic}" if row.topic else ""
        anchor = f"document-{row.kind}{topic}-{row.document_round}"
        href = url_for("cases.show", case_id=row.id, _anchor=anchor)
        file = url_for("files.document", case_id=row.id, document_id=row.document_id)
        links = ((row.file_name or _("файл"), file),) if row.sha256 else ()
        status = title_of(DOCUMENT_STATUSES, row.status)
        day = short_day(row.registered_at)
        standing = _(
            "%(status)s, версия %(number)d от %(day)s", status=status, number=row.version, day=day
        )
        yield Hit(title, href, f"{row.subject}, {row.municipality}", standing, links=links)


def _orders(found: Found) -> Iterator[Hit]:
    for row in found.orders.rows:
        day = short_day(row.signed_on)
        title = _("№ %(number)s от %(day)s", number=row.number, day=day)
        kind = _word(found, row, "decision", row.kind)
        place = f"{row.subject}, {row.municipality}"
        if row.cases > 1:
            others = counted(row.cases - 1, "дело|дела|дел")
            place = _("%(place)s и ещё %(others)s", place=place, others=others)
        standing = ", ".join(filter(None, (row.body, row.title)))
        if row.repealed_on:
            repealed = _("утратил силу %(day)s", day=short_day(row.repealed_on))
            standing = f"{standing}, {repealed}"
        href = url_for("cases.show", case_id=row.id, _anchor="decisions")
        yield Hit(f"{kind} {title}", href, place, standing)


def _edition(row: Row[Any]) -> Hit:
    day = short_day(row.order_date)
    order = _("приказ № %(number)s от %(day)s", number=row.order_number, day=day)
    seen = counted(row.schools, "школа|школы|школ")
    told = _("%(seen)s в вашем доступе", seen=seen)
    return Hit(f"{row.title}, {row.year}", None, f"{row.region}, {order}, {row.order_body}", told)


def _roadmap(row: Row[Any]) -> Hit:
    told = [short_span(row.period_start, row.period_end), title_of(ROADMAP_STATUSES, row.status)]
    if row.number and row.signed_on:
        day = short_day(row.signed_on)
        told.insert(0, _("приказ № %(number)s от %(day)s", number=row.number, day=day))
    href = url_for("measures.roadmap", roadmap_id=row.id)
    document = url_for("roadmaps.show", roadmap_id=row.id)
    return Hit(row.title, href, row.place, ", ".join(told), links=((_("Сам документ"), document),))


def _measure(row: Row[Any]) -> Hit:
    title = f"{row.number} {shown_title(row.title, row.task, row.actors)}".strip()
    href = url_for("roadmaps.show", roadmap_id=row.roadmap_id, _anchor=f"k-{row.row_key}")
    return Hit(title, href, f"{row.roadmap}, {row.place}")
