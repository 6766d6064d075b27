"""The form of a region's settings: what the whole path goes by, each in a field of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from engine.domain.operations import SOURCE_SETTING
from engine.domain.roles import GRANTED, Permission, Role
from workflows.vocabulary import LONGEST_SOURCE, SETTINGS, Setting, SettingKind

if TYPE_CHECKING:
    from admin.definitions.sheet import Sheet
    from admin.host import Wording
    from engine.domain.definition import Definition
    from engine.domain.requirements import FieldValue

SECTIONS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (lazy_gettext("Дела"), ("opening_roles", "curator_case_limit")),
    (
        lazy_gettext("Школы-тьюторы"),
        ("tutor_school_modes", "tutor_school_capacity", "tutor_capacity_rule"),
    ),
    (lazy_gettext("Перевод вне маршрута"), ("force_reason_min", "force_approvals")),
    (lazy_gettext("Публикация"), ("publish_approval",)),
    (lazy_gettext("Муниципалитеты"), ("municipal_changes",)),
)
"""Every setting but the source once; the source stands beside the title."""

HINTS: Mapping[str, Any] = {
    "force_approvals": lazy_gettext("Сколько других людей должны согласиться."),
    "force_reason_min": lazy_gettext("В знаках: чтобы причину нельзя было отписать одним словом."),
    "municipal_changes": lazy_gettext("В маршруте, который муниципалитет ведёт по вашему."),
    "opening_roles": lazy_gettext("Кто заводит дело на школу из перечня."),
    "publish_approval": lazy_gettext(
        "Для всех маршрутов региона, со следующей версии. Нужен второй администратор региона."
    ),
    "tutor_capacity_rule": lazy_gettext("Когда мест у школы-тьютора больше нет."),
    "tutor_school_capacity": lazy_gettext("Одновременно."),
    "tutor_school_modes": lazy_gettext("Закрепить можно школу, которая работает в таком режиме."),
}


@dataclass(frozen=True, slots=True)
class SettingField:
    """A setting as a field: `widget` is number, select or many; `base` is how the base has it."""

    name: str
    title: str
    hint: str
    widget: str
    options: tuple[tuple[str, str], ...]
    base: str = ""


def setting_fields(
    base: Definition | None, wording: Wording
) -> list[tuple[str, list[SettingField]]]:
    """The fields under the headings they belong to."""
    return [
        (str(title), [_field(SETTINGS[name], base, wording) for name in names])
        for title, names in SECTIONS
    ]


def sheet_of_settings(sheet: Sheet, definition: Definition) -> Sheet:
    """The settings as the form shows them."""
    sheet.put("title", definition.title)
    for name, setting in SETTINGS.items():
        value = definition.setting(name, setting.default)
        sheet.put(name, *(value if isinstance(value, tuple) else (str(value),)))
    return sheet


def head_of_sheet(sheet: Sheet) -> tuple[str, str]:
    """The title of the path and the act it was written from."""
    title = sheet.line("title", _("Впишите название."), _("Название длиннее 200 знаков."))
    long = _("Длиннее %(most)d знаков.", most=LONGEST_SOURCE)
    return title, sheet.line(SOURCE_SETTING, "", long, LONGEST_SOURCE)


def settings_of_sheet(sheet: Sheet, definition: Definition) -> dict[str, FieldValue]:
    """The values of the form; faults stand beside the fields."""
    found: dict[str, FieldValue] = {}
    for name in (name for _title, names in SECTIONS for name in names):
        setting = SETTINGS[name]
        value = _value(sheet, setting, definition)
        if value is not None and setting.fault(value) is not None:
            sheet.refuse(name, _fault(setting))
        elif value is not None:
            found[name] = value
    return found


def _value(sheet: Sheet, setting: Setting, definition: Definition) -> FieldValue | None:
    if setting.kind is SettingKind.WORDS:
        return _words(sheet.all(setting.name), definition.setting(setting.name, setting.default))
    if setting.kind is SettingKind.TEXT:
        return sheet.get(setting.name)
    number = sheet.number(setting.name)
    if number is None:
        sheet.refuse(setting.name, _fault(setting))
    return number


def _words(chosen: list[str], former: FieldValue) -> tuple[str, ...]:
    """The ticked words, in the order they had where they are the same."""
    words = tuple(dict.fromkeys(chosen))
    return former if isinstance(former, tuple) and set(former) == set(words) else words


def _fault(setting: Setting) -> str:
    if setting.kind is SettingKind.NUMBER:
        return _("Впишите целое число от 0 до %(most)d.", most=setting.most)
    return _("Отметьте хотя бы одно.") if setting.kind is SettingKind.WORDS else _("Выберите.")


def _field(setting: Setting, base: Definition | None, wording: Wording) -> SettingField:
    widgets = {SettingKind.NUMBER: "number", SettingKind.WORDS: "many", SettingKind.TEXT: "select"}
    title = wording.named("setting", setting.name)
    return SettingField(
        setting.name,
        f"{title[:1].upper()}{title[1:]}",
        str(HINTS.get(setting.name, "")),
        widgets[setting.kind],
        tuple((code, wording.setting(setting.name, code)) for code in _choices(setting)),
        wording.setting(setting.name, base.setting(setting.name, setting.default)) if base else "",
    )


def _choices(setting: Setting) -> tuple[str, ...]:
    """The words to choose from; of roles only those that may open cases at all."""
    if setting.name != "opening_roles":
        return setting.choices
    return tuple(one for one in setting.choices if Permission.OPEN_CASE in GRANTED[Role(one)])
