"""The three texts of a rebase: the old base, the new one, and the overlay on the old one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from engine.domain.difference import Difference, difference
from engine.domain.drafting import Draft
from engine.domain.finality import final_touched
from engine.domain.overlay import elements_of, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.domain.definition import Definition, StageKind, Way
    from engine.domain.drafting import Change
    from engine.domain.finality import Stricter

_PART_OF = {
    "effects_changed": "effects",
    "hint_changed": "title",
    "move_renamed": "title",
    "order_changed": "order",
    "phase_changed": "phase",
    "requirement_added": "requires",
    "requirement_dropped": "requires",
    "requirements_reordered": "requires",
    "roles_changed": "roles",
    "setting_changed": "value",
    "stage_renamed": "title",
    "terms_changed": "terms",
    "way_changed": "ways",
    "word_renamed": "title",
    "word_returned": "withdrawn",
    "word_withdrawn": "withdrawn",
}


def part_of(found: Difference) -> str:
    """The part of its element a difference lies in; empty where it is the element itself."""
    return _PART_OF.get(found.code, "")


@dataclass(frozen=True)
class Sides:
    """Old base, new base, and the operations, which fit the old base.

    Raises DefinitionInvalid as soon as it is asked what the operations make of the old base, where
    they do not fit it.
    """

    old: Definition
    new: Definition
    changes: tuple[Change, ...]
    stricter: Stricter

    @cached_property
    def own(self) -> Definition:
        """What the overlay makes of the old base."""
        return resolve(self.old, self.changes, stricter=self.stricter)

    @cached_property
    def raw(self) -> Draft:
        """The elements as the operations leave them, before ways are settled among the stages."""
        draft = Draft.of(self.old)
        for change in self.changes:
            change.apply(draft)
        return draft

    @cached_property
    def by_element(self) -> dict[str, tuple[int, ...]]:
        """The places of the operations on each element."""
        found: dict[str, list[int]] = {}
        for index, change in enumerate(self.changes):
            found.setdefault(change.element, []).append(index)
        return {element: tuple(indexes) for element, indexes in found.items()}

    @cached_property
    def elements(self) -> list[str]:
        """Everything any of the three has, in the order of the new base, then of the overlay."""
        listed = (
            elements_of(self.new),
            elements_of(self.own),
            elements_of(self.old),
            self.by_element,
        )
        return list(dict.fromkeys(element for one in listed for element in one))

    @cached_property
    def differences(self) -> dict[str, tuple[Difference, ...]]:
        """What the base changed, by element."""
        found: dict[str, list[Difference]] = {}
        for one in difference(self.old, self.new):
            found.setdefault(one.element, []).append(one)
        return {element: tuple(listed) for element, listed in found.items()}

    @cached_property
    def lost_stages(self) -> frozenset[str]:
        """Stages of the old base that the new one lacks."""
        return frozenset(set(self.old.stage_by_code) - set(self.new.stage_by_code))

    @cached_property
    def removed_stages(self) -> frozenset[str]:
        """Stages of the new base that the overlay does not have."""
        left = set(self.raw.stages)
        return frozenset(set(self.old.stage_by_code) - left)

    @cached_property
    def lost_words(self) -> dict[str, tuple[str, str]]:
        """Words of the old base that the new one lacks: code to dictionary and title."""
        left = {(word.dictionary, word.code) for word in self.new.words}
        return {
            word.code: (word.dictionary, word.title)
            for word in self.old.words
            if (word.dictionary, word.code) not in left
        }

    def of_part(self, element: str, part: str) -> tuple[Difference, ...]:
        """What the base changed in one part of an element."""
        return tuple(one for one in self.differences.get(element, ()) if part_of(one) == part)

    def final(self, changes: Iterable[Change]) -> str:
        """What of the new base the operations would take away and must not; nothing when none."""
        found = (final_touched(self.new, change, self.stricter) for change in changes)
        return next((one for one in found if one is not None), "")


def element_in(definition: Definition, element: str) -> Any:
    """The stage, move, word, value or scenario of this name; None where there is none."""
    group, _, rest = element.partition(".")
    if group == "stages":
        return definition.stage_by_code.get(rest)
    if group == "moves":
        return definition.move_by_code.get(rest)
    if group == "words":
        dictionary, _, code = rest.partition(".")
        known = {(one.dictionary, one.code): one for one in definition.words}
        return known.get((dictionary, code))
    if group == "settings":
        return dict(definition.settings).get(rest)
    return next((one for one in definition.scenarios if one.code == rest), None)


def plain_ways(ways: Iterable[Way], definition: Definition, opened: frozenset[StageKind]) -> Any:
    """Ways as they are meant: one from everywhere by what it leaves out, whatever stages come."""
    codes = [stage.code for stage in definition.stages if stage.kind in opened]
    return tuple(
        (
            way.target,
            way.when,
            frozenset(set(codes) - set(way.sources)),
            tuple(source for source in way.sources if source not in codes),
        )
        if way.everywhere
        else way
        for way in ways
    )
