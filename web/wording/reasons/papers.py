"""Why not: documents, decisions, publications and the basis of a move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from web.wording.grammar import listed, quoted, short_day
from web.wording.paths import word_title
from web.wording.reasons.shape import together
from web.wording.titles import DOCUMENT_STATUSES, title_of

if TYPE_CHECKING:
    from web.wording.reasons.shape import Parts, Reason


def document_present(reason: Reason) -> Parts:
    """A document is missing, or has not come far enough."""
    fields, title = reason.fields, reason.word("document", "kind")
    status = quoted(title_of(DOCUMENT_STATUSES, fields.text("status", "submitted")))
    need = fields.number("need", 1)
    lack = gettext(
        "Не хватает документа %(title)s в статусе %(status)s.", title=title, status=status
    )
    if need > 1:
        lack = gettext(
            "Не хватает документов %(title)s в статусе %(status)s: есть %(have)d, нужно %(need)d.",
            title=title,
            status=status,
            have=fields.number("have"),
            need=need,
        )
    return together(lack, _found(fields.text("found")), _former_round(reason)), _supply(reason)


def _found(status: str) -> str:
    if status == "submitted":
        return gettext("Последняя версия сдана, но ещё не утверждена.")
    if status == "returned":
        return gettext("Последняя версия возвращена с замечаниями.")
    if status == "draft":
        return gettext("Последняя версия — черновик.")
    return gettext("Последняя версия отозвана.") if status == "revoked" else ""


def _supply(reason: Reason) -> str:
    if not reason.who:
        return ""
    found = reason.fields.text("found")
    if found == "submitted":
        return gettext(
            "Его утверждает не автор, а проверяющий: куратор, эксперт, методист или "
            "координатор%(until)s.",
            until=reason.until,
        )
    if found == "returned":
        return gettext(
            "Исправленную версию регистрирует %(who)s%(until)s.", who=reason.who, until=reason.until
        )
    if found == "draft":
        return gettext("Его сдаёт %(who)s%(until)s.", who=reason.who, until=reason.until)
    return registers(reason)


def registers(reason: Reason) -> str:
    """«Его регистрирует директор школы до 31.03.2023.»."""
    return gettext("Его регистрирует %(who)s%(until)s.", who=reason.who, until=reason.until)


def _former_round(reason: Reason) -> str:
    if not reason.fields.number("other_rounds"):
        return ""
    return gettext("Документ прошлого цикла не засчитывается.")


def decision_present(reason: Reason) -> Parts:
    """A decision is not registered, or no longer in force."""
    title = reason.word("decision", "kind")
    lack = gettext("Не зарегистрирован документ %(title)s.", title=title)
    if reason.fields.number("repealed"):
        lack = gettext("Документ %(title)s признан утратившим силу.", title=title)
    return together(lack, _former_round(reason)), registers(reason)


def publication_recorded(reason: Reason) -> Parts:
    """A document is not recorded as published."""
    lack = gettext(
        "Не отмечена публикация документа %(title)s.", title=reason.word("document", "kind")
    )
    remedy = gettext("Адрес страницы вносит %(who)s%(until)s.", who=reason.who, until=reason.until)
    return lack, remedy


def basis_given(reason: Reason) -> Parts:
    """No decision, or the wrong one, is named as the basis of the move."""
    kind = reason.fields.text("kind")
    title = reason.word("decision", "kind") if kind else gettext("приказ или протокол")
    if not reason.fields.number("registered"):
        lack = gettext(
            "Не зарегистрирован документ, на котором основан переход: %(title)s.", title=title
        )
        return lack, registers(reason)
    named = listed(
        quoted(word_title(reason.definition, "decision", one))
        for one in reason.fields.words("found_kinds")
    )
    lack = gettext("В основании не выбран документ: %(title)s.", title=title)
    if named:
        lack = together(lack, gettext("Выбран другой: %(named)s.", named=named))
    return lack, gettext("Выберите его в форме перехода, в поле «Основание».")


def basis_registered(reason: Reason) -> Parts:
    """The order of a bulk is not registered for this case, or no longer in force."""
    lack = gettext(
        "В этом деле не зарегистрирован документ %(title)s № %(number)s от %(day)s.",
        title=reason.word("decision", "kind"),
        number=reason.fields.text("number"),
        day=short_day(reason.fields.day("signed_on")),
    )
    return lack, registers(reason)


PAPERS = {
    "basis_given": basis_given,
    "basis_registered": basis_registered,
    "decision_present": decision_present,
    "document_present": document_present,
    "publication_recorded": publication_recorded,
}
