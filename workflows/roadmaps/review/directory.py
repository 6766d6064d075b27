"""Names of schools and people found in the directory, with a tolerance; found is not decided.

A school is known by its number and kind, or by the name in quotation marks, whatever its legal
form; a person by surname and initials. One letter may differ: then it is near, not the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.domain.search_keys import words_of
from workflows.roadmaps.words import distance

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class KnownSchool:
    """A school of the directory, with the other names it was printed under."""

    id: UUID
    title: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person with an account in the place."""

    id: UUID
    title: str


@dataclass(frozen=True, slots=True)
class Directory:
    """Whom and what an authority knows."""

    schools: tuple[KnownSchool, ...] = ()
    people: tuple[KnownPerson, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Candidates for a printed name; `same` is the only one that is spelt the same, if there is."""

    same: UUID | None
    near: tuple[UUID, ...]


_LEGAL = frozenset(
    (
        *("мбоу", "моу", "мкоу", "маоу", "мобу", "моау", "мбу", "гбоу", "гкоу", "гаоу", "чоу"),
        *("боу", "коу", "аоу", "мку", "фгкоу", "аккоу", "ккоу"),
        *("муниципальное", "бюджетное", "казенное", "автономное", "учреждение"),
    )
)
_KINDS = {
    "сош": "сош",
    "средняя": "сош",
    "оош": "оош",
    "основная": "оош",
    "нош": "нош",
    "начальная": "нош",
    "лицей": "лицей",
    "гимназия": "гимназия",
    "осш": "осш",
    "цо": "цо",
}
_DROPPED = frozenset(("общеобразовательная", "школа", "n", "г", "с", "п", "д", "ст", "города"))
_SHORTEST = 5


def find_school(printed: str, schools: Iterable[KnownSchool]) -> Found:
    """The schools a printed name may mean."""
    wanted = _essence(printed)
    same: list[UUID] = []
    near: list[tuple[int, UUID]] = []
    for school in schools:
        away = min(_apart(wanted, _essence(one)) for one in (school.title, *school.aliases))
        if away == 0:
            same.append(school.id)
        elif away <= _FARTHEST:
            near.append((away, school.id))
    near.sort(key=lambda one: one[0])
    others = (*same, *(one for _, one in near)) if len(same) != 1 else (one for _, one in near)
    return Found(same[0] if len(same) == 1 else None, tuple(others))


_FARTHEST = 3


def _essence(title: str) -> tuple[str, frozenset[str], tuple[str, ...]]:
    """Kind, numbers and the other words of a name, without its legal form."""
    words = [one for one in words_of(title) if one not in _LEGAL]
    kind = next((_KINDS[one] for one in words if one in _KINDS), "")
    numbers = frozenset(one for one in words if one.isdecimal())
    rest = sorted(
        one for one in words if one not in _KINDS and one not in _DROPPED and not one.isdecimal()
    )
    return kind, numbers, tuple(rest)


def _apart(
    one: tuple[str, frozenset[str], tuple[str, ...]],
    other: tuple[str, frozenset[str], tuple[str, ...]],
) -> int:
    """How far two names are apart; beyond `_FARTHEST` they are two schools."""
    if one[1] != other[1]:
        return _FARTHEST + 1
    kinds = 0 if one[0] == other[0] else 1 if not (one[0] and other[0]) else 2
    if one[1] and not (one[2] and other[2]):
        # «СОШ № 1» beside «СОШ № 1 г. Сковородино»: the place is only left out.
        return kinds + (1 if one[2] != other[2] else 0)
    return kinds + _words_apart(one[2], other[2])


def _words_apart(some: tuple[str, ...], others: tuple[str, ...]) -> int:
    if some == others:
        return 0
    shorter, longer = sorted((some, others), key=len)
    left = list(longer)
    away = 0
    for word in shorter:
        closest = min(left, key=lambda one: distance(word, one, 3))
        letters = distance(word, closest, 3)
        if letters > 2 or (letters and len(word) < _SHORTEST):  # noqa: PLR2004
            return _FARTHEST + 1
        away += letters
        left.remove(closest)
    return away + len(left) if shorter else _FARTHEST + 1


_INITIAL = re.compile(r"([А-ЯЁA-Z])\.")
_NAME_WORD = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?")


def find_person(printed: str, people: Iterable[KnownPerson]) -> Found:
    """The people a printed name may mean: surname and initials, in either order."""
    surname, initials = _of_printed(printed)
    if not surname:
        return Found(None, ())
    same: list[UUID] = []
    near: list[UUID] = []
    for person in people:
        known, letters = _of_title(person.title)
        if known == surname and letters == initials:
            same.append(person.id)
        elif _is_near(surname, initials, known, letters):
            near.append(person.id)
    if len(same) == 1:
        return Found(same[0], tuple(near))
    return Found(None, (*same, *near))


def _of_printed(name: str) -> tuple[str, str]:
    initials = "".join(_INITIAL.findall(name))
    words = _NAME_WORD.findall(_INITIAL.sub(" ", name))
    if not words:
        return "", ""
    return words[0].casefold(), (initials or "".join(one[0] for one in words[1:3])).casefold()


def _of_title(title: str) -> tuple[str, str]:
    return _of_printed(title)


def _is_near(surname: str, initials: str, known: str, letters: str) -> bool:
    """The same surname with other or missing initials, or one letter apart with the same."""
    if known == surname:
        return not (initials and letters) or initials[0] == letters[0]
    long_enough = min(len(known), len(surname)) >= _SHORTEST
    return long_enough and initials == letters and distance(surname, known, 2) <= 2  # noqa: PLR2004
