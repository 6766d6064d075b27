"""Why not: the stage, the role, the day, the years on the list, the reason given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from web.wording.demands import demand_text
from web.wording.grammar import bound_text, counted, quoted, short_day
from web.wording.paths import stage_title, stages_listed
from web.wording.reasons.shape import together
from web.wording.titles import any_role

if TYPE_CHECKING:
    from web.wording.reasons.shape import Parts, Reason


def wrong_stage(reason: Reason) -> Parts:
    """The stage does not have the move."""
    stage = quoted(stage_title(reason.definition, reason.fields.text("stage")))
    sources = stages_listed(reason.definition, reason.fields.words("sources"))
    lack = gettext(
        "На этапе %(stage)s такого перехода нет: он возможен на этапе %(sources)s.",
        stage=stage,
        sources=sources,
    )
    return lack, ""


def wrong_role(reason: Reason) -> Parts:
    """Somebody else makes the move."""
    roles = any_role(reason.fields.words("roles"))
    return gettext("Этот переход делает %(roles)s.", roles=roles), ""


def denied(reason: Reason) -> Parts:
    """Something that must not be so, is so."""
    fact = reason.fields.text("fact")
    params = [(name, value) for name, value in reason.fields.values.items() if name != "fact"]
    demand = demand_text(fact, params, reason.definition)
    return gettext("Мешает: %(demand)s.", demand=demand), ""


def from_stage(reason: Reason) -> Parts:
    """The case stands in another stage."""
    lack = gettext(
        "Дело стоит на этапе %(stage)s, а нужно — на этапе %(stages)s.",
        stage=quoted(stage_title(reason.definition, reason.fields.text("stage"))),
        stages=stages_listed(reason.definition, reason.fields.words("stages")),
    )
    return lack, ""


def years_in_status(reason: Reason) -> Parts:
    """The case has been led for too few or too many years."""
    fields = reason.fields
    have, least, most = fields.number("have"), fields.number("at_least"), fields.number("at_most")
    year = gettext("Школа в перечне %(have)d-й год", have=have)
    if least and have < least:
        return gettext("%(year)s, а нужен %(least)d-й или больше.", year=year, least=least), ""
    return gettext("%(year)s, а можно не позже %(most)d-го.", year=year, most=most), ""


def entry_facts(reason: Reason) -> Parts:
    """The case was opened without an entry of the list."""
    lack = gettext("Школа не внесена в перечень: нет оснований включения.")
    return lack, gettext(
        "В перечень школу вносит %(who)s%(until)s.", who=reason.who, until=reason.until
    )


def reason_given(reason: Reason) -> Parts:
    """No reason, or one that is too short."""
    have, need = reason.fields.number("have"), reason.fields.number("need", 10)
    signs = counted(need, "знака|знаков|знаков")
    remedy = gettext("Напишите её в форме перехода.")
    if not have:
        return gettext("Не указана причина: нужно не меньше %(signs)s.", signs=signs), remedy
    lack = gettext(
        "Причина слишком короткая (%(have)d): нужно не меньше %(signs)s.", have=have, signs=signs
    )
    return lack, remedy


def end_code_given(_reason: Reason) -> Parts:
    """It is not said why the case ends."""
    return gettext("Не указано, почему дело закрывают."), gettext("Выберите это в форме перехода.")


def return_expected(_reason: Reason) -> Parts:
    """It is not said when the case is expected to go on."""
    lack = gettext("Не указано, когда дело возобновят.")
    return lack, gettext("Укажите будущий день в форме перехода.")


def date_window(reason: Reason) -> Parts:
    """The move has its season."""
    fields = reason.fields
    since, until = fields.text("from"), fields.text("to")
    bounds = together(
        gettext("с %(day)s", day=bound_text(since)) if since else "",
        gettext("по %(day)s", day=bound_text(until)) if until else "",
    )
    lack = gettext("Сегодня этот переход сделать нельзя: он возможен %(bounds)s.", bounds=bounds)
    opens = fields.day("opens_on")
    if opens is None:
        return lack, gettext("Этот срок прошёл.")
    return lack, gettext("Ближайший день — %(day)s.", day=short_day(opens))


COURSE = {
    "date_window": date_window,
    "end_code_given": end_code_given,
    "entry_facts": entry_facts,
    "from_stage": from_stage,
    "not": denied,
    "reason_given": reason_given,
    "return_expected": return_expected,
    "role": wrong_role,
    "stage": wrong_stage,
    "years_in_status": years_in_status,
}
