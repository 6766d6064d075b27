"""«Сводка»: the figures of all cases in sight as pictures, tables, and files to keep."""

from web.overview.page import pages

__all__ = ["pages"]
