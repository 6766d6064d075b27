"""Roadmaps: taken in from documents under review, listed, and shown as the table they print."""

from web.roadmaps import (
    carding,
    correcting,
    index,
    reviewing,
    saving,
    sheet,
    staging,
    uploading,
)
from web.roadmaps.pages import pages

__all__ = [
    "carding",
    "correcting",
    "index",
    "pages",
    "reviewing",
    "saving",
    "sheet",
    "staging",
    "uploading",
]
