"""The address without a path: leads everybody to their first page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for

from web.identity import current_holder
from web.navigation import start_url
from web.permissions import public

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

pages = Blueprint("home", __name__)


@pages.get("/")
@public
def show() -> ResponseReturnValue:
    """To the sign-in page, to one's first page, or a word that no role has been given yet."""
    holder = current_holder()
    if holder is None:
        return redirect(url_for("signin.show"), 303)
    start = start_url(holder.actor)
    if start != url_for("home.show"):
        return redirect(start, 303)
    return render_template("home.html")
