"""What is asked of a document under review, and what a term means in days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext

from engine.domain.roadmaps.printed import PrintedTerm
from engine.domain.roadmaps.repeating import due_days
from engine.domain.roadmaps.states import MeasureStatus, RoadmapList
from engine.domain.roadmaps.terms import TermKind
from web.wording.grammar import counted, quoted, short_day
from web.wording.roadmaps import annex_title, warning_sentence
from web.wording.titles import title_of
from workflows.roadmaps.doubts import RoadmapDoubt, doubt
from workflows.roadmaps.review.parts import ACTOR, WHEN, YEAR
from workflows.roadmaps.review.questions import (
    ABOVE,
    ALL,
    APART,
    EMPTY,
    JOINED,
    LEFT_OUT,
    NONE,
    OTHER,
    SAME,
    TAKEN,
    Option,
    Question,
    QuestionKind,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from engine.domain.roadmaps.terms import Period, Term, Window

MEASURE_STATUSES: Mapping[MeasureStatus, Any] = {
    MeasureStatus.OPEN: lazy_gettext("в работе"),
    MeasureStatus.WITHDRAWN: lazy_gettext("исключено"),
}
LISTS: Mapping[RoadmapList, Any] = {
    RoadmapList.LOW_RESULTS: lazy_gettext("ШНОР"),
    RoadmapList.HARD_CONDITIONS: lazy_gettext("ШНСУ"),
    RoadmapList.FIVE_HUNDRED: lazy_gettext("500+"),
    RoadmapList.LEFT: lazy_gettext("вышла из списка"),
    RoadmapList.REMOVED: lazy_gettext("убрана из карты"),
    RoadmapList.NONE: lazy_gettext("без списка"),
}
LEVELS: Mapping[str, Any] = {
    "regional": lazy_gettext("региональный"),
    "municipal": lazy_gettext("муниципальный"),
    "school": lazy_gettext("школьный"),
    "regional+municipal": lazy_gettext("региональный и муниципальный"),
    "municipal+school": lazy_gettext("муниципальный и школьный"),
    "regional+municipal+school": lazy_gettext("все уровни"),
    "regional+school": lazy_gettext("региональный и школьный"),
    "": lazy_gettext("не указан"),
}
COMPARED: Mapping[str, Any] = {
    "number": lazy_gettext("Номер"),
    "sections": lazy_gettext("Раздел"),
    "level": lazy_gettext("Уровень"),
    "title": lazy_gettext("Мероприятие"),
    "task": lazy_gettext("Задача"),
    "audience": lazy_gettext("Адресность"),
    "terms": lazy_gettext("Срок"),
    "milestones": lazy_gettext("Ключевые результаты"),
    "actors": lazy_gettext("Задачи исполнителей"),
    "responsible": lazy_gettext("Ответственные"),
    "expected_result": lazy_gettext("Ожидаемый результат"),
    "evidence": lazy_gettext("Документ, закрепляющий результат"),
    "notes": lazy_gettext("Примечания"),
}
"""The fields of a measure, as a heading says them."""

_TEXTS: Mapping[str, Any] = {
    **COMPARED,
    "sections": lazy_gettext("Раздел (каждый уровень с новой строки, внешний — первым)"),
    "deadline": lazy_gettext("Срок (каждый срок с новой строки)"),
    "responsible": lazy_gettext("Ответственные (каждый с новой строки)"),
    "evidence": lazy_gettext("Подтверждающие документы (каждый с новой строки)"),
}

MOST_DAYS = 4


def part_title(name: str, actors: Sequence[str]) -> str:
    """What a text that can be corrected is called; a cell of a year or an actor by that."""
    part, _, of = name.partition(".")
    if part == YEAR:
        return gettext("%(year)s: ключевой результат", year=of)
    if part == WHEN:
        return gettext("%(year)s: срок", year=of)
    if part == ACTOR:
        return gettext("Задача: %(actor)s", actor=actors[int(of)])
    return title_of(_TEXTS, name)


def question_text(question: Question) -> str:
    """What is to be decided."""
    return _ASKED[question.kind](question)


def _term(question: Question) -> str:
    fields = {"phrase": question.printed} | ({"year": question.year} if question.year else {})
    code = question.codes[0] if question.codes else RoadmapDoubt.AMBIGUOUS.value
    if code == RoadmapDoubt.AMBIGUOUS.value and len(question.options) == 1:
        # «Можно понять по-разному» above a single reading leaves one looking for the others.
        return gettext(
            "Срок %(phrase)s понят так, как написано ниже. Верно ли это?",
            phrase=quoted(question.printed),
        )
    return warning_sentence(doubt(RoadmapDoubt(code), **fields))


def _join(question: Question) -> str:
    text = quoted(question.printed)
    if question.answer == APART:
        return gettext("Эта строка стоит отдельно: %(text)s", text=text)
    return gettext("Эта строка продолжает мероприятие выше? %(text)s", text=text)


def _merge(question: Question) -> str:
    return gettext(
        "Ячейки пусты под заполненными. Они были объединены с мероприятием %(source)s?",
        source=question.source,
    )


def _name(question: Question) -> str:
    return gettext(
        "%(name)s похоже на %(known)s. Это одно и то же?",
        name=quoted(question.printed),
        known=quoted(question.source),
    )


def _as_printed(question: Question) -> str:
    return question.printed


_ASKED: Mapping[QuestionKind, Callable[[Question], str]] = {
    QuestionKind.ANNEX: lambda one: gettext(
        "Относится ли к этой дорожной карте таблица из другого приложения: %(title)s (%(rows)s)?",
        title=annex_title(one.printed),
        rows=counted(int(one.source), "строка|строки|строк"),
    ),
    QuestionKind.CARD: lambda _one: gettext("У документа нет названия. Впишите его."),
    QuestionKind.COLUMNS: lambda one: (
        gettext("Мероприятия не найдены.")
        if one.fault
        else gettext(
            "Мероприятия не найдены. Укажите, в какой строке заголовок таблицы и что в столбцах."
        )
    ),
    QuestionKind.JOIN: _join,
    QuestionKind.MERGE: _merge,
    QuestionKind.NAME: _name,
    QuestionKind.PERIOD: lambda one: (
        gettext("Укажите период: в документе его нет. Предложены годы, которые названы в сроках.")
        if one.proposed
        else gettext(
            "Укажите период, на который рассчитан документ: без него нельзя посчитать сроки."
        )
    ),
    QuestionKind.PERSON: _as_printed,
    QuestionKind.SCHOOL: _as_printed,
    QuestionKind.SEVERAL: lambda one: gettext(
        "У мероприятия два срока: %(phrases)s. Какой верен?", phrases=quoted(one.printed)
    ),
    QuestionKind.TERM: _term,
}

FAULTS: Mapping[str, Any] = {
    "no_rows": lazy_gettext(
        "Заголовок таблицы есть, а строк с мероприятиями под ним нет. Заполните таблицу и "
        "загрузите файл снова; если столбцы поняты неверно, укажите ниже, что в каком."
    ),
    "no_table": lazy_gettext(
        "В документе нет ни таблицы, ни пунктов со сроками и ответственными. Оформите мероприятия "
        "таблицей или такими пунктами и загрузите файл снова."
    ),
    "unread": lazy_gettext(
        "Эти слова не читаются как срок. Напишите иначе, например «март 2023» или «до 15.12.2023»."
    ),
    "order": lazy_gettext("Последний день раньше первого, или день не читается."),
}
"""Why an answer does not do."""

_CODES: Mapping[str, Any] = {
    TAKEN: lazy_gettext("Да, взять её мероприятия"),
    LEFT_OUT: lazy_gettext("Нет, это другой документ или форма"),
    APART: lazy_gettext("Нет, это отдельное мероприятие"),
    JOINED: lazy_gettext("Да, присоединить"),
    ABOVE: lazy_gettext("Да, взять значения из него"),
    EMPTY: lazy_gettext("Нет, оставить пустыми"),
    SAME: lazy_gettext("Да, одно и то же"),
    OTHER: lazy_gettext("Нет, разные"),
}


def choices(question: Question) -> list[tuple[str, str]]:
    """The answers to choose among, with their words."""
    match question.kind:
        case QuestionKind.ANNEX:
            return [(one, str(_CODES[one])) for one in (TAKEN, LEFT_OUT)]
        case QuestionKind.JOIN:
            return [(one, str(_CODES[one])) for one in (JOINED, APART)]
        case QuestionKind.MERGE:
            return [(one, str(_CODES[one])) for one in (ABOVE, EMPTY)]
        case QuestionKind.NAME:
            return [(one, str(_CODES[one])) for one in (SAME, OTHER)]
        case QuestionKind.SEVERAL:
            both = gettext("Верны оба срока")
            return [(one.value, one.text if one.value != ALL else both) for one in question.options]
        case _:
            found = [(one.value, _reading(one)) for one in question.options]
            return [
                *found,
                (NONE, gettext("Без срока: впишете позже, исправив мероприятие")),
            ]


def _reading(option: Option) -> str:
    """A reading in words; of what waits it is said who gives it a day, and where."""
    if not option.waits:
        return option.text
    return gettext(
        "%(phrase)s: мероприятие ждёт, день вы назначите на странице «Сейчас и скоро»",
        phrase=option.text,
    )


def answer_text(question: Question) -> str:
    """The answer that was given, in words."""
    return dict(choices(question)).get(question.answer, question.answer)


def term_days(term: Term, period: Period) -> str:
    """When a term falls due, in days; what waits for something says so."""
    if term.windows:
        said = "; ".join(_window(one) for one in term.windows)
    elif term.repeat:
        said = _labelled(_days(term, period), term.repeat.label)
    elif term.event:
        return gettext("наступит по событию или плану")
    else:
        return gettext("без срока")
    return gettext("%(days)s, по событию", days=said) if term.event else said


def _window(window: Window) -> str:
    if window.kind is TermKind.CONTINUOUS:
        start = short_day(window.start or window.end)
        return gettext("с %(start)s постоянно", start=start)
    if window.start is None:
        said = gettext("до %(end)s", end=short_day(window.end))
    elif window.start == window.end:
        said = short_day(window.end)
    else:
        said = f"{short_day(window.start)} – {short_day(window.end)}"
    return _labelled(said, window.label)


def _labelled(said: str, label: str) -> str:
    return f"{label}: {said}" if label else said


def _days(term: Term, period: Period) -> str:
    days = due_days(term, period)
    shown = [short_day(one) for one in days[:MOST_DAYS]]
    more = len(days) - len(shown)
    said = ", ".join(shown)
    if more > 0:
        rest = counted(more, "срок|срока|сроков")
        said = gettext("%(some)s и ещё %(rest)s", some=said, rest=rest)
    if term.min_count and term.min_count > 1:
        times = counted(term.min_count, "раз|раза|раз")
        return gettext("не реже %(times)s к каждому сроку: %(days)s", times=times, days=said)
    return said or gettext("без срока")


def field_text(value: Any) -> str:
    """A field of a measure in a difference: a text, or several in a row."""
    if isinstance(value, PrintedTerm):
        return gettext(
            "%(phrase)s (%(days)s)",
            phrase=value.phrase or value.year,
            days=term_days(value.term, value.period),
        )
    if isinstance(value, tuple):
        return "; ".join(field_text(one) for one in value) or gettext("пусто")
    return str(value) or gettext("пусто")
