"""Who signed a document, and who controls what it orders."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflows.roadmaps.bodies import LONGEST_LINE
from workflows.roadmaps.cells import flat
from workflows.roadmaps.orders import STAMP
from workflows.roadmaps.people import NAME

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Official:
    """Who signed or controls, as printed; `name` is in the nominative where the document has it."""

    name: str
    position: str = ""
    printed: str = ""


_POST = re.compile(
    r"^(?:и\.?\s?о\.?\s|исполняющ\w+ обязанности\s|врио\s|первый\s)?"
    r"(?:заместител|начальник|директор|министр|руководител(?!\w*\s+(?:программ|проект))|председател|глава|заведующ|ректор)",
    re.IGNORECASE,
)
_CONTROL = re.compile(
    r"контроль\s.{0,120}?возл(?:ожить|агаю|агается)\s+на\s+(.{3,250})$"
    r"|контроль\s.{0,120}?(остав(?:ляю|ить)\s+за\s+собой)",
    re.IGNORECASE,
)
_NOMINATIVE = (
    ("исполняющего", "исполняющий"),
    ("заместителя", "заместитель"),
    ("начальника", "начальник"),
    ("директора", "директор"),
    ("руководителя", "руководитель"),
    ("председателя", "председатель"),
    ("заведующего", "заведующий"),
    ("заведующую", "заведующая"),
    ("главного специалиста", "главный специалист"),
    ("ведущего специалиста", "ведущий специалист"),
    ("методиста", "методист"),
    ("первого", "первый"),
)


def signatory_of(front: list[str], back: list[str]) -> Official | None:
    """Who signed: a post with a name behind it, or below it; under «УТВЕРЖДАЮ» before elsewhere."""
    stamped = next((front[at:] for at, one in enumerate(front) if STAMP.match(one)), [])
    for lines in (stamped, front, back):
        for at, line in enumerate(lines):
            if not _POST.match(line) or len(line) > LONGEST_LINE:
                continue
            near = flat(" ".join(lines[at : at + 3]))
            name = NAME.search(near)
            if name and name.start() <= LONGEST_LINE:
                post = near[: name.start()].strip(" ,_/")
                return Official(flat(name[0]), post, near[: name.end()])
    return None


def controller_of(
    lines: list[str], signatory: Official | None, people: Iterable[str] = ()
) -> Official | None:
    """Who controls the execution; «оставляю за собой» is whoever signed.

    The order prints the name in the accusative; `people` are the names the table prints.
    """
    known = [*(one for one in people), *([signatory.name] if signatory else [])]
    for line in lines:
        found = _CONTROL.search(line)
        if not found:
            continue
        if found[2]:
            name, post = (signatory.name, signatory.position) if signatory else ("", "")
            return Official(name, post, found[2])
        said = found[1].strip()
        match = NAME.search(said)
        post = (said[: match.start()] if match else said).strip(" ,-–(")
        post = post or (said[match.end() :].strip(" ,-–.;()") if match else "")
        spelled = flat(match[0]) if match else ""
        called = next((one for one in known if spelled and same_person(spelled, one)), spelled)
        return Official(called, _nominative_post(post).rstrip("."), said.rstrip(" ;"))
    return None


def same_person(one: str, other: str) -> bool:
    """Whether two printings are one person but for the ending of the surname."""
    letters = [sorted(re.findall(r"([А-ЯЁ])\.", text)) for text in (one, other)]
    names = [max(re.findall(r"[А-ЯЁ][а-яё-]+", text), key=len, default="") for text in (one, other)]
    stem = min(map(len, names)) - 2
    return letters[0] == letters[1] and stem > 2 and names[0][:stem] == names[1][:stem]  # noqa: PLR2004


def _nominative_post(post: str) -> str:
    for case, nominative in _NOMINATIVE:
        if post.lower().startswith(case):
            rest = post[len(case) :]
            # «первого заместителя министра»
            return nominative + (f" {_nominative_post(rest[1:])}" if case == "первого" else rest)
    return post
