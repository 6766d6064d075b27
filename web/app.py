"""Assembling the application: every part says what it installs, and nothing else happens here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.workbench import Workbench
from web import (
    account,
    agenda,
    board,
    bulk,
    cases,
    compression,
    console,
    current,
    errors,
    files,
    filters,
    forgery,
    guide,
    headers,
    health,
    history,
    home,
    identity,
    language,
    logs,
    measures,
    navigation,
    notices,
    openings,
    overview,
    permissions,
    preferences,
    repealed,
    roadmap_out,
    roadmaps,
    saved,
    schools,
    searching,
    signin,
    tokens,
    worklist,
)
from web.api import assembly as api
from web.benches import open_bench

if TYPE_CHECKING:
    from flask import Flask

    from web.settings import Settings

BLUEPRINTS = (
    account.pages,
    agenda.pages,
    board.pages,
    bulk.pages,
    cases.pages,
    files.pages,
    health.pages,
    guide.pages,
    history.pages,
    home.pages,
    measures.pages,
    notices.pages,
    openings.pages,
    overview.pages,
    preferences.pages,
    repealed.pages,
    roadmap_out.pages,
    roadmaps.pages,
    saved.pages,
    schools.pages,
    searching.pages,
    signin.pages,
    tokens.pages,
    worklist.pages,
)
"""Every page of the application; a new one is added here and nowhere else."""


def create_app(settings: Settings, bench: Workbench | None = None) -> Flask:
    """The application on a bench of its own, or on the one given.

    The order matters: what is installed first asks first, so a request gets its name, then its host
    is looked at, then its form, then its permission.
    """
    app = logs.QuietFlask("web")
    compression.install(app)
    current.install(app, bench or open_bench(settings), settings)
    logs.install(app)
    headers.install(app, settings)
    forgery.install(app, settings)
    identity.install(app)
    permissions.install(app)
    language.install(app)
    filters.install(app)
    navigation.install(app)
    notices.install(app)
    preferences.install(app)
    guide.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    console.install(app)
    api.install(app)
    errors.install(app)
    return app
