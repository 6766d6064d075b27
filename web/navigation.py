"""The bar at the top of every page: only links that exist and that the person may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _

from web.identity import known_holder
from web.permissions import may_open

if TYPE_CHECKING:
    from flask import Flask

    from engine.domain.roles import Actor

BAR = (
    ("worklist.show", _("Мои школы")),
    ("board.show", _("Доска")),
    ("measures.index", _("Мероприятия")),
    ("overview.show", _("Сводка")),
    ("schools.index", _("Школы")),
    ("openings.index", _("Открыть дело")),
    ("admin.index", _("Консоль")),
)


SECTIONS = {
    "bulk": "worklist.show",
    "cases": "worklist.show",
    "files": "worklist.show",
    "history": "worklist.show",
    "repealed": "worklist.show",
    "roadmaps": "measures.index",
    "roadmap_out": "measures.index",
    "saved": "worklist.show",
}
"""The link of the bar a page belongs to, where its blueprint is not the link's own."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the bar; `current` is `page` on the page it leads to, `true` deeper within."""

    title: Any
    href: str
    current: str = ""


def install(app: Flask) -> None:
    """Give the templates the bar and a way to link to pages that may not exist yet."""
    app.jinja_env.globals["page_url"] = page_url

    @app.context_processor
    def for_templates() -> dict[str, Any]:
        holder = known_holder()
        return {"holder": holder, "navigation": links(holder.actor) if holder else []}


def links(actor: Actor) -> list[Link]:
    """The links an actor may follow, in the order of the bar."""
    return [
        Link(title, url_for(endpoint), _current(endpoint))
        for endpoint, title in BAR
        if may_open(endpoint, actor)
    ]


def _current(endpoint: str) -> str:
    if request.endpoint == endpoint:
        return "page"
    blueprint = request.blueprint or ""
    # Each part of the console has a blueprint of its own.
    known = "admin.index" if blueprint.partition("_")[0] == "admin" else SECTIONS.get(blueprint)
    own = endpoint.partition(".")[0] == blueprint
    return "true" if own or known == endpoint else ""


def page_url(endpoint: str, **values: Any) -> str | None:
    """The address of a page, or None where this installation has no such page."""
    if endpoint not in current_app.view_functions:
        return None
    return url_for(endpoint, **values)


def start_url(actor: Actor) -> str:
    """Where a person begins: the first page of the bar that is theirs."""
    allowed = links(actor)
    return allowed[0].href if allowed else url_for("home.show")


def local_target(target: str | None) -> str | None:
    """An address of our own to go back to; anything that could lead elsewhere is None."""
    if not target or not target.startswith("/") or target[1:2] in ("/", "\\"):
        return None
    parts = urlsplit(target)
    clean = target.isprintable() and "\\" not in target
    return target if clean and not parts.scheme and not parts.netloc else None
