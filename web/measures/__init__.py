"""The living roadmap: sheets, reports, the review list, the board, the calendar."""

from web.measures import (
    board,
    index,
    keeping,
    reminders,
    review,
    roadmap,
    schedule,
    sheet,
    tutoring,
)
from web.measures.pages import pages

__all__ = [
    "board",
    "index",
    "keeping",
    "pages",
    "reminders",
    "review",
    "roadmap",
    "schedule",
    "sheet",
    "tutoring",
]
