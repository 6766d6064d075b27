"""Why not: the risk profile, measures, monitoring, indicators, events."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flask_babel import gettext

from web.wording.demands import period_text
from web.wording.grammar import (
    either,
    listed,
    numbered,
    percent_text,
    quoted,
    short_day,
    short_span,
)
from web.wording.paths import words_listed
from web.wording.reasons.shape import together
from web.wording.titles import record_status

if TYPE_CHECKING:
    from web.wording.reasons.shape import Parts, Reason


def profile_complete(reason: Reason) -> Parts:
    """Factors without a level, or too few or too many directions."""
    fields, lacks = reason.fields, []
    missing = fields.words("missing")
    if missing:
        named = words_listed(reason.definition, "risk_factor", missing)
        lacks.append(gettext("В рисковом профиле нет уровня факторов: %(named)s.", named=named))
    chosen, least = fields.number("directions"), fields.number("min_directions", 1)
    most = fields.number("max_directions")
    if chosen < least:
        lacks.append(
            gettext(
                "Направлений работы выбрано %(chosen)d, нужно не меньше %(least)d.",
                chosen=chosen,
                least=least,
            )
        )
    if most and chosen > most:
        lacks.append(
            gettext(
                "Направлений работы выбрано %(chosen)d, можно не больше %(most)d.",
                chosen=chosen,
                most=most,
            )
        )
    return together(*lacks), gettext(
        "Уровни и направления вносит %(who)s%(until)s.", who=reason.who, until=reason.until
    )


def risks_covered(reason: Reason) -> Parts:
    """Grave risks without a programme."""
    lack = gettext(
        "Нет документа %(title)s по рискам: %(risks)s.",
        title=reason.word("document", "kind"),
        risks=words_listed(reason.definition, "risk_factor", reason.fields.words("uncovered")),
    )
    return lack, gettext(
        "По каждому из них документ регистрирует %(who)s%(until)s.",
        who=reason.who,
        until=reason.until,
    )


def measures_ratio(reason: Reason) -> Parts:
    """Too few measures have come far enough."""
    fields = reason.fields
    remedy = gettext("Мероприятия отмечает %(who)s%(until)s.", who=reason.who, until=reason.until)
    if not fields.number("total"):
        return gettext("Не внесено ни одного мероприятия этого цикла."), remedy
    lack = gettext(
        "Мероприятий в статусе %(statuses)s — %(have)s, нужно %(need)s. Остались: %(left)s.",
        statuses=either(quoted(record_status("measure", one)) for one in fields.words("statuses")),
        have=percent_text(fields.number("have")),
        need=percent_text(fields.number("need")),
        left=_numbers(fields.words("left")),
    )
    return lack, remedy


def _numbers(keys: tuple[str, ...]) -> str:
    return listed(numbered(key) if key[:1].isdecimal() else quoted(key) for key in keys)


def no_open(reason: Reason) -> Parts:
    """Something that must be finished first."""
    fields, still_open = reason.fields, reason.fields.words("open")
    kind, definition = fields.text("kind"), reason.definition
    finishes = gettext("Завершает это %(who)s%(until)s.", who=reason.who, until=reason.until)
    if kind == "document":
        named = words_listed(definition, "document", still_open)
        return gettext(
            "Остались черновики или возвращённые документы: %(named)s.", named=named
        ), finishes
    if kind == "monitoring":
        named = words_listed(definition, "monitoring", still_open)
        return gettext("Не закрыты мониторинги: %(named)s.", named=named), finishes
    named = _numbers(still_open)
    if kind == "measure":
        return gettext("Не завершены мероприятия: %(named)s.", named=named), finishes
    return gettext("Не исполнены рекомендации: %(named)s.", named=named), finishes


def carry_over_decided(reason: Reason) -> Parts:
    """Measures of which nobody has said what becomes of them."""
    named = _numbers(reason.fields.words("undecided"))
    lack = gettext("Не решено, что будет с мероприятиями: %(named)s.", named=named)
    return lack, gettext(
        "По каждому (выполнено, продолжить, пересмотреть) решение вносит %(who)s%(until)s.",
        who=reason.who,
        until=reason.until,
    )


def monitoring_closed(reason: Reason) -> Parts:
    """A monitoring round that is not closed, or was never opened."""
    title = reason.word("monitoring", "kind")
    lack = gettext("%(title)s ещё не проведён.", title=title)
    if reason.fields.text("found"):
        lack = gettext("%(title)s открыт и ещё не закрыт.", title=title)
    return lack, gettext("Закрывает его %(who)s%(until)s.", who=reason.who, until=reason.until)


def indicator_rule(reason: Reason) -> Parts:
    """A rule or figure without a result, or with another one."""
    fields, title = reason.fields, reason.word("indicator", "rule")
    needed = record_status("indicator", fields.text("result", "not_met"))
    lack = gettext(
        "Не внесён результат показателя %(title)s; нужно: %(needed)s.", title=title, needed=needed
    )
    if fields.text("found"):
        lack = gettext(
            "Показатель %(title)s на %(day)s: %(found)s; нужно: %(needed)s.",
            title=title,
            day=short_day(fields.day("happened_on")),
            found=record_status("indicator", fields.text("found")),
            needed=needed,
        )
    return lack, gettext("Результат вносит %(who)s%(until)s.", who=reason.who, until=reason.until)


def quota(reason: Reason) -> Parts:
    """Too few events in the round or in the period."""
    fields = reason.fields
    lack = gettext(
        "%(title)s: %(period)s проведено %(have)d, нужно не меньше %(need)d.",
        title=reason.word("event", "event"),
        period=period_text(fields.text("period")),
        have=fields.number("have"),
        need=fields.number("need"),
    )
    return lack, gettext("События вносит %(who)s%(until)s.", who=reason.who, until=reason.until)


def quota_met(reason: Reason) -> Parts:
    """Counted measures that were held too few times in their period, each with how many."""
    fields = reason.fields
    remedy = gettext(
        "Отчёт о проведённом вносит %(who)s%(until)s; засчитывается принятое.",
        who=reason.who,
        until=reason.until,
    )
    if not fields.number("asked"):
        measure = fields.text("measure")
        if not measure:
            return gettext("В дорожной карте школы нет мероприятий на счёт за период."), remedy
        named = _numbers((measure,))
        return gettext(
            "В дорожной карте школы нет мероприятия на счёт за период: %(named)s.", named=named
        ), remedy
    columns = (fields.words(one) for one in ("lacking", "held", "needed", "since", "until"))
    told = "; ".join(_held(*one) for one in zip(*columns, strict=True))
    if fields.text("period") == "running":
        return gettext(
            "За текущий период проведено меньше, чем нужно: %(told)s.", told=told
        ), remedy
    return gettext(
        "За закончившийся период проведено меньше, чем нужно: %(told)s.", told=told
    ), remedy


def _held(key: str, held: str, needed: str, since: str, until: str) -> str:
    """«№ 10 — 1 из 3 (01.04.2023–30.06.2023)»."""
    return gettext(
        "%(named)s — %(held)s из %(needed)s (%(span)s)",
        named=_numbers((key,)),
        held=held,
        needed=needed,
        span=short_span(date.fromisoformat(since), date.fromisoformat(until)),
    )


WORK = {
    "carry_over_decided": carry_over_decided,
    "indicator_rule": indicator_rule,
    "measures_ratio": measures_ratio,
    "monitoring_closed": monitoring_closed,
    "no_open": no_open,
    "profile_complete": profile_complete,
    "quota": quota,
    "quota_met": quota_met,
    "risks_covered": risks_covered,
}
