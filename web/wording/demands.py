"""What a requirement of a move asks for, as a clause: of rules, differences and past decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from web.wording.fields import Fields
from web.wording.grammar import (
    bound_text,
    counted,
    either,
    listed,
    numbered,
    percent_text,
    quoted,
)
from web.wording.own_words import mode_title
from web.wording.paths import stages_listed, word_title
from web.wording.titles import (
    DOCUMENT_STATUSES,
    any_role,
    record_status,
    title_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from engine.domain.definition import Definition
    from engine.domain.requirements import Requirement

    Demand = Callable[[Fields, Definition | None], str]


def requirement_text(requirement: Requirement, definition: Definition | None) -> str:
    """The requirement with everything inside it: «зарегистрировано: «Протокол комиссии»»."""
    parts = [_part_text(part, definition) for part in requirement.parts]
    if requirement.fact == "any":
        return gettext("хотя бы одно: %(parts)s", parts="; ".join(parts))
    if requirement.fact == "all":
        return "; ".join(parts)
    if requirement.fact == "not":
        return gettext("не выполняется условие: %(part)s", part="; ".join(parts))
    return demand_text(requirement.fact, requirement.params, definition)


def _part_text(requirement: Requirement, definition: Definition | None) -> str:
    """A group within a group stands in brackets, so that nobody takes its parts for the outer's."""
    said = requirement_text(requirement, definition)
    if requirement.fact == "all" and len(requirement.parts) > 1:
        return gettext("(всё вместе: %(parts)s)", parts=said)
    return f"({said})" if requirement.fact in ("any", "not") else said


def demand_text(fact: str, params: Iterable[tuple[str, Any]], definition: Definition | None) -> str:
    """What one fact with these parameters asks for."""
    demand = DEMANDS.get(fact)
    return demand(Fields.of(params), definition) if demand else fact


def _document(fields: Fields, definition: Definition | None) -> str:
    title = quoted(word_title(definition, "document", fields.text("kind")))
    status = quoted(title_of(DOCUMENT_STATUSES, fields.text("status", "submitted")))
    least = fields.number("min", 1)
    if least > 1:
        papers = counted(least, "документа|документов|документов")
        return gettext(
            "не меньше %(papers)s %(title)s в статусе %(status)s",
            papers=papers,
            title=title,
            status=status,
        )
    return gettext("есть документ %(title)s в статусе %(status)s", title=title, status=status)


def _decision(fields: Fields, definition: Definition | None) -> str:
    title = word_title(definition, "decision", fields.text("kind"))
    return gettext("зарегистрирован документ %(title)s", title=quoted(title))


def _publication(fields: Fields, definition: Definition | None) -> str:
    title = word_title(definition, "document", fields.text("kind"))
    return gettext("отмечена публикация документа %(title)s", title=quoted(title))


def _basis(fields: Fields, definition: Definition | None) -> str:
    if not fields.text("kind"):
        return gettext("в основании указан действующий приказ или протокол")
    title = word_title(definition, "decision", fields.text("kind"))
    return gettext("в основании указан документ %(title)s", title=quoted(title))


def _role(fields: Fields, _definition: Definition | None) -> str:
    return gettext("переход делает %(roles)s", roles=any_role(fields.words("roles")))


def _not_actor(fields: Fields, definition: Definition | None) -> str:
    return gettext(
        "переход делает не %(parts)s",
        parts=listed(
            (part_of_actor(part, fields.text("kind"), definition) for part in fields.words("of")),
            last=gettext("и не"),
        ),
    )


def part_of_actor(part: str, kind: str, definition: Definition | None) -> str:
    """«автор документа «Программа»», «куратор дела»: who must not be the one who acts."""
    if part == "author":
        if not kind:
            return gettext("автор документов дела")
        return gettext(
            "автор документа %(title)s", title=quoted(word_title(definition, "document", kind))
        )
    return gettext("куратор дела") if part == "curator" else gettext("представитель школы-тьютора")


def _curator(_fields: Fields, _definition: Definition | None) -> str:
    return gettext("назначен куратор")


def _tutor(fields: Fields, definition: Definition | None) -> str:
    least = fields.number("min", 1)
    modes = either(mode_title(definition, mode) for mode in fields.words("modes"))
    clauses = [gettext("закреплена школа-тьютор")]
    if least > 1:
        clauses = [gettext("закреплено школ-тьюторов не меньше %(least)d", least=least)]
    if fields.flag("by_order", default=True):
        clauses.append(gettext("есть приказ"))
    if modes:
        clauses.append(gettext("режим школы-тьютора — %(modes)s", modes=modes))
    return ", ".join(clauses)


def _approvals(fields: Fields, _definition: Definition | None) -> str:
    least, roles = fields.number("min", 1), any_role(fields.words("roles"))
    if least > 1:
        return gettext("дано не меньше %(least)d согласий: %(roles)s", least=least, roles=roles)
    return gettext("есть согласие второго лица: %(roles)s", roles=roles)


def _profile(fields: Fields, _definition: Definition | None) -> str:
    least, most = fields.number("min_directions", 1), fields.number("max_directions")
    if most:
        return gettext(
            "уровень определён по каждому фактору риска, направлений выбрано от %(least)d "
            "до %(most)d",
            least=least,
            most=most,
        )
    return gettext(
        "уровень определён по каждому фактору риска, направлений выбрано не меньше %(least)d",
        least=least,
    )


