"""Two regions on one base, each led by an admin of its own who sits at a browser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from uuid import UUID

from engine.actions.publishing import PublishRequest, publish_definition
from engine.domain.roles import Actor, Place, Role
from engine.queries.authoring import VersionText, list_current, version_by_id
from engine.workbench import Workbench
from tests.people import Country, make_country
from tests.web.browsing import Browser, make_app
from web.seeding import seeding_actor, shipped_text
from workflows.loader import parse_definition

HEADER = """code = "{code}_path"
title = "Маршрут {code}"
subject = "school"
extends = "base"
"""


@dataclass(frozen=True)
class Office:
    """Two regions, each with a published path and an admin at a browser."""

    country: Country
    amur: Browser
    primorye: Browser

    @property
    def bench(self) -> Workbench:
        return self.country.bench

    def browser(self, login: str, role: Role, place: Place | None = None) -> Browser:
        """A new person who has signed in."""
        self.country.person(login, role, place)
        return self.signed_in(login)

    def signed_in(self, login: str) -> Browser:
        """Another browser of a person."""
        browser = Browser(self.amur.client.application)
        assert browser.sign_in(login).status_code == 303
        return browser

    def actor(self, login: str = "amur.admin") -> Actor:
        """The actor behind a browser."""
        return self.country.actor(login)

    def current(self, code: str = "amur_path") -> VersionText:
        """The version in force of a path."""
        admin = self.actor(f"{code.removesuffix('_path')}.admin")
        row = next(row for row in list_current(self.bench, actor=admin) if row.code == code)
        return version_by_id(self.bench, row.id, actor=admin)

    def current_base(self) -> VersionText:
        """The base of all regions."""
        actor = self.actor()
        row = next(row for row in list_current(self.bench, actor=actor) if row.code == "base")
        return version_by_id(self.bench, row.id, actor=actor)

    def edit_path(self, code: str = "amur_path") -> str:
        """The address of the editor of a path."""
        return f"/admin/definitions/stream/{self.current(code).stream_id}/edit"

    def send(self, do: str, text: str, browser: Browser | None = None, **form: object):
        """Send the editor of Amur's path."""
        values = {"expected": self.current().version, **form, "text": text, "do": do}
        return (browser or self.amur).post(self.edit_path(), values)


def make_office(bench: Workbench) -> Office:
    """The base for all, a path for each of two regions, and their admins signed in."""
    country = make_country(bench)
    actor = seeding_actor(bench)
    _publish(bench, None, shipped_text("base"), actor)
    app = make_app(bench)
    browsers = []
    for code, region in (("amur", country.amur_region), ("primorye", country.primorye_region)):
        country.person(f"{code}.admin", Role.REGIONAL_ADMIN, region)
        _publish(bench, region.region_id, HEADER.format(code=code), actor)
        browser = Browser(app)
        browser.sign_in(f"{code}.admin")
        browsers.append(browser)
    return Office(country, *browsers)


def typed_text(html: str) -> str:
    """What stands in the editor's field."""
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", html, re.DOTALL)
    assert found is not None
    return unescape(found.group(1))


def _publish(bench: Workbench, region_id: UUID | None, text: str, actor: Actor) -> None:
    base = parse_definition(shipped_text("base"), bases={}).definition
    parsed = parse_definition(text, bases={"base": base})
    publish_definition(bench, PublishRequest(region_id, parsed.definition, text), actor=actor)
