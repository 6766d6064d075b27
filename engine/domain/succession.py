"""What a new version of a definition means for the cases under way; nothing is moved here.

A case keeps the version it is pinned to, so no new version can strand it; whoever publishes is
told which stages go and how many cases stand there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.domain.definition import Definition


@dataclass(frozen=True, slots=True)
class Succession:
    """Stages with their numbers of cases: those the new version has too, and those it has not.

    `gone` are all stages of the old version the new one lacks, with cases or without.
    """

    stays: tuple[tuple[str, int], ...]
    stranded: tuple[tuple[str, int], ...]
    gone: tuple[str, ...]

    @property
    def cases_stranded(self) -> int:
        """How many cases stand where the new version has no stage."""
        return sum(count for _, count in self.stranded)


def plan_succession(old: Definition, new: Definition, counts: Mapping[str, int]) -> Succession:
    """Where the cases pinned to the old version stand, seen from the new one."""
    standing = [(stage.code, counts.get(stage.code, 0)) for stage in old.stages]
    occupied = [(code, count) for code, count in standing if count]
    return Succession(
        tuple((code, count) for code, count in occupied if code in new.stage_by_code),
        tuple((code, count) for code, count in occupied if code not in new.stage_by_code),
        tuple(code for code, _ in standing if code not in new.stage_by_code),
    )