def _coverage(fields: Fields, definition: Definition | None) -> str:
    kind = fields.text("kind", "antirisk_programme")
    return gettext(
        "у каждого риска уровня %(level)s и выше есть документ %(title)s",
        level=quoted(record_status("risk", fields.text("level", "high"))),
        title=quoted(word_title(definition, "document", kind)),
    )


def _measures(fields: Fields, _definition: Definition | None) -> str:
    statuses = fields.words("statuses", ("done", "explained"))
    return gettext(
        "мероприятий в статусе %(statuses)s не меньше %(share)s",
        statuses=either(quoted(record_status("measure", one)) for one in statuses),
        share=percent_text(fields.number("at_least", 100)),
    )


def _nothing_open(fields: Fields, _definition: Definition | None) -> str:
    kind = fields.text("kind")
    if kind == "document":
        return gettext("нет черновиков и возвращённых документов")
    if kind == "measure":
        return gettext("нет незавершённых мероприятий")
    if kind == "monitoring":
        return gettext("нет открытых мониторингов")
    return gettext("нет неисполненных рекомендаций")


def _carry_over(_fields: Fields, _definition: Definition | None) -> str:
    return gettext("по каждому незавершённому мероприятию решено, что с ним будет")


def _monitoring(fields: Fields, definition: Definition | None) -> str:
    title = word_title(definition, "monitoring", fields.text("kind"))
    return gettext("%(title)s закрыт", title=quoted(title))


def _indicator(fields: Fields, definition: Definition | None) -> str:
    title = word_title(definition, "indicator", fields.text("rule"))
    return gettext(
        "показатель %(title)s: %(result)s",
        title=quoted(title),
        result=record_status("indicator", fields.text("result", "not_met")),
    )


def _quota(fields: Fields, definition: Definition | None) -> str:
    return gettext(
        "%(period)s проведено не меньше %(least)d: %(title)s",
        period=period_text(fields.text("period", "round")),
        least=fields.number("at_least", 1),
        title=quoted(word_title(definition, "event", fields.text("event"))),
    )


def _quota_met(fields: Fields, _definition: Definition | None) -> str:
    running = fields.text("period") == "running"
    measure = fields.text("measure")
    if not measure and running:
        return gettext("все мероприятия на счёт выполнены за текущий период")
    if not measure:
        return gettext("все мероприятия на счёт выполнены за закончившийся период")
    named = numbered(measure) if measure[:1].isdecimal() else quoted(measure)
    if running:
        return gettext("мероприятие %(named)s выполнено за текущий период", named=named)
    return gettext("мероприятие %(named)s выполнено за закончившийся период", named=named)


def period_text(period: str) -> str:
    """«за квартал», «за этот цикл»."""
    if period == "quarter":
        return gettext("за квартал")
    if period == "half_year":
        return gettext("за полугодие")
    return gettext("за год") if period == "year" else gettext("за этот цикл")


def _from_stage(fields: Fields, definition: Definition | None) -> str:
    return gettext(
        "дело стоит на этапе %(stages)s",
        stages=stages_listed(definition, fields.words("stages")),
    )


def _years(fields: Fields, _definition: Definition | None) -> str:
    if "at_most" not in fields:
        return gettext("год в перечне — не раньше %(least)d-го", least=fields.number("at_least"))
    if "at_least" not in fields:
        return gettext("год в перечне — не позже %(most)d-го", most=fields.number("at_most"))
    return gettext(
        "год в перечне — с %(least)d-го по %(most)d-й",
        least=fields.number("at_least"),
        most=fields.number("at_most"),
    )


def _entry(_fields: Fields, _definition: Definition | None) -> str:
    return gettext("школа внесена в перечень с основаниями")


def _reason(fields: Fields, _definition: Definition | None) -> str:
    least = fields.number("min_length", 10)
    signs = counted(least, "знака|знаков|знаков")
    return gettext("указана причина не короче %(signs)s", signs=signs)


def _end_code(_fields: Fields, _definition: Definition | None) -> str:
    return gettext("указано, почему дело закрывают")


def _return(_fields: Fields, _definition: Definition | None) -> str:
    return gettext("указано, когда дело возобновят")


def _window(fields: Fields, _definition: Definition | None) -> str:
    since, until = fields.text("from"), fields.text("to")
    bounds = []
    if since:
        bounds.append(gettext("с %(day)s", day=bound_text(since)))
    if until:
        bounds.append(gettext("по %(day)s", day=bound_text(until)))
    return gettext("день перехода — %(bounds)s", bounds=" ".join(bounds))


DEMANDS: Mapping[str, Demand] = {
    "actor_not": _not_actor,
    "approvals": _approvals,
    "basis_given": _basis,
    "carry_over_decided": _carry_over,
    "curator_assigned": _curator,
    "date_window": _window,
    "decision_present": _decision,
    "document_present": _document,
    "end_code_given": _end_code,
    "entry_facts": _entry,
    "from_stage": _from_stage,
    "indicator_rule": _indicator,
    "measures_ratio": _measures,
    "monitoring_closed": _monitoring,
    "no_open": _nothing_open,
    "profile_complete": _profile,
    "publication_recorded": _publication,
    "quota": _quota,
    "quota_met": _quota_met,
    "reason_given": _reason,
    "return_expected": _return,
    "risks_covered": _coverage,
    "role_of_actor": _role,
    "tutor_active": _tutor,
    "years_in_status": _years,
}
"""One clause for every fact of the catalogue; a test holds the two equal."""

__all__ = ["DEMANDS", "demand_text", "part_of_actor", "period_text", "requirement_text"]
