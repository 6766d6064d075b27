"""What a broken rule of a value is told as; `name:first:second` carries what was expected."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from web.wording.rules import invalid_text

RULES: dict[str, Any] = {
    "choice": _("Допустимые значения: %(first)s."),
    "day_between": _("Нужен день от %(first)s до %(second)s."),
    "key": _("Нужно от 1 до 200 печатных знаков ASCII без пробелов."),
    "length_between": _("Нужно от %(first)s до %(second)s знаков."),
    "many": _("Нужно от %(first)s до %(second)s значений."),
    "not_base64": _("Нужен текст в кодировке base64."),
    "not_code": _("Нужен код: строчные латинские буквы, цифры и «_»."),
    "not_cursor": _("Этот курсор не от этого списка; начните с первой страницы."),
    "not_day": _("Нужен день в виде ГГГГ-ММ-ДД."),
    "not_flag": _("Нужно true или false."),
    "not_id": _("Нужен идентификатор UUID."),
    "not_list": _("Нужен список."),
    "not_media_type": _("Нужен вид данных, например application/pdf."),
    "not_number": _("Нужно целое число."),
    "not_object": _("Нужен объект."),
    "not_text": _("Нужен текст."),
    "null": _("Значение не может быть null."),
    "range_between": _("Нужно число от %(first)s до %(second)s."),
    "repeated": _("Значение указано больше одного раза."),
    "required": _("Нужно указать."),
    "unknown_field": _("Такого поля нет."),
    "unprintable": _("В тексте есть непечатные знаки."),
}
"""The rules of the API's own fields; those of the engine have their sentences in the wording."""


def rule_sentence(rule: str, value: Any = None) -> str:
    """The sentence of a rule; `value` is what the engine expected."""
    name, _colon, expected = rule.partition(":")
    if name not in RULES:
        return invalid_text(name, value)
    first, _colon, second = expected.partition(":")
    sentence = str(RULES[name])
    return sentence % {"first": first, "second": second} if "%(" in sentence else sentence
