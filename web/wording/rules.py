"""What is wrong with a value: a sentence for every rule, to stand beside its field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext

from web.wording.fields import Fields
from web.wording.grammar import counted, short_day
from web.wording.measures import ROADMAP_STATUSES, WORK_STATES
from web.wording.titles import DOCUMENT_STATUSES, role_name, title_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


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
