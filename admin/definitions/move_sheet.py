"""The form of a move: from the move to fields, and from what was filled in back to a move.

A reason and a ground are asked for so often that they have fields of their own; in the move they
are requirements like the others.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from flask_babel import gettext as _

from admin.definitions.requirement_sheet import Shop, add_requirement, requirements_of
from admin.definitions.sheet import Sheet
from engine.domain.definition import RESUME, Effect, Move, StageKind, Way
from engine.domain.requirements import Requirement
from engine.domain.roles import Role

if TYPE_CHECKING:
    from engine.domain.definition import Definition

Part = TypeVar("Part")
YES = "yes"
REASON, BASIS = "reason_given", "basis_given"
DEFAULT_LENGTH = 10


def sheet_of_move(move: Move, shop: Shop) -> Sheet:
    """A move as the form shows it."""
    sheet = Sheet()
    sheet.put("reason_length", str(DEFAULT_LENGTH))
    sheet.put("title", move.title)
    sheet.put("roles", *(role.value for role in move.roles))
    sheet.put("effects", *(effect.value for effect in move.effects))
    for way in move.ways:
        number = sheet.add("way", _fields_of(way))
        if way.when is not None:
            add_requirement(sheet, shop, way.when, f"way-{number}")
    own = _put_own(sheet, move.requirements)
    for one in move.requirements:
        if one not in own:
            add_requirement(sheet, shop, one)
    return sheet


def empty_way(source: str = "", target: str = "") -> dict[str, str]:
    """The fields of a way that is to be filled in."""
    return {"from": source, "to": target}


def move_of_sheet(sheet: Sheet, shop: Shop, code: str, order: int) -> Move | None:
    """The move the form describes; nothing where the sheet has got faults by it."""
    title = sheet.line("title", _("Впишите название."), _("Название длиннее 200 знаков."))
    roles = tuple(Role(one) for one in sheet.all("roles") if one in set(Role))
    effects = tuple(Effect(one) for one in sheet.all("effects") if one in set(Effect))
    ways = tuple(_way(sheet, shop, number) for number in sheet.numbers("way"))
    requirements = (*requirements_of(sheet, shop), *_own(sheet))
    if not roles:
        sheet.refuse("roles", _("Отметьте, кто может сделать этот переход."))
    if not ways:
        sheet.refuse("way", _("Скажите, откуда и куда ведёт переход."))
    if sheet.faults:
        return None
    unique = tuple(dict.fromkeys(requirements))
    return Move(code, title, ways, roles, unique, effects, order)


def in_order(move: Move, former: Move | None) -> Move:
    """The move with its lists in the order they had, where nothing else changed in them."""
    if former is None:
        return move
    return replace(
        move,
        ways=tuple(_as_before(way, former.ways) for way in move.ways),
        roles=_same(move.roles, former.roles),
        requirements=_same(move.requirements, former.requirements),
        effects=_same(move.effects, former.effects),
    )


def _same(now: tuple[Part, ...], former: tuple[Part, ...]) -> tuple[Part, ...]:
    return former if set(now) == set(former) else now


def _as_before(way: Way, former: tuple[Way, ...]) -> Way:
    for one in former:
        if replace(one, sources=way.sources) == way and set(one.sources) == set(way.sources):
            return one
    return way


def _fields_of(way: Way) -> dict[str, tuple[str, ...] | str]:
    everywhere = YES if way.everywhere else ""
    return {"from": way.sources, "to": way.target, "everywhere": everywhere}


def _way(sheet: Sheet, shop: Shop, number: int) -> Way:
    definition, prefix = shop.definition, f"way-{number}-"
    chosen = set(sheet.all(f"{prefix}from"))
    target, everywhere = sheet.get(f"{prefix}to"), sheet.has(f"{prefix}everywhere", YES)
    sources = _sources(definition, chosen, everywhere=everywhere)
    if not sources:
        sheet.refuse(f"{prefix}from", _("Отметьте этап, с которого можно перейти."))
    if target != RESUME and target not in definition.stage_by_code:
        sheet.refuse(f"{prefix}to", _("Выберите этап, на который ведёт переход."))
    return Way(sources, target, _condition(sheet, shop, number), everywhere)


def _condition(sheet: Sheet, shop: Shop, number: int) -> Requirement | None:
    """What a way is taken for: one requirement, or all of several."""
    asked = requirements_of(sheet, shop, f"way-{number}")
    return Requirement("all", parts=asked) if len(asked) > 1 else next(iter(asked), None)


def _sources(definition: Definition, chosen: set[str], *, everywhere: bool) -> tuple[str, ...]:
    """The chosen stages in the order of the path; from everywhere nothing need be chosen."""
    opened = {StageKind.START, StageKind.OPEN}
    known = tuple(stage.code for stage in definition.stages if stage.code in chosen)
    if known or not everywhere:
        return known
    return tuple(stage.code for stage in definition.stages if stage.kind in opened)


def _put_own(sheet: Sheet, requirements: tuple[Requirement, ...]) -> list[Requirement]:
    """Fill in the fields for reason and ground; gives the requirements that stand there."""
    own: list[Requirement] = []
    for one in requirements:
        params = dict(one.params)
        if one.fact in {found.fact for found in own}:
            continue
        if one.fact == REASON and params.keys() == {"min_length"}:
            sheet.put("reason", YES)
            sheet.put("reason_length", str(params["min_length"]))
            own.append(one)
        elif one.fact == BASIS and params.keys() <= {"kind"}:
            sheet.put("basis", YES)
            sheet.put("basis_kind", str(params.get("kind", "")))
            own.append(one)
    return own


def _own(sheet: Sheet) -> list[Requirement]:
    own: list[Requirement] = []
    if sheet.has("reason", YES):
        length = sheet.number("reason_length")
        if length is None:
            sheet.refuse("reason_length", _("Впишите целое число."))
        own.append(Requirement(REASON, (("min_length", length or DEFAULT_LENGTH),)))
    if sheet.has("basis", YES):
        kind = sheet.get("basis_kind")
        own.append(Requirement(BASIS, (("kind", kind),) if kind else ()))
    return own
