"""`marshrut openapi`: the description of the API, without a database."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from web.app import create_app
from web.commands.russian import RussianCommand
from web.settings import LEAST_KEY, Settings


@click.command(cls=RussianCommand, help="Напечатать описание API (OpenAPI).")
def openapi() -> None:
    """The document that the running site gives at /api/v1/openapi.json."""
    key = secrets.token_hex(LEAST_KEY)
    # No table is asked for the description, so no file of this name is ever made.
    settings = Settings(
        database_url="sqlite:////nonexistent/marshrut.db",
        secret_keys=(key,),
        journal_keys={1: bytes.fromhex(key)},
        data_dir=Path(),
        hosts=("localhost",),
    )
    app = create_app(settings)
    with app.test_request_context():
        document = app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec.to_dict()
        click.echo(app.json.dumps(document, ensure_ascii=False, indent=2))
