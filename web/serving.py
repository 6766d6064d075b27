"""The application as a server's worker makes it, from the settings of the environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web import logs
from web.app import create_app
from web.settings import read_settings

if TYPE_CHECKING:
    from flask import Flask


def application() -> Flask:
    """A new application; each worker process has its own."""
    logs.configure()
    return create_app(read_settings())
