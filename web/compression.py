"""Answers made small for slow rural links; what is small or packed already goes as it is.

A token against forgery is signed anew with every answer, so the lengths of packed pages tell nobody
enough of it to send one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_compress import Compress

if TYPE_CHECKING:
    from flask import Flask

_KINDS = [
    "application/json",
    "application/problem+json",
    "image/svg+xml",
    "text/css",
    "text/csv",
    "text/html",
    "text/javascript",
]


def install(app: Flask) -> None:
    """Pack the texts for whoever takes them packed."""
    app.config |= {
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_BR_LEVEL": 4,
        "COMPRESS_LEVEL": 6,
        "COMPRESS_MIMETYPES": _KINDS,
        "COMPRESS_MIN_SIZE": 800,
    }
    Compress(app)
