"""The living roadmap: sheets, reports, the review list, the board, the calendar."""

from web.measures import (
    accepting,
    board,
    history,
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
    "accepting",
    "board",
    "history",
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
