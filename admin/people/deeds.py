"""What a role may do, in groups that a person asks about: sees, works, leads, configures."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from engine.domain.roles import GRANTED, Permission, Role

GROUPS: tuple[tuple[Any, tuple[Permission, ...]], ...] = (
    (
        _("Видит"),
        (
            Permission.READ_CASE,
            Permission.READ_SCHOOL,
            Permission.READ_DEFINITION,
            Permission.READ_ROADMAP,
            Permission.READ_HISTORY,
            Permission.READ_OVERVIEW,
            Permission.READ_JOURNAL,
        ),
    ),
    (
        _("Ведёт дела"),
        (
            Permission.MOVE_CASE,
            Permission.REGISTER_DOCUMENT,
            Permission.REVIEW_DOCUMENT,
            Permission.REGISTER_RECORD,
            Permission.REGISTER_DECISION,
            Permission.ATTACH_PEOPLE,
            Permission.OPEN_CASE,
            Permission.FORCE_MOVE,
            Permission.ANSWER_FINDING,
            Permission.ISSUE_FINDING,
        ),
    ),
    (
        _("Ведёт дорожные карты"),
        (
            Permission.REPORT_MEASURE,
            Permission.TUTOR_MEASURE,
            Permission.REVIEW_MEASURE,
            Permission.WRITE_ROADMAP,
            Permission.APPROVE_ROADMAP,
        ),
    ),
    (
        _("Настраивает"),
        (
            Permission.MANAGE_PEOPLE,
            Permission.MANAGE_SCHOOLS,
            Permission.PUBLISH_DEFINITION,
            Permission.EDIT_CALENDAR,
            Permission.MANAGE_TOKENS,
        ),
    ),
)


def deeds_of(role: Role) -> list[tuple[Any, list[str]]]:
    """The permissions of a role by group; a group of which it has none is left out."""
    groups = [
        (title, [one.value for one in listed if one in GRANTED[role]]) for title, listed in GROUPS
    ]
    return [(title, deeds) for title, deeds in groups if deeds]
