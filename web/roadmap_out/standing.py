"""How the times of a measure stand, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext

from engine.domain.roadmaps.progress import Standing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

STANDINGS: Mapping[Standing, Any] = {
    Standing.DONE: lazy_gettext("выполнено"),
    Standing.REPORTED: lazy_gettext("на проверке"),
    Standing.LATE: lazy_gettext("просрочено"),
    Standing.RETROACTIVE: lazy_gettext("срок истёк до утверждения"),
    Standing.AHEAD: lazy_gettext("впереди"),
    Standing.OPEN: lazy_gettext("без даты"),
    Standing.DROPPED: lazy_gettext("снято или перенесено"),
}
"""In the order they are told: what is done first, then what asks for attention."""
