"""Why a deed was refused, on forms and in histories, and the names of what they ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext

from web.wording.fields import Fields
from web.wording.grammar import uncapitalised
from web.wording.rules import invalid_text
from web.wording.titles import MODES, permission_name, title_of

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS: Mapping[str, Any] = {
    "act": lazy_gettext("документ, который разрешает перевод"),
    "account_id": lazy_gettext("человек"),
    "assignees": lazy_gettext("исполнители"),
    "assignment": lazy_gettext("исполнитель"),
    "basis": lazy_gettext("основание"),
    "body": lazy_gettext("орган, издавший документ"),
    "card": lazy_gettext("сведения о документе"),
    "cases": lazy_gettext("выбранные дела"),
    "day": lazy_gettext("день"),
    "decision_id": lazy_gettext("приказ"),
    "definition_code": lazy_gettext("маршрут"),
    "definition_id": lazy_gettext("версия маршрута"),
    "decisions": lazy_gettext("решения о мероприятиях"),
    "directions": lazy_gettext("направления"),
    "due_on": lazy_gettext("срок"),
    "email": lazy_gettext("адрес электронной почты"),
    "effective_on": lazy_gettext("действует с"),
    "end_code": lazy_gettext("почему дело закрывают"),
    "ends": lazy_gettext("кто открепляется"),
    "ends_on": lazy_gettext("последний день"),
    "expected_on": lazy_gettext("когда дело возобновят"),
    "expected_revision": lazy_gettext("состояние страницы"),
    "file": lazy_gettext("файл"),
    "ground": lazy_gettext("основание включения"),
    "happened_on": lazy_gettext("дата"),
    "in_force_on": lazy_gettext("день, с которого действует"),
    "key": lazy_gettext("предмет записи"),
    "kind": lazy_gettext("вид документа"),
    "level": lazy_gettext("уровень"),
    "list_entry_id": lazy_gettext("запись перечня"),
    "measures": lazy_gettext("мероприятия"),
    "mode": lazy_gettext("порядок перевода"),
    "move": lazy_gettext("переход"),
    "note": lazy_gettext("пояснение"),
    "number": lazy_gettext("номер"),
    "occurrences": lazy_gettext("сроки мероприятий"),
    "opened_on": lazy_gettext("дата открытия"),
    "proposal_id": lazy_gettext("сданная версия"),
    "reason": lazy_gettext("причина"),
    "remarks": lazy_gettext("замечания"),
    "report": lazy_gettext("отчёт"),
    "repealed_on": lazy_gettext("день утраты силы"),
    "replaces_id": lazy_gettext("прежний отчёт"),
    "school_id": lazy_gettext("школа-тьютор"),
    "schools": lazy_gettext("школы"),
    "signed_on": lazy_gettext("дата подписания"),
    "successor_id": lazy_gettext("чем заменён приказ"),
    "stages": lazy_gettext("какой этап каким становится"),
    "starts_on": lazy_gettext("первый день"),
    "state": lazy_gettext("состояние"),
    "status": lazy_gettext("статус"),
    "papers": lazy_gettext("что делать, когда документов не хватает"),
    "papers_days": lazy_gettext("дней, чтобы принести документ"),
    "papers_reason": lazy_gettext("почему документ не требуется"),
    "plan": lazy_gettext("план перевода"),
    "subject_kind": lazy_gettext("чьё это дело"),
    "succession": lazy_gettext("перевод на новую версию"),
    "target": lazy_gettext("версия, для которой составлен план"),
    "term_policy": lazy_gettext("что делать со сроками"),
    "terms": lazy_gettext("сроки, с которыми иначе"),
    "title": lazy_gettext("название"),
    "topic": lazy_gettext("фактор риска"),
    "undo_days": lazy_gettext("дней на отмену"),
    "value": lazy_gettext("значение"),
    "verdict": lazy_gettext("решение по документу"),
    "years_in_status": lazy_gettext("год в перечне"),
}
"""The names of the fields of our requests, as the labels of forms call them."""


def ineligible_text(fields: Fields) -> str:
    """Why a school cannot be a tutor here."""
    rule = fields.text("rule")
    if rule == "mode":
        mode = title_of(MODES, fields.text("mode"))
        return gettext("Школа работает в другом режиме: %(mode)s.", mode=mode)
    if rule == "listed":
        return gettext("Школа сама стоит в перечне или имеет открытое дело.")
    if rule == "same_school":
        return gettext("Школа не может быть тьютором самой себе.")
    if rule == "capacity":
        return gettext(
            "Все места заняты: %(taken)d из %(capacity)d.",
            taken=fields.number("taken"),
            capacity=fields.number("capacity"),
        )
    return gettext("Школа не может быть школой-тьютором.")


REFUSALS: Mapping[str, Any] = {
    "attachment.exists": lazy_gettext("на эти дни такое закрепление уже есть"),
    "case.exists": lazy_gettext("по этому маршруту уже есть открытое дело"),
    "case.stale": lazy_gettext("страница была открыта раньше, чем дело изменил кто-то другой"),
    "database.busy": lazy_gettext("база данных была занята"),
    "database.full": lazy_gettext("в хранилище данных не было места"),
    "definition.approval_required": lazy_gettext("версию утверждает другой администратор региона"),
    "definition.in_use": lazy_gettext("версия действует или по ней идут дела"),
    "definition.own_approval": lazy_gettext("автор не утверждает свою версию маршрута"),
    "definition.waiting": lazy_gettext("версия этого маршрута уже ждёт утверждения"),
    "definition.invalid": lazy_gettext("проверка маршрута нашла ошибки"),
    "definition.unreadable": lazy_gettext("текст маршрута не читается"),
    "roadmap.known": lazy_gettext("эта дорожная карта уже загружена"),
    "roadmap.unchanged": lazy_gettext("документ ничего не меняет"),
    "roadmap.stale": lazy_gettext(
        "страница была открыта раньше, чем дорожную карту изменил кто-то другой"
    ),
    "roadmap.unreadable": lazy_gettext("дорожная карта не читается"),
    "idempotency.key_reused": lazy_gettext("та же форма уже отправлена с другим содержанием"),
    "move.forbidden": lazy_gettext("этот переход делает другая роль"),
    "move.refused": lazy_gettext("этот переход сейчас невозможен"),
    "move.requirements_unmet": lazy_gettext("выполнено ещё не всё, что требуется"),
    "move.unavailable": lazy_gettext("с этого этапа такого перехода нет"),
    "not_found": lazy_gettext("нет доступа к этой записи или такой записи нет"),
    "sign_in.locked": lazy_gettext("слишком много неудачных попыток входа"),
    "succession.papers_missing": lazy_gettext("по новым правилам не хватает документов"),
    "succession.plan_invalid": lazy_gettext("план перевода нельзя выполнить"),
    "succession.undo_refused": lazy_gettext("отменить перевод уже нельзя"),
    "succession.unmapped": lazy_gettext("в плане не указано, на какой этап идёт дело"),
    "sign_in.refused": lazy_gettext("имя и пароль не подошли"),
}
"""What is told of a refusal that says nothing more about itself."""


def refused_text(code: str, permission: str, reasons: list[Any]) -> str:
    """Why a deed other than a move was refused, for a history."""
    fields = Fields(reasons[0]) if reasons and isinstance(reasons[0], dict) else Fields()
    if code == "input.invalid":
        return gettext(
            "поле «%(field)s», %(rule)s",
            field=title_of(FIELDS, fields.text("field")),
            rule=uncapitalised(invalid_text(fields.text("rule"))).rstrip("."),
        )
    if code == "forbidden":
        return _forbidden(fields, permission)
    if code == "tutor_school.ineligible":
        return uncapitalised(ineligible_text(fields)).rstrip(".")
    known = REFUSALS.get(code)
    return str(known) if known else gettext("действие не разрешено правилами (%(code)s)", code=code)


def _forbidden(fields: Fields, permission: str) -> str:
    if fields.text("rule") == "author":
        return gettext("автор не утверждает свой документ")
    if fields.text("rule") == "not_author":
        return gettext("документ сдаёт и отзывает его автор или проверяющий")
    name = permission_name(fields.text("permission") or permission)
    return gettext("нет права: %(name)s", name=name)


def stale_text(changed_by: str, changed_at: str, stage: str) -> str:
    """Who was quicker, when, and where the case stands now."""
    return gettext(
        "Пока страница была открыта, дело изменилось: %(who)s, %(at)s. Сейчас этап «%(stage)s». "
        "Ваше действие не выполнено, а написанное сохранено в форме: проверьте и отправьте снова.",
        who=changed_by,
        at=changed_at,
        stage=stage,
    )
