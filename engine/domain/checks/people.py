"""Who may open a case and make a move: only roles that may at all, and a person among them."""

from __future__ import annotations

from collections.abc import Iterator

from engine.domain.checks.finding import Finding, error
from engine.domain.definition import Definition, Move
from engine.domain.roles import GRANTED, Permission, Role


def inspect_roles(definition: Definition) -> Iterator[Finding]:
    """Moves nobody can make, moves left to the clock alone, roles that never make a move."""
    for move in definition.moves:
        yield from _roles(move)
    opening = definition.setting("opening_roles", ())
    for role in opening if isinstance(opening, tuple) else ():
        if Permission.OPEN_CASE not in GRANTED[Role(role)]:
            yield error("role_cannot_open", "settings.opening_roles", role=role)


def _roles(move: Move) -> Iterator[Finding]:
    element = f"moves.{move.code}"
    if not move.roles:
        yield error("move_without_roles", element)
    elif set(move.roles) == {Role.SCHEDULER}:
        # When the move is refused to the clock, a person must be able to make it.
        yield error("move_only_scheduler", element)
    for role in move.roles:
        if Permission.MOVE_CASE not in GRANTED[role]:
            yield error("role_cannot_move", element, role=role.value)
