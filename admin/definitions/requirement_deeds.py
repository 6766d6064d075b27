"""What the buttons of a list of requirements do: put in, take out, group, and dissolve a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from admin.definitions.catalogue import DEFAULTS
from admin.definitions.requirement_sheet import branches, is_group
from engine.domain.requirements import COMBINATORS

if TYPE_CHECKING:
    from admin.definitions.requirement_sheet import Shop
    from admin.definitions.sheet import Sheet


def add_fact(sheet: Sheet, shop: Shop, fact: str, inside: str = "") -> None:
    """Put in an empty small form of a fact, with what holds by default, or an empty group."""
    if fact in COMBINATORS:
        sheet.add("req", {"in": inside, "fact": fact})
    elif fact in shop.facts:
        defaults = {one.name: DEFAULTS.get((fact, one.name), "") for one in shop.fields(fact)}
        sheet.add("req", {"in": inside, "fact": fact, **defaults})


def drop(sheet: Sheet, number: int) -> None:
    """Take out a small form with everything in it."""
    tree = branches(sheet)
    gone, left = [], [number]
    while left:
        one = left.pop()
        gone.append(one)
        left += [part for part in tree.get(str(one), []) if part not in gone]
    for one in gone:
        sheet.drop("req", one)


def wrap(sheet: Sheet, kind: str, number: int) -> None:
    """Put a small form into a new group, which takes its place."""
    if kind not in COMBINATORS or number not in sheet.numbers("req"):
        return
    group = sheet.add("req", {"in": sheet.get(f"req-{number}-in"), "fact": kind})
    sheet.put(f"req-{number}-in", str(group))
    listed = [one for one in sheet.values["req"] if one != str(group)]
    listed.insert(listed.index(str(number)), str(group))
    sheet.put("req", *listed)


def unwrap(sheet: Sheet, number: int) -> None:
    """Let what stands in a group stand in its place."""
    if number not in sheet.numbers("req") or not is_group(sheet, number):
        return
    parts = [str(one) for one in branches(sheet).get(str(number), [])]
    for one in parts:
        sheet.put(f"req-{one}-in", sheet.get(f"req-{number}-in"))
    listed = [one for one in sheet.values["req"] if one not in parts]
    place = listed.index(str(number))
    listed[place : place + 1] = parts
    sheet.put("req", *listed)
