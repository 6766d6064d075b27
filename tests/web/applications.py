"""Applications for tests: one of a kind is assembled in a process, and lent to each bench."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache

from web import current
from web.app import create_app

if TYPE_CHECKING:
    from flask import Flask
    from jinja2.bccache import Bucket

    from engine.workbench import Workbench
    from web.settings import Settings


class CompiledTemplates(BytecodeCache):
    """What Jinja made of each template, in memory; it goes by the text of the template."""

    def __init__(self) -> None:
        """Nothing compiled yet."""
        self._kept: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was made of the very same text."""
        kept = self._kept.get((bucket.key, bucket.checksum))
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was made."""
        self._kept[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


_COMPILED = CompiledTemplates()
_assembled: dict[tuple[object, ...], Flask] = {}


def own_application(settings: Settings, bench: Workbench) -> Flask:
    """An application that nobody else has: for a test that adds addresses to it."""
    app = create_app(settings, bench)
    app.jinja_env.bytecode_cache = _COMPILED
    app.testing = True
    return app


def application(settings: Settings, bench: Workbench) -> Flask:
    """An application on the bench, by the settings; errors of our own making surface in the test.

    Seven hundred routes take a tenth of a second to compile and never change: they are shared with
    the other applications of this process, which differ by their bench and settings only. Whoever
    adds an address to a shared one is told by Flask that it is too late.
    """
    if settings.proxies:
        return own_application(settings, bench)
    kind = (settings.secret_keys, settings.secure_cookies)
    if kind not in _assembled:
        _assembled[kind] = own_application(settings, bench)
        _assembled[kind]._got_first_request = True
    app = copy.copy(_assembled[kind])
    app.config, app.extensions = copy.copy(app.config), dict(app.extensions)
    current.install(app, bench, settings)
    return app
