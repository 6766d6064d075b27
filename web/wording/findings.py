"""What is wrong with a definition, or worth knowing of it, as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext

from web.wording.fields import Fields
from web.wording.grammar import capitalised, either, listed, quoted
from web.wording.loosenings import LOOSENINGS
from web.wording.paths import element_title, move_title, stage_title
from web.wording.rebasing import OUTCOMES
from web.wording.scenarios import expected_text, reasons_text, step_text
from web.wording.titles import DICTIONARIES, role_name, title_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engine.domain.checks import Finding
    from engine.domain.definition import Definition

PARAM_KINDS: Mapping[str, Any] = {
    "date": lazy_gettext("день вида ММ-ДД или ГГГГ-ММ-ДД"),
    "flag": lazy_gettext("true или false"),
    "list": lazy_gettext("список"),
    "number": lazy_gettext("целое число"),
    "roles": lazy_gettext("роли"),
    "stages": lazy_gettext("этапы"),
    "table": lazy_gettext("таблица"),
    "text": lazy_gettext("текст"),
    "words": lazy_gettext("слова из списка"),
}


def finding_sentence(finding: Finding, definition: Definition | None = None) -> str:
    """The finding as a sentence: what it is about, then what is the matter."""
    say = FINDINGS.get(finding.code)
    told = _Told(Fields.of(finding.fields), definition)
    said = say(told) if say else finding.code
    return f"{capitalised(element_title(finding.element, definition))}: {said}."


class _Told:
    """The fields of a finding with the definition they speak of."""

    def __init__(self, fields: Fields, definition: Definition | None) -> None:
        self.fields = fields
        self.definition = definition

    def text(self, name: str) -> str:
        value = self.fields.values.get(name)
        return "" if value is None else str(value)

    def stage(self, name: str = "stage") -> str:
        return quoted(stage_title(self.definition, self.fields.text(name)))

    def stages(self) -> str:
        return listed(
            quoted(stage_title(self.definition, one)) for one in self.fields.words("stages")
        )

    def codes(self) -> str:
        return ", ".join(self.fields.words("codes"))

    def move(self) -> str:
        return quoted(move_title(self.definition, self.fields.text("move")))

    def choices(self, name: str) -> str:
        return either(quoted(one) for one in self.fields.words(name))


def _plain(sentence: Any) -> Callable[[_Told], str]:
    return lambda _told: str(sentence)


def _filled(sentence: Any, *names: str) -> Callable[[_Told], str]:
    """A sentence with fields as they stand."""
    return lambda told: str(sentence) % {name: told.text(name) for name in names}


def _way_unknown(told: _Told) -> str:
    if told.fields.text("side") == "from":
        return gettext("начинается на этапе %(stage)s, которого нет", stage=told.stage())
    return gettext("ведёт на этап %(stage)s, которого нет", stage=told.stage())


def _several_starts(told: _Told) -> str:
    return gettext("начальных этапов больше одного: %(stages)s", stages=told.stages())


def _turning(told: _Told) -> str:
    return gettext(
        "переходы по сроку ведут по кругу без человека: %(stages)s", stages=told.stages()
    )


def _shadowed(told: _Told) -> str:
    return gettext(
        "путь с этапа %(source)s на этап %(target)s никогда не выбирается: "
        "раньше стоит путь без условия",
        source=told.stage(),
        target=told.stage("target"),
    )


def _resume(told: _Told) -> str:
    return gettext("возвращает с этапа %(stage)s, который не пауза", stage=told.stage())


def _moves_elsewhere(told: _Told) -> str:
    return gettext("переход %(move)s не выходит с этого этапа", move=told.move())


def _move_unscheduled(told: _Told) -> str:
    return gettext("переход %(move)s не разрешён системе по расписанию", move=told.move())


def _move_unknown(told: _Told) -> str:
    return gettext("перехода %(move)s нет", move=told.move())


def _move_unused(told: _Told) -> str:
    return gettext("назван переход %(move)s, но срок его не делает", move=told.move())


def _role_cannot(told: _Told) -> str:
    return gettext("роль «%(role)s» не делает переходов", role=role_name(told.fields.text("role")))


def _role_cannot_open(told: _Told) -> str:
    return gettext("роль «%(role)s» не открывает дел", role=role_name(told.fields.text("role")))


def _choice(told: _Told) -> str:
    return gettext(
        "условие %(fact)s: «%(word)s» — не из списка: %(choices)s",
        fact=told.text("fact"),
        word=told.text("word"),
        choices=told.choices("choices"),
    )


def _word_unknown(told: _Told) -> str:
    return gettext(
        "условие %(fact)s называет «%(word)s», чего нет в словаре «%(dictionary)s»",
        fact=told.text("fact"),
        word=told.text("word"),
        dictionary=title_of(DICTIONARIES, told.fields.text("dictionary")),
    )


def _param_type(told: _Told) -> str:
    return gettext(
        "условие %(fact)s: значение «%(param)s» другого вида, ожидается %(expected)s",
        fact=told.text("fact"),
        param=told.text("param"),
        expected=title_of(PARAM_KINDS, told.fields.text("expected")),
    )


def _value_type(told: _Told) -> str:
    expected = either(title_of(PARAM_KINDS, one) for one in told.fields.words("expected"))
    return gettext("значение другого вида, ожидается %(expected)s", expected=expected)


def _value_choice(told: _Told) -> str:
    value, expected = told.text("value"), told.choices("expected")
    if not value:
        return gettext("можно только %(expected)s", expected=expected)
    return gettext("«%(value)s» — не из списка: %(expected)s", value=value, expected=expected)


def _look_alike(told: _Told) -> str:
    return gettext(
        "в коде «%(code)s» есть русские буквы, похожие на латинские: %(letters)s",
        code=told.text("code") or told.text("value"),
        letters=", ".join(told.fields.words("letters")),
    ).removesuffix(": ")


def _malformed(told: _Told) -> str:
    code = told.text("code") or told.text("value")
    return gettext(
        "код «%(code)s» пишется строчными латинскими буквами, цифрами и «_», начиная с буквы",
        code=code,
    )


def _misfit(sentence: Any) -> Callable[[_Told], str]:
    """A fault of one operation of an overlay, named by its place in the text."""

    def say(told: _Told) -> str:
        where = gettext(
            "изменение %(number)d (%(operation)s)",
            number=told.fields.number("index"),
            operation=told.text("operation"),
        )
        return f"{where} — {sentence}"

    return say


def _loosened(told: _Told, sentence: Any) -> str:
    role = role_name(told.fields.text("role"))
    return str(sentence) % {"fact": told.text("fact"), "new": told.text("new"), "role": role}


def _loosening(sentence: Any) -> Callable[[_Told], str]:
    return lambda told: _loosened(told, sentence)


def _on_final(told: _Told) -> str:
    where = _misfit(lazy_gettext("основа не разрешает менять «%(final)s»"))(told)
    return where % {"final": told.text("final")}


def _contradicted(told: _Told) -> str:
    where = _misfit(lazy_gettext("спорит с новой версией основы: %(how)s"))(told)
    return where % {"how": title_of(OUTCOMES, told.fields.text("how"))}


def _cycle(told: _Told) -> str:
    return gettext("маршруты ссылаются друг на друга: %(codes)s", codes=told.codes())


def _scenario_stage(told: _Told) -> str:
    if told.fields.text("side") == "from":
        return gettext("начинается на этапе %(stage)s, которого нет", stage=told.stage())
    return gettext(
        "шаг %(number)d ведёт на этап %(stage)s, которого нет",
        number=told.fields.number("step"),
        stage=told.stage(),
    )


def _scenario_move(told: _Told) -> str:
    step = told.fields.number("step")
    return gettext("шаг %(number)d: перехода %(move)s нет", number=step, move=told.move())


def _scenario_reason(told: _Told) -> str:
    return gettext(
        "шаг %(number)d: причины отказа «%(reason)s» не бывает",
        number=told.fields.number("step"),
        reason=told.text("reason"),
    )


def _not_given(told: _Told) -> str:
    return gettext(
        "%(step)s — условие %(fact)s нельзя дать заранее",
        step=step_text(told.fields, told.definition),
        fact=told.text("fact"),
    )


def _scenario_refused(told: _Told) -> str:
    return gettext(
        "%(step)s — %(expected)s, получен отказ: %(came)s",
        step=step_text(told.fields, told.definition),
        expected=expected_text(told.fields, told.definition),
        came=reasons_text(told.fields.words("came")),
    )


def _scenario_moved(told: _Told) -> str:
    return gettext(
        "%(step)s — %(expected)s, получен этап %(stage)s",
        step=step_text(told.fields, told.definition),
        expected=expected_text(told.fields, told.definition),
        stage=told.stage(),
    )


FINDINGS: Mapping[str, Callable[[_Told], str]] = {
    **{code: _loosening(sentence) for code, sentence in LOOSENINGS.items()},
    "base_cycle": _cycle,
    "base_itself": _plain(lazy_gettext("маршрут изменяет сам себя")),
    "base_unknown": _filled(lazy_gettext("такой основы нет: «%(value)s»"), "value"),
    "code_duplicate": _filled(lazy_gettext("код использован несколько раз (%(times)s)"), "times"),
    "code_look_alike": _look_alike,
    "code_malformed": _malformed,
    "code_not_file": _filled(lazy_gettext("код не совпадает с именем файла «%(file)s»"), "file"),
    "code_reserved": _filled(lazy_gettext("код «%(code)s» занят переводом вне маршрута"), "code"),
    "code_too_long": _plain(lazy_gettext("слишком длинный код")),
    "date_malformed": _filled(
        lazy_gettext("условие %(fact)s: «%(value)s» — не день вида ММ-ДД или ГГГГ-ММ-ДД"),
        "fact",
        "value",
    ),
    "day_malformed": _filled(lazy_gettext("«%(value)s» — не день вида ГГГГ-ММ-ДД"), "value"),
    "day_out_of_range": _plain(lazy_gettext("день далеко от нашего времени")),
    "dictionary_closed": _plain(
        lazy_gettext("слова этого словаря знает программа: их можно только назвать по-своему")
    ),
    "end_is_left": _plain(lazy_gettext("конечный этап, с которого есть переход")),
    "end_unreachable": _plain(lazy_gettext("отсюда нельзя дойти до конца")),
    "fact_unknown": _filled(lazy_gettext("условия «%(fact)s» нет в каталоге"), "fact"),
    "final_malformed": _filled(
        lazy_gettext("«%(value)s» — не элемент маршрута и не часть его"), "value"
    ),
    "final_unknown": _filled(lazy_gettext("такого в маршруте нет: «%(value)s»"), "value"),
    "hint_too_long": _filled(lazy_gettext("подсказка длиннее %(most)s знаков"), "most"),
    "key_missing": _plain(lazy_gettext("не указано")),
    "key_unknown": _plain(lazy_gettext("такого ключа нет")),
    "move_only_scheduler": _plain(
        lazy_gettext("переход делает только система по расписанию: при отказе его некому сделать")
    ),
    "move_without_roles": _plain(lazy_gettext("переход никому не разрешён")),
    "move_without_ways": _plain(lazy_gettext("у перехода нет путей")),
    "no_end": _plain(lazy_gettext("нет конечного этапа")),
    "no_exit_phase": _plain(lazy_gettext("нет этапа выхода")),
    "only_outside_reachable": _plain(
        lazy_gettext("отсюда можно только закрыть дело, но не выйти из перечня")
    ),
    "operation_element_exists": _misfit(lazy_gettext("такое уже есть")),
    "operation_nothing_waived": _misfit(lazy_gettext("такого условия у перехода нет")),
    "operation_on_final": _on_final,
    "operation_unknown_element": _misfit(lazy_gettext("такого в основе нет")),
    "param_choice": _choice,
    "param_missing": _filled(
        lazy_gettext("условию %(fact)s не хватает значения «%(param)s»"), "fact", "param"
    ),
    "param_negative": _filled(
        lazy_gettext("условие %(fact)s: «%(param)s» меньше нуля"), "fact", "param"
    ),
    "param_type": _param_type,
    "param_unknown": _filled(
        lazy_gettext("условие %(fact)s не знает значения «%(param)s»"), "fact", "param"
    ),
    "pause_without_return": _plain(lazy_gettext("с паузы нет возврата на маршрут")),
    "rebase_conflict": _contradicted,
    "requirement_denied": _filled(
        lazy_gettext("условие %(fact)s требуется и отрицается сразу: переход невозможен"), "fact"
    ),
    "requirement_empty": _filled(lazy_gettext("в «%(fact)s» нет ни одного условия"), "fact"),
    "requirement_head": _plain(lazy_gettext("нужно ровно одно из: fact, all, any, not")),
    "requirement_never_holds": _filled(
        lazy_gettext("условие %(fact)s не может выполниться никогда"), "fact"
    ),
    "requirement_not_single": _plain(lazy_gettext("в «not» стоит больше одного условия")),
    "requirement_too_deep": _filled(
        lazy_gettext("условия вложены глубже %(most)s уровней"), "most"
    ),
    "resume_without_pause": _resume,
    "role_cannot_move": _role_cannot,
    "role_cannot_open": _role_cannot_open,
    "role_unknown": _filled(lazy_gettext("роли «%(word)s» нет (условие %(fact)s)"), "word", "fact"),
    "scenario_move_unknown": _scenario_move,
    "scenario_moved": _scenario_moved,
    "scenario_not_given": _not_given,
    "scenario_outcome": _plain(lazy_gettext("нужно ровно одно из: then, refused")),
    "scenario_reason_unknown": _scenario_reason,
    "scenario_refused": _scenario_refused,
    "scenario_stage_unknown": _scenario_stage,
    "scenario_steps_too_many": _filled(
        lazy_gettext("шагов во всех проверках больше %(most)s"), "most"
    ),
    "scenarios_too_many": _filled(lazy_gettext("проверок больше %(most)s"), "most"),
    "setting_unknown": _plain(lazy_gettext("такой настройки нет")),
    "stage_dead_end": _plain(lazy_gettext("с этапа нет ни одного перехода")),
    "stage_unknown": _filled(
        lazy_gettext("условие %(fact)s называет этап «%(word)s», которого нет"), "fact", "word"
    ),
    "stage_unreachable": _plain(lazy_gettext("на этап нельзя попасть")),
    "start_missing": _plain(lazy_gettext("нет начального этапа")),
    "start_several": _several_starts,
    "term_met_by_attempt": _filled(
        lazy_gettext("срок закрывает условие %(fact)s, а оно о том, кто и как делает переход"),
        "fact",
    ),
    "term_met_moves": _plain(
        lazy_gettext("срок, по которому дело переводит система, закрывает только сам переход")
    ),
    "term_move_elsewhere": _moves_elsewhere,
    "term_move_missing": _plain(lazy_gettext("не назван переход, который делается в срок")),
    "term_move_not_scheduled": _move_unscheduled,
    "term_move_unknown": _move_unknown,
    "term_move_unused": _move_unused,
    "term_never_due": _plain(lazy_gettext("срок без дня не может сделать переход")),
    "term_out_of_range": _filled(
        lazy_gettext("«%(name)s» = %(value)s, можно от %(least)s до %(most)s"),
        "name",
        "value",
        "least",
        "most",
    ),
    "timed_moves_turn": _turning,
    "title_empty": _plain(lazy_gettext("нет названия")),
    "title_too_long": _filled(lazy_gettext("название длиннее %(most)s знаков"), "most"),
    "too_many": _plain(lazy_gettext("слишком много значений")),
    "value_choice": _value_choice,
    "value_empty": _plain(lazy_gettext("значение пустое")),
    "value_range": _plain(lazy_gettext("число вне допустимых границ")),
    "value_too_long": _plain(lazy_gettext("слишком длинный текст")),
    "value_type": _value_type,
    "value_unprintable": _plain(lazy_gettext("в тексте есть непечатные знаки")),
    "way_shadowed": _shadowed,
    "way_unknown_stage": _way_unknown,
    "ways_given_twice": _plain(lazy_gettext("пути указаны дважды: и ways, и from с to")),
    "ways_missing": _plain(lazy_gettext("не указаны пути: ways или from и to")),
    "word_unknown": _word_unknown,
}
"""A sentence for every code that looking at a definition or its text may give."""
