"""The regions' own data: cards, schools, list editions, accounts and how far the cases have come.

Read from the texts beside the definitions and checked for inner consistency; nothing is written
here. Schools and orders are those the regions' documents name; whatever is invented for showing
carries `demo`. Persons of the documents appear nowhere.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from engine.domain.errors import NotFound
from engine.domain.roles import Role
from engine.domain.situation import Category, SchoolMode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SCHOOL_KINDS = ("primary", "basic", "secondary", "lyceum", "gymnasium")
GROUNDS = ("ege_low", "oge_low", "vpr_low", "vpr_bias", "context", "contest", "manual")
"""Why a school was listed; an order that gives no figures lists by hand."""


class SeedInvalid(ValueError):
    """A seed text contradicts itself; the message names the region and every contradiction."""


@dataclass(frozen=True, slots=True)
class MunicipalitySeed:
    """A municipality of the region; `body` is its education authority."""

    code: str
    title: str
    body: str
    demo: bool = False


@dataclass(frozen=True, slots=True)
class SchoolSeed:
    """A school as the directory names it; `kind` is one of SCHOOL_KINDS."""

    code: str
    title: str
    municipality: str
    kind: str = "secondary"
    mode: SchoolMode = SchoolMode.AT_RISK
    demo: bool = False


@dataclass(frozen=True, slots=True)
class EntrySeed:
    """A school's entry in a list edition: categories, grounds, the facts in words, the class.

    `left_on` is the day the school left this edition's list, if it did.
    """

    school: str
    categories: tuple[Category, ...]
    grounds: tuple[str, ...]
    facts: str
    programmes: tuple[str, ...] = ()
    years_in_status: int = 1
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class ListingSeed:
    """A list edition and the order it stands on; `year` is the year whose results it draws on."""

    year: int
    title: str
    order_number: str
    order_date: date
    body: str
    entries: tuple[EntrySeed, ...]
    demo: bool = False


@dataclass(frozen=True, slots=True)
class AccountSeed:
    """A demonstration account: one role on the region, or on the municipality or school named."""

    login: str
    title: str
    role: Role
    password: str
    municipality: str | None = None
    school: str | None = None


@dataclass(frozen=True, slots=True)
class StorySeed:
    """How far one case has come: the subject's code, the path, the stages to call at in turn.

    `subject` is a school, or a municipality on a municipality's path; the last stage is where the
    case stands. No stages: it was opened and waits at the start.
    """

    path: str
    subject: str
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegionSeed:
    """Everything known of a region before anybody has worked in it; `paths` are definitions."""

    code: str
    title: str
    time_zone: str
    paths: tuple[str, ...]
    municipalities: tuple[MunicipalitySeed, ...]
    schools: tuple[SchoolSeed, ...]
    listings: tuple[ListingSeed, ...]
    accounts: tuple[AccountSeed, ...]
    story: tuple[StorySeed, ...]

    def school(self, code: str) -> SchoolSeed:
        """The school of this code."""
        return next(school for school in self.schools if school.code == code)


def seed_codes() -> tuple[str, ...]:
    """The codes of the regions that have a seed, in alphabetical order."""
    names = (entry.name for entry in files("workflows").joinpath("seeds").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def read_seed(code: str) -> RegionSeed:
    """The seed of a region.

    Raises NotFound when there is none, SeedInvalid when it contradicts itself.
    """
    if code not in seed_codes():
        raise NotFound(kind="seed", code=code)
    text = files("workflows").joinpath("seeds", f"{code}.toml").read_text(encoding="utf-8")
    seed = parse_seed(tomllib.loads(text))
    problems = [*contradictions(seed)]
    if seed.code != code:
        problems.append(f"code {seed.code} in the file of {code}")
    if problems:
        raise SeedInvalid(code, problems)
    return seed


def parse_seed(table: Mapping[str, Any]) -> RegionSeed:
    """The seed a parsed text describes; a missing or unknown key is a KeyError or TypeError."""
    schools = tuple(_school(one) for one in table["schools"])
    story = tuple(_stories(table["story"]))
    named = [AccountSeed(**_typed(one), password=table["password"]) for one in table["accounts"]]
    return RegionSeed(
        code=table["code"],
        title=table["title"],
        time_zone=table["time_zone"],
        paths=tuple(table["paths"]),
        municipalities=tuple(MunicipalitySeed(**one) for one in table["municipalities"]),
        schools=schools,
        listings=tuple(_listing(one) for one in table.get("listings", ())),
        accounts=(*named, *_directors(table, schools, story, named)),
        story=story,
    )


def _typed(table: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a value, with the words of closed sets as their members."""
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in table.items()
    }
    for name, kind in (("mode", SchoolMode), ("role", Role)):
        if name in fields:
            fields[name] = kind(fields[name])
    return fields


