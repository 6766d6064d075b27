"""Why not: who acts, who is attached, who has consented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from web.wording.demands import part_of_actor
from web.wording.grammar import listed, short_day
from web.wording.reasons.shape import together
from web.wording.titles import any_role

if TYPE_CHECKING:
    from web.wording.reasons.shape import Parts, Reason


def role_of_actor(reason: Reason) -> Parts:
    """The move takes another role."""
    roles = any_role(reason.fields.words("roles"))
    return gettext("Этот переход делает %(roles)s.", roles=roles), ""


def actor_not(reason: Reason) -> Parts:
    """The move takes another person: author, curator or tutor may not make it."""
    fields = reason.fields
    parts = (
        part_of_actor(one, fields.text("kind"), reason.definition) for one in fields.words("found")
    )
    lack = gettext("Этот переход не может сделать %(parts)s.", parts=listed(parts))
    return lack, gettext("Нужен другой человек: %(who)s.", who=reason.who)


def curator_assigned(reason: Reason) -> Parts:
    """No curator is attached today."""
    remedy = gettext("Куратора закрепляет %(who)s%(until)s.", who=reason.who, until=reason.until)
    return together(gettext("Не назначен куратор."), _before_and_after(reason)), remedy


def tutor_active(reason: Reason) -> Parts:
    """Too few tutor schools are attached, in the right mode and by an order."""
    fields, need = reason.fields, reason.fields.number("need", 1)
    lack = gettext("Не закреплена школа-тьютор.")
    if fields.number("attached") or need > 1:
        lack = gettext(
            "Школ-тьюторов засчитывается %(have)d, нужно %(need)d.",
            have=fields.number("have"),
            need=need,
        )
    if fields.number("wrong_mode"):
        lack = together(lack, gettext("Режим работы закреплённой школы не подходит."))
    if fields.number("without_order"):
        lack = together(lack, gettext("Нет действующего приказа о закреплении."))
    remedy = gettext(
        "Школу-тьютора закрепляет приказом %(who)s%(until)s.", who=reason.who, until=reason.until
    )
    return together(lack, _before_and_after(reason)), remedy


def _before_and_after(reason: Reason) -> str:
    ended, starts = reason.fields.day("ended_on"), reason.fields.day("starts_on")
    return together(
        gettext("Прежнее закрепление закончилось %(day)s.", day=short_day(ended)) if ended else "",
        gettext("Новое начнётся %(day)s.", day=short_day(starts)) if starts else "",
    )


def approvals(reason: Reason) -> Parts:
    """Too few other persons have consented."""
    fields, need = reason.fields, reason.fields.number("need", 1)
    roles = any_role(fields.words("roles"))
    lack = gettext("Нет согласия второго лица: %(roles)s.", roles=roles)
    if need > 1:
        lack = gettext(
            "Согласий дано %(have)d, нужно %(need)d: %(roles)s.",
            have=fields.number("have"),
            need=need,
            roles=roles,
        )
    if fields.flag("own"):
        lack = together(lack, gettext("Собственное согласие не засчитывается."))
    if fields.number("other_roles"):
        lack = together(lack, gettext("Согласие в другой роли не засчитывается."))
    return lack, gettext("Согласие вносит %(roles)s%(until)s.", roles=roles, until=reason.until)


PEOPLE = {
    "actor_not": actor_not,
    "approvals": approvals,
    "curator_assigned": curator_assigned,
    "role_of_actor": role_of_actor,
    "tutor_active": tutor_active,
}
