"""The console at /admin: definitions, people, schools, calendars and the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Flask
from flask_admin.base import Admin, expose
from flask_babel import lazy_gettext as _

from admin.calendars import CalendarsView
from admin.definitions.view import DefinitionsView
from admin.host import Draws, Host, Wording
from admin.journal.view import JournalView
from admin.people.view import PeopleView
from admin.schools import SchoolsView
from admin.views import ConsoleView
from engine.domain.roles import Permission
from engine.queries.footing import behind_streams
from engine.queries.proposals import waiting_proposals

if TYPE_CHECKING:
    from engine.domain.roles import Actor
    from engine.workbench import Workbench


class StartView(ConsoleView):
    """What there is in the console, for whoever may do something in it."""

    permission = frozenset(
        {
            Permission.EDIT_CALENDAR,
            Permission.MANAGE_PEOPLE,
            Permission.MANAGE_SCHOOLS,
            Permission.PUBLISH_DEFINITION,
            Permission.READ_JOURNAL,
        }
    )

    @expose("/")
    def index(self) -> str:
        """Links to the parts that are open to the person."""
        behind = behind_streams(self.bench, actor=self.actor)
        waiting = [
            one
            for one in waiting_proposals(self.bench, actor=self.actor)
            if one.author_id != self.actor.account_id
        ]
        return self.page("start.html", behind=len(behind), waiting=waiting)


def install(
    app: Flask,
    current_bench: Callable[[], Workbench],
    current_actor: Callable[[], Actor],
    wording: Wording,
    drawing: Draws,
    *,
    may_open: Callable[[str], bool],
    sections: Callable[[Actor], list[str]],
    table: Callable[[str, Iterable[Iterable[object]]], Any],
    layout: str = "base.html",
) -> None:
    """Put the console into an application that signs people in and asks for permissions."""
    host = Host(current_bench, current_actor, may_open, wording, drawing, sections, table, layout)
    app.register_blueprint(Blueprint("console", __name__, template_folder="templates"))
    start = StartView(host, _("Обзор"), "admin", "/admin")
    console = Admin(app, name="Marshrut", index_view=start)
    console.add_views(
        DefinitionsView(host, _("Маршруты"), "admin_definitions", "definitions"),
        PeopleView(host, _("Люди и роли"), "admin_people", "people"),
        SchoolsView(host, _("Школы"), "admin_schools", "schools"),
        CalendarsView(host, _("Календарь"), "admin_calendars", "calendars"),
        JournalView(host, _("Журнал"), "admin_journal", "journal"),
    )
