"""The application as a server's worker makes it, from the settings of the environment."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from web import logs
from web.app import create_app
from web.settings import read_settings

if TYPE_CHECKING:
    from flask import Flask


def application() -> Flask:
    """A new application; each worker process has its own."""
    logs.configure()
    made = create_app(read_settings())
    # What lives as long as the worker is not looked at again: each look is a tenth of a second.
    gc.collect()
    gc.freeze()
    return made
