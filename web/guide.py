"""The glossary of the field, and the parts the pages are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template
from werkzeug.exceptions import NotFound

from web.current import current_settings
from web.permissions import public, signed_in
from web.wording.glossary import GLOSSARY

if TYPE_CHECKING:
    from flask import Flask

pages = Blueprint("guide", __name__)


def install(app: Flask) -> None:
    """Let every template explain a word where it stands."""

    @app.context_processor
    def for_templates() -> dict[str, Any]:
        return {"glossary": GLOSSARY}


@pages.get("/help")
@signed_in
def words() -> str:
    """Every word of the field that the pages use."""
    return render_template("help.html")


@pages.get("/styleguide")
@public
def parts() -> str:
    """All components on one page, for whoever works on the pages; nobody else has it."""
    if not current_settings().demo:
        raise NotFound
    return render_template("styleguide.html")
