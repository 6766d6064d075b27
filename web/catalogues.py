"""The catalogue of a page's language, found by one look for each sentence.

Flask-Babel looks for the context, the locale and its name again for every sentence; a page has
hundreds of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, has_app_context
from flask_babel import Domain, get_babel

if TYPE_CHECKING:
    from babel import Locale
    from babel.support import NullTranslations
    from flask import Flask


class QuickDomain(Domain):
    """A domain that knows its catalogues by the locale the context has at the moment."""

    def __init__(self, domain: str) -> None:
        """No catalogue read yet."""
        super().__init__(domain=domain)  # type: ignore[no-untyped-call]
        self._known: dict[Locale, NullTranslations] = {}

    def get_translations(self) -> NullTranslations:
        context = g.get("_flask_babel") if has_app_context() else None
        locale = getattr(context, "babel_locale", None)
        if locale is None:
            # Nobody asked for a sentence in this context yet; the library finds the locale.
            return self._found()
        found = self._known.get(locale)
        if found is None:
            found = self._known[locale] = self._found()
        return found

    def _found(self) -> NullTranslations:
        found: NullTranslations = super().get_translations()  # type: ignore[no-untyped-call]
        return found


def install(app: Flask) -> None:
    """Put the domain where Flask-Babel would make its own when the first sentence is asked for."""
    babel = get_babel(app)
    babel.instance.domain_instance = QuickDomain(babel.default_domain)
