"""Secrets handed out once: what is kept of them tells nobody what they were."""

from __future__ import annotations

import hashlib
import secrets

TOKEN_PREFIX = "mrt_"
"""What an API token begins with, so that scanners for leaked secrets can know it."""

FEED_PREFIX = "mrf_"
"""What the secret part of a calendar's address begins with, for the same reason."""


def new_secret() -> str:
    """256 random bits in letters that a cookie and a header can carry."""
    return secrets.token_urlsafe(32)


def new_token() -> str:
    """A secret that shows what it is."""
    return TOKEN_PREFIX + new_secret()


def new_feed_secret() -> str:
    """A secret that stands in an address; it shows that it is one."""
    return FEED_PREFIX + new_secret()


def secret_digest(secret: str) -> bytes:
    """The only thing kept of a session's or a token's secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
