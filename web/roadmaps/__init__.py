"""Roadmaps: taken in from documents under review, listed, and shown as the table they print."""

from web.roadmaps import index, reviewing, saving, sheet, uploading
from web.roadmaps.pages import pages

__all__ = ["index", "pages", "reviewing", "saving", "sheet", "uploading"]
