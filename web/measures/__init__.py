"""The living roadmap: sheets, reports, the review list, the board, the calendar."""

from web.measures import (
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
