"""The words of letters: parts with a heading, lines that lead to a page, and how many more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import render_template, url_for
from flask_babel import gettext

from engine.domain.terms import local_day
from engine.queries.digest import AHEAD, MOST_LINES
from engine.queries.inbox import NoticeLine
from web.cases.steps import goes_back, is_mine, is_open
from web.filters import days_left
from web.mailing.measures import measure_parts
from web.mailing.parts import Item, Part, more_text
from web.noticed import notice_head, notice_href
from web.wording.grammar import counted, day_text, listed, quoted, said, short_day
from web.wording.notices import notice_sentence
from web.wording.paths import stage_title, term_title

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from engine.domain.mail import Language
    from engine.queries.digest import Digest, DueCase, Escalation, Told
    from engine.queries.inbox import TopicLine
    from engine.queries.worklist import WorkLine


@dataclass(frozen=True, slots=True)
class Written:
    """The words of a letter, their language and where it goes."""

    language: Language
    address: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str = field(repr=False)


def written_digest(digest: Digest) -> Written | None:
    """The weekly digest; None in a week in which there is nothing to tell."""
    waiting = tuple(_waiting(digest))
    written = (*_terms(digest), *measure_parts(digest), _mine(waiting), _news(digest))
    parts = tuple(part for part in written if part)
    if not parts:
        return None
    counts = (
        (gettext("просрочено"), digest.late.total),
        (gettext("скоро срок"), digest.due.total),
        (gettext("ждут вас"), len(waiting)),
        (gettext("мероприятий к сдаче"), len(digest.measures.lines)),
        (gettext("отчётов на проверку"), digest.measures.to_accept),
        (gettext("новостей"), digest.happened.total),
    )
    told = ", ".join(f"{words}: {number}" for words, number in counts if number)
    opening = gettext("Здравствуйте! Вот что с вашими школами на %(day)s", day=_day(digest.today))
    return _written(digest, gettext("Сводка за неделю — %(told)s", told=told), opening, parts)


def written_escalation(told: Escalation) -> Written:
    """The letter that a term is over and nobody has done what it asks for."""
    notice = told.notice
    if not isinstance(notice, NoticeLine):
        return _of_measures(told, notice)
    item = Item(notice.subject, _case(notice.case_id), notice_sentence(notice))
    opening = gettext(
        "Здравствуйте! Срок по делу прошёл, а дело стоит на этапе %(stage)s.",
        stage=quoted(stage_title(notice.definition, notice.stage)),
    )
    subject = gettext("Прошёл срок: %(school)s", school=notice.subject)
    return _written(told, subject, opening, (Part(notice.municipality, (item,)),))


def _of_measures(told: Escalation, notice: TopicLine) -> Written:
    """The letter that schools have not handed in what a roadmap asks for."""
    item = Item(notice_head(notice), notice_href(notice, external=True), notice_sentence(notice))
    opening = gettext("Здравствуйте! Мероприятия дорожной карты не сданы в срок.")
    subject = gettext("Мероприятия не сданы в срок: %(place)s", place=notice.place)
    return _written(told, subject, opening, (Part(notice.place, (item,)),))


def _written(
    told: Digest | Escalation, subject: str, opening: str, parts: tuple[Part, ...]
) -> Written:
    values: dict[str, Any] = {
        "language": told.language,
        "subject": subject,
        "opening": opening,
        "parts": parts,
        "settings": url_for("account.show", _anchor="mail", _external=True),
        "start": url_for("home.show", _external=True),
    }
    return Written(
        told.language,
        told.address,
        subject,
        render_template("mail/letter.txt", **values),
        render_template("mail/letter.html", **values),
    )


def _terms(digest: Digest) -> Iterator[Part | None]:
    yield _part(gettext("Просрочено"), digest.late, digest.today)
    yield _part(gettext("Сроки в ближайшие две недели"), digest.due, digest.today)


def _part(title: str, told: Told, today: date) -> Part | None:
    if not told.total:
        return None
    items = tuple(
        Item(one.line.subject, _case(one.line.id), _due(one, today)) for one in told.lines
    )
    heading = f"{title}: {counted(told.total, 'дело|дела|дел')}"
    more = more_text(told.total - len(items), "дело|дела|дел")
    return Part(heading, items, more, url_for("worklist.show", _external=True))


def _due(case: DueCase, today: date) -> str:
    """«Срок экспертизы» — до 24.04.2023, осталось 5 дней; этап «Экспертиза программ»."""
    stage = case.line.stage
    terms = "; ".join(
        gettext(
            "%(term)s — до %(day)s, %(left)s",
            term=quoted(term_title(case.definition, one.term_code, stage)),
            day=short_day(one.due_on),
            left=days_left((one.due_on - today).days),
        )
        for one in case.terms
        if not one.paused and one.met_on is None and one.due_on <= today + AHEAD
    )
    where = gettext("Этап %(stage)s", stage=quoted(stage_title(case.definition, stage)))
    return f"{where}. {terms}." if terms else f"{where}."


def _waiting(digest: Digest) -> Iterator[Item]:
    """Cases in which this person can make a step right now."""
    for line in digest.work:
        steps = [quoted(title) for title in _open_steps(line)]
        if steps:
            said = gettext("Можно сделать сейчас: %(steps)s.", steps=listed(steps))
            yield Item(line.line.subject, _case(line.line.id), said)


def _open_steps(line: WorkLine) -> Iterator[str]:
    for decision in line.standing.steps:
        if is_open(decision) and is_mine(decision) and not goes_back(decision.move):
            yield said(decision.move.title)


def _mine(waiting: tuple[Item, ...]) -> Part | None:
    if not waiting:
        return None
    shown = waiting[:MOST_LINES]
    more = more_text(len(waiting) - len(shown), "дело|дела|дел")
    return Part(gettext("Ждёт вас"), shown, more, url_for("worklist.show", _external=True))


def _news(digest: Digest) -> Part | None:
    if not digest.happened.total:
        return None
    items = tuple(
        Item(
            notice_head(one),
            notice_href(one, external=True),
            f"{short_day(local_day(one.at, digest.zone))}. {notice_sentence(one)}",
        )
        for one in digest.happened.lines
    )
    hidden = digest.happened.total - len(items)
    more = more_text(hidden, "событие|события|событий")
    return Part(gettext("Что произошло"), items, more, url_for("notices.show", _external=True))


def _case(case_id: UUID) -> str:
    return url_for("cases.show", case_id=case_id, _external=True)


def _day(day: date) -> str:
    return f"{day_text(day)}" if day_text(day).endswith(".") else f"{day_text(day)}."