def _school(table: Mapping[str, Any]) -> SchoolSeed:
    return SchoolSeed(**_typed(table))


def _listing(table: Mapping[str, Any]) -> ListingSeed:
    return ListingSeed(**{**table, "entries": tuple(_entry(one) for one in table["entries"])})


def _entry(table: Mapping[str, Any]) -> EntrySeed:
    categories = tuple(Category(one) for one in table["categories"])
    return EntrySeed(**{**_typed(table), "categories": categories})


def _stories(tables: Iterable[Mapping[str, Any]]) -> Iterator[StorySeed]:
    """One story per subject; a text groups the subjects that came equally far."""
    for table in tables:
        for subject in table["subjects"]:
            yield StorySeed(table["path"], subject, tuple(table.get("stages", ())))


def _directors(
    table: Mapping[str, Any],
    schools: Iterable[SchoolSeed],
    story: Iterable[StorySeed],
    named: Iterable[AccountSeed],
) -> Iterator[AccountSeed]:
    """A director for each school that has moved and has none yet: nobody else acts for it."""
    told = {case.subject for case in story if case.stages}
    served = {one.school for one in named if one.role is Role.SCHOOL_DIRECTOR}
    login, title = table["directors"]["login"], table["directors"]["title"]
    for school in schools:
        if school.code in told - served:
            yield AccountSeed(
                login=login.format(school=school.code),
                title=title.format(title=school.title),
                role=Role.SCHOOL_DIRECTOR,
                password=table["password"],
                school=school.code,
            )


def contradictions(seed: RegionSeed) -> Iterator[str]:
    """Everything in a seed that names what is not there or names it twice."""
    municipalities = {one.code for one in seed.municipalities}
    schools = {one.code for one in seed.schools}
    entries = [entry for listing in seed.listings for entry in listing.entries]
    yield from _twice("municipality", [one.code for one in seed.municipalities])
    yield from _twice("school", [one.code for one in seed.schools])
    yield from _twice("login", [one.login for one in seed.accounts])
    yield from _twice("story", [f"{one.path} {one.subject}" for one in seed.story])
    for listing in seed.listings:
        yield from _twice(f"entry of {listing.year}", [one.school for one in listing.entries])
    yield from _unknown("municipality", (one.municipality for one in seed.schools), municipalities)
    yield from _unknown("municipality", (one.municipality for one in seed.accounts), municipalities)
    yield from _unknown("school", (one.school for one in seed.accounts), schools)
    yield from _unknown("school", (one.school for one in entries), schools)
    yield from _unknown("path", (one.path for one in seed.story), set(seed.paths))
    yield from _unknown("subject", (one.subject for one in seed.story), schools | municipalities)
    yield from _unknown("kind", (one.kind for one in seed.schools), set(SCHOOL_KINDS))
    grounds = (ground for one in entries for ground in one.grounds)
    yield from _unknown("ground", grounds, set(GROUNDS))
    ZoneInfo(seed.time_zone)


def _twice(what: str, codes: Iterable[str]) -> Iterator[str]:
    return (f"{what} {code} twice" for code, times in Counter(codes).items() if times > 1)


def _unknown(what: str, codes: Iterable[str | None], known: set[str]) -> Iterator[str]:
    return (f"unknown {what} {code}" for code in codes if code is not None and code not in known)
