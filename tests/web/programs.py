"""Programs that call the API: a person's token, and the calls as short as a sentence."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.actions.tokens import TokenRequest, grantable_scopes, issue_token
from engine.domain.terms import local_day
from tests.web.applications import application
from web.settings import Settings

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from engine.domain.roles import Actor, Permission
    from engine.workbench import Workbench

ROOT = "/api/v1"
_numbers = itertools.count(1)


def make_app(bench: Workbench) -> Flask:
    """The whole application on a test's bench."""
    settings = Settings(
        database_url=str(bench.database.source.url),
        secret_keys=("test secret key of forty-odd characters",),
        journal_keys=bench.database.keys,
        data_dir=Path(),
        hosts=("localhost",),
        secure_cookies=False,
    )
    return application(settings, bench)


def token_of(bench: Workbench, actor: Actor, *scopes: Permission, days: int = 90) -> str:
    """A token of a person; without scopes named, with all that may be given."""
    given = frozenset(scopes) or grantable_scopes(actor, local_day(bench.now(), "Asia/Yakutsk"))
    request = TokenRequest(f"Программа {next(_numbers)}", given, days)
    return issue_token(bench, request, actor=actor).secret


@dataclass
class Program:
    """A caller with one token; every call is made by a client of its own."""

    app: Flask
    secret: str | None
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.call("GET", path, **options)

    def post(
        self,
        path: str,
        body: Any = None,
        *,
        revision: int | str | None = None,
        key: str | None = None,
        **options: Any,
    ) -> TestResponse:
        """Send JSON (or `data`) with If-Match and Idempotency-Key where they are given."""
        headers = dict(options.pop("headers", {}))
        if revision is not None:
            headers["If-Match"] = revision if isinstance(revision, str) else f'"{revision}"'
        if key is not None:
            headers["Idempotency-Key"] = key
        if "data" not in options:
            options["json"] = {} if body is None else body
        return self.call("POST", path, headers=headers, **options)

    def call(self, method: str, path: str, **options: Any) -> TestResponse:
        headers = {**self.headers, **options.pop("headers", {})}
        if self.secret is not None:
            headers.setdefault("Authorization", f"Bearer {self.secret}")
        return self.app.test_client().open(ROOT + path, method=method, headers=headers, **options)


def program(app: Flask, bench: Workbench, actor: Actor, *scopes: Permission) -> Program:
    """A program of a person."""
    return Program(app, token_of(bench, actor, *scopes))
