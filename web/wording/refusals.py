"""Why a deed was refused: a sentence for every field and rule, on forms and in histories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext

from web.wording.fields import Fields
from web.wording.grammar import counted, short_day, uncapitalised
from web.wording.measures import ROADMAP_STATUSES, WORK_STATES
from web.wording.titles import DOCUMENT_STATUSES, MODES, permission_name, role_name, title_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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


def _plain(sentence: Any) -> Callable[[Fields], str]:
    return lambda _fields: str(sentence)


# A journal keeps the rule of a refusal and not always the value: then no bound is named.


def _least(fields: Fields) -> str:
    least = fields.number("value")
    if not least:
        return gettext("Слишком коротко.")
    signs = counted(least, "знака|знаков|знаков")
    return gettext("Слишком коротко: нужно не меньше %(signs)s.", signs=signs)


def _length(fields: Fields) -> str:
    most = fields.number("value")
    if not most:
        return gettext("Недопустимая длина.")
    signs = counted(most, "знака|знаков|знаков")
    return gettext("Нужен текст не длиннее %(signs)s.", signs=signs)


def _too_large(fields: Fields) -> str:
    size = fields.number("value") // (1024 * 1024)
    if not size:
        return gettext("Файл слишком большой.")
    return gettext("Файл слишком большой: можно не больше %(size)d МБ.", size=size)


def _too_many_cases(fields: Fields) -> str:
    most = fields.number("value")
    if not most:
        return gettext("Слишком много за один раз.")
    cases = counted(most, "дела|дел|дел")
    return gettext("За один раз переводят не больше %(cases)s.", cases=cases)


def _compared(sentence: Any) -> Callable[[Fields], str]:
    """A sentence about a day, with the day it is compared to where it is known."""

    def say(fields: Fields) -> str:
        day = short_day(fields.day("value"))
        return f"{sentence} ({day})." if day else f"{sentence}."

    return say


def _before_opening(fields: Fields) -> str:
    day = short_day(fields.day("value"))
    if not day:
        return gettext("В этот день дела ещё не было.")
    return gettext("В этот день дела ещё не было: его открыли %(day)s.", day=day)


def _status(fields: Fields) -> str:
    status = title_of(DOCUMENT_STATUSES, fields.text("value"))
    return gettext("В нынешнем статусе («%(status)s») это сделать нельзя.", status=status)


def _step(fields: Fields) -> str:
    if not fields.text("value"):
        return gettext("В нынешнем состоянии это сделать нельзя.")
    state = title_of(WORK_STATES, fields.text("value"))
    return gettext("В нынешнем состоянии («%(state)s») это сделать нельзя.", state=state)


def _judged(fields: Fields) -> str:
    if not fields.text("value"):
        return gettext("Его уже рассмотрели.")
    verdict = title_of(WORK_STATES, fields.text("value"))
    return gettext("Его уже рассмотрели: %(verdict)s.", verdict=verdict)


def _roadmap_status(fields: Fields) -> str:
    status = title_of(ROADMAP_STATUSES, fields.text("value"))
    return gettext("Для этого дорожная карта в другом статусе: сейчас %(status)s.", status=status)


def _carry_undecided(fields: Fields) -> str:
    measures = counted(fields.number("value"), "мероприятию|мероприятиям|мероприятиям")
    return gettext("Сначала решите по всем: осталось по %(measures)s.", measures=measures)


def _carry_reported(fields: Fields) -> str:
    reports = counted(fields.number("value"), "отчёт|отчёта|отчётов")
    return gettext("Сначала примите или верните %(reports)s: они ждут проверки.", reports=reports)


def _no_counter(fields: Fields) -> str:
    schools = counted(fields.number("value"), "школы|школ|школ")
    return gettext(
        "Этот день не входит ни в один период мероприятия у %(schools)s.", schools=schools
    )


def _case_limit(fields: Fields) -> str:
    limit = fields.number("value")
    cases = counted(limit, "дела|дел|дел")
    return gettext("У этого куратора уже предельное число дел: не больше %(cases)s.", cases=cases)


def _no_role(fields: Fields) -> str:
    role = role_name(fields.text("value"))
    return gettext("У этого человека на эти дни нет роли «%(role)s» для этой школы.", role=role)


def _not_repealed(fields: Fields) -> str:
    return gettext(
        "Документ № %(number)s действует: сначала признайте его утратившим силу.",
        number=fields.text("value"),
    )


def _repealed(fields: Fields) -> str:
    return gettext("Документ № %(number)s уже утратил силу.", number=fields.text("value"))


RULES: Mapping[str, Callable[[Fields], str]] = {
    "address": _plain(
        lazy_gettext("Это не похоже на адрес электронной почты; пример: ivanova@school3.ru.")
    ),
    "before_opening": _before_opening,
    "before_signed": _compared(lazy_gettext("Этот день раньше дня подписания")),
    "before_stage": _compared(lazy_gettext("Этот день раньше начала нынешнего этапа")),
    "before_start": _compared(lazy_gettext("Последний день раньше первого")),
    "case_limit": _case_limit,
    "changed_since": _plain(
        lazy_gettext("Эти дни с тех пор внесены заново. Сначала отмените то изменение.")
    ),
    "character": _plain(lazy_gettext("В тексте есть знаки, которые нельзя сохранить.")),
    "common": _plain(lazy_gettext("Слишком распространённое значение.")),
    "day": _plain(lazy_gettext("Напишите день так: 31.03.2023.")),
    "altered": _plain(
        lazy_gettext("То, что было сдано, изменено в обход системы. Сообщите аудитору.")
    ),
    "decided": _plain(lazy_gettext("По этой версии решение уже принято.")),
    "either": _plain(lazy_gettext("Укажите что-то одно.")),
    "carry_reported": _carry_reported,
    "carry_undecided": _carry_undecided,
    "empty": _plain(lazy_gettext("Заполните это поле.")),
    "empty_file": _plain(lazy_gettext("Этот файл пуст. Выберите файл с содержанием.")),
    "exists": _plain(lazy_gettext("Такое уже есть.")),
    "form": _plain(lazy_gettext("Так это поле заполнить нельзя.")),
    "future": _plain(lazy_gettext("Этот день ещё не наступил.")),
    "lacking": _plain(lazy_gettext("Новая версия отчёта не должна терять мероприятия прежней.")),
    "length": _length,
    "level": _plain(lazy_gettext("Эта роль даётся на другом уровне.")),
    "mismatch": _plain(lazy_gettext("Не подходит к выбранному маршруту.")),
    "closed": _plain(lazy_gettext("Это уже завершено, изменить нельзя.")),
    "mixed": _plain(lazy_gettext("Выберите дела одного маршрута.")),
    "no_counter": _no_counter,
    "not_repealed": _not_repealed,
    "not_tied": _plain(
        lazy_gettext("В этот день ваша школа-тьютор не была закреплена за этой школой.")
    ),
    "no_event": _plain(lazy_gettext("Этот срок не ждёт ни события, ни плана.")),
    "no_order": _plain(
        lazy_gettext("Впишите номер и дату приказа в сведениях о документе, потом утверждайте.")
    ),
    "no_role": _no_role,
    "is_undo": _plain(lazy_gettext("Это и есть отмена: отменять нечего.")),
    "no_undo": _plain(lazy_gettext("План не разрешает отмену.")),
    "none_marked": _plain(lazy_gettext("Отметьте хотя бы одно мероприятие.")),
    "none_gone": _plain(lazy_gettext("По этому плану ни одно дело не перешло: возвращать нечего.")),
    "none_running": _plain(lazy_gettext("На других версиях этого маршрута идущих дел нет.")),
    "not_in_force": _plain(
        lazy_gettext("Эта версия сейчас не действует: переводите на ту, что действует сегодня.")
    ),
    "number": _plain(lazy_gettext("Напишите целое число.")),
    "order": _plain(lazy_gettext("Даты идут в обратном порядке.")),
    "outside_span": _plain(
        lazy_gettext("Этот день не входит в выбранный период: он засчитывается в другой.")
    ),
    "own_return": _plain(lazy_gettext("Свою версию не возвращают, а отзывают.")),
    "past": _plain(lazy_gettext("Этот день уже прошёл. Укажите сегодняшний или будущий.")),
    "overlap": _plain(lazy_gettext("Этот день раньше, чем кончилась четверть перед ним.")),
    "own_school": _plain(
        lazy_gettext("Этот человек работает в этой же школе и не может вести её.")
    ),
    "range": _plain(lazy_gettext("Значение вне допустимых границ.")),
    "repealed": _repealed,
    "roadmap_status": _roadmap_status,
    "required": _plain(lazy_gettext("Заполните это поле.")),
    "school_year": _plain(
        lazy_gettext(
            "Этот день не из выбранного учебного года: он идёт с 1 сентября по 31 августа."
        )
    ),
    "status": _status,
    "judged": _judged,
    "step": _step,
    "program": _plain(
        lazy_gettext("Это программа, а не документ. Пришлите документ, скан или фотографию.")
    ),
    "too_large": _too_large,
    "too_long": _length,
    "too_many": _plain(lazy_gettext("Их уже столько, сколько можно хранить. Уберите лишние.")),
    "too_many_cases": _too_many_cases,
    "too_short": _least,
    "unasked": _plain(lazy_gettext("При этом переходе это не указывают.")),
    "unchanged": _plain(lazy_gettext("Менять здесь нечего.")),
    "unread_term": _plain(
        lazy_gettext(
            "Эти слова не читаются как срок. Напишите иначе, например «март 2023» или "
            "«до 15.12.2023»."
        )
    ),
    "unknown": _plain(lazy_gettext("Выберите значение из списка.")),
}
"""What the rules of InvalidInput and of our own forms mean, beside the field."""


def invalid_text(rule: str, value: Any = None) -> str:
    """What is wrong with a value, to stand beside its field."""
    say = RULES.get(rule)
    return say(Fields({"value": value})) if say else gettext("Это значение не принято.")


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
