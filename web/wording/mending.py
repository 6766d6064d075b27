"""What mends a finding of a definition: one proposal for each code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.domain.checks import Finding

_KNOWN_STAGE = lazy_gettext("Назовите этап, который есть в маршруте.")
_KNOWN_WORD = lazy_gettext("Назовите слово из словаря или добавьте его в словарь.")
_LESS_TEXT = lazy_gettext("Сократите текст.")
_ONLY_TIGHTER = lazy_gettext(
    "Оставьте как у региона или сделайте строже; больше может разрешить регион настройкой "
    "municipal_changes."
)
_PLAIN_CODE = lazy_gettext("Наберите код заново: строчные латинские буквы, цифры и «_».")
_PROMISE = lazy_gettext(
    "Верните маршруту обещанное или снимите проверку, назвав причину: в консоли на странице "
    "«Проверки», в тексте операцией drop_scenario."
)
_REMOVE_KEY = lazy_gettext("Уберите ключ или проверьте, как он пишется.")

MENDS: Mapping[str, Any] = {
    "base_cycle": lazy_gettext("Разорвите круг: один из этих маршрутов должен быть полным."),
    "base_itself": lazy_gettext("Назовите в extends другой маршрут или уберите этот ключ."),
    "base_unknown": lazy_gettext("Назовите в extends опубликованную основу, например base."),
    "code_duplicate": lazy_gettext("Дайте каждому свой код."),
    "code_look_alike": lazy_gettext("Наберите код заново на латинской раскладке."),
    "code_malformed": _PLAIN_CODE,
    "code_not_file": lazy_gettext("Назовите файл так же, как маршрут."),
    "code_reserved": lazy_gettext("Дайте переходу другой код."),
    "code_too_long": lazy_gettext("Сократите код до 64 знаков."),
    "date_malformed": lazy_gettext("Впишите день так: 09-15 или 2023-09-15."),
    "day_malformed": lazy_gettext("Впишите день, который есть в календаре: 2023-09-15."),
    "day_out_of_range": lazy_gettext("Впишите день между 2000 и 2100 годом."),
    "dictionary_closed": lazy_gettext("Назовите слово по-своему операцией rename_word."),
    "end_is_left": lazy_gettext("Если так и задумано, ничего не меняйте: дело откроется снова."),
    "end_unreachable": lazy_gettext(
        "Добавьте отсюда переход на этап, с которого есть путь к концу."
    ),
    "fact_unknown": lazy_gettext("Назовите условие из каталога."),
    "final_malformed": lazy_gettext(
        "Назовите элемент и, если нужно, его часть: moves.approve_exit.requires."
    ),
    "final_unknown": lazy_gettext("Назовите элемент, который есть в маршруте, или уберите строку."),
    "hint_too_long": lazy_gettext("Сократите подсказку."),
    "key_missing": lazy_gettext("Допишите этот ключ."),
    "key_unknown": _REMOVE_KEY,
    "loosens_effects": _ONLY_TIGHTER,
    "loosens_move_added": _ONLY_TIGHTER,
    "loosens_move_removed": _ONLY_TIGHTER,
    "loosens_requirement": _ONLY_TIGHTER,
    "loosens_roles": _ONLY_TIGHTER,
    "loosens_setting": _ONLY_TIGHTER,
    "loosens_stage_added": _ONLY_TIGHTER,
    "loosens_stage_changed": _ONLY_TIGHTER,
    "loosens_stage_removed": _ONLY_TIGHTER,
    "loosens_subject": _ONLY_TIGHTER,
    "loosens_term": _ONLY_TIGHTER,
    "loosens_term_removed": _ONLY_TIGHTER,
    "loosens_ways": _ONLY_TIGHTER,
    "loosens_word_removed": _ONLY_TIGHTER,
    "move_only_scheduler": lazy_gettext("Назовите ещё хотя бы одну роль человека."),
    "move_without_roles": lazy_gettext("Назовите, кто может сделать этот переход."),
    "move_without_ways": lazy_gettext("Добавьте путь: откуда и куда."),
    "no_end": lazy_gettext("Если маршрут идёт по кругу, ничего не меняйте; иначе добавьте конец."),
    "no_exit_phase": lazy_gettext("Если выхода и нет, ничего не меняйте; иначе назовите его фазу."),
    "only_outside_reachable": lazy_gettext("Добавьте отсюда переход дальше по маршруту."),
    "operation_element_exists": lazy_gettext("Возьмите другой код или измените то, что уже есть."),
    "operation_nothing_waived": lazy_gettext(
        "Назовите условие, которое у перехода есть, или уберите это изменение."
    ),
    "operation_on_final": lazy_gettext(
        "Уберите это изменение: основа не разрешает его. Добавить условие рядом можно."
    ),
    "operation_unknown_element": lazy_gettext(
        "Проверьте код: такое есть не в этой основе или уже убрано выше."
    ),
    "param_choice": lazy_gettext("Выберите значение из списка."),
    "param_missing": lazy_gettext("Допишите это значение."),
    "param_negative": lazy_gettext("Впишите число от нуля."),
    "param_type": lazy_gettext("Впишите значение нужного вида."),
    "param_unknown": lazy_gettext("Уберите это значение или проверьте, как оно пишется."),
    "pause_without_return": lazy_gettext("Добавьте отсюда переход на рабочий этап."),
    "rebase_conflict": lazy_gettext(
        "Решите это на странице «Новая версия основы» и примите её в черновик."
    ),
    "requirement_denied": lazy_gettext("Оставьте одно из двух: само условие или его отрицание."),
    "requirement_empty": lazy_gettext("Впишите условия или уберите пустое сочетание."),
    "requirement_head": lazy_gettext("Оставьте в условии один такой ключ."),
    "requirement_never_holds": lazy_gettext(
        "Измените значения условия или переход: так его не сделает никто."
    ),
    "requirement_not_single": lazy_gettext("Соберите условия внутри «not» в одно: all или any."),
    "requirement_too_deep": lazy_gettext("Разложите сочетание на несколько условий."),
    "resume_without_pause": lazy_gettext("Вернуть можно только с паузы: назовите другой этап."),
    "role_cannot_move": lazy_gettext("Уберите роль: у неё нет права переводить дела."),
    "role_cannot_open": lazy_gettext("Снимите отметку: у этой роли нет права открывать дела."),
    "role_unknown": lazy_gettext("Назовите роль из списка ролей."),
    "scenario_move_unknown": lazy_gettext("Назовите переход, который есть в маршруте."),
    "scenario_moved": _PROMISE,
    "scenario_not_given": lazy_gettext(
        "Дайте то, что можно зарегистрировать; день, этап и роль называются самим шагом."
    ),
    "scenario_outcome": lazy_gettext("Оставьте одно из двух: then или refused."),
    "scenario_reason_unknown": lazy_gettext(
        "Назовите условие из каталога, или stage, role, any, not."
    ),
    "scenario_refused": _PROMISE,
    "scenario_stage_unknown": _KNOWN_STAGE,
    "scenario_steps_too_many": lazy_gettext("Оставьте самые важные шаги."),
    "scenarios_too_many": lazy_gettext("Оставьте самые важные проверки."),
    "setting_unknown": lazy_gettext("Назовите настройку из списка или уберите строку."),
    "stage_dead_end": lazy_gettext("Добавьте переход, который ведёт отсюда дальше."),
    "stage_unknown": _KNOWN_STAGE,
    "stage_unreachable": lazy_gettext("Добавьте переход, который ведёт сюда."),
    "start_missing": lazy_gettext("Сделайте один из этапов начальным: kind = «start»."),
    "start_several": lazy_gettext("Оставьте начальным только один этап."),
    "term_met_by_attempt": lazy_gettext("Выберите условие о деле: о приказе, документе, человеке."),
    "term_met_moves": lazy_gettext("Уберите условие или выберите «напомнить»."),
    "term_move_elsewhere": lazy_gettext("Назовите переход, который выходит с этого этапа."),
    "term_move_missing": lazy_gettext("Назовите переход, который сделает система."),
    "term_move_not_scheduled": lazy_gettext("Добавьте к ролям перехода scheduler."),
    "term_move_unknown": lazy_gettext("Назовите переход, который есть в маршруте."),
    "term_move_unused": lazy_gettext("Уберите переход или поставьте on_due = «move»."),
    "term_never_due": lazy_gettext("Дайте сроку день или уберите переход."),
    "term_out_of_range": lazy_gettext("Впишите число из этих границ."),
    "timed_moves_turn": lazy_gettext("Пусть один из этих переходов делает человек."),
    "title_empty": lazy_gettext("Впишите название."),
    "title_too_long": lazy_gettext("Сократите название."),
    "too_many": lazy_gettext("Оставьте меньше значений."),
    "value_choice": lazy_gettext("Выберите значение из списка."),
    "value_empty": lazy_gettext("Впишите значение или уберите ключ."),
    "value_range": lazy_gettext("Впишите другое число."),
    "value_too_long": _LESS_TEXT,
    "value_type": lazy_gettext("Впишите значение нужного вида; текст — в кавычках."),
    "value_unprintable": lazy_gettext("Наберите текст заново, в одну строку."),
    "way_shadowed": lazy_gettext("Уберите лишний путь или поставьте путь с условием раньше."),
    "way_unknown_stage": _KNOWN_STAGE,
    "ways_given_twice": lazy_gettext("Оставьте одно из двух: ways или from с to."),
    "ways_missing": lazy_gettext("Допишите from и to."),
    "word_unknown": _KNOWN_WORD,
}
"""One proposal for every code of FINDINGS; a test holds the two equal."""


def mending_of(finding: Finding) -> str:
    """What is proposed to mend the finding."""
    return str(MENDS.get(finding.code, ""))
