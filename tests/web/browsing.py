"""A person at a browser: keeps cookies, sends forms with their token, follows nothing by itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from engine.workbench import Workbench
from tests.people import PASSWORD
from tests.web.applications import application, own_application
from web.settings import Settings

SECRET = "3f0b7c5e9d1a48f2b6e4c80d7a95f31e"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def make_settings(**values: Any) -> Settings:
    """Settings as a test needs them; no file is read."""
    known: dict[str, Any] = {
        "database_url": "",
        "secret_keys": (SECRET,),
        "journal_keys": {},
        "data_dir": Path("/nonexistent"),
        "hosts": ("localhost",),
        "secure_cookies": False,
    }
    return Settings(**{**known, **values})


def make_app(bench: Workbench, **values: Any) -> Flask:
    """The application on a bench; errors of our own making surface in the test."""
    return application(make_settings(**values), bench)


def make_own_app(bench: Workbench) -> Flask:
    """An application that a test may add addresses to."""
    return own_application(make_settings(), bench)


class Browser:
    """One browser with its own cookies."""

    def __init__(self, app: Flask, address: str = "192.0.2.7") -> None:
        self.client = app.test_client()
        self.client.environ_base["REMOTE_ADDR"] = address

    def get(self, path: str, **request: Any) -> TestResponse:
        """Open a page."""
        return self.client.get(path, **request)

    def post(self, path: str, form: dict[str, Any] | None = None, **request: Any) -> TestResponse:
        """Send a form with the token of this browser."""
        data = {**(form or {}), "csrf_token": self.form_token()}
        return self.client.post(path, data=data, **request)

    def form_token(self) -> str:
        """The token every form of this browser carries."""
        for page in ("/account", "/signin"):
            found = _TOKEN.search(self.client.get(page).text)
            if found:
                return found.group(1)
        raise AssertionError("no page has a form")

    def sign_in(self, login: str, password: str = PASSWORD, **form: str) -> TestResponse:
        """Fill in the sign-in page."""
        return self.post("/signin", {"login": login, "password": password, **form})

    def cookie(self, name: str = "marshrut") -> str | None:
        """The value of a cookie, if the browser has it."""
        kept = self.client.get_cookie(name)
        return kept.value if kept else None
