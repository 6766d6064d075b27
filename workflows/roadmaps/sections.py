"""The headings a measure stands under: sections inside sections, and the level they name."""

from __future__ import annotations

from dataclasses import dataclass, field

from workflows.roadmaps.levels import level_of_heading
from workflows.roadmaps.words import NAMED_SECTION, SECTION_CODE, plain


@dataclass
class Sections:
    """The open sections; a heading closes those as deep as itself."""

    codes: list[tuple[str, str]] = field(default_factory=list)
    _open: list[tuple[int, str, str]] = field(default_factory=list)
    _fresh: bool = False
    _nesting: set[str] = field(default_factory=set)
    """Sections whose measures have numbers that begin with the section's own."""

    @property
    def path(self) -> tuple[str, ...]:
        """The open headings, from the outermost."""
        return tuple(heading for _, heading, _ in self._open)

    @property
    def level(self) -> str:
        """The level that the innermost of them names which names one."""
        return next((level for _, _, level in reversed(self._open) if level), "")

    def begin(self, heading: str) -> None:
        """Close all sections; a heading opens one again round all that follow."""
        self._open = []
        if heading:
            self._open.append((-1, heading, level_of_heading(heading)))

    def enter(self, heading: str) -> None:
        """Begin a section."""
        named = level_of_heading(heading)
        code = SECTION_CODE.match(heading)
        # Numbers stand inside what has a name or a Roman number: «II.», then «2», then «2.1».
        if code:
            self.codes.append((code[1], heading))
        depth = code[1].count(".") + 2 if code else self._depth_without_code(heading, named)
        self._open = [one for one in self._open if one[0] < depth]
        self._open.append((depth, heading, named))
        self._fresh = True

    def leave(self, heading: str) -> None:
        """Close a section and all in it; what follows stands beside it."""
        at = next((at for at, one in enumerate(self._open) if one[1] == heading), len(self._open))
        self._open = self._open[:at]

    def use(self, number: str = "") -> None:
        """A measure stands here; «2» after «1.1» stands no more in the section «1»."""
        self._fresh = False
        said = number.strip(" .)")
        if not said[:1].isdecimal():
            return
        for one in reversed(self._open):
            code = SECTION_CODE.match(one[1])
            if code and said.startswith(f"{code[1]}."):
                self._nesting.add(one[1])
            elif one[1] in self._nesting:
                self._open = self._open[: self._open.index(one)]

    def _depth_without_code(self, heading: str, named: str) -> int:
        """A level is outermost; of two headings in a row the second is inside the first.

        «Задача 2» stands beside «Задача 1», whatever that stands in.
        """
        if named:
            return 0
        word = plain(heading).split(" ")[0]
        if NAMED_SECTION.match(heading):
            for depth, other, _ in self._open:
                if depth > 0 and plain(other).split(" ")[0] == word:
                    return depth
        if self._fresh and self._open:
            return self._open[-1][0] + 1
        return 1
