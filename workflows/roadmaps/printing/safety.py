"""Texts as files can hold them: nothing that XML forbids, and nothing that is ever a formula."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """A text without the characters that no XML may hold."""
    return _FORBIDDEN.sub("", text)
