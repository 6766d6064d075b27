"""What happened to a case: opened, moved, refused, reminded of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext

from web.wording.fields import moves_in
from web.wording.grammar import as_day, capitalised, listed, quoted, short_day
from web.wording.history.story import as_list
from web.wording.paths import term_title
from web.wording.reasons import unmet_from_plain, unmet_sentence
from web.wording.refusals import refused_text
from web.wording.terms import missed_text
from web.wording.titles import permission_name, title_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from web.wording.history.story import Story


def opened(story: Story) -> str:
    """A case began, perhaps not for the first time."""
    row, order = story.row("case_file"), story.row("decision")
    sentence = gettext("Дело открыто на этапе %(stage)s.", stage=story.stage("to"))
    if row.text("previous_case_id"):
        sentence = gettext(
            "Школа включена повторно: открыто новое дело, этап %(stage)s.",
            stage=story.stage("to"),
        )
    if order.text("number"):
        day = short_day(order.day("signed_on"))
        paper = story.order(order.text("kind"), order.text("number"), day)
        sentence = f"{sentence} {paper}."
    return sentence


def moved(story: Story) -> str:
    """A case went from a stage to a stage."""
    sentence = gettext(
        "%(move)s: с этапа %(source)s на этап %(target)s.",
        move=story.move,
        source=story.stage("from"),
        target=story.stage("to"),
    )
    row = story.row("case_file")
    if "round" in row:
        sentence += " " + gettext("Начат цикл %(number)d.", number=row.number("round"))
    if "years_in_status" in row:
        years = row.number("years_in_status")
        sentence += " " + gettext("Год в перечне: %(years)d-й.", years=years)
    if code := row.text("end_code"):
        sentence += " " + gettext("Почему закрыто: %(why)s.", why=story.word("end_code", code))
    if day := row.day("returns_on"):
        sentence += " " + gettext("Возобновить собираются %(day)s.", day=short_day(day))
    if story.fields.text("bulk"):
        sentence += " " + gettext("Сделано групповым переводом.")
    return _when_done(story, sentence)


def forced(story: Story) -> str:
    """A case was moved where the path has no way, or before everything was there."""
    return gettext(
        "Перевод вне маршрута: с этапа %(source)s на этап %(target)s.",
        source=story.stage("from"),
        target=story.stage("to"),
    )


def move_refused(story: Story) -> str:
    """An attempt at a move, with every reason why it was refused."""
    fields = story.fields
    reasons = as_list(fields.values.get("unmet"))
    said = reasons_text(story, reasons)
    if not said:
        code, permission = fields.text("code"), fields.text("permission")
        said = f"{capitalised(refused_text(code, permission, reasons))}."
    return gettext("Отказано в переходе %(move)s. %(reasons)s", move=story.move, reasons=said)


def reasons_text(story: Story, reasons: list[object]) -> str:
    """Every unmet requirement as a sentence, one after the other."""
    sentences = (
        unmet_sentence(unmet_from_plain(reason), story.definition).lack
        for reason in reasons
        if isinstance(reason, dict) and "code" in reason
    )
    return " ".join(sentences)


def deed_refused(story: Story) -> str:
    """An attempt at another deed, with the reason why it was refused."""
    fields = story.fields
    code, permission = fields.text("code"), fields.text("permission")
    reason = refused_text(code, permission, as_list(fields.values.get("unmet")))
    deed = title_of(DEEDS, fields.text("deed")) or permission_name(permission)
    return gettext("Отказано: %(deed)s — %(reason)s.", deed=deed, reason=reason)


DEEDS: Mapping[str, Any] = {
    "account:blocked": lazy_gettext("закрыть учётную запись"),
    "account:created": lazy_gettext("создать учётную запись"),
    "account:unblocked": lazy_gettext("открыть учётную запись"),
    "case:migrated": lazy_gettext("перевести дело на новую версию маршрута"),
    "case:restored": lazy_gettext("вернуть дело на прежнюю версию маршрута"),
    "calendar:changed": lazy_gettext("изменить рабочий календарь"),
    "mailbox:changed": lazy_gettext("изменить адрес почты или уведомления"),
    "password:changed": lazy_gettext("изменить пароль"),
    "quarters:set": lazy_gettext("установить четверти учебного года"),
    "role:ended": lazy_gettext("закончить роль"),
    "role:granted": lazy_gettext("дать роль"),
    "feed:opened": lazy_gettext("создать адрес календаря"),
    "feed:closed": lazy_gettext("закрыть адрес календаря"),
    "token:issued": lazy_gettext("выпустить ключ доступа к API"),
    "token:revoked": lazy_gettext("отозвать ключ доступа к API"),
}
"""Deeds that are told by their kind and not by a permission."""


def term_reminded(story: Story) -> str:
    """The clock told that a term is near."""
    sentence = gettext(
        "Напоминание: %(term)s — %(day)s.",
        term=_term(story),
        day=short_day(story.fields.day("due_on")),
    )
    return _when_done(story, f"{sentence} {missed_text(story.fields)}".strip())


def term_met(story: Story) -> str:
    """What terms of the stage are about was done before the stage was left."""
    titles = [quoted(term_title(story.definition, one)) for one in story.fields.words("terms")]
    if len(titles) == 1:
        return gettext("Срок %(term)s закрыт: сделано.", term=titles[0])
    return gettext("Сроки закрыты, сделано: %(terms)s.", terms=listed(titles))


def term_escalated(story: Story) -> str:
    """The clock told the coordinator that a term is over, or that a timed move was refused."""
    fields, day = story.fields, short_day(story.fields.day("due_on"))
    if fields.text("move"):
        said = reasons_text(story, as_list(fields.values.get("unmet")))
        sentence = gettext(
            "Переход по сроку не сделан: %(term)s — %(day)s. %(reasons)s",
            term=_term(story),
            day=day,
            reasons=said,
        ).strip()
    else:
        sentence = gettext(
            "Срок прошёл, координатору сообщено: %(term)s — %(day)s.", term=_term(story), day=day
        )
    return _when_done(story, sentence)


def term_recounted(story: Story) -> str:
    """The calendar changed, and with it the days of open terms."""
    moved = [
        gettext(
            "%(term)s — было %(was)s, стало %(now)s",
            term=term_title(story.definition, str(term)),
            was=short_day(as_day(was)),
            now=short_day(as_day(now)),
        )
        for term, was, now in moves_in(story.fields)
    ]
    if not moved:
        return gettext("Сроки пересчитаны по изменённому календарю.")
    return gettext("Сроки пересчитаны по изменённому календарю: %(moved)s.", moved="; ".join(moved))


def _when_done(story: Story, sentence: str) -> str:
    """The sentence; what the clock did after its day says so, for nobody was told in time."""
    if not story.fields.flag("late"):
        return sentence
    late = gettext("Обработано позже положенного дня.")
    return f"{sentence} {late}"


def _term(story: Story) -> str:
    return term_title(story.definition, story.fields.text("term"))
