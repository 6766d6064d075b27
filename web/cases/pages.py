"""The address of everything about one case; the views are beside this module, by concept."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("cases", __name__, url_prefix="/cases")
