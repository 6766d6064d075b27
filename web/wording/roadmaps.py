"""What a person should look at in a roadmap that was read, and why a file was not read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext

from web.wording.grammar import counted, listed, quoted
from workflows.roadmaps.doubts import RoadmapDoubt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from workflows.roadmaps.doubts import RoadmapWarning

FIELD_TITLES: Mapping[str, Any] = {
    "actor": lazy_gettext("задача исполнителя"),
    "audience": lazy_gettext("адресность"),
    "deadline": lazy_gettext("срок"),
    "evidence": lazy_gettext("документ, закрепляющий результат"),
    "expected_result": lazy_gettext("ожидаемый результат"),
    "level": lazy_gettext("уровень"),
    "note": lazy_gettext("примечание"),
    "number": lazy_gettext("номер"),
    "responsible": lazy_gettext("ответственные"),
    "section": lazy_gettext("раздел"),
    "task": lazy_gettext("задача"),
    "title": lazy_gettext("мероприятие"),
    "unknown": lazy_gettext("не распознано"),
    "year": lazy_gettext("ключевой результат года"),
}
"""What a column holds, as its heading would say."""


def warning_sentence(warning: RoadmapWarning) -> str:
    """What is doubtful, and what to look at."""
    return _WARNINGS[warning.code](warning)


def unreadable_sentence(fields: Mapping[str, Any]) -> str:
    """Why a file was not read, and what to do."""
    said = _UNREADABLE.get(str(fields.get("reason")))
    if said is None:
        return gettext("Дорожная карта в этом файле не читается.")
    return str(said) % {name: str(value) for name, value in fields.items()}


_UNREADABLE: Mapping[str, Any] = {
    "archive": lazy_gettext(
        "Это архив, а не документ. Распакуйте его и загрузите файл .docx или .xlsx."
    ),
    "binary": lazy_gettext("Это не текст и не документ. Подойдут файлы .docx, .xlsx, .csv и .txt."),
    "bomb": lazy_gettext(
        "Файл распаковывается в слишком большой объём и не открыт. "
        "Сохраните документ заново без вложений."
    ),
    "damaged": lazy_gettext(
        "Файл повреждён или неполон. Откройте его в Word или Excel и сохраните заново."
    ),
    "empty": lazy_gettext("Файл пуст."),
    "encrypted": lazy_gettext("Файл защищён паролем. Снимите защиту и сохраните его без пароля."),
    "entities": lazy_gettext(
        "В файле есть определения, которых в документах Word и Excel не бывает; он не открыт. "
        "Сохраните документ заново."
    ),
    "macros": lazy_gettext(
        "В файле есть макросы, он не открыт. Сохраните документ как .docx или .xlsx без макросов."
    ),
    "mapping": lazy_gettext("Соответствие столбцов не читается."),
    "old_office": lazy_gettext(
        "Это старый формат .doc или .xls (возможно, переименованный). "
        "Сохраните документ как .docx или .xlsx."
    ),
    "open_document": lazy_gettext(
        "Формат OpenDocument не читается. Сохраните документ как .docx или .xlsx."
    ),
    "pdf": lazy_gettext(
        "Это PDF. Нужен исходный документ: .docx, .xlsx, .csv или .txt. Если его нет, скопируйте "
        "таблицу из PDF и вставьте её как текст."
    ),
    "picture": lazy_gettext(
        "Это изображение. Нужен исходный документ: .docx, .xlsx, .csv или .txt."
    ),
    "rtf": lazy_gettext("Формат RTF не читается. Сохраните документ как .docx."),
    "scan": lazy_gettext(
        "В документе только картинки: похоже, это скан. Нужен документ с текстом: .docx, .xlsx, "
        ".csv или .txt."
    ),
    "too_large": lazy_gettext("Файл слишком велик: можно до %(megabytes)s МБ."),
    "too_long_text": lazy_gettext(
        "В одной ячейке или в одном абзаце слишком много текста: можно до %(most)s знаков."
    ),
    "too_many_paragraphs": lazy_gettext("В документе слишком много абзацев: можно до %(most)s."),
    "too_many_cells": lazy_gettext("В таблице слишком много ячеек: можно до %(most)s."),
    "too_many_columns": lazy_gettext("В таблице слишком много столбцов: можно до %(most)s."),
    "too_many_rows": lazy_gettext(
        "В таблице слишком много строк: можно до %(most)s. Удалите пустые строки."
    ),
    "too_much_text": lazy_gettext("Текста слишком много: можно до %(megabytes)s МБ."),
    "web_archive": lazy_gettext(
        "Это веб-страница в одном файле (MHTML), как бы он ни назывался. Откройте его в Word и "
        "сохраните как .docx."
    ),
}


def _phrase(warning: RoadmapWarning) -> str:
    """The term a warning is about, with its column where the years have columns."""
    phrase = quoted(warning.field("phrase"))
    year = warning.field("year")
    if not year:
        return phrase
    return gettext("%(phrase)s (столбец «%(year)s»)", phrase=phrase, year=year)


def _about_phrase(sentence: Any) -> Callable[[RoadmapWarning], str]:
    return lambda warning: str(sentence) % {"phrase": _phrase(warning)}


def _plain(sentence: Any) -> Callable[[RoadmapWarning], str]:
    return lambda _: str(sentence)


def _inherited(warning: RoadmapWarning) -> str:
    fields = [str(FIELD_TITLES[one]) for one in warning.field("fields").split(",")]
    return gettext(
        "Взято из ячеек, объединённых с мероприятием %(source)s: %(fields)s. Проверьте.",
        source=warning.field("source"),
        fields=listed(fields),
    )


def _similar_name(warning: RoadmapWarning) -> str:
    return gettext(
        "%(name)s: похоже на %(known)s. Подтвердите, что это одно и то же.",
        name=quoted(warning.field("name")),
        known=quoted(warning.field("known")),
    )


def annex_title(title: str) -> str:
    """What an annex is called, in quotation marks."""
    return quoted(title) if title else gettext("без названия")


def _no_header(warning: RoadmapWarning) -> str:
    """A text without any table has no columns that somebody could name."""
    if warning.field("rows") == "0":
        return gettext(
            "В документе нет таблицы мероприятий, и пункты не называют сроков и ответственных. "
            "Оформите мероприятия таблицей или пунктами вида «1. Провести семинар. Срок: май "
            "2024 г. Ответственный: И. О. Фамилия» и загрузите файл снова."
        )
    return gettext(
        "Не найдена таблица с заголовками вроде «Мероприятие», «Срок», «Ответственный». "
        "Укажите столбцы вручную."
    )


_WARNINGS: Mapping[RoadmapDoubt, Callable[[RoadmapWarning], str]] = {
    RoadmapDoubt.AMBIGUOUS: _about_phrase(
        lazy_gettext("Срок %(phrase)s можно понять по-разному. Выберите, как правильно.")
    ),
    RoadmapDoubt.ANNEX_LEFT_OUT: lambda one: gettext(
        "Таблица %(title)s (%(rows)s) не взята в мероприятия: это другое приложение, форма или "
        "критерии.",
        title=annex_title(one.field("title")),
        rows=counted(int(one.field("rows")), "строка|строки|строк"),
    ),
    RoadmapDoubt.BEFORE_DOCUMENT: _about_phrase(
        lazy_gettext("Срок %(phrase)s прошёл до подписания документа.")
    ),
    RoadmapDoubt.DUPLICATE_CODE: lambda one: gettext(
        "Номер раздела %(code)s напечатан несколько раз: %(text)s.",
        code=one.field("code"),
        text=one.field("text"),
    ),
    RoadmapDoubt.DUPLICATE_TEXT: lambda one: gettext(
        "Тот же текст, что в мероприятии %(source)s: %(text)s.",
        source=one.field("source"),
        text=quoted(one.field("text")),
    ),
    RoadmapDoubt.HIDDEN_ROW: _plain(
        lazy_gettext("Строка скрыта в файле Excel. Проверьте, нужно ли это мероприятие.")
    ),
    RoadmapDoubt.IMPOSSIBLE_DATE: _about_phrase(
        lazy_gettext("В сроке %(phrase)s есть день, которого нет в календаре.")
    ),
    RoadmapDoubt.INHERITED: _inherited,
    RoadmapDoubt.JOINED_ROWS: lambda one: gettext(
        "Строка присоединена к этому мероприятию как его продолжение: %(text)s. Подтвердите.",
        text=quoted(one.field("text")),
    ),
    RoadmapDoubt.LOST_MERGE: lambda one: gettext(
        "Ячейки пусты под заполненными: возможно, они были объединены с мероприятием %(source)s.",
        source=one.field("source"),
    ),
    RoadmapDoubt.NEEDS_CALENDAR: _about_phrase(
        lazy_gettext("Дни срока %(phrase)s зависят от календаря четвертей и полугодий школы.")
    ),
    RoadmapDoubt.NEEDS_SCHEDULE: _about_phrase(
        lazy_gettext("Дни срока %(phrase)s стоят в другом плане или графике.")
    ),
    RoadmapDoubt.NO_DEADLINE: _plain(lazy_gettext("Срок не указан.")),
    RoadmapDoubt.NO_HEADER: _no_header,
    RoadmapDoubt.NO_KNOWN_SCHOOL: _plain(
        lazy_gettext(
            "В документе не названо ни одной школы из справочника. Мероприятия школьного уровня "
            "никто не получит, пока школы не добавлены в карту."
        )
    ),
    RoadmapDoubt.NO_PERIOD: _plain(
        lazy_gettext("В документе не напечатан период, на который он рассчитан. Укажите его.")
    ),
    RoadmapDoubt.NO_RESPONSIBLE: _plain(lazy_gettext("Ответственный не указан.")),
    RoadmapDoubt.NO_TITLE: _plain(lazy_gettext("Название мероприятия пусто.")),
    RoadmapDoubt.NO_VALUE: lambda one: gettext(
        "В столбце %(heading)s стоит формула, значения которой в файле нет. "
        "Посмотрите его в Excel.",
        heading=quoted(one.field("heading")),
    ),
    RoadmapDoubt.OTHER_ANNEX: lambda one: gettext(
        "Мероприятия взяты и из другого приложения: %(title)s (%(rows)s). Проверьте, относятся ли "
        "они к этой дорожной карте.",
        title=annex_title(one.field("title")),
        rows=counted(int(one.field("rows")), "строка|строки|строк"),
    ),
    RoadmapDoubt.OUTSIDE_PERIOD: _about_phrase(
        lazy_gettext("Срок %(phrase)s выходит за период документа.")
    ),
    RoadmapDoubt.REVERSED_RANGE: _about_phrase(
        lazy_gettext("В сроке %(phrase)s второй месяц раньше первого; прочитано через Новый год.")
    ),
    RoadmapDoubt.SIMILAR_NAME: _similar_name,
    RoadmapDoubt.STARTS_BEFORE_DOCUMENT: _about_phrase(
        lazy_gettext("Срок %(phrase)s начинается до подписания документа.")
    ),
    RoadmapDoubt.STRAY_TOKEN: _about_phrase(
        lazy_gettext(
            "В сроке %(phrase)s есть лишнее. Проверьте, не попало ли оно из другой ячейки."
        )
    ),
    RoadmapDoubt.SUSPECT_YEAR: _about_phrase(
        lazy_gettext("Срок %(phrase)s далеко от всех остальных. Проверьте год.")
    ),
    RoadmapDoubt.UNKNOWN_COLUMN: lambda one: gettext(
        "Столбец %(heading)s не распознан; его тексты сохранены как примечания.",
        heading=quoted(one.field("heading")),
    ),
    RoadmapDoubt.UNREAD_TERM: _about_phrase(
        lazy_gettext("Срок %(phrase)s не прочитан. Укажите его.")
    ),
    RoadmapDoubt.YEAR_VS_COLUMN: _about_phrase(
        lazy_gettext("В сроке %(phrase)s год не тот, что над столбцом.")
    ),
}


def accounting_sentence(accounting: Mapping[str, int]) -> str:
    """Where every row of the file went."""
    others = {
        "section": counted(accounting["section"], "строка раздела|строки разделов|строк разделов"),
        "header": counted(
            accounting["header"], "строка заголовка|строки заголовка|строк заголовка"
        ),
        "preface": counted(
            accounting["preface"], "строка вне таблицы|строки вне таблицы|строк вне таблицы"
        ),
        "joined": counted(accounting["joined"], "продолжение|продолжения|продолжений"),
        "empty": counted(accounting["empty"], "пустая|пустые|пустых"),
    }
    parts = [
        counted(accounting["measures"], "мероприятие|мероприятия|мероприятий"),
        *(said for kind, said in others.items() if accounting[kind]),
    ]
    rows = counted(accounting["rows"], "строка|строки|строк")
    return gettext("%(rows)s: %(parts)s.", rows=rows, parts=", ".join(parts))
