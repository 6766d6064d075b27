"""People of a scene at their browsers, and what they find on a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from engine.domain.audit import AuditDraft, AuditKind, Stream, StreamKind
from engine.storage.changes import Insert
from engine.storage.database import unit_of_work
from engine.storage.journal import lock_stream, record
from engine.storage.secrets import new_secret, secret_digest
from engine.storage.tables import SessionRow
from tests.web.browsing import Browser, make_app, make_settings
from web.identity import cookie_value

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from flask import Flask
    from werkzeug.test import TestResponse

    from engine.domain.roles import Actor, Role
    from engine.workbench import Workbench
    from tests.factories import Scene

_KEY = "3f0b7c5e9d1a48f2b6e4c80d7a95f31e"


@dataclass
class Visits:
    """The application over a scene, and the browsers of its people."""

    scene: Scene
    app: Flask

    def of(self, role: Role, place: int = 0) -> Visitor:
        """The browser of a person of a role, already signed in."""
        return enter(self.app, self.scene.bench, self.scene.actor(role, place))


class Visitor(Browser):
    """A browser with the short ways of a test."""

    def page(self, path: str, status: int = 200) -> Page:
        """Open a page that answers with the status."""
        response = self.get(path)
        assert response.status_code == status, response.text
        return Page(response.text)

    def send(self, path: str, form: dict[str, Any], status: int = 303) -> Page:
        """Send a form; a redirect is followed to the page that shows what was done."""
        response = self.post(path, form)
        assert response.status_code == status, Page(response.text).text
        if status == 303:
            return self.page(response.location)
        return Page(response.text)


class Page:
    """A page as a person reads it: the words without the markup."""

    def __init__(self, html: str) -> None:
        self.html = html
        body = re.sub(r"<(select|nav|header)[ >].*?</\1>", " ", html, flags=re.DOTALL)
        self.text = " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())

    def field(self, form: str, name: str) -> str:
        """The value of a field of a form (hidden ones too)."""
        part = self.html.split(f'id="{form}"', 1)[1].split("</form>", 1)[0]
        found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', part)
        area = re.search(rf'name="{re.escape(name)}"[^>]*>([^<]*)</textarea>', part)
        hit = found or area
        assert hit is not None, f"{form} has no {name}"
        return unescape(hit[1])

    def hidden(self, form: str) -> dict[str, str]:
        """The revision and the key a form sends along."""
        return {name: self.field(form, name) for name in ("revision", "key")}


def visits(scene: Scene) -> Visits:
    """The application over a scene."""
    return Visits(scene, make_app(scene.bench))


def enter(app: Flask, bench: Workbench, actor: Actor) -> Visitor:
    """A browser with a session of the actor's account."""
    secret, now = new_secret(), bench.now()
    session = {
        "secret_hash": secret_digest(secret),
        "account_id": actor.account_id,
        "created_at": now,
        "expires_at": now + timedelta(days=4000),
    }
    with unit_of_work(bench.database) as transaction:
        head = lock_stream(transaction, Stream(StreamKind.ACCOUNT, actor.account_id))
        draft = AuditDraft(AuditKind.SIGNED_IN, actor, now)
        record(transaction, head, draft, [Insert(SessionRow, session)])
    visitor = Visitor(app)
    value = cookie_value(make_settings(), secret, now)
    visitor.client.set_cookie("marshrut", value, domain="localhost")
    return visitor


class _Marks(HTMLParser):
    """What of a page's markup the tests look at."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.inline: list[str] = []
        self.headings: list[int] = []
        self.tables = 0
        self.captions = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if tag == "label":
            self.labelled.add(str(values.get("for")))
        if tag in ("input", "select", "textarea") and values.get("type") != "hidden":
            self.fields.append(values)
        written_here = tag == "style" or (tag == "script" and "src" not in values)
        if written_here or "style" in values:
            self.inline.append(tag)
        self.inline += [name for name, _ in attrs if name.startswith("on")]
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.tables += tag == "table"
        self.captions += tag == "caption"


def faults_of(html: str) -> Iterator[str]:
    """What a page does that its readers could not do without: a sentence for each fault."""
    marks = _Marks()
    marks.feed(html)
    yield from (f"inline {one}" for one in marks.inline)
    yield from (f"id twice: {one}" for one in {x for x in marks.ids if marks.ids.count(x) > 1})
    for field in marks.fields:
        named = field.get("id") in marks.labelled or field.get("aria-label")
        if not named and field.get("hidden", "") is not None:
            yield f"no label: {field.get('name')}"
    if marks.headings.count(1) != 1:
        yield f"{marks.headings.count(1)} first headings"
    for former, later in zip(marks.headings, marks.headings[1:], strict=False):
        if later > former + 1:
            yield f"heading {later} after {former}"
    if marks.tables != marks.captions:
        yield f"{marks.tables} tables, {marks.captions} captions"


def case_url(case_id: UUID, part: str = "") -> str:
    """The address of a case, or of a part of it."""
    return f"/cases/{case_id}{part}"


def answered(response: TestResponse) -> str:
    """The words of an answer."""
    return Page(response.text).text
