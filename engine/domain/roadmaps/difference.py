"""What a corrected document changes: measures added, changed field by field, and gone.

A measure is known again by its words, not by its place: rows are added and taken out, numbers
move. What reads the same is the same; of the rest those most alike are taken for one another.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from engine.domain.roadmaps.by_hand import as_printed, kept_by_hand
from engine.domain.search_keys import search_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from engine.domain.roadmaps.content import MeasureContent

_ALIKE = 0.6
_MOST_COMPARED = 20_000
_LONGEST = 400
COMPARED = (
    *("number", "sections", "level", "title", "task", "audience", "terms", "milestones", "actors"),
    *("responsible", "expected_result", "evidence", "notes"),
)
"""The fields a person is told of, in the order of a table."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a measure before and after."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """A measure that the corrected document says otherwise."""

    row_key: str
    before: MeasureContent
    after: MeasureContent
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class RoadmapDifference:
    """How a corrected document differs; `kept` are measures it says the same of, by their keys."""

    added: tuple[MeasureContent, ...]
    changed: tuple[MeasureChange, ...]
    gone: tuple[tuple[str, MeasureContent], ...]
    kept: tuple[tuple[str, MeasureContent], ...]

    @property
    def empty(self) -> bool:
        """Whether nothing that is said of the work is other."""
        return not (self.added or self.changed or self.gone)


def difference_of(
    known: Mapping[str, MeasureContent], read: Sequence[MeasureContent]
) -> RoadmapDifference:
    """What the measures read now change of those known by their keys.

    Measures are known again as documents print them; what was corrected by hand since stays where
    the document says nothing else of it, and is what a change is shown against.
    """
    plain = [as_printed(one) for one in read]
    whole = {id(one): own for one, own in zip(plain, read, strict=True)}
    found = _matched({key: as_printed(one) for key, one in known.items()}, plain)
    matched = {id(whole[id(one)]) for one in found.values()}
    pairs = {key: kept_by_hand(known[key], whole[id(one)]) for key, one in found.items()}
    changed, kept = [], []
    for key, after in pairs.items():
        fields = _fields(known[key], after)
        if fields:
            changed.append(MeasureChange(key, known[key], after, fields))
        else:
            kept.append((key, after))
    return RoadmapDifference(
        tuple(one for one in read if id(one) not in matched),
        tuple(changed),
        tuple((key, one) for key, one in known.items() if key not in pairs),
        tuple(kept),
    )


def _fields(before: MeasureContent, after: MeasureContent) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(name, getattr(before, name), getattr(after, name))
        for name in COMPARED
        if getattr(before, name) != getattr(after, name)
    )


def _matched(
    known: Mapping[str, MeasureContent], read: Sequence[MeasureContent]
) -> dict[str, MeasureContent]:
    """Which measure read now is which known one: the plainest likeness first, in order."""
    found: dict[str, MeasureContent] = {}
    left, new = dict(known), list(read)
    for likeness in (_whole, _words):
        _take(found, left, new, likeness)
    _take_alike(found, left, new)
    return {key: found[key] for key in known if key in found}


def _whole(measure: MeasureContent) -> Any:
    return measure.digest


def _words(measure: MeasureContent) -> Any:
    # Titles repeat in some documents; then the number tells them apart, or the order does.
    return search_key(measure.shown_title), search_key(*(text for _, text in measure.actors))


def _take(
    found: dict[str, MeasureContent],
    left: dict[str, MeasureContent],
    new: list[MeasureContent],
    likeness: Callable[[MeasureContent], Any],
) -> None:
    """Pair those that are equal in one respect, in their order."""
    waiting: dict[Any, list[MeasureContent]] = {}
    for one in new:
        waiting.setdefault(likeness(one), []).append(one)
    for key, one in list(left.items()):
        same = waiting.get(likeness(one))
        if same:
            found[key] = same.pop(0)
            del left[key]
    taken = {id(one) for one in found.values()}
    new[:] = [one for one in new if id(one) not in taken]


def _take_alike(
    found: dict[str, MeasureContent], left: dict[str, MeasureContent], new: list[MeasureContent]
) -> None:
    """Pair what is most alike; where there is too much to compare, only neighbours are."""
    pairs = [
        (_likeness(one, other), -abs(one.sequence - other.sequence), key, at)
        for key, one in left.items()
        for at, other in enumerate(new)
        if len(left) * len(new) <= _MOST_COMPARED or abs(one.sequence - other.sequence) <= 1
    ]
    taken: set[int] = set()
    for alike, _, key, at in sorted(pairs, key=lambda one: one[:2], reverse=True):
        if alike < _ALIKE or key in found or at in taken:
            continue
        found[key] = new[at]
        taken.add(at)


def _likeness(one: MeasureContent, other: MeasureContent) -> float:
    first, second = (search_key(each.shown_title)[:_LONGEST] for each in (one, other))
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0.0
    same_number = 0.05 if one.number and one.number == other.number else 0.0
    return matcher.ratio() + same_number
