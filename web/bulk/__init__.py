"""Moving many cases at once: chosen on the board or the list, looked at, started, carried on."""

from web.bulk import choosing, running
from web.bulk.pages import pages

__all__ = ["choosing", "pages", "running"]
