"""The address of everything about measures; the views are beside this module."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("measures", __name__, url_prefix="/measures")
