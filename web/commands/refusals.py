"""What went wrong, as one Russian sentence on the error stream; never a trace."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import click
from sqlalchemy.exc import ArgumentError, DBAPIError

from engine.domain.errors import (
    DatabaseBusy,
    DatabaseFull,
    DefinitionInvalid,
    DefinitionUnreadable,
    EngineError,
    InvalidInput,
    PlanInvalid,
    RoadmapUnreadable,
)
from engine.storage.database import hindrance
from web.commands.russian import usage_sentence
from web.errors import ENGINE_ANSWERS
from web.logs import what_failed
from web.settings import SettingsRefused
from web.wording.findings import finding_sentence
from web.wording.roadmaps import unreadable_sentence
from web.wording.rules import invalid_text
from web.wording.succession import plan_finding_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

REFUSED, MISUSED, INTERRUPTED = 1, 2, 130


class Refused(Exception):
    """The command cannot be done; the sentence says why and what to do."""


def exit_with(sentence: str, code: int = REFUSED) -> NoReturn:
    """Say it on the error stream and end."""
    click.echo(sentence, err=True)
    sys.exit(code)


def told(error: Exception) -> NoReturn:
    """Tell an error and end with its exit code."""
    if isinstance(error, click.exceptions.Exit):
        sys.exit(error.exit_code)
    if isinstance(error, click.Abort):
        exit_with("Прервано.", INTERRUPTED)
    if isinstance(error, click.UsageError):
        exit_with(f"{usage_sentence(error)}{_hint(error)}", MISUSED)
    exit_with(sentence_of(error))


def sentence_of(error: Exception) -> str:
    """What happened, and what to do about it."""
    error = hindrance(error) or error
    match error:
        case Refused():
            return str(error)
        case SettingsRefused():
            return "\n".join(("Настройки не приняты:", *(f"- {one}" for one in error.problems)))
        case DatabaseFull():
            return _FULL
        case DatabaseBusy():
            return _BUSY
        case DefinitionInvalid() | PlanInvalid():
            return "\n".join(_findings(error))
        case DefinitionUnreadable():
            line, column = error.fields.get("line"), error.fields.get("column")
            at = f" Строка {line}, столбец {column}." if line else ""
            return f"Текст маршрута не читается.{at} {_unreadable(error)}"
        case InvalidInput() | RoadmapUnreadable():
            return _invalid(error)
        case EngineError():
            return str(ENGINE_ANSWERS[error.code].sentence)
        case ArgumentError() | ImportError():
            return "MARSHRUT_DATABASE_URL: адрес базы данных не читается."
        case DBAPIError():
            return f"База данных отказала: {type(error.orig).__name__}. Проверьте адрес и права."
        case OSError():
            return f"Файл {error.filename}: {_REASONS.get(type(error), 'не открывается')}."
        case _:
            return _unexpected(error)


_FULL = "На диске базы данных кончилось место. Ничего не записано; освободите место и повторите."
_BUSY = "База данных недоступна или занята. Ничего не изменено; повторите позже."
_FIELDS = {
    "login": "Имя для входа",
    "password": "Пароль",
    "place": "Место роли",
    "role": "Роль",
    "title": "Название",
}
_RULES = {
    ("login", "characters"): "от 3 до 100 знаков — буквы, цифры и . _ @ + -",
    ("place", "level"): "роль даётся на другом уровне: регион, муниципалитет или школа.",
}
_UNREADABLE = {
    "character": "В тексте есть знаки, которые нельзя сохранить.",
    "nesting": "Слишком много уровней вложенности.",
    "repeated": "Такой ключ или такая таблица уже есть выше.",
    "too_large": "Текст слишком велик.",
}
_REASONS: dict[type[OSError], str] = {
    FileNotFoundError: "нет такого файла",
    IsADirectoryError: "это папка",
    PermissionError: "нет прав",
}


def _findings(error: DefinitionInvalid | PlanInvalid) -> Iterator[str]:
    say = plan_finding_sentence if isinstance(error, PlanInvalid) else finding_sentence
    return (say(one) for one in error.fields.get("findings", ()))


def _invalid(error: InvalidInput | RoadmapUnreadable) -> str:
    if isinstance(error, RoadmapUnreadable):
        return unreadable_sentence(error.fields)
    field, rule = str(error.fields.get("field")), str(error.fields.get("rule"))
    said = _RULES.get((field, rule)) or invalid_text(rule, error.fields.get("value"))
    return f"{_FIELDS.get(field, 'Значение не принято')}: {said}"


def _unreadable(error: DefinitionUnreadable) -> str:
    reason = str(error.fields.get("reason"))
    return _UNREADABLE.get(reason, "Проверьте кавычки, скобки и знак «=».")


def _hint(error: click.UsageError) -> str:
    path = error.ctx.command_path if error.ctx else "marshrut"
    return f"\nСправка: {path} --help"


def _unexpected(error: Exception) -> str:
    failed = what_failed(error)
    return f"Непредвиденная ошибка {failed['error']}: {'; '.join(failed['places'][-3:])}"
