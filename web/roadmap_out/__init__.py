"""Roadmaps out and over: as files, over their months, and into the next period."""

from web.roadmap_out import carrying, files, timeline
from web.roadmap_out.pages import pages

__all__ = ["carrying", "files", "pages", "timeline"]
