"""What a text calls final: elements it has, and parts they have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.domain.checks.finding import Finding, error
from engine.domain.finality import unknown_finals

if TYPE_CHECKING:
    from engine.domain.definition import Definition


def inspect_final(definition: Definition) -> Iterator[Finding]:
    """What is called final and is not there."""
    for named in unknown_finals(definition):
        yield error("final_unknown", "final", value=named)
