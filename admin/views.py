"""The common base of the console's views.

Flask-Admin gives the addresses and the menu. Its own lists, forms and templates are not used: every
page reads through our queries and writes through our actions, inside the application's own frame,
so none of its inline scripts and styles is ever sent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from flask import render_template, url_for
from flask_admin.base import Admin, BaseView
from flask_admin.blueprints import _BlueprintWithHostSupport as AdminBlueprint

from admin.host import Host
from engine.actions.reading import note_reading
from engine.domain.errors import InvalidInput
from engine.domain.reading import Reading, ReadPage
from engine.domain.roles import Actor, Permission
from engine.workbench import Workbench

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of the console that the person may open."""

    title: Any
    href: str
    current: bool
    about: Any = ""


def needs(*permissions: Permission) -> Callable[[Endpoint], Endpoint]:
    """Mark an endpoint: whoever holds one of the permissions somewhere may come in."""

    def mark(endpoint: Endpoint) -> Endpoint:
        endpoint.permission = frozenset(permissions)  # type: ignore[attr-defined]
        return endpoint

    return mark


class ConsoleView(BaseView):
    """A view with the host at hand; a class says which permissions open it and what it is for."""

    permission: frozenset[Permission] = frozenset()
    about: Any = ""

    def __init__(self, host: Host, name: Any, endpoint: str, url: str | None = None) -> None:
        super().__init__(name=name, endpoint=endpoint, url=url)
        self.host = host

    def create_blueprint(self, admin: Admin) -> AdminBlueprint:
        """No static files: what Flask-Admin brings along is not served."""
        self.static_folder = None
        return super().create_blueprint(admin)

    @property
    def bench(self) -> Workbench:
        return self.host.bench

    @property
    def actor(self) -> Actor:
        return self.host.current_actor()

    def note(self, page: ReadPage, subject_id: UUID | None = None) -> None:
        """Note that personal data is read here, once it is decided to be shown."""
        note_reading(self.bench, Reading(page, subject_id), actor=self.actor)

    def page(self, template: str, **values: Any) -> str:
        """A page of the console within the application's frame.

        Not by the view's own `render`: what that adds, a theme among it, is Flask-Admin's.
        """
        return render_template(
            f"console/{template}",
            layout=self.host.layout,
            tabs=self._tabs(),
            wording=self.host.wording,
            drawing=self.host.drawing,
            **values,
        )

    def refused(self, refusal: InvalidInput) -> dict[str, str]:
        """The field of a refusal with its sentence, to stand beside the field."""
        return {refusal.fields["field"]: self.said(refusal)}

    def said(self, refusal: InvalidInput) -> str:
        """What is wrong with a value, as on every page of the application."""
        return self.host.wording.invalid(refusal.fields["rule"], refusal.fields.get("value"))

    def _tabs(self) -> list[Tab]:
        views = self.admin._views if self.admin else []  # noqa: SLF001 - it has no other door
        return [
            Tab(
                view.name,
                url_for(f"{view.endpoint}.index"),
                view is self,
                getattr(view, "about", ""),
            )
            for view in views
            if self.host.may_open(f"{view.endpoint}.index")
        ]
